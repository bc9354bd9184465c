from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.learners import Newcomer
from accounts.models import Learner
from accounts.services import forget
from quizzes import deck, progress, queries
from quizzes.engines.base import Unanswered
from quizzes.models import Attempt, Bank, Question, Sitting
from quizzes.services import practice, publishing, sittings, starting
from quizzes.services.starting import Wish
from tests.builders import (
    MONDAY,
    a_bank,
    a_learner,
    a_sitting,
    choice,
    matching,
    ordering,
    published,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def versions():
    return published(ordering(), matching(), choice())


@pytest.fixture
def sitting(versions):
    return a_sitting(a_learner(), versions["in-order"], versions["pairs"], versions["one"])


def place(sitting: Sitting, number: int):
    return queries.place(sitting_key=sitting.key, number=number, learner=sitting.learner)


def test_a_sitting_asks_what_was_wished_for(versions):
    sitting = starting.start(
        learner=a_learner(),
        wish=Wish("loop", ("matching", "choice"), 5),
        title="The loop",
        start_key=starting.new_start_key(),
        now=MONDAY,
    )

    assert {p.question_version.question.kind for p in sitting.lineup.all()} == {"matching", "choice"}


def test_a_wish_that_no_question_fits_is_told(versions):
    with pytest.raises(starting.NothingToAsk):
        starting.start(
            learner=a_learner(),
            wish=Wish("no-topic", (), 5),
            title="",
            start_key=starting.new_start_key(),
            now=MONDAY,
        )


def test_the_same_start_sent_twice_is_one_sitting(versions):
    learner, key = a_learner(), starting.new_start_key()
    wish = Wish("", (), 5)

    first = starting.start(learner=learner, wish=wish, title="", start_key=key, now=MONDAY)
    second = starting.start(learner=learner, wish=wish, title="", start_key=key, now=LATER)

    assert first.pk == second.pk
    assert Sitting.objects.count() == 1
    assert first.lineup.count() == 3


def test_another_wish_under_the_same_key_is_another_sitting_once(versions):
    """A browser that goes back brings the form with its key; what is chosen then is what is meant."""
    learner, key = a_learner(), starting.new_start_key()

    def sent(*kinds: str) -> Sitting:
        return starting.start(learner=learner, wish=Wish("", kinds, 5), title="", start_key=key, now=MONDAY)

    first, other, twice, back = sent("ordering"), sent("choice"), sent("choice"), sent("ordering")

    assert [p.question_version.question.kind for p in other.lineup.all()] == ["choice"]
    assert other.pk == twice.pk != first.pk == back.pk
    assert Sitting.objects.count() == 2


def test_a_newcomer_with_another_wish_stays_one_guest(versions):
    """The answer that brought the cookie was lost; they went back and chose something else."""
    key = starting.new_start_key()
    for kinds in (("ordering",), ("choice",)):
        starting.start(learner=Newcomer(), wish=Wish("", kinds, 5), title="", start_key=key, now=MONDAY)

    assert Sitting.objects.count() == 2
    assert Learner.objects.count() == 1


def test_a_start_that_somebody_else_made_gives_nothing_away(versions):
    sitting = a_sitting(a_learner(), versions["one"])

    with pytest.raises(starting.StartTaken):
        starting.start_with(
            learner=a_learner(),
            versions=[versions["one"].pk],
            title="",
            start_key=sitting.start_key,
            now=MONDAY,
        )


def test_the_first_response_counts_and_every_later_one_gets_its_verdict(sitting):
    first = practice.submit(place=place(sitting, 3), response=("pipeline",), now=MONDAY)
    again = practice.submit(place=place(sitting, 3), response=("step",), now=LATER)

    assert again.pk == first.pk
    assert not again.correct
    assert again.response == ["pipeline"]
    assert Attempt.objects.count() == 1


def test_what_spoke_against_a_response_is_kept_with_it(sitting):
    attempt = practice.submit(
        place=place(sitting, 1), response=("clean", "test", "train", "gate"), now=MONDAY
    )

    assert [(f["fault"], f["subject"], f["other"]) for f in attempt.findings] == [
        ("broken-need", "test", "train")
    ]


def test_blank_is_unanswered_and_leaves_no_attempt(sitting):
    for number, blank in ((1, ()), (2, {}), (3, ())):
        with pytest.raises(Unanswered):
            practice.submit(place=place(sitting, number), response=blank, now=MONDAY)

    assert not Attempt.objects.exists()


def test_with_the_last_answer_a_sitting_is_finished(sitting):
    practice.submit(place=place(sitting, 1), response=("clean",), now=MONDAY)
    practice.submit(place=place(sitting, 2), response={"fail": "stop"}, now=MONDAY)
    sitting.refresh_from_db()
    assert sitting.finished_at is None

    practice.submit(place=place(sitting, 3), response=("step",), now=LATER)

    sitting.refresh_from_db()
    assert sitting.finished_at == LATER


def test_after_the_end_nothing_is_graded_any_more(sitting):
    practice.submit(place=place(sitting, 3), response=("pipeline",), now=MONDAY)
    stale = place(sitting, 1)  # looked at before the end
    practice.finish(sitting=sitting, now=MONDAY)

    for late in (stale, place(sitting, 1)):
        with pytest.raises(sittings.SittingFinished):
            practice.submit(place=late, response=("clean", "train", "test", "gate"), now=LATER)

    assert Attempt.objects.count() == 1


def test_what_was_answered_before_the_end_keeps_its_verdict_after_it(sitting):
    first = practice.submit(place=place(sitting, 3), response=("pipeline",), now=MONDAY)
    practice.finish(sitting=sitting, now=MONDAY)

    assert practice.submit(place=place(sitting, 3), response=("step",), now=LATER) == first
    assert practice.submit(place=place(sitting, 3), response=(), now=LATER) == first


def test_finishing_twice_is_finishing_once(sitting):
    practice.finish(sitting=sitting, now=MONDAY)
    practice.finish(sitting=sitting, now=LATER)

    sitting.refresh_from_db()
    assert sitting.finished_at == MONDAY


def test_a_running_sitting_keeps_the_wording_it_began_with(sitting):
    changed = a_bank(ordering(), matching(), choice(prompt="Reworded?"))
    publishing.publish(bank=changed, owner=None, shipped=True, now=LATER)

    assert place(sitting, 3).question_version.asked.prompt == choice().prompt


def test_a_retired_question_is_still_asked_in_the_sitting_that_holds_it(sitting):
    publishing.publish(bank=a_bank(ordering()), owner=None, shipped=True, now=LATER)

    attempt = practice.submit(place=place(sitting, 3), response=("step",), now=LATER)

    assert attempt.correct


def test_going_again_deals_afresh_in_the_wording_of_now(sitting):
    changed = a_bank(ordering(), matching(), choice(prompt="Reworded?"))
    publishing.publish(bank=changed, owner=None, shipped=True, now=LATER)

    fresh = starting.again(
        sitting=sitting, places=[place(sitting, 3)], start_key=starting.new_start_key(), now=LATER
    )

    only = place(fresh, 1)
    assert only.question_version.asked.prompt == "Reworded?"
    assert fresh.again_of == sitting
    assert fresh.title == f"Again: {sitting.title}"
    assert set(only.deal.tokens["options"].values()).isdisjoint(
        place(sitting, 3).deal.tokens["options"].values()
    )


def test_somebody_elses_sitting_is_not_there(sitting):
    stranger = a_learner()

    assert not Sitting.objects.of(stranger).exists()
    assert not Sitting.objects.of(None).exists()
    assert queries.place(sitting_key=sitting.key, number=1, learner=stranger) is None


def test_how_a_question_last_went_decides_when_it_comes_again(sitting):
    practice.submit(place=place(sitting, 3), response=("pipeline",), now=MONDAY)
    practice.submit(place=place(sitting, 1), response=("clean", "train", "test", "gate"), now=MONDAY)

    past = {c.kind: c.past for c in queries.candidates(learner=sitting.learner, topic="", kinds=())}

    assert past == {"choice": "wrong", "ordering": "right", "matching": "unseen"}


def test_topics_are_offered_with_what_can_be_asked_of_each(versions):
    (offer,) = queries.offers()

    assert (offer.key, dict(offer.counts)) == ("loop", {"ordering": 1, "matching": 1, "choice": 1, "case": 0})


def test_who_answers_or_finishes_is_seen(sitting):
    friday = MONDAY + timedelta(days=4)
    learner = sitting.learner

    practice.submit(place=place(sitting, 3), response=("step",), now=friday)
    learner.refresh_from_db()
    assert learner.seen_at == friday

    practice.finish(sitting=sitting, now=friday + timedelta(days=1))
    learner.refresh_from_db()
    assert learner.seen_at == friday + timedelta(days=1)

    starting.again(
        sitting=Sitting.objects.get(pk=sitting.pk),
        places=[place(sitting, 3)],
        start_key=starting.new_start_key(),
        now=friday + timedelta(days=2),
    )
    learner.refresh_from_db()
    assert learner.seen_at == friday + timedelta(days=2)


def test_a_newcomer_for_whom_there_is_nothing_to_ask_stays_a_newcomer(versions):
    with pytest.raises(starting.NothingToAsk):
        starting.start(
            learner=Newcomer(),
            wish=Wish("no-topic"),
            title="",
            start_key=starting.new_start_key(),
            now=MONDAY,
        )

    assert not Learner.objects.exists()


@pytest.mark.parametrize(("tries", "last"), [("wr", "right"), ("rw", "wrong"), ("rrw", "wrong")])
def test_the_last_try_counts_even_where_all_were_made_in_the_same_instant(versions, tries, last):
    learner = a_learner()
    for response in (("step",) if one == "r" else ("pipeline",) for one in tries):
        again = a_sitting(learner, versions["one"])
        practice.submit(place=place(again, 1), response=response, now=MONDAY)
    stranger = a_sitting(a_learner(), versions["one"], versions["pairs"])
    practice.submit(place=place(stranger, 1), response=("pipeline",), now=LATER)
    practice.submit(place=place(stranger, 2), response={"fail": "fit"}, now=LATER)

    past = {c.kind: c.past for c in queries.candidates(learner=learner, kinds=())}

    assert past == {"choice": last, "ordering": "unseen", "matching": "unseen"}


def test_a_newcomer_has_met_nothing_whatever_people_who_are_deleted_have_answered(sitting):
    practice.submit(place=place(sitting, 3), response=("pipeline",), now=MONDAY)
    practice.submit(place=place(sitting, 1), response=("clean", "train", "test", "gate"), now=MONDAY)
    forget(learner=sitting.learner, now=LATER)

    past = {c.kind: c.past for c in queries.candidates(learner=None, kinds=())}

    assert past == {"choice": "unseen", "ordering": "unseen", "matching": "unseen"}
    assert progress.on(None) == progress.Progress(total=3)
    assert progress.of_bank(None, Bank.objects.get()) == progress.Progress(total=3)
    assert {new.rank for new in deck.new_questions(None)} == {1}


def test_how_questions_last_went_is_found_once_for_all_of_them(versions):
    """Found for each it took half a minute, with two thousand questions and ten thousand attempts."""
    questions = Question.objects.annotate(last=queries.last_outcome(a_learner()))

    plan = questions.explain().replace("hashed SubPlan", "")

    assert "CORRELATED" not in plan  # SQLite's word for what is run for each row
    assert "(SubPlan" not in plan  # PostgreSQL's
