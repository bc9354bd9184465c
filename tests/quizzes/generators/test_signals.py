"""Matchings of phrases and of tables: what is left over, and what their verdicts say."""

from __future__ import annotations

from random import Random

import pytest

from quizzes.engines import Matching
from quizzes.generators import signals, worded
from quizzes.generators.columns import ASKED
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


def test_what_several_events_may_be_used_for_is_not_asked_of_one():
    (events,) = [table for table in material().tables if table.key == "events"]
    uses = {row.cells["target"].lower() for row in events.rows}

    assert "starts codepipeline" in uses
    for question in drawn(signals.cells):
        assert not {response.text.lower() for response in question.responses.values()} & uses


def test_a_table_is_asked_for_in_words_of_the_field():
    columns = {
        (t.key, column) for t in material().tables for column in signals.COLUMNS if column in t.columns
    }
    asked = {question.prompt for question in drawn(signals.cells)}

    assert columns == set(ASKED)
    assert asked <= set(ASKED.values())


def test_phrases_are_explained_by_their_own_reasons_and_sourced_by_what_they_speak_of():
    for question in drawn(signals.phrases):
        (topic,) = question.topics
        lesson = material().topic[topic]

        assert lesson.summary not in question.explain
        assert all(reason.why in question.explain for reason in question.why.values())
        if topic == "feature-store" and "data wrangler" not in " ".join(_shown(question)).lower():
            assert "Data Wrangler export" not in {source.title for source in question.source}


def _shown(question: Matching) -> list[str]:
    paired = [question.responses[response].text for (response, *_) in question.pairs.values()]
    return [*question.prompts.values(), *paired]


@pytest.mark.parametrize("sort", [signals.phrases, signals.cells])
def test_no_reason_is_the_pair_again(sort):
    for question in drawn(sort):
        for prompt, (response, *_) in question.pairs.items():
            text = question.responses[response].text
            reason = question.why[prompt].why if prompt in question.why else ""

            assert text.lower() not in reason.lower()
            assert f"- {question.prompts[prompt]}" not in question.explain
        assert len(question.explain) > 80
