"""Finding a response for each prompt: what is right, and what is told about what is not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.engines.base import Finding, Reason, Unanswered
from quizzes.engines.matching import Unsolvable
from tests.quizzes.engines import oracle
from tests.quizzes.engines.samples import matching, random_matching

STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=300)

STEPS = matching(
    {"training": ["fit"], "condition": ["branch"], "fail": ["stop"]},
    extra=["tune"],
    why={"condition": Reason("It has two branches.", "many-branches")},
)
EITHER = matching({"a": ["x", "y"], "b": ["x"]})
AGAIN = matching({"a": ["x"], "b": ["x"], "c": ["y"]}, reuse=True)


def faults(question, response) -> list[tuple[str, str, str]]:
    return [(f.fault, f.subject, f.other) for f in question.grade(response).findings]


def test_every_prompt_with_a_response_its_pair_allows_is_right():
    assert STEPS.grade({"training": "fit", "condition": "branch", "fail": "stop"}).correct


def test_a_wrong_pair_tells_why_the_response_does_not_fit_and_what_the_prompt_needs():
    verdict = STEPS.grade({"training": "fit", "condition": "tune", "fail": "stop"})

    assert verdict.findings == (
        Finding(
            "wrong-pair",
            "condition",
            "tune",
            "not tune",
            "trap-tune",
            also=Reason("It has two branches.", "many-branches"),
        ),
    )
    assert verdict.traps == ("trap-tune", "many-branches")


def test_a_prompt_without_a_response_is_named_with_its_reason_but_no_trap():
    assert STEPS.grade({"training": "fit", "fail": "stop"}).findings == (
        Finding("unpaired", "condition", why="It has two branches."),
    )


def test_an_empty_value_is_no_response():
    assert faults(STEPS, {"training": "fit", "condition": "", "fail": "stop"}) == [
        ("unpaired", "condition", "")
    ]


def test_any_one_of_several_allowed_responses_is_right():
    assert EITHER.grade({"a": "y", "b": "x"}).correct
    assert matching({"a": ["x", "y"]}).grade({"a": "x"}).correct


def test_a_response_that_serves_twice_is_wrong_even_where_both_pairs_allow_it():
    assert faults(EITHER, {"a": "x", "b": "x"}) == [("reused", "x", "")]


def test_with_reuse_a_response_may_serve_twice():
    assert AGAIN.grade({"a": "x", "b": "x", "c": "y"}).correct


def test_ids_of_another_question_are_never_right():
    right = {"training": "fit", "condition": "branch", "fail": "stop"}

    assert faults(STEPS, {**right, "elsewhere": "fit"}) == [("foreign", "elsewhere", "")]
    assert faults(STEPS, {**right, "fail": "elsewhere"}) == [("foreign", "elsewhere", "")]


def test_blank_is_unanswered_and_gets_no_verdict():
    assert STEPS.is_blank({})
    assert STEPS.is_blank({"fail": ""})
    assert not STEPS.is_blank({"fail": "tune"})
    with pytest.raises(Unanswered):
        STEPS.grade({})


def test_the_right_response_steps_aside_where_another_prompt_has_no_choice():
    assert EITHER.right_response() == {"a": "y", "b": "x"}
    assert AGAIN.right_response() == {"a": "x", "b": "x", "c": "y"}


def test_too_few_responses_to_go_round_leave_no_right_response():
    tight = matching({"a": ["x"], "b": ["x", "y"], "c": ["y", "x"]})

    assert not tight.solvable()
    with pytest.raises(Unsolvable) as found:
        tight.right_response()
    assert found.value.prompts == ("c",)
    assert matching({"a": ["x"], "b": ["x", "y"], "c": ["y", "x"]}, reuse=True).solvable()


def test_prompts_and_responses_may_have_equal_ids():
    swapped = matching({"a": ["b"], "b": ["a"]})

    assert swapped.grade({"a": "b", "b": "a"}).correct
    assert faults(swapped, {"a": "a", "b": "b"}) == [("wrong-pair", "a", "a"), ("wrong-pair", "b", "b")]


IDS = st.one_of(st.sampled_from(["a", "b", "c", "x", "y", ""]), st.text(max_size=2))


@STEADY
@given(st.dictionaries(IDS, IDS))
def test_any_mapping_of_strings_gets_a_verdict_that_the_oracle_shares(response: dict[str, str]):
    for question in (EITHER, AGAIN):
        if not question.is_blank(response):
            assert question.grade(response).correct == oracle.is_right(question, response)


def test_the_grader_agrees_with_the_oracle_on_every_assignment_of_random_questions():
    dice = Random(20261103)
    solvable = 0
    for _ in range(400):
        question = random_matching(dice)
        right = [response for response in oracle.responses(question) if oracle.is_right(question, response)]

        assert oracle.disagreements(question) == []
        assert question.solvable() == bool(right)
        assert not right or question.right_response() in right
        solvable += question.solvable()
    assert 100 < solvable < 400, "both kinds were among them"
