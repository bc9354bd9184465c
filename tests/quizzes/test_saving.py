"""Drafts: the highest number wins, an exam's are graded at its end, a verdict or an end closes the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from quizzes import queries
from quizzes.models import Attempt, Sitting
from quizzes.services import practice, saving, sittings
from tests.builders import MONDAY, a_learner, a_sitting, choice, ordering, published, statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RIGHT = ("clean", "train", "test", "gate")
HALF = ("clean", "train")


def after(seconds: float):
    return MONDAY + timedelta(seconds=seconds)


@pytest.fixture
def sitting() -> Sitting:
    versions = published(ordering(), choice())
    return a_sitting(a_learner(), versions["in-order"], versions["one"])


@pytest.fixture
def exam(sitting) -> Sitting:
    Sitting.objects.filter(pk=sitting.pk).update(kind=Sitting.EXAM, deadline_at=after(600))
    sitting.refresh_from_db()
    return sitting


def place(sitting: Sitting, number: int = 1):
    return queries.place(sitting_key=sitting.key, number=number, learner=sitting.learner)


def test_the_highest_number_wins_in_whatever_order_saves_arrive(sitting):
    newer = saving.save(place=place(sitting), response=RIGHT, seq=2, now=after(5))
    older = saving.save(place=place(sitting), response=HALF, seq=1, now=after(6))

    assert newer.taken
    assert (older.taken, older.seq, older.at) == (False, 2, after(5))
    assert place(sitting).draft == list(RIGHT)


def test_a_save_sent_again_is_kept_once_and_acknowledged(sitting):
    saving.save(place=place(sitting), response=HALF, seq=1, now=after(5))

    again = saving.save(place=place(sitting), response=HALF, seq=1, now=after(9))

    assert (again.taken, again.at) == (True, after(5))


def test_another_response_under_the_same_number_is_not_taken(sitting):
    saving.save(place=place(sitting), response=HALF, seq=1, now=after(5))

    assert not saving.save(place=place(sitting), response=RIGHT, seq=1, now=after(6)).taken
    assert place(sitting).draft == list(HALF)


def test_a_board_that_was_emptied_stays_empty(sitting):
    saving.save(place=place(sitting), response=HALF, seq=1, now=after(5))
    saving.save(place=place(sitting), response=(), seq=2, now=after(6))

    assert place(sitting).draft == []


def test_after_the_verdict_nothing_is_saved_or_flagged(sitting):
    practice.submit(place=place(sitting), response=RIGHT, now=after(5))

    with pytest.raises(sittings.SittingFinished):
        saving.save(place=place(sitting), response=HALF, seq=9, now=after(6))
    with pytest.raises(sittings.SittingFinished):
        saving.flag(place=place(sitting), flagged=True, now=after(6))


def test_a_draft_of_practice_is_no_response(sitting):
    saving.save(place=place(sitting), response=RIGHT, seq=1, now=after(5))

    practice.finish(sitting=sitting, now=after(9))

    assert not Attempt.objects.exists()


def test_an_exam_takes_no_submission_and_tells_no_verdict(exam):
    with pytest.raises(sittings.NoVerdictYet):
        practice.submit(place=place(exam), response=RIGHT, now=after(5))
    assert not Attempt.objects.exists()


def test_an_exam_that_is_finished_grades_what_was_saved_once(exam):
    saving.save(place=place(exam), response=RIGHT, seq=1, now=after(30))

    practice.finish(sitting=exam, now=after(60))
    practice.finish(sitting=exam, now=after(90))

    attempt = Attempt.objects.get()
    assert (attempt.correct, attempt.seconds, attempt.answered_at) == (True, 30, after(30))
    assert place(exam).sitting.finished_at == after(60)


def test_a_blank_draft_stays_unanswered(exam):
    saving.save(place=place(exam), response=RIGHT, seq=1, now=after(30))
    saving.save(place=place(exam), response=(), seq=2, now=after(40))

    practice.finish(sitting=exam, now=after(60))

    assert not Attempt.objects.exists()


def test_within_the_grace_a_save_still_counts_and_after_it_the_exam_is_closed(exam):
    assert saving.save(place=place(exam), response=RIGHT, seq=1, now=after(629)).taken

    with pytest.raises(sittings.SittingFinished):
        saving.save(place=place(exam), response=HALF, seq=2, now=after(631))

    assert Attempt.objects.get().response == list(RIGHT)
    assert place(exam).sitting.finished_at == after(600)


def test_a_clock_that_goes_back_opens_nothing_again(exam):
    with pytest.raises(sittings.SittingFinished):
        saving.save(place=place(exam), response=HALF, seq=1, now=after(700))
    with pytest.raises(sittings.SittingFinished):
        saving.save(place=place(exam), response=HALF, seq=2, now=after(10))


def test_time_goes_to_the_place_that_is_worked_on_and_not_beyond_being_away(sitting):
    saving.save(place=place(sitting, 1), response=HALF, seq=1, now=after(20))
    saving.save(place=place(sitting, 2), response=("good",), seq=1, now=after(50))
    saving.save(place=place(sitting, 1), response=RIGHT, seq=2, now=after(50 + 3600))

    assert (place(sitting, 1).seconds, place(sitting, 2).seconds) == (20 + sittings.AWAY_AFTER, 30)


def test_a_sitting_that_was_deleted_while_its_board_was_open_takes_nothing(sitting):
    shown = place(sitting)
    sitting.delete()

    with pytest.raises(sittings.SittingFinished):
        saving.save(place=shown, response=HALF, seq=1, now=after(5))


def test_who_writes_to_a_sitting_locks_its_learner_first(sitting):
    """As who merges or forgets a learner does: two who lock in different orders wait for each other."""
    if not connection.features.has_select_for_update:
        pytest.skip("this database locks as a whole")
    shown = place(sitting)
    writes = (
        lambda: saving.save(place=shown, response=HALF, seq=1, now=after(5)),
        lambda: saving.flag(place=shown, flagged=True, now=after(6)),
        lambda: practice.submit(place=shown, response=RIGHT, now=after(7)),
        lambda: practice.finish(sitting=sitting, now=after(8)),
    )
    for write in writes:
        with statements() as asked:
            write()
        assert 'FROM "accounts_learner"' in asked[0]
        assert "FOR UPDATE" in asked[0]


def test_what_passed_before_the_page_was_opened_was_spent_elsewhere(sitting):
    saving.save(place=place(sitting, 1), response=HALF, seq=1, now=after(20))
    saving.save(place=place(sitting, 2), response=("good",), seq=1, now=after(80), opened=after(79))
    practice.submit(place=place(sitting, 2), response=("good",), now=after(85), opened=after(79))

    assert place(sitting, 1).seconds == 20
    assert place(sitting, 2).attempt.seconds == 1 + 5
