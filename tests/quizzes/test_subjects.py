"""What a question is about: the steps that it asks for, and every trap that it plays on."""

from __future__ import annotations

import pytest

from quizzes.engines.base import Reason
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.subjects import names_in_code, steps_of, traps_of
from tests.builders import choice, matching, ordering

STEPS = {
    "Training": "training",
    "TrainingStep": "training",
    "ProcessingStep": "processing",
    "FailStep": "fail",
    "LambdaStep": "lambda",
    "@step": "step-function",
}


def test_names_are_what_stands_in_code_each_once_in_order() -> None:
    texts = ["`FailStep` and FailStep", "`@step`, then `FailStep`, `two words`"]

    assert list(names_in_code(texts)) == ["FailStep", "@step"]


def test_an_ordering_is_about_what_is_to_be_placed_not_about_its_distractors() -> None:
    question = ordering(distractors={"deploy": ordering().distractors["deploy"].__class__("`LambdaStep`")})

    assert steps_of(question, STEPS) == ("processing", "training")


def test_a_choice_is_about_its_right_options_not_about_the_others() -> None:
    options = {"a": Option("`TrainingStep`", True, "`FailStep`"), "b": Option("`LambdaStep`")}

    assert steps_of(choice(options=options), STEPS) == ("training",)


def test_a_matching_is_about_its_prompts_and_the_responses_that_are_right() -> None:
    question = matching(
        prompts={"a": "`Training`", "b": "b"},
        responses={"x": Response("`FailStep`"), "y": Response("y"), "z": Response("`LambdaStep`")},
        pairs={"a": ("y",), "b": ("x", "y")},
    )

    assert steps_of(question, STEPS) == ("training", "fail")


@pytest.mark.parametrize("make", [ordering, matching, choice])
def test_the_prompt_and_the_explanation_name_steps_for_every_kind(make) -> None:
    question = make(prompt="What does `LambdaStep` do?", explain="As `@step` does.")

    assert {"lambda", "step-function"} <= set(steps_of(question, STEPS))


def test_a_name_that_is_no_step_is_passed_over() -> None:
    assert steps_of(choice(prompt="Where is `CacheConfig`?"), STEPS) == ()


def test_every_trap_of_an_ordering_is_found() -> None:
    question = ordering(traps=("pipeline-is-a-loop",))

    assert traps_of(question) == ("pipeline-is-a-loop", "gate-before-evaluation", "register-deploys")


def test_the_traps_of_a_sequence_are_found() -> None:
    question = ordering(needs={}, order=("clean", "train", "test", "gate"), why={"test": Reason("w", "t")})

    assert traps_of(question) == ("t", "register-deploys")


def test_every_trap_of_a_matching_is_found() -> None:
    question = matching(
        responses={**matching().responses, "tune": Response("Searches", trap="one")},
        why={"fail": Reason("w", trap="two")},
    )

    assert traps_of(question) == ("two", "one")


def test_the_traps_of_options_are_found_each_once() -> None:
    assert traps_of(choice(traps=("pipeline-level-cache",))) == ("pipeline-level-cache",)
    assert traps_of(choice()) == ("pipeline-level-cache",)
