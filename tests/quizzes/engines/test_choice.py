"""Choosing what is right: all of it, and nothing else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.engines.base import Finding, Unanswered
from tests.quizzes.engines import oracle
from tests.quizzes.engines.samples import choice, random_choice

STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=300)

ONE = choice(["step"], ["pipeline", "run", "account"])
TWO = choice(["a", "b"], ["c", "d", "e"])


def faults(question, response) -> list[tuple[str, str]]:
    return [(f.fault, f.subject) for f in question.grade(response).findings]


def test_the_chosen_set_must_equal_the_correct_set():
    assert ONE.grade(["step"]).correct
    assert TWO.grade(["b", "a"]).correct
    assert TWO.grade(["a", "b", "a"]).correct, "a set has no repeats"


def test_a_wrong_option_tells_why_and_the_right_one_is_named_as_missing():
    assert ONE.grade(["run"]).findings == (
        Finding("wrong-option", "run", why="no run", trap="trap-run"),
        Finding("missing-option", "step", why="yes step"),
    )


def test_a_subset_and_a_superset_are_wrong():
    assert faults(TWO, ["a"]) == [("missing-option", "b")]
    assert faults(TWO, ["a", "b", "d"]) == [("wrong-option", "d")]


def test_an_id_of_another_question_is_never_right():
    assert faults(ONE, ["step", "elsewhere"]) == [("foreign", "elsewhere")]


def test_blank_is_unanswered_and_gets_no_verdict():
    assert ONE.is_blank([])
    with pytest.raises(Unanswered):
        ONE.grade([])


def test_how_many_to_choose_is_known():
    assert (ONE.wanted, ONE.several) == (1, False)
    assert (TWO.wanted, TWO.several) == (2, True)
    assert TWO.right_response() == ("a", "b")


@STEADY
@given(st.lists(st.one_of(st.sampled_from("abcde"), st.text(max_size=2)), min_size=1))
def test_any_list_of_strings_gets_a_verdict_that_the_oracle_shares(response: list[str]):
    assert TWO.grade(response).correct == oracle.is_right(TWO, tuple(response))


def test_the_grader_agrees_with_the_oracle_on_every_set_of_options():
    dice = Random(20261104)
    for _ in range(200):
        question = random_choice(dice)

        assert oracle.disagreements(question) == []
        assert oracle.is_right(question, question.right_response())
