"""How much to review on which day: nothing is dropped, nothing exceeds the load, all is seen in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import recall, workload
from quizzes.recall import DAY, State
from quizzes.workload import Day, Plan, Standing, enough, forecast, most_forgotten, shared
from tests.builders import MONDAY

TODAY = MONDAY.date()


def held(due_in: int, last: int = -5, stability: float = 5.0) -> State:
    return State(
        due_at=MONDAY + due_in * DAY,
        stability=stability,
        difficulty=5.0,
        last_review_at=MONDAY + last * DAY,
    )


def standing(*states: State, unseen: int = 0) -> Standing:
    return Standing(TODAY, states, unseen)


def exam_in(days: int, load: int = 20) -> Plan:
    return Plan(load, TODAY + days * DAY)


STATES = st.builds(held, st.integers(-30, 60), st.integers(-60, -1), st.floats(0.1, 100))
PLANS = st.builds(Plan, st.integers(1, 60), st.none() | st.integers(-5, 90).map(lambda n: TODAY + n * DAY))


@given(due=st.integers(0, 300), new=st.integers(0, 300), room=st.integers(-5, 250))
def test_a_room_is_filled_as_far_as_it_can_be_and_what_is_due_keeps_half(due, new, room):
    asked, fresh = shared(due=due, new=new, room=room)

    assert 0 <= asked <= due
    assert 0 <= fresh <= new
    assert asked + fresh == max(0, min(room, due + new))
    assert asked >= min(due, max(0, room) / 2)


@given(states=st.lists(STATES, max_size=80), unseen=st.integers(0, 120), plan=PLANS)
def test_a_forecast_never_exceeds_the_load_and_drops_nothing(states, unseen, plan):
    stands = standing(*states, unseen=unseen)
    told = forecast(stands, plan)

    assert len(told.days) == plan.days(TODAY)
    assert [day.on for day in told.days] == [TODAY + n * DAY for n in range(len(told.days))]
    assert all(day.asked <= plan.load for day in told.days)
    assert all(day.due >= 0 <= day.new and day.left >= 0 for day in told.days)
    assert told.unseen + sum(day.new for day in told.days) == unseen
    assert all(day.asked == plan.load for day in told.days if day.left)  # carried only when the day is full


@given(states=st.lists(STATES, max_size=40), unseen=st.integers(0, 100), plan=PLANS)
def test_the_first_day_of_the_forecast_is_what_today_asks(states, unseen, plan):
    stands = standing(*states, unseen=unseen)
    first = forecast(stands, plan).days[0]

    assert workload.today(stands, plan, 0) == (first.due, first.new)
    assert stands.due(plan) == first.due + first.left


@given(unseen=st.integers(1, 400), days=st.integers(1, 90))
def test_with_enough_a_day_all_is_seen_before_the_exam_and_with_one_less_it_is_not(unseen, days):
    stands, wanted = standing(unseen=unseen), enough(standing(unseen=unseen), exam_in(days))
    if wanted <= workload.MOST:
        assert forecast(stands, exam_in(days, wanted)).unseen == 0
    if wanted > 1:
        assert forecast(stands, exam_in(days, wanted - 1)).unseen > 0


def test_new_ones_come_in_equal_shares_until_the_exam():
    told = forecast(standing(unseen=100), exam_in(10, load=50))

    assert [day.new for day in told.days] == [10] * 10
    assert told.unseen == 0


def test_new_ones_that_were_introduced_today_count_for_today():
    plan, seen_today = exam_in(10, load=50), [held(3, last=0)] * 4
    stands = standing(*seen_today, unseen=96)

    assert workload.today(stands, plan, introduced=4) == (0, 6)
    assert [day.new for day in forecast(stands, plan, introduced=4).days] == [6, *[10] * 9]


def test_without_an_exam_half_a_load_is_new_and_two_weeks_are_told():
    told = forecast(standing(unseen=1000), Plan(11))

    assert len(told.days) == workload.AHEAD
    assert told.days[0] == Day(TODAY, 0, 6, 0)


def test_what_a_day_does_not_hold_is_carried_to_the_next():
    told = forecast(standing(*[held(-1)] * 50), exam_in(30, load=20))

    assert [(day.due, day.left) for day in told.days[:4]] == [(20, 30), (20, 10), (10, 0), (0, 0)]


def test_what_was_reviewed_today_is_taken_off_the_load():
    stands = standing(*[held(-1)] * 50, *[held(3, last=0)] * 15)

    assert stands.asked == 15
    assert workload.today(stands, exam_in(30, load=20), 0) == (5, 0)
    assert workload.today(stands, exam_in(30, load=10), 0) == (0, 0)


def test_the_most_forgotten_comes_first_and_of_equals_the_longest_waiting():
    cards = [
        ("fresh", held(-1, last=-2)),
        ("fading", held(-1, last=-20)),
        ("waiting", held(-9, last=-2)),
        ("weak", held(-1, last=-2, stability=0.2)),
    ]

    assert most_forgotten(cards, MONDAY) == ["weak", "fading", "waiting", "fresh"]


def test_all_that_would_come_after_the_exam_is_due_once_more_on_the_day_before():
    stands = standing(*[held(200)] * 7)
    told = forecast(stands, exam_in(10))

    assert [day.due for day in told.days] == [0] * 9 + [7]
    assert stands.due(exam_in(1)) == 7
    assert stands.due(exam_in(2)) == 0


def test_an_exam_that_is_past_bounds_nothing():
    plan = exam_in(-1)

    assert plan.exam_from(TODAY) is None
    assert standing(held(200)).due(plan) == 0
    assert len(forecast(standing(), plan).days) == workload.AHEAD
    assert exam_in(0).exam_from(TODAY) == TODAY


@pytest.mark.parametrize(("days", "left"), [(0, 1), (1, 1), (2, 2), (30, 30)])
def test_days_run_up_to_the_day_before_the_exam(days, left):
    assert exam_in(days).days(TODAY) == left


def test_the_next_day_with_something_due_and_how_much():
    states = [held(3), held(3), held(9), held(-1)]

    assert workload.next_day(states, Plan(), TODAY) == (TODAY + 3 * DAY, 2)
    assert workload.next_day(states, exam_in(3), TODAY) == (TODAY + 2 * DAY, 3)
    assert workload.next_day([held(-1)], Plan(), TODAY) is None


def test_a_card_reviewed_now_is_in_the_forecast_of_its_next_day():
    state = recall.review(None, "good", MONDAY)
    told = forecast(Standing(TODAY, [state], 0), Plan())
    on = {day.on: day.due for day in told.days if day.due}

    assert min(on) == state["due_at"].date()
    assert isinstance(min(on), date)
    assert replace(told, unseen=1).unseen == 1
    assert timedelta(0) < min(on) - TODAY
