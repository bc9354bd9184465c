"""Counts kept with every attempt are those that all attempts give, whatever was done in which order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Learner, User
from accounts.services import forget, take_in
from quizzes import queries
from quizzes.counts import ALL, LOWER, UPPER, Novelty
from quizzes.generators.proving import SLUG as VARIANTS
from quizzes.models import Attempt, Bank, Question, Sitting, WordingCount
from quizzes.services import counting, practice, saving
from tests.builders import (
    MONDAY,
    a_learner,
    a_sitting,
    choice,
    matching,
    ordering,
    published,
    right,
    statements,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BACKWARDS = ("gate", "test", "train", "clean")
CELL = ("n", "right", "first", "first_right")


@pytest.fixture
def versions(db):
    return published(ordering(), matching(), *(choice(f"c{n}", prompt=f"Which, {n}?") for n in range(5)))


@pytest.fixture
def learner(db):
    return a_learner()


def answer(sitting, number, response, now=MONDAY):
    place = queries.place(sitting_key=sitting.key, number=number, learner=sitting.owner)
    return practice.submit(place=place, response=response, now=now)


def alone(learner, version, response, now=MONDAY):
    """A sitting of one question, answered."""
    return answer(a_sitting(learner, version, now=now), 1, response, now)


def kept():
    """Every count there is that is not nothing."""
    names = ("version", "group", "sort", "one", "other")
    rows = WordingCount.objects.values_list(*names, *CELL)
    return {row[:5]: row[5:] for row in rows if any(row[5:])}


def cell(version, sort, one="", other="", group=ALL):
    return kept().get((version.pk, group, sort, one, other), (0, 0, 0, 0))


def five_choices(versions):
    return [versions[f"c{n}"] for n in range(5)]


def test_the_first_attempt_is_told_from_all(versions, learner):
    alone(learner, versions["in-order"], BACKWARDS)
    alone(learner, versions["in-order"], right(ordering()))

    assert cell(versions["in-order"], "tried") == (2, 1, 1, 0)
    assert cell(versions["in-order"], "month", "2026-11") == (2, 1, 1, 0)
    assert cell(versions["in-order"], "need", "clean", "train") == (1, 0, 1, 0)


def test_what_happened_on_each_board_is_counted_by_its_ids(versions, learner):
    alone(learner, versions["in-order"], ("deploy", "train", "clean"))
    alone(learner, versions["pairs"], {"training": "fit", "condition": "tune"})
    alone(learner, versions["c0"], ("run",))

    assert {key[2:] for key in kept() if key[2] in {"need", "used", "left", "pair", "option"}} == {
        ("need", "clean", "train"),
        ("used", "deploy", ""),
        ("left", "test", ""),
        ("left", "gate", ""),
        ("pair", "training", "fit"),
        ("pair", "condition", "tune"),
        ("pair", "fail", ""),
        ("option", "run", ""),
    }


def test_a_learner_is_counted_once_in_a_bank(versions, learner):
    alone(learner, versions["c0"], ("step",))
    alone(learner, versions["c1"], ("step",))
    alone(a_learner(), versions["c1"], ("step",))

    assert cell(versions["c0"], "learner")[0] == 1
    assert cell(versions["c1"], "learner")[0] == 1


def test_a_sitting_that_is_over_puts_its_questions_into_score_groups(versions, learner):
    sitting = a_sitting(learner, *five_choices(versions))
    for number in range(1, 6):
        answer(sitting, number, ("step",) if number <= 4 else ("run",))

    # The four right ones have three of four others right; the wrong one has all four.
    assert cell(versions["c0"], "tried", group=UPPER) == (0, 0, 0, 0)
    assert cell(versions["c4"], "tried", group=UPPER) == (0, 0, 1, 0)
    assert cell(versions["c4"], "option", "run", group=UPPER) == (0, 0, 1, 0)
    assert cell(versions["c0"], "rest", "2") == (0, 0, 750**2, 750**2)
    assert cell(versions["c4"], "rest", "1") == (0, 0, 1000, 0)
    assert cell(versions["c0"], "score", "8") == (1, 0, 0, 0)


def test_a_sitting_of_few_first_attempts_has_no_score(versions, learner):
    alone(learner, versions["c0"], ("run",))
    sitting = a_sitting(learner, *five_choices(versions))
    for number in range(1, 6):
        answer(sitting, number, ("run",))

    assert not WordingCount.objects.filter(sort__in=["rest", "score"]).exists()
    assert not WordingCount.objects.filter(group=LOWER).exists()
    assert cell(versions["c0"], "sitting")[0] == 2


def test_what_a_finished_sitting_left_unanswered_is_told_apart(versions, learner):
    sitting = a_sitting(learner, versions["c0"], versions["c1"])
    answer(sitting, 1, ("step",))
    assert cell(versions["c1"], "blank")[0] == 0

    practice.finish(sitting=sitting, now=MONDAY)
    practice.finish(sitting=sitting, now=MONDAY)

    assert cell(versions["c1"], "blank") == (1, 0, 0, 0)
    assert cell(versions["c1"], "tried")[0] == 0


def test_an_exam_is_counted_when_it_closes_and_not_before(versions, learner):
    sitting = a_sitting(learner, *five_choices(versions), versions["in-order"])
    Sitting.objects.update(kind=Sitting.EXAM)
    for number in range(1, 6):
        place = queries.place(sitting_key=sitting.key, number=number, learner=learner)
        saving.save(place=place, response=("step",), seq=1, now=MONDAY)
    assert not WordingCount.objects.exists()

    practice.finish(sitting=sitting, now=MONDAY)

    assert cell(versions["c3"], "tried") == (1, 1, 1, 1)
    assert cell(versions["c0"], "learner")[0] == 1
    assert cell(versions["c0"], "score", "9")[0] == 1
    assert cell(versions["in-order"], "blank")[0] == 1


def test_fresh_variants_are_counted_nowhere(versions, learner):
    Bank.objects.update(slug=VARIANTS)

    alone(learner, versions["c0"], ("step",))

    assert kept() == {}
    counting.recount()
    assert kept() == {}


def test_sending_it_again_counts_once(versions, learner):
    sitting = a_sitting(learner, versions["c0"])
    for _ in range(2):
        answer(sitting, 1, ("run",))

    assert cell(versions["c0"], "tried")[0] == 1


def test_counting_is_one_statement_and_the_last(versions, learner):
    sitting = a_sitting(learner, *five_choices(versions))
    for number in range(1, 5):
        answer(sitting, number, ("step",))
    with statements() as sent:
        answer(sitting, 5, ("step",))

    assert [n for n, sql in enumerate(sent, 1) if "wordingcount" in sql] == [len(sent)]


def test_what_a_guest_answered_before_is_no_second_first_in_the_account(versions, learner):
    learner.user = user = User.objects.create_user("learner@example.org", "a password of some length")
    learner.save()
    guest = a_learner()
    alone(guest, versions["c0"], ("run",))
    alone(learner, versions["c0"], ("step",))
    alone(learner, versions["c1"], ("step",))
    assert cell(versions["c0"], "tried") == (2, 1, 2, 1)

    take_in(guest=guest, user=user, now=MONDAY)

    assert cell(versions["c0"], "tried") == (2, 1, 1, 0)
    assert cell(versions["c0"], "learner")[0] == 1
    assert_counts_hold()


def test_who_is_deleted_leaves_their_counts_and_nothing_else(versions, learner):
    alone(learner, versions["c0"], ("run",))
    half = a_sitting(learner, versions["c1"], versions["c2"])
    answer(half, 1, ("step",))
    before = kept()

    forget(learner=learner, now=MONDAY)

    assert before.items() <= kept().items()
    assert cell(versions["c2"], "blank")[0] == 1  # their sitting is closed
    assert_counts_hold()


def test_what_was_answered_before_there_were_counts_is_counted(versions, learner):
    alone(learner, versions["c0"], ("run",))
    alone(learner, versions["c0"], ("step",))
    before = kept()
    Attempt.objects.update(novelty=None)
    WordingCount.objects.all().delete()
    out = StringIO()

    for _ in range(2):
        call_command("recount_statistics", missing=True, stdout=out)

    assert kept() == before
    assert out.getvalue().startswith("Counted all attempts anew")
    assert out.getvalue().count("\n") == 1


def test_the_command_mends_what_is_wrong_and_says_how_much(versions, learner):
    alone(learner, versions["c0"], ("run",))
    before, out = kept(), StringIO()
    WordingCount.objects.filter(sort="tried").update(n=7)

    call_command("recount_statistics", stdout=out)

    assert kept() == before
    assert out.getvalue() == "Counted all attempts anew: 1 count was not what it should be.\n"


def test_of_a_deleted_learner_of_before_each_sitting_is_somebodys(versions, learner):
    for _ in range(2):
        alone(learner, versions["c0"], ("run",))
    forget(learner=learner, now=MONDAY)
    Attempt.objects.update(novelty=None)

    counting.recount()

    assert set(Attempt.objects.values_list("novelty", flat=True)) == {Novelty.NEW}
    assert cell(versions["c0"], "tried") == (2, 0, 2, 0)


def assert_counts_hold():
    running = kept()
    assert counting.recount() == 0
    WordingCount.objects.all().delete()
    counting.recount()
    assert kept() == running


orders = st.lists(st.sampled_from(["clean", "train", "test", "gate", "deploy"]), unique=True, min_size=1)
pairs = st.dictionaries(
    st.sampled_from(["training", "condition", "fail"]),
    st.sampled_from(["fit", "branch", "stop", "tune"]),
    min_size=1,
)
options = st.sampled_from(["step", "pipeline", "run"]).map(lambda option: (option,))
BOARDS = {"in-order": orders.map(tuple), "pairs": pairs, **{f"c{n}": options for n in range(5)}}
lineups = st.lists(st.sampled_from(sorted(BOARDS)), unique=True, min_size=1).flatmap(
    lambda keys: st.tuples(*(st.tuples(st.just(key), st.none() | BOARDS[key]) for key in keys))
)
sittings = st.tuples(
    st.sampled_from(["guest", "learner", "stranger"]),
    st.sampled_from([Sitting.PRACTICE, Sitting.EXAM]),
    st.booleans(),
    lineups,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sittings, min_size=1, max_size=6), st.permutations(["merge", "forget", "reword"]))
def test_running_counts_are_those_of_all_attempts_counted_anew(versions, done, after):
    Sitting.objects.all().delete()
    WordingCount.objects.all().delete()
    Learner.objects.all().delete()
    User.objects.all().delete()
    published(ordering(), matching(), *(choice(f"c{n}", prompt=f"Which, {n}?") for n in range(5)))
    user = User.objects.create_user("learner@example.org")
    people = {name: a_learner() for name in ("guest", "learner", "stranger")}
    people["learner"].user = user
    people["learner"].save()
    for day, (name, kind, finishes, lineup) in enumerate(done):
        sit(people[name], kind, finishes, lineup, MONDAY + timedelta(days=20 * day))
    for deed in after:
        if deed == "merge":
            take_in(guest=people["guest"], user=user, now=MONDAY)
        elif deed == "forget":
            forget(learner=people["stranger"], now=MONDAY)
        else:
            published(ordering(), matching(), *(choice(f"c{n}", prompt=f"Now, {n}?") for n in range(5)))
        assert_counts_hold()


def sit(learner, kind, finishes, lineup, now):
    current = {q.key: q.current for q in Question.objects.select_related("current")}
    sitting = a_sitting(learner, *(current[key] for key, _ in lineup), now=now)
    Sitting.objects.filter(pk=sitting.pk).update(kind=kind)
    for number, (_, response) in enumerate(lineup, 1):
        place = queries.place(sitting_key=sitting.key, number=number, learner=learner)
        if response and kind == Sitting.EXAM:
            saving.save(place=place, response=response, seq=1, now=now + timedelta(seconds=number * 7))
        elif response:
            practice.submit(place=place, response=response, now=now + timedelta(seconds=number * 7))
    if finishes:
        practice.finish(sitting=sitting, now=now)


@pytest.mark.django_db(transaction=True)
def test_a_room_that_answers_the_same_questions_at_once_loses_no_count(versions):
    """Each in an order of their own, and their sittings end meanwhile: whoever waits, waits for no circle."""
    many = 12
    asked = five_choices(versions)
    own = [a_sitting(a_learner(), *asked[n % 5 :], *asked[: n % 5]) for n in range(many)]
    ready = Barrier(many)

    def one(sitting):
        try:
            ready.wait(timeout=30)
            for number in range(1, 6):
                answer(sitting, number, ("step",))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as room:
        list(room.map(one, own))

    assert [cell(version, "tried") for version in asked] == [(many,) * 4] * 5
    assert sum(row[0] for key, row in kept().items() if key[2] == "score") == many
    assert counting.recount() == 0


@pytest.mark.django_db(transaction=True)
def test_answers_that_come_while_all_is_found_again_are_counted_once(versions, monkeypatch):
    """One comes in after all attempts were read and before what is kept was: it waits for nobody."""
    alone(a_learner(), versions["c0"], ("run",))
    WordingCount.objects.filter(sort="tried").update(n=7)
    found, late = counting._counts_of, a_sitting(a_learner(), versions["c0"])

    def and_then_one_comes(bank):
        counts = found(bank)
        with ThreadPoolExecutor(1) as other:
            other.submit(answer_elsewhere, late).result(timeout=30)
        return counts

    monkeypatch.setattr(counting, "_counts_of", and_then_one_comes)
    assert counting.recount() == 1
    monkeypatch.undo()

    assert cell(versions["c0"], "tried") == (2, 1, 2, 1)
    assert counting.recount() == 0


def answer_elsewhere(sitting):
    try:
        answer(sitting, 1, ("step",))
    finally:
        connections.close_all()
