"""Reviews: what is due is asked, each card learns once, and nothing but a review moves it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from threading import Thread

import pytest
from django.db import IntegrityError, connection, connections

from accounts.learners import Newcomer
from accounts.models import Learner, User
from accounts.services import take_in
from quizzes import deck as reads
from quizzes import recall, workload
from quizzes.generators.proving import SLUG
from quizzes.models import Attempt, Card, CardReview, Question, Sitting, StudyPlan
from quizzes.recall import DAY
from quizzes.services import practice, publishing, review, starting
from quizzes.services.review import NothingDue
from syllabus.models import Trap
from syllabus.services import load
from tests.builders import (
    MONDAY,
    a_bank,
    a_case,
    a_learner,
    a_sitting,
    choice,
    matching,
    ordering,
    published,
    right,
    statements,
)
from tests.quizzes.generators.shipped import syllabus

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TUESDAY = MONDAY + DAY
_numbers = count()


@pytest.fixture(autouse=True)
def _from_the_first_seed():
    """What is drawn comes from the start key, so these are the same in every run."""
    global _numbers
    _numbers = count()


def start(learner, *, now=MONDAY, key: str = "") -> Sitting:
    return review.start(learner=learner, start_key=key or f"a-review-of-a-test-{next(_numbers):03}", now=now)


def answer(sitting: Sitting, number: int = 1, *, correct: bool = True, now=MONDAY) -> Attempt:
    place = sitting.lineup.select_related("question_version__question", "sitting").get(number=number)
    question = place.question_version.asked
    response = right(question)
    if not correct:
        wrong = {"choice": lambda: ("run",), "ordering": lambda: response[:1]}
        response = wrong[question.kind]() if question.kind in wrong else dict(list(response.items())[:1])
    return practice.submit(place=place, response=response, now=now)


def answer_all(sitting: Sitting, *, now=MONDAY, correct: bool = True) -> None:
    for number in sitting.lineup.values_list("number", flat=True):
        answer(sitting, number, now=now, correct=correct)


def plan(learner, *, load=20, exam_in=None, now=MONDAY) -> StudyPlan:
    exam_on = now.date() + timedelta(days=exam_in) if exam_in is not None else None
    return review.set_plan(learner=learner, exam="", exam_on=exam_on, daily_load=load, now=now)


def some(number: int) -> list:
    return [choice(f"c{n:03}", prompt=f"Which, the {n}th time?") for n in range(number)]


def keys(sitting: Sitting) -> list[str]:
    return list(sitting.lineup.values_list("question_version__question__key", flat=True))


# --- a card comes into being with its review


def test_a_right_answer_in_a_review_makes_a_card_and_its_log():
    published(choice())
    learner = a_learner()
    attempt = answer(start(learner), now=MONDAY + timedelta(seconds=30))

    card, log = Card.objects.get(), CardReview.objects.get()
    assert (card.learner, card.question.key, card.sort, card.key) == (learner, "one", "question", "")
    assert (card.reps, card.lapses) == (1, 0)
    assert card.state == recall.review(None, "good", MONDAY + timedelta(seconds=30))
    assert (log.card, log.attempt, log.rating, log.reviewed_at) == (
        card,
        attempt,
        "good",
        card.last_review_at,
    )


def test_a_wrong_answer_is_again_and_a_slow_one_hard():
    published(choice(), choice("two", prompt="And where else?"), ordering())
    sitting = start(a_learner())
    answer(sitting, 1, correct=False, now=MONDAY)
    answer(sitting, 2, now=MONDAY + timedelta(seconds=599))
    answer(sitting, 3, now=MONDAY + timedelta(seconds=619))

    assert list(CardReview.objects.values_list("rating", flat=True)) == ["again", "hard", "good"]
    assert CardReview.objects.first().card.lapses == 0  # what was never held was not lost


def test_what_it_usually_takes_is_learnt_from_the_learners_own_right_answers_of_the_kind():
    published(*some(14))
    learner = a_learner()
    plan(learner, load=28)
    sitting, now = start(learner), MONDAY
    for number in range(1, 11):
        now += timedelta(seconds=4)
        answer(sitting, number, now=now)
    nine_seconds, seven_seconds = now + timedelta(seconds=9), now + timedelta(seconds=16)
    answer(sitting, 11, now=nine_seconds)
    answer(sitting, 12, now=seven_seconds)

    assert list(CardReview.objects.values_list("rating", flat=True)) == ["good"] * 10 + ["hard", "good"]


def timed(sitting: Sitting, *seconds: int, now=MONDAY) -> list[str]:
    """Answer the questions of a review right, each after so many seconds; how each was rated."""
    for number, taken in enumerate(seconds, 1):
        now += timedelta(seconds=taken)
        answer(sitting, number, now=now)
    log = CardReview.objects.filter(attempt__place__sitting=sitting)
    return list(log.order_by("attempt__place__number").values_list("rating", flat=True))


def a_shop(name: str = "shop"):
    return a_case(name, *(choice(f"{name}-{n}", prompt=f"Which of {name}, {n}?") for n in range(3)))


def test_who_reads_the_scenario_of_a_case_is_not_called_slow_for_it():
    published(a_shop())

    assert timed(start(a_learner()), 300, 121, 120) == ["good", "hard", "good"]


def test_whichever_question_of_a_case_is_answered_first_has_the_reading_in_its_time():
    published(a_shop())
    sitting = start(a_learner())
    answer(sitting, 2, now=MONDAY + timedelta(seconds=300))
    answer(sitting, 1, now=MONDAY + timedelta(seconds=421))

    assert list(CardReview.objects.values_list("rating", flat=True)) == ["good", "hard"]


def test_what_opens_a_case_and_what_does_not_are_each_compared_with_their_like():
    """Ten cases met in practice, each with a long reading: two medians, of 200 and of 10 seconds."""
    learner, now = a_learner(), MONDAY
    for n in range(10):
        versions = published(a_shop(f"shop{n}"), slug=f"bank-{n}")
        sitting = a_sitting(learner, *versions.values(), now=now)
        for number, taken in enumerate((200, 10, 10), 1):
            now += timedelta(seconds=taken)
            answer(sitting, number, now=now)
    published(a_case("next", choice("next-0"), choice("next-1", prompt="And?")), slug="bank-next")
    Question.objects.exclude(key__startswith="next").update(current=None)

    assert timed(start(learner, now=now), 401, 21, now=now) == ["hard", "hard"]


def test_a_card_forgotten_later_counts_a_lapse_and_every_schedule_is_found_again_from_the_log():
    published(choice())
    learner = a_learner()
    now = MONDAY
    for correct in (True, False, True):
        answer(start(learner, now=now), correct=correct, now=now)
        now = Card.objects.get().due_at
    card = Card.objects.get()
    log = [(r.reviewed_at, r.rating) for r in card.reviews.all()]

    assert (card.reps, card.lapses) == (3, 1)
    assert recall.replay(log) == card.state


# --- exactly once


def test_a_response_sent_again_rates_the_card_once():
    published(choice())
    sitting = start(a_learner())
    first = answer(sitting)
    state = Card.objects.get().state

    assert answer(sitting, correct=False, now=TUESDAY) == first
    assert CardReview.objects.count() == 1
    assert Card.objects.get().state == state


def test_an_attempt_whose_rating_fails_is_not_kept(monkeypatch):
    published(choice())
    sitting = start(a_learner())

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(recall, "review", broken)
    with pytest.raises(RuntimeError):
        answer(sitting)

    assert not Attempt.objects.exists()
    assert not Card.objects.exists()
    assert not CardReview.objects.exists()


def test_a_subject_has_one_card_for_a_learner():
    version = published(choice())["one"]
    learner = a_learner()
    state = {**recall.review(None, "good", MONDAY), "first_review_at": MONDAY, "learner": learner}
    Card.objects.create(question=version.question, **state)
    Card.objects.create(sort="trap", key="a", **state)
    Card.objects.create(sort="term", key="a", **state)
    for twice in ({"question": version.question}, {"sort": "trap", "key": "a"}):
        with pytest.raises(IntegrityError):
            _in_a_savepoint(lambda twice=twice: Card.objects.create(**twice, **state))
    for wrong in ({}, {"sort": "trap"}, {"sort": "trap", "key": "b", "question": version.question}):
        with pytest.raises(IntegrityError):
            _in_a_savepoint(lambda wrong=wrong: Card.objects.create(**wrong, **state))


def _in_a_savepoint(write) -> None:
    from django.db import transaction

    with transaction.atomic():
        write()


# --- practice does not move a card


def test_practice_never_changes_a_card_nor_makes_one():
    versions = published(choice(), choice("two", prompt="And where else?"))
    learner = a_learner()
    answer_all(start(learner))
    before = {card.pk: card.state for card in Card.objects.all()}
    answer_all(a_sitting(learner, *versions.values(), now=TUESDAY), now=TUESDAY, correct=False)

    assert {card.pk: card.state for card in Card.objects.all()} == before
    assert CardReview.objects.count() == 2


def test_trying_a_reviewed_question_again_is_practice():
    published(choice())
    learner = a_learner()
    sitting = start(learner)
    answer(sitting, correct=False)
    again = starting.again(
        sitting=sitting, places=sitting.lineup.all(), start_key=starting.new_start_key(), now=MONDAY
    )
    answer(again)

    assert again.kind == Sitting.PRACTICE
    assert CardReview.objects.count() == 1


def test_what_was_missed_in_practice_is_asked_first_and_what_was_right_last():
    versions = published(*some(9))
    learner = a_learner()
    answer(a_sitting(learner, versions["c007"]), correct=False)
    answer(a_sitting(learner, versions["c003"]))
    answer(a_sitting(learner, versions["c005"]), correct=False)
    answer(a_sitting(learner, versions["c005"], now=TUESDAY), now=TUESDAY)
    asked = keys(start(learner, now=TUESDAY))

    assert asked[0] == "c007"
    assert set(asked[-2:]) == {"c003", "c005"}
    assert len(asked) == 9


# --- what a sitting asks


def test_a_newcomer_begins_with_new_ones_and_is_a_learner_by_it():
    published(*some(3))
    sitting = start(Newcomer())

    assert sitting.kind == Sitting.REVIEW
    assert sorted(keys(sitting)) == ["c000", "c001", "c002"]
    assert Learner.objects.get() == sitting.learner


def test_without_an_exam_half_of_a_load_is_new_and_when_it_is_done_nothing_is_due():
    published(*some(30))
    learner = a_learner()
    plan(learner, load=10)
    sitting = start(learner)
    answer_all(sitting)

    assert sitting.lineup.count() == 5
    with pytest.raises(NothingDue):
        start(learner)
    assert start(learner, now=TUESDAY).lineup.count() == 5


def test_what_is_due_comes_the_most_forgotten_first_and_within_the_load():
    published(*some(8))
    learner = a_learner()
    plan(learner, load=16)
    answer_all(start(learner))
    plan(learner, load=3)
    Card.objects.filter(question__key="c004").update(stability=0.1)
    Card.objects.filter(question__key="c006").update(stability=0.2)
    sitting = start(learner, now=MONDAY + 9 * DAY)

    assert keys(sitting)[:2] == ["c004", "c006"]
    assert sitting.lineup.count() == 3


def test_what_a_day_does_not_hold_is_asked_on_the_next():
    published(*some(8))
    learner = a_learner()
    plan(learner, load=16)
    answer_all(start(learner))
    plan(learner, load=5)
    later = MONDAY + 9 * DAY
    first = start(learner, now=later)
    answer_all(first, now=later)
    with pytest.raises(NothingDue):
        start(learner, now=later)
    second = start(learner, now=later + DAY)

    assert len(keys(first)) == 5
    assert set(keys(second)) == {f"c{n:03}" for n in range(8)} - set(keys(first))


def test_a_large_load_comes_in_portions():
    published(*some(70))
    learner = a_learner()
    plan(learner, load=200, exam_in=1)
    sizes = []
    for _ in range(4):
        sitting = start(learner)
        sizes.append(sitting.lineup.count())
        answer_all(sitting)

    assert sizes == [20, 20, 20, 10]


def test_before_an_exam_new_ones_come_in_shares_that_let_all_be_seen():
    published(*some(30))
    learner = a_learner()
    plan(learner, load=20, exam_in=10)

    assert start(learner).lineup.count() == 3


def test_on_the_day_before_the_exam_everything_is_due_once_more():
    published(*some(6))
    learner = a_learner()
    plan(learner, exam_in=3)
    sitting = start(learner)
    answer_all(sitting)
    Card.objects.update(due_at=MONDAY + 300 * DAY)

    assert reads.deck(learner, now=TUESDAY).due == 0
    assert reads.deck(learner, now=MONDAY + 2 * DAY).due == sitting.lineup.count()
    assert reads.deck(learner, now=MONDAY + 4 * DAY).due == 0  # the exam is past


def test_another_exam_day_moves_what_is_due_and_writes_no_card():
    published(choice())
    learner = a_learner()
    plan(learner, exam_in=40)
    answer(start(learner))
    Card.objects.update(due_at=MONDAY + 30 * DAY)
    assert reads.deck(learner, now=TUESDAY).next_day == ((MONDAY + 30 * DAY).date(), 1)
    plan(learner, exam_in=10)

    assert reads.deck(learner, now=TUESDAY).next_day == ((MONDAY + 9 * DAY).date(), 1)
    assert Card.objects.get().due_at == MONDAY + 30 * DAY


def test_a_case_is_asked_whole_the_first_time_and_in_its_order():
    published(a_case(), slug="cases")
    learner = a_learner()
    plan(learner, load=2)

    assert keys(start(learner)) == ["shop-starts", "shop-order", "shop-pairs"]


def test_due_questions_of_a_case_stand_together():
    published(a_case(), *some(3), slug="cases")
    learner = a_learner()
    plan(learner, load=40)
    answer_all(start(learner))
    Card.objects.filter(question__key="shop-pairs").update(stability=0.1)
    asked = keys(start(learner, now=MONDAY + 20 * DAY))

    assert asked[:3] == ["shop-starts", "shop-order", "shop-pairs"]


def test_a_retired_question_is_not_due_and_comes_back_with_its_card():
    published(*some(2))
    learner = a_learner()
    answer_all(start(learner))
    later = MONDAY + 30 * DAY
    publishing.publish(bank=a_bank(*some(1)), owner=None, shipped=True, now=later)

    assert keys(start(learner, now=later)) == ["c000"]
    assert Card.objects.count() == 2


# --- starting


def test_the_same_start_sent_twice_and_another_while_one_is_open_are_one_sitting():
    published(*some(5))
    learner, key = a_learner(), starting.new_start_key()
    first = start(learner, key=key)

    assert start(learner, key=key).pk == first.pk
    assert start(learner, now=TUESDAY).pk == first.pk
    assert Sitting.objects.count() == 1


def test_what_was_reviewed_while_a_start_was_thinking_is_not_asked_again(monkeypatch):
    published(*some(4))
    learner = a_learner()
    plan(learner, load=4)
    first, think, thought = start(learner), review._chosen, []

    def slowly(*args):
        chosen = think(*args)
        if not thought:
            answer_all(first)
        thought.append(chosen)
        return chosen

    monkeypatch.setattr(review, "_chosen", slowly)
    with pytest.raises(NothingDue):
        start(learner)
    assert len(thought) == 2
    assert Sitting.objects.count() == 1


def test_what_is_not_due_starts_nothing():
    published(choice())
    learner = a_learner()
    answer(start(learner))

    with pytest.raises(NothingDue):
        start(learner)
    assert Sitting.objects.count() == 1


def test_a_start_under_anothers_key_is_refused():
    published(choice())
    key = starting.new_start_key()
    start(a_learner(), key=key)

    with pytest.raises(starting.StartTaken):
        start(a_learner(), key=key)


# --- traps and terms


@pytest.fixture
def lessons():
    load(syllabus=syllabus(), now=MONDAY)


def test_traps_and_terms_are_asked_as_proven_choices_and_have_cards_of_their_own(lessons):
    learner = a_learner()
    sitting = start(learner)
    answer_all(sitting)
    versions = [p.question_version for p in sitting.lineup.select_related("question_version__question__bank")]

    assert {v.question.bank.slug for v in versions} == {SLUG}
    assert set(Card.objects.values_list("sort", flat=True)) == {"trap", "term"}
    assert Card.objects.filter(question__isnull=False).count() == 0
    for sort, key in sitting.wants["cards"]:
        assert Card.objects.filter(sort=sort, key=key, reps=1).count() == 1


def test_a_trap_that_is_due_again_is_asked_with_the_same_card(lessons):
    learner = a_learner()
    answer_all(start(learner), correct=True)
    Card.objects.exclude(sort="trap").delete()
    plan(learner, load=1)
    card = Card.objects.first()
    Card.objects.exclude(pk=card.pk).delete()
    later = MONDAY + 90 * DAY
    sitting = start(learner, now=later)
    answer(sitting, now=later)
    card.refresh_from_db()

    assert sitting.wants["cards"] == [["trap", card.key]]
    assert card.reps == 2
    assert card.key in sitting.lineup.get().question_version.asked.traps


def test_a_retired_trap_is_not_due(lessons):
    learner = a_learner()
    answer_all(start(learner))
    Trap.objects.update(retired_at=MONDAY)
    later = MONDAY + 90 * DAY

    assert {held.subject[0] for held in reads.deck(learner, now=later).held} == {"term"}
    assert reads.due_today(learner, now=later).due == reads.deck(learner, now=later).due


# --- what is told of today


def test_the_deck_is_four_queries_and_the_line_on_the_first_page_one(lessons):
    published(*some(30))
    learner = a_learner()
    plan(learner, exam_in=30)
    answer_all(start(learner))
    with statements() as sent:
        told = reads.deck(learner, now=TUESDAY)
        assert told.due + told.unseen + told.enough + len(told.days)
    with statements() as line:
        reads.due_today(learner, now=TUESDAY)

    assert len(sent) == 4
    assert len(line) == 1


@pytest.mark.parametrize("exam_in", [None, 1, 2, 3, 4, 30])
@pytest.mark.parametrize("days", [0, 1, 2, 3, 5])
def test_the_line_on_the_first_page_says_what_the_review_page_says(exam_in, days):
    published(*some(12))
    learner = a_learner()
    plan(learner, load=24, exam_in=30)
    answer_all(start(learner), correct=False)
    Card.objects.filter(question__key__lt="c006").update(due_at=MONDAY + 200 * DAY)
    plan(learner, load=4, exam_in=exam_in)
    now = MONDAY + days * DAY + timedelta(hours=14)
    told, line = reads.deck(learner, now=now), reads.due_today(learner, now=now)

    assert (line.due, line.room) == (told.due, 4 - told.asked)


def test_who_has_no_card_has_no_line():
    assert reads.due_today(None, now=MONDAY) is None
    assert reads.due_today(a_learner(), now=MONDAY) is None


def test_a_deleted_learner_takes_cards_and_plan_along_and_leaves_the_attempts():
    published(choice())
    learner = a_learner()
    plan(learner)
    sitting = start(learner)
    answer(sitting)
    learner.delete()

    assert not Card.objects.exists()
    assert not StudyPlan.objects.exists()
    assert not CardReview.objects.exists()
    assert Attempt.objects.count() == 1


def test_a_load_out_of_bounds_is_refused_by_the_database():
    learner = a_learner()
    for daily_load in (0, workload.MOST + 1):
        with pytest.raises(IntegrityError):
            _in_a_savepoint(
                lambda daily_load=daily_load: review.set_plan(
                    learner=learner, exam="", exam_on=date(2026, 12, 1), daily_load=daily_load, now=MONDAY
                )
            )


# --- a guest's cards come into an account


def test_the_reviews_of_a_guest_and_an_account_make_one_schedule():
    published(*some(2))
    guest, user = a_learner(), User.objects.create_user("ann@example.org")
    learner = Learner.objects.create(user=user, created_at=MONDAY, seen_at=MONDAY)
    answer_all(start(learner))
    plan(guest, load=7)
    sitting = start(guest, now=TUESDAY)
    answer(sitting, keys(sitting).index("c001") + 1, now=TUESDAY, correct=False)
    taken = take_in(guest=guest, user=user, now=TUESDAY)
    card = Card.objects.get(question__key="c001")
    log = [(r.reviewed_at, r.rating) for r in card.reviews.all()]

    assert "1 reviewed card" in taken.told
    assert Card.objects.filter(learner=learner).count() == Card.objects.count() == 2
    assert [rating for _, rating in log] == ["good", "again"]
    assert (card.reps, card.lapses) == (2, 1)
    assert card.state == recall.replay(log)
    assert StudyPlan.objects.get().learner == learner


def test_the_plan_of_an_account_stays_when_a_guest_comes_in():
    guest, user = a_learner(), User.objects.create_user("ann@example.org")
    learner = Learner.objects.create(user=user, created_at=MONDAY, seen_at=MONDAY)
    plan(guest, load=7)
    plan(learner, load=9)
    take_in(guest=guest, user=user, now=MONDAY)

    assert StudyPlan.objects.get(learner=learner).daily_load == 9


# --- at once


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_are_one_review_and_two_answers_at_once_one_rating():
    published(matching(), choice(), *some(4))
    learner = a_learner()
    found: list[int] = []
    _at_once(4, lambda: found.append(start(learner, key=starting.new_start_key()).pk))
    assert len(set(found)) == 1
    assert len(found) == 4

    sitting = Sitting.objects.get()
    _at_once(4, lambda: answer(sitting))
    assert (Card.objects.get().reps, CardReview.objects.count(), Attempt.objects.count()) == (1, 1, 1)
    assert Question.objects.count() == 6


def _at_once(number: int, do) -> None:
    def run() -> None:
        try:
            do()
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.ensure_connection()
