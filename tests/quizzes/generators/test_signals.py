"""Matchings of phrases and of tables: what is left over, and what their verdicts say."""

from __future__ import annotations

from random import Random

import pytest

from quizzes.engines import Matching
from quizzes.generators import signals, worded
from tests.quizzes.generators.shipped import material


def drawn(sort) -> list[Matching]:
    plans = [sort(material(), Random(seed)) for seed in range(150)]
    questions = [worded(plan).question for plan in plans if plan]
    assert len(questions) > 50
    return [question for question in questions if isinstance(question, Matching)]


def test_what_is_left_over_of_phrases_is_of_the_same_lesson():
    for question in drawn(signals.phrases):
        (topic,) = question.topics
        own = {signal.points_to.lower() for signal in material().topic[topic].signals}

        assert {response.text.lower() for response in question.responses.values()} <= own
        assert len(question.responses) == len(question.prompts) + 1


@pytest.mark.parametrize("sort", [signals.phrases, signals.cells])
def test_no_reason_is_the_pair_again(sort):
    for question in drawn(sort):
        for prompt, (response, *_) in question.pairs.items():
            text = question.responses[response].text
            reason = question.why[prompt].why if prompt in question.why else ""

            assert text.lower() not in reason.lower()
            assert f"- {question.prompts[prompt]}" not in question.explain
        assert len(question.explain) > 80
