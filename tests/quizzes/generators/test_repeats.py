"""Nothing is asked twice in one draw, and no variant of it tells what another one asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from quizzes.engines import Choice, Matching, Question
from quizzes.engines.matching import Response
from quizzes.generators import draw
from quizzes.generators.repeats import Asked
from tests.builders import choice, matching
from tests.quizzes.generators.shipped import material

TOPICS = sorted(topic.key for topic in material().topics)
SEEDS = 12
RESPONSES = matching().responses


def pairs(question: Question) -> set[tuple[str, str]]:
    """What is asked, as it is read on the page: found without what is tested."""
    if isinstance(question, Matching):
        return {(question.prompts[p], question.responses[r[0]].text) for p, r in question.pairs.items()}
    if isinstance(question, Choice):
        return {(question.prompt, option.text) for option in question.options.values()}
    return {(question.prompt, "")}


def verdict_of(question: Question) -> list[str]:
    """Everything that is read after it was answered, in small letters."""
    said = [*question.explain.splitlines(), *(reason.why for reason in question.reasons())]
    if isinstance(question, Matching):
        said += [f"{response.text} {response.why}" for response in question.responses.values()]
    return [line.lower() for line in said]


@pytest.mark.parametrize("topic", ["", *TOPICS])
def test_no_pair_is_asked_twice_in_a_draw_and_none_is_told_by_another(topic):
    for seed in range(SEEDS):
        found = [v.question for v in draw(material(), seed=seed, count=20, topic=topic).variants]
        counts = Counter(pair for question in found for pair in pairs(question))
        lines = [(question, line) for question in found for line in verdict_of(question)]
        told = [
            (prompt, response)
            for question in found
            for prompt, response in pairs(question)
            for teller, line in lines
            if teller is not question and prompt.lower() in line and response.lower() in line
        ]

        assert [pair for pair, often in counts.items() if often > 1] == []
        assert told == []


def test_a_pair_is_asked_once_and_the_same_prompts_may_come_with_other_responses():
    asked = Asked()
    asked.add(matching())
    others = {key: replace(response, text=f"Not: {response.text}") for key, response in RESPONSES.items()}

    assert asked.has(matching("another", prompt="Match otherwise"))
    assert not asked.has(matching(responses=others))


def test_what_is_said_of_a_response_left_over_is_not_asked_before_or_after():
    telling = matching(
        prompts={"other": "LambdaStep"},
        responses={
            "one": Response("Calls a function"),
            "left": Response("Fits a model", "A trainingstep."),
        },
        pairs={"other": ("one",)},
        why={},
    )
    before, after = Asked(), Asked()
    before.add(matching())
    after.add(telling)

    assert before.has(telling)
    assert after.has(matching())


def test_a_stem_comes_again_only_with_other_options():
    asked = Asked()
    asked.add(choice())

    assert asked.has(choice("again"))
    assert not asked.has(choice("again", prompt="Which else?"))
