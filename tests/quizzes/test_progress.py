"""How far a learner is: each question counts once, by its last attempt, and only one's own attempts do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizzes import progress
from quizzes.models import Question
from quizzes.progress import Progress
from quizzes.services import practice
from tests.builders import MONDAY, a_learner, a_sitting, a_step, a_topic, a_trap, choice, ordering, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WRONG, RIGHT = ("run",), ("step",)


@pytest.fixture
def versions():
    a_topic("cache", "Caching")
    a_step()
    a_trap()
    return published(
        ordering(topics=("loop", "cache")),
        choice("one"),
        choice("two", prompt="Which second?", topics=("cache",)),
    )


def answer(learner, version, response, *, days=0):
    moment = MONDAY + timedelta(days=days)
    sitting = a_sitting(learner, version, now=moment)
    practice.submit(place=sitting.lineup.get(), response=response, now=moment)


def test_a_newcomer_has_met_nothing(versions, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert progress.by_topic(None) == {"loop": Progress(2), "cache": Progress(2)}
    with django_assert_num_queries(1):
        assert progress.on(None, topic="loop") == Progress(2)


def test_the_last_attempt_counts(versions, django_assert_num_queries):
    learner = a_learner()
    answer(learner, versions["one"], RIGHT)
    answer(learner, versions["one"], WRONG, days=1)
    answer(learner, versions["two"], WRONG)
    answer(learner, versions["two"], RIGHT, days=1)

    with django_assert_num_queries(1):
        found = progress.by_topic(learner)

    assert found == {"loop": Progress(2, 1, 0), "cache": Progress(2, 1, 1)}
    assert progress.on(learner, topic="cache") == Progress(2, 1, 1)
    assert (found["loop"].missed, found["loop"].unmet) == (1, 1)


def test_a_question_of_two_topics_counts_in_both(versions):
    learner = a_learner()
    answer(learner, versions["in-order"], ("clean", "train", "test", "gate"))

    assert progress.by_topic(learner) == {"loop": Progress(2, 1, 1), "cache": Progress(2, 1, 1)}


def test_what_somebody_else_answered_does_not_count(versions):
    answer(a_learner(), versions["one"], RIGHT)

    assert progress.on(a_learner(), topic="loop") == Progress(2)


def test_a_question_reworded_since_is_the_same_question(versions):
    learner = a_learner()
    answer(learner, versions["one"], RIGHT)
    published(choice("one", prompt="Reworded?"))

    assert progress.by_topic(learner) == {"loop": Progress(1, 1, 1)}


def test_a_step_and_a_trap_have_progress_of_their_own(versions):
    learner = a_learner()
    answer(learner, versions["in-order"], ("train",))

    assert progress.on(learner, step="training") == Progress(1, 1, 0)
    assert progress.on(learner, trap="register-deploys") == Progress(1, 1, 0)
    assert progress.on(learner, trap="nowhere") == Progress()


def test_a_retired_question_is_not_counted(versions):
    Question.objects.filter(key="two").update(current=None)

    assert progress.by_topic(None)["cache"] == Progress(1)
