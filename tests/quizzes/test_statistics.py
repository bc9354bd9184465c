"""What the statistics tell agrees with numpy, computed from raw attempts; with a new key it starts anew."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import numpy as np
import pytest

from quizzes import queries, statistics
from quizzes.counts import LOWER, MIDDLE, UPPER
from quizzes.engines.choice import Option
from quizzes.models import Attempt, Bank, QuestionVersion, Sitting
from quizzes.services import practice
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
WRONG = {"choice": ("run",), "ordering": ("gate", "clean", "train", "test"), "matching": {"fail": "tune"}}
QUESTIONS = (ordering(), matching(), *(choice(f"c{n}", prompt=f"Which, {n}?") for n in range(6)))


def the_bank():
    return Bank.objects.get(slug="a-bank")


def sit(learner, versions, *, answers, now=MONDAY, finish=True):
    """One sitting; `answers` says for each question right or wrong, or None for left unanswered."""
    sitting = a_sitting(learner, *versions, now=now)
    for number, (version, correct) in enumerate(zip(versions, answers, strict=True), 1):
        if correct is not None:
            asked = version.asked
            place = queries.place(sitting_key=sitting.key, number=number, learner=learner)
            now += timedelta(seconds=11 + 7 * number * (1 + correct) + learner.pk % 5)
            response = right(asked) if correct else WRONG[asked.kind]
            practice.submit(place=place, response=response, now=now)
    if finish:
        practice.finish(sitting=sitting, now=now)


@pytest.fixture
def answered(db):
    """Fourteen learners who know more and more, some of whom come back, and leave some unanswered."""
    versions, dice = list(published(*QUESTIONS).values()), Random(7)
    for n in range(14):
        learner = a_learner()
        for day in range(1 + n % 2):
            asked = dice.sample(versions, 6 + n % 3)
            answers = [None if dice.random() < 0.1 else dice.random() < (n + 3) / 20 for _ in asked]
            sit(learner, asked, answers=answers, now=MONDAY + timedelta(days=30 * day + n))
    return the_bank()


def raw():
    """Every attempt with whether it was its learner's first at that question: from the attempts alone."""
    names = ("pk", "place__sitting", "place__sitting__learner", "place__question_version__question__key")
    rows = Attempt.objects.order_by("pk").values_list(*names, "correct", "seconds", "response")
    met, found = set(), []
    for _, sitting, learner, key, correct, seconds, response in rows:
        found.append((sitting, key, correct, seconds, response, (learner, key) not in met))
        met.add((learner, key))
    return found


def rest_scores(key):
    """(right here, share right of the other first attempts in the sitting), where there are four or more."""
    firsts = [(sitting, k, correct) for sitting, k, correct, _, _, first in raw() if first]
    for sitting, k, correct in firsts:
        others = [c for s, other, c in firsts if s == sitting and other != key]
        if k == key and len(others) >= 4:
            yield correct, np.mean(others)


def test_facility_and_time_are_numpys(answered):
    for tries in ("first", "all"):
        for question in statistics.of_bank(answered, tries).questions:
            own = [row for row in raw() if row[1] == question.key and (row[5] or tries == "all")]
            assert question.figures.facility.of == len(own)
            assert question.figures.facility.share == pytest.approx(np.mean([row[2] for row in own]))
            assert question.figures.median == pytest.approx(np.median([row[3] for row in own]), rel=0.05)


def test_discrimination_is_numpys(answered):
    told = 0
    for question in statistics.of_bank(answered).questions:
        pairs = list(rest_scores(question.key))
        found = question.figures.discrimination
        assert found is not None
        assert found.n == len(pairs)
        # Rest scores are kept in whole thousandths.
        assert found.r == pytest.approx(np.corrcoef(np.array(pairs, float).T)[0, 1], abs=0.002)
        told += 1
    assert told == len(QUESTIONS)


def test_score_groups_are_those_of_the_rest_scores(answered):
    inside = {
        LOWER: lambda rest: rest < 0.5,
        MIDDLE: lambda rest: 0.5 <= rest <= 0.75,
        UPPER: lambda rest: rest > 0.75,
    }
    for question in statistics.of_bank(answered).questions:
        whole = statistics.of_question(answered, question.key)
        for group, holds in inside.items():
            own = [correct for correct, rest in rest_scores(question.key) if holds(rest)]
            assert (whole.figures.mark(group).right, whole.figures.mark(group).of) == (sum(own), len(own))


def test_what_went_wrong_is_what_the_responses_say(answered):
    ordered = statistics.of_question(answered, "in-order").figures
    firsts = [row for row in raw() if row[1] == "in-order" and row[5]]
    assert ordered.count("need", "clean", "train") == 0
    assert ordered.count("need", "test", "gate") == sum(not row[2] for row in firsts)
    paired = statistics.of_question(answered, "pairs", "all").figures
    given = [row[4] for row in raw() if row[1] == "pairs"]
    assert paired.count("pair", "fail", "tune") == sum(response.get("fail") == "tune" for response in given)
    assert paired.count("pair", "training") == sum("training" not in response for response in given)


def test_the_bank_tells_how_many_there_were_and_how_they_did(answered):
    found = statistics.of_bank(answered)
    shares = []
    for sitting in Sitting.objects.all():
        own = [correct for s, _, correct, _, _, first in raw() if s == sitting.pk and first]
        if len(own) >= 5:
            shares.append(np.mean(own))
    expected, _ = np.histogram(np.minimum(np.array(shares) + 1e-9, 1), bins=np.linspace(0, 1, 11))

    assert found.learners == 14
    assert found.sittings == Sitting.objects.count() == 21
    assert found.attempts == len(raw())
    assert list(found.scores) == list(expected)
    assert found.months == ("2026-11", "2026-12")


def test_what_was_left_unanswered_is_told_apart(answered):
    for question in statistics.of_bank(answered).questions:
        left = Sitting.objects.filter(
            lineup__question_version__question__key=question.key, lineup__attempt=None
        ).count()
        assert question.figures.blank == left


def test_a_reworded_explanation_goes_on_and_another_key_starts_anew(db):
    learner = a_learner()
    first = published(choice(), ordering())
    sit(learner, [first["one"]], answers=[True])
    second = published(choice(explain="Said better."), ordering())
    sit(a_learner(), [second["one"]], answers=[False])
    found = statistics.of_question(the_bank(), "one")
    assert (found.figures.facility.right, found.figures.facility.of) == (1, 2)
    assert [wording.number for wording in found.of] == [2, 1]
    assert found.others == ()

    turned = {k: Option(o.text, k == "run") for k, o in choice().options.items()}
    third = published(choice(options=turned), ordering())
    sit(a_learner(), [third["one"]], answers=[True])

    found = statistics.of_question(the_bank(), "one")
    assert (found.figures.facility.right, found.figures.facility.of) == (1, 1)
    assert found.since.number == 3
    assert [wording.number for wording in found.others] == [2, 1]


def test_a_retired_question_is_told_while_it_has_answers(db):
    versions = published(choice(), ordering(), matching())
    sit(a_learner(), [versions["one"]], answers=[True])
    published(ordering())

    found = statistics.of_bank(the_bank()).questions

    assert [(question.key, question.retired) for question in found] == [("in-order", False), ("one", True)]


def test_questions_stand_in_the_order_of_the_newest_version(db):
    published(choice(), ordering(), matching())
    published(matching(), choice(), ordering())

    assert [q.key for q in statistics.of_bank(the_bank()).questions] == ["pairs", "one", "in-order"]


def test_what_a_look_costs_does_not_grow(answered):
    for _ in range(2):
        with statements() as whole:
            statistics.of_bank(answered)
        with statements() as one:
            statistics.of_question(answered, "in-order")

    assert (len(whole), len(one)) == (4, 4)  # the second time every wording has been read before


def test_what_is_not_there_is_none(answered):
    assert statistics.of_question(answered, "nowhere") is None
    assert QuestionVersion.objects.exists()
