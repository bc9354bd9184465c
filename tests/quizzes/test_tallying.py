"""Running tallies agree with all attempts counted anew, whatever was answered in which order."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.services import take_in
from quizzes import queries
from quizzes.models import Record, Sitting, Tally
from quizzes.services import practice, saving, tallying
from tests.builders import (
    MONDAY,
    a_learner,
    a_sitting,
    a_step,
    matching,
    ordering,
    published,
    right,
    statements,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
COUNTS = ("n", "wrong", "first", "first_wrong", "last", "last_wrong")
BACKWARDS = ("gate", "test", "train", "clean")


@pytest.fixture
def versions(db):
    a_step()
    a_step("processing", type="Processing", title="Processing")
    return published(ordering(), matching())


@pytest.fixture
def learner(db):
    return a_learner()


def answer(learner, version, response, now=MONDAY):
    sitting = a_sitting(learner, version, now=now)
    place = queries.place(sitting_key=sitting.key, number=1, learner=learner)
    return practice.submit(place=place, response=response, now=now)


def kept(learner):
    tallies = Tally.objects.filter(learner=learner)
    records = Record.objects.filter(learner=learner)
    return (
        {t[:3]: t[3:] for t in tallies.values_list("sort", "one", "other", *COUNTS, "place")},
        {r[0]: r[1:] for r in records.values_list("question", "tries", "first_right", "last_right", "signs")},
    )


def numbers(learner, *subject):
    return (
        Tally.objects.filter(learner=learner)
        .values_list(*COUNTS)
        .get(**dict(zip(("sort", "one", "other"), subject, strict=True)))
    )


def test_the_first_try_stays_the_first_and_the_last_gives_way(versions, learner):
    answer(learner, versions["in-order"], BACKWARDS)
    answer(learner, versions["in-order"], right(ordering()), MONDAY + timedelta(days=1))

    record = Record.objects.get()
    assert (record.tries, record.first_right, record.last_right) == (2, False, True)
    assert numbers(learner, "need", "step:processing", "step:training") == (2, 1, 1, 1, 1, 0)
    assert numbers(learner, "day", "2026-11-02", "practice")[:2] == (1, 1)
    assert numbers(learner, "day", "2026-11-03", "practice")[:2] == (1, 0)


def test_a_tally_knows_where_it_last_went_wrong(versions, learner):
    attempt = answer(learner, versions["in-order"], BACKWARDS)
    answer(learner, versions["in-order"], right(ordering()))

    assert Tally.objects.get(sort="need", one="step:processing").place_id == attempt.place_id


def test_sending_it_again_counts_once(versions, learner):
    sitting = a_sitting(learner, versions["in-order"])
    place = queries.place(sitting_key=sitting.key, number=1, learner=learner)
    for _ in range(2):
        practice.submit(place=place, response=BACKWARDS, now=MONDAY)

    assert Record.objects.get().tries == 1


def test_an_exam_is_counted_when_it_closes_and_not_before(versions, learner):
    sitting = a_sitting(learner, *versions.values())
    Sitting.objects.update(kind=Sitting.EXAM)
    for number, response in ((1, BACKWARDS), (2, right(matching()))):
        place = queries.place(sitting_key=sitting.key, number=number, learner=learner)
        saving.save(place=place, response=response, seq=1, now=MONDAY)
    assert not Tally.objects.exists()

    practice.finish(sitting=sitting, now=MONDAY)

    assert numbers(learner, "day", "2026-11-02", "exam")[:2] == (2, 1)


def test_what_nobody_answered_is_counted_for_nobody(versions, learner):
    sitting = a_sitting(learner, *versions.values())
    place = queries.place(sitting_key=sitting.key, number=1, learner=learner)
    Sitting.objects.update(learner=None)

    practice.submit(place=place, response=BACKWARDS, now=MONDAY)

    assert not Tally.objects.exists()


def test_counting_an_attempt_takes_four_statements_however_much_it_shows(versions, learner):
    attempt = answer(learner, versions["in-order"], BACKWARDS)
    for answered in (attempt, answer(learner, versions["pairs"], right(matching()))):
        with statements() as sent:
            met = tallying.met([answered], sitting=answered.place.sitting)
            tallying.count([answered], met, sitting=answered.place.sitting)
        assert len(sent) == 4


places = st.lists(st.sampled_from(["clean", "train", "test", "gate", "deploy"]), unique=True, min_size=1)
pairs = st.dictionaries(
    st.sampled_from(["training", "condition", "fail"]),
    st.sampled_from(["fit", "branch", "stop", "tune"]),
    min_size=1,
)
tries = st.lists(st.one_of(places.map(tuple), pairs), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries)
def test_running_tallies_agree_with_all_attempts_counted_anew(versions, tries):
    learner = a_learner()
    for day, response in enumerate(tries):
        key = "pairs" if isinstance(response, dict) else "in-order"
        answer(learner, versions[key], response, MONDAY + timedelta(days=day))
    running = kept(learner)

    tallying.recount(learner)

    # Of a tally that a try only took out of, nothing is left: counted anew, it is the same zeros.
    assert kept(learner) == running


def test_what_a_guest_answered_is_counted_once_in_the_account_it_comes_into(versions, learner):
    user = User.objects.create_user("learner@example.org", "a password of some length")
    guest, learner.user = a_learner(), user
    learner.save()
    answer(guest, versions["in-order"], BACKWARDS)
    answer(learner, versions["in-order"], right(ordering()))

    take_in(guest=guest, user=user, now=MONDAY)

    assert kept(guest) == ({}, {})
    assert Record.objects.get().tries == 2
    assert numbers(learner, "day", "2026-11-02", "practice")[:2] == (2, 1)


def test_the_command_counts_whom_it_is_told_to(versions, learner):
    answer(learner, versions["in-order"], BACKWARDS)
    before = kept(learner)
    Tally.objects.all().delete()
    Record.objects.all().delete()
    out = StringIO()

    call_command("recount_tallies", missing=True, stdout=out)
    call_command("recount_tallies", missing=True, stdout=out)

    assert kept(learner) == before
    assert out.getvalue() == "Counted the attempts of 1 learner anew.\n"
