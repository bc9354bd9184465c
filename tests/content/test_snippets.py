"""Every step has a snippet, and each is the one that the real SDK has compiled (`make truth`)."""

from __future__ import annotations

import hashlib

from tests.content.reality import COMPILED, EXPLAINED, SDK, TRUTH, types

WITHOUT = {"emr-serverless"}  # the pinned SDK lacks the class


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_step_has_a_snippet_that_its_sdk_can_compile(shipped):
    assert {step.step for step in shipped.steps if step.snippet is None} == WITHOUT
    assert set(COMPILED["steps"]) == {step.step for step in shipped.steps} - WITHOUT


def test_what_is_shown_is_what_was_compiled(shipped):
    """Else: `make truth`, and look at what changed."""
    assert COMPILED["preamble"] == digest((TRUTH / "preamble.py").read_text(encoding="utf-8"))
    for step in shipped.steps:
        if step.snippet is not None:
            assert COMPILED["steps"][step.step]["hash"] == digest(step.snippet.code), step.step


def test_the_version_that_is_told_is_the_one_that_compiled(shipped):
    assert COMPILED["versions"] == SDK["versions"]
    assert {s.snippet.sdk for s in shipped.steps if s.snippet} == {COMPILED["versions"]["sagemaker"]}


def test_the_type_in_the_definition_is_the_type_of_the_step(shipped):
    for step in shipped.steps:
        if step.snippet is not None:
            assert {s["Type"] for s in COMPILED["steps"][step.step]["steps"]} == types(step), step.step


def test_what_a_step_exposes_can_be_referred_to(shipped):
    """The SDK writes the reference; it ends in the path that is told."""
    explained = set()
    for step in shipped.steps:
        made = COMPILED["steps"].get(step.step, {"exposes": {}})["exposes"]
        for exposed in step.exposes:
            reference = made.get(exposed.path)
            if reference is None:
                explained.add(f"{step.step} {exposed.path}")
            elif exposed.path != "ComputingJobName":  # Python's name for the job's own
                assert reference["Get"].endswith(f".{exposed.path}")

    assert explained == set(EXPLAINED["exposes"])


def test_a_snippet_is_short(shipped):
    for step in shipped.steps:
        if step.snippet is not None:
            lines = step.snippet.code.splitlines()
            assert len(lines) <= 30, step.step
            assert max(map(len, lines)) <= 84, step.step


def test_a_cached_step_carries_the_documented_setting():
    (train,) = COMPILED["steps"]["training"]["steps"]

    assert train["CacheConfig"] == {"Enabled": True, "ExpireAfter": "P30D"}


def test_an_exchange_between_steps_is_an_edge_of_the_definition():
    """Using a property is enough: the reference names the step that is waited for."""
    (score,) = COMPILED["steps"]["transform"]["steps"]
    (gate,) = COMPILED["steps"]["condition"]["steps"]

    assert score["Arguments"]["ModelName"] == {"Get": "Steps.Churn-CreateModel.ModelName"}
    assert [s["Type"] for s in gate["Arguments"]["IfSteps"]] == ["RegisterModel"]
    assert [s["Type"] for s in gate["Arguments"]["ElseSteps"]] == ["Fail"]
