"""What is true of every kind of question: one door to the graders, and one shape of response for each."""

from __future__ import annotations

import pytest

from quizzes import engines
from quizzes.engines.base import Unanswered
from tests.builders import choice, matching, ordering, right

QUESTIONS = [ordering(), matching(), choice()]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_the_one_door_gives_the_verdict_of_the_kind(question):
    assert engines.grade(question, right(question)).correct
    wrong = {"fail": "fit"} if question.kind == "matching" else ("deploy",)
    assert engines.grade(question, wrong) == question.grade(wrong)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_blank_is_unanswered_through_that_door_too(question):
    with pytest.raises(Unanswered):
        engines.grade(question, {} if question.kind == "matching" else ())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_a_response_of_another_shape_is_a_mistake_of_ours_and_gets_no_verdict(question):
    with pytest.raises(TypeError):
        engines.grade(question, ("fit",) if question.kind == "matching" else {"fail": "fit"})
