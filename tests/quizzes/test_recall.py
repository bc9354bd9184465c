"""When a question comes back: as the library says, but for the horizon rule."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta, timezone

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import recall
from quizzes.recall import DAY, State
from tests.builders import MONDAY

RATINGS = ("again", "hard", "good")
LIBRARY = {"again": fsrs.Rating.Again, "hard": fsrs.Rating.Hard, "good": fsrs.Rating.Good}
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def reviewed(*ratings: str, every: int = 1, now: datetime = MONDAY) -> State:
    state = None
    for n, rating in enumerate(ratings):
        state = recall.review(state, rating, now + n * every * DAY)
    assert state is not None
    return state


def test_schedules_agree_with_the_library_on_a_thousand_random_histories():
    dice = random.Random("a thousand histories")
    library = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    differing = []
    for history in range(1_000):
        card, state, now = fsrs.Card(card_id=1, due=MONDAY), None, MONDAY
        for _ in range(dice.randint(1, 20)):
            rating = dice.choice(RATINGS)
            card, _ = library.review_card(card, LIBRARY[rating], review_datetime=now)
            state = recall.review(state, rating, now)
            later = now + timedelta(days=dice.randint(0, 60))
            if (card.due, card.stability, card.difficulty, card.last_review) != tuple(state.values()):
                differing.append(history)
            if library.get_card_retrievability(card, later) != recall.retrievability(state, later):
                differing.append(history)
            now += timedelta(hours=dice.choice((0, 1, 5, 24, 30, 100, 1000)), seconds=dice.randint(0, 3600))

    assert differing == []


def test_a_schedule_is_found_again_from_its_log_in_whatever_order_it_comes():
    log = [(MONDAY + n * DAY, rating) for n, rating in enumerate(("good", "again", "hard", "good"))]

    assert recall.replay(reversed(log)) == reviewed("good", "again", "hard", "good")
    assert recall.replay([]) is None


def test_nothing_asks_chance_or_waits(monkeypatch):
    monkeypatch.setattr(random, "random", lambda: pytest.fail("chance was asked"))
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("it waited"))
    before = random.getstate()

    assert recall.retrievability(reviewed("good", "hard", "good", "again", every=9), MONDAY) > 0
    assert random.getstate() == before


def test_what_was_missed_comes_back_the_next_day_and_never_the_same():
    for history in (("again",), ("good", "again"), ("good", "good", "again")):
        state = reviewed(*history)
        assert state["due_at"] == state["last_review_at"] + DAY


@given(ratings=st.lists(st.sampled_from(RATINGS), min_size=1, max_size=12), hours=st.integers(0, 999))
def test_whatever_is_answered_is_due_a_day_later_at_the_earliest(ratings, hours):
    state = None
    for n, rating in enumerate(ratings):
        state = recall.review(state, rating, MONDAY + timedelta(hours=n * hours))
    assert state is not None
    assert state["due_at"].date() > state["last_review_at"].date()
    assert 1 <= state["difficulty"] <= 10
    assert state["stability"] > 0


def test_right_but_slow_is_hard_and_comes_back_sooner_than_right():
    good, hard, again = (reviewed("good", rating, every=2) for rating in ("good", "hard", "again"))

    assert good["due_at"] > hard["due_at"] > again["due_at"]


@pytest.mark.parametrize(
    ("correct", "seconds", "rating"),
    [
        (False, 1, "again"),
        (False, 600, "again"),
        (False, None, "again"),
        (True, None, "good"),
        (True, 0, "good"),
        (True, 100, "good"),
        (True, 101, "hard"),
    ],
)
def test_the_rating_comes_from_the_outcome_and_the_time(correct, seconds, rating):
    assert recall.rate(correct, seconds, 50) == rating


def test_what_it_usually_takes_is_the_learners_own_median_once_enough_is_known():
    assert recall.usual("choice", [1] * 9) == recall.USUAL["choice"]
    assert recall.usual("choice", [9, 1, 1, 1, 1, 7, 9, 9, 9, 9]) == 7
    assert set(recall.USUAL) == {"choice", "matching", "ordering"}


def test_what_is_remembered_fades():
    state = reviewed("good")
    falling = [recall.retrievability(state, MONDAY + n * DAY) for n in range(50)]

    assert falling[0] == 1
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] < 0.7


def test_times_of_any_zone_are_one_and_a_time_without_is_refused():
    east = MONDAY.astimezone(timezone(timedelta(hours=9)))

    assert recall.review(None, "good", east) == recall.review(None, "good", MONDAY)
    assert recall.review(None, "good", east)["due_at"].tzinfo is UTC
    with pytest.raises(ValueError, match="zone"):
        recall.review(None, "good", datetime(2026, 1, 1))  # noqa: DTZ001


# --- the horizon rule

MON, TUE, WED, THU, FRI = (MONDAY + n * DAY for n in range(5))


@pytest.mark.parametrize(
    ("due", "last", "exam", "on"),
    [
        (FRI, MON, None, FRI),  # without an exam, the day that FSRS says
        (TUE, MON, FRI, TUE),  # before the last day: as FSRS says
        (THU, MON, FRI, THU),  # on the day before the exam: as FSRS says
        (FRI, MON, FRI, THU),  # on the exam's day: brought to the day before
        (FRI + 90 * DAY, MON, FRI, THU),  # after it: brought to the day before
        (FRI + 90 * DAY, WED, FRI, THU),
        (FRI + 90 * DAY, THU, FRI, FRI),  # reviewed on the day before: once more on the exam's own
        (FRI + 90 * DAY, FRI, FRI, FRI + 90 * DAY),  # reviewed on the exam's day: bounded no more
        (FRI + 90 * DAY, FRI, TUE, FRI + 90 * DAY),  # after an exam that is past: bounded no more
        (TUE, MON, MON, TUE),
    ],
)
def test_the_horizon_rule(due, last, exam, on):
    assert recall.due_on(due, last, exam and exam.date()) == on.date()


@given(reviewed_on=DAYS, interval=st.integers(1, 36_500), exam=DAYS, hour=st.integers(0, 23))
def test_nothing_reviewed_before_an_exam_is_due_after_it(reviewed_on, interval, exam, hour):
    last = datetime(reviewed_on.year, reviewed_on.month, reviewed_on.day, hour, tzinfo=UTC)
    free, bound = (recall.due_on(last + interval * DAY, last, end) for end in (None, exam))

    assert free == (last + interval * DAY).date()
    assert bound > reviewed_on  # never twice in a day
    if reviewed_on >= exam:
        assert bound == free
    else:
        assert bound <= exam
        assert bound == free or bound == max(exam - DAY, reviewed_on + DAY) < free


def test_a_forecast_takes_the_next_interval_from_the_library_too():
    stability, difficulty, days = recall.first_good()
    state = reviewed("good")
    assert (stability, difficulty) == (state["stability"], state["difficulty"])
    assert state["last_review_at"] + days * DAY == state["due_at"]

    again = recall.review(state, "good", state["due_at"])
    told = recall.after_good(stability, difficulty, days)
    assert told[2] == pytest.approx((again["due_at"] - again["last_review_at"]).days, abs=1)
    assert told[0] == pytest.approx(again["stability"], rel=0.02)
