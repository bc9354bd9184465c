"""What a variant says is what a colleague would say, of things that the learner sees."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from quizzes.engines import Choice, Matching, Ordering
from quizzes.generators import SORTS, Variant
from quizzes.generators.stem import which_of
from tests.quizzes.generators.shipped import distinct, material

CRON = re.compile(r"cron\([^)]*\)")


def texts(variant: Variant) -> Iterator[str]:
    """Everything that is shown of a variant, before the verdict and with it."""
    question = variant.question
    yield from (question.prompt, question.explain)
    match question:
        case Ordering():
            yield from question.texts().values()
            yield from (reason.why for needs in question.needs.values() for reason in needs.values())
            yield from (distractor.why for distractor in question.distractors.values())
        case Matching():
            yield from question.prompts.values()
            yield from (text for r in question.responses.values() for text in (r.text, r.why))
            yield from (reason.why for reason in question.why.values())
        case Choice():
            yield from (text for option in question.options.values() for text in (option.text, option.why))


def of_sort(*names: str) -> list[Variant]:
    return [variant for variant in distinct().values() if variant.sort in names]


@pytest.mark.parametrize("sort", [sort.name for sort in SORTS])
def test_nothing_is_said_twice_over_or_badly_joined(sort):
    odd = re.compile(r"\.\.(?!\.)|\.”\.|  |\s[,.;:?]|\.\*[.,]|`\.`|\bA typical use\b")
    found = [
        (text, match[0])
        for v in of_sort(sort)
        for text in texts(v)
        if (match := odd.search(CRON.sub("cron", text)))
    ]

    assert found[:3] == []


def test_pieces_end_without_a_full_stop_so_that_a_verdict_can_quote_them():
    ended = [
        text
        for variant in distinct().values()
        if isinstance(variant.question, Matching)
        for part in variant.question.shown().values()
        for text in part.values()
        if text.endswith(".")
    ]

    assert ended[:3] == []


def test_what_is_known_of_an_ordering_is_told_by_titles_that_are_those_of_its_items():
    told = 0
    pipelines = {pipeline.key: pipeline for pipeline in material().pipelines}
    for variant in of_sort("awaited", "route"):
        question, pipeline = variant.question, pipelines[variant.about[0]]
        assert isinstance(question, Ordering)
        titles = {pipeline.by_key[key].title for key in question.texts()}
        prompt = question.prompt.partition("This much is known of the definition:")
        named = re.findall(r"\*\*(.+?)\*\*", prompt[2])
        told += len(named)
        assert set(named) <= titles
        assert len(titles) == len(question.texts())
        assert bool(named) is bool(prompt[1])
        if variant.sort == "route":
            outcome, gate = re.findall(r"\*\*(.+?)\*\*", prompt[0])
            assert outcome in ("true", "false")
            assert gate in titles
        assert not any(len(line) > 140 for line in prompt[2].splitlines())

    assert told > 100


def test_of_a_chain_every_step_is_right_in_some_variant():
    right, offered = defaultdict(set), defaultdict(set)
    for variant in of_sort("chain"):
        assert isinstance(variant.question, Choice)
        for key, option in variant.question.options.items():
            offered[variant.about[0]].add(key)
            if option.correct:
                right[variant.about[0]].add(key)

    assert offered == right
    assert offered
    steps = {p.key: p.by_key for p in material().pipelines}
    assert not {steps[p][key].step for p in offered for key in offered[p]} & {"condition", "register-model"}


def test_how_many_are_meant_is_said():
    assert which_of(1) == "Which of these steps"
    assert which_of(3) == "Which three of these steps"
