"""What the syllabus says of definitions and runs holds for real ones (tests/data/definitions)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from kit.graph import Graph
from syllabus.formats import Syllabus
from tests.content.reality import ROOT, SDK, names, types

FOLDER = ROOT / "tests/data/definitions"
NODES = {
    "PrepareData": "prepare",
    "EngineerFeatures": "features",
    "TrainModel": "train",
    "EvaluateModel": "evaluate",
    "CheckAuc": "gate",
    "RegisterChurnModel-RegisterModel": "register",
    "ModelBelowThreshold": "fail",
}


def written(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


LOOP = written("canonical_loop")
GRAMMAR = written("condition_grammar")
VARIANTS = written("cache_variants")
RUNS = written("local_runs")
DEFINITIONS = {
    **{name: written(name) for name in ("canonical_loop_tuning", "legacy_register")},
    "canonical_loop": LOOP,
    "condition_grammar": GRAMMAR,
    **{f"variant {name}": one for name, one in VARIANTS["definitions"].items()},
    **{f"run {name}": one for name, one in RUNS["definitions"].items()},
}
every_definition = pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=DEFINITIONS)


def steps_in(steps: list[Any]) -> Iterator[Any]:
    """Every step, those in the branches of conditions too."""
    for step in steps:
        yield step
        if step["Type"] == "Condition":
            yield from steps_in([*step["Arguments"]["IfSteps"], *step["Arguments"]["ElseSteps"]])


def references(step: Any) -> set[tuple[str, str]]:
    """(step, path) of every property that a step refers to; those of its branches are theirs."""
    own = dict(step)
    if step["Type"] == "Condition":
        own["Arguments"] = step["Arguments"]["Conditions"]
    found = re.findall(r'"Get": "Steps\.([^."]+)\.([^"]+)"', json.dumps(own))
    return {(name, path) for name, path in found if name != step["Name"]}


def edges(definition: Any) -> dict[str, set[str]]:
    """What each step waits for: what it refers to, its DependsOn, and the condition whose branch it is in."""
    needs: dict[str, set[str]] = {}
    for step in steps_in(definition["Steps"]):
        needs.setdefault(step["Name"], set()).update(
            {name for name, _ in references(step)}, step.get("DependsOn", ())
        )
        if step["Type"] == "Condition":
            for inner in (*step["Arguments"]["IfSteps"], *step["Arguments"]["ElseSteps"]):
                needs.setdefault(inner["Name"], set()).add(step["Name"])
    return needs


@every_definition
def test_every_type_is_taught(shipped: Syllabus, definition):
    taught = set().union(*map(types, shipped.steps))

    assert {step["Type"] for step in steps_in(definition["Steps"])} <= taught


@every_definition
def test_a_definition_has_five_parts_and_none_for_caching_retries_or_schedules(definition):
    assert set(definition) == {"Version", "Metadata", "Parameters", "PipelineExperimentConfig", "Steps"}
    assert definition["Version"] == "2020-12-01"


@every_definition
def test_names_are_unique_branches_included_and_the_graph_has_no_cycle(definition):
    found = [step["Name"] for step in steps_in(definition["Steps"])]

    assert len(set(found)) == len(found)
    assert len(Graph.of(found, edges(definition)).order()) == len(found)


def test_the_loop_that_is_taught_waits_for_what_the_real_one_waits_for(shipped: Syllabus):
    """Nothing more and nothing less, where one waits for whatever the other's neighbours wait for."""
    taught = next(pipeline for pipeline in shipped.pipelines if pipeline.pipeline == "retraining-loop")
    ours = {key: set(taught.nodes[key].needs) & set(NODES.values()) for key in NODES.values()}
    real = {NODES[name]: {NODES[before] for before in needs} for name, needs in edges(LOOP).items()}

    assert closed(ours) == closed(real)
    assert all(ours[key] <= real[key] for key in ours)


def closed(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    """Everything that comes before, near or far."""
    graph = {key: set(before) for key, before in needs.items()}
    for _ in graph:
        for key in graph:
            graph[key] |= set().union(*(graph[before] for before in graph[key]), set())
    return graph


@every_definition
def test_what_later_steps_refer_to_is_what_a_step_is_said_to_expose(shipped: Syllabus, definition):
    kinds = {step["Name"]: step["Type"] for step in steps_in(definition["Steps"])}
    exposed = {(kind, shape(e.path)) for step in shipped.steps for kind in types(step) for e in step.exposes}
    used = {
        (kinds[name], shape(path))
        for step in steps_in(definition["Steps"])
        for name, path in references(step)
    }

    assert used <= exposed


def shape(path: str) -> str:
    """A path without the names and numbers that an author chose."""
    return re.sub(r"(?<=PropertyFiles\.)\w+", "·", re.sub(r"\[[^\]]*\]", "[·]", path))


@every_definition
def test_caching_is_two_fields_on_a_cacheable_step(shipped: Syllabus, definition):
    cacheable = set().union(*(types(step) for step in shipped.steps if step.caching.cacheable))
    for step in steps_in(definition["Steps"]):
        if "CacheConfig" in step:
            assert step["Type"] in cacheable
            assert set(step["CacheConfig"]) == {"Enabled", "ExpireAfter"}
            assert isinstance(step["CacheConfig"]["Enabled"], bool), "a literal, never a parameter"
            assert re.fullmatch(
                r"P(?=.)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?", step["CacheConfig"]["ExpireAfter"]
            )


def test_a_retry_policy_says_what_how_often_and_how_long():
    policies = [p for step in steps_in(LOOP["Steps"]) for p in step.get("RetryPolicies", ())]

    assert len(policies) == 2
    for policy in policies:
        assert set(policy["ExceptionType"]) <= set(SDK["retries"])
        assert {"BackoffRate", "IntervalSeconds"} <= set(policy)
        assert ("MaxAttempts" in policy) != ("ExpireAfterMin" in policy), "one of the two"


def test_retries_are_on_retryable_steps(shipped: Syllabus):
    retryable = set().union(*(types(step) for step in shipped.steps if step.retries.retryable))

    assert {step["Type"] for step in steps_in(LOOP["Steps"]) if "RetryPolicies" in step} <= retryable


def test_the_conditions_are_those_of_the_table(shipped: Syllabus):
    (gate,) = [step for step in steps_in(GRAMMAR["Steps"]) if step["Type"] == "Condition"]
    conditions = gate["Arguments"]["Conditions"]

    assert isinstance(conditions, list), "a list, all of which must hold"
    assert set(gate["Arguments"]) == {"Conditions", "IfSteps", "ElseSteps"}
    assert {kind for one in conditions for kind in kinds_of(one)} == names(
        shipped, "condition-operators", "type"
    )


def kinds_of(condition: Any) -> Iterator[str]:
    yield condition["Type"]
    match condition:
        case {"Type": "Not", "Condition": inner}:
            yield from kinds_of(inner)
        case {"Type": "Or", "Conditions": several}:
            for inner in several:
                yield from kinds_of(inner)
        case {"Type": "In", "QueryValue": _, "Values": [*_]}:
            pass
        case _:
            assert set(condition) == {"Type", "LeftValue", "RightValue"}


def test_a_metric_is_read_from_a_declared_property_file():
    (gate,) = [step for step in steps_in(LOOP["Steps"]) if step["Type"] == "Condition"]
    (condition,) = gate["Arguments"]["Conditions"]
    read = condition["LeftValue"]["Std:JsonGet"]
    (evaluation,) = [step for step in LOOP["Steps"] if step["Name"] == "EvaluateModel"]
    (declared,) = evaluation["PropertyFiles"]
    outputs = evaluation["Arguments"]["ProcessingOutputConfig"]["Outputs"]

    assert read["PropertyFile"] == {
        "Get": f"Steps.EvaluateModel.PropertyFiles.{declared['PropertyFileName']}"
    }
    assert declared["OutputName"] in {output["OutputName"] for output in outputs}
    assert set(declared) == {"PropertyFileName", "OutputName", "FilePath"}


@every_definition
def test_parameters_are_of_the_four_types_and_text_alone_lists_its_values(shipped: Syllabus, definition):
    taught = names(shipped, "parameter-types")
    for parameter in definition["Parameters"]:
        assert parameter["Type"] in taught
        assert "EnumValues" not in parameter or parameter["Type"] == "String"


def test_the_older_classes_make_the_types_that_the_current_ones_make(shipped: Syllabus):
    real = {step["Type"] for step in DEFINITIONS["legacy_register"]["Steps"]} - {"Training"}
    taught = {step.type for step in shipped.steps if step.classes.older}

    assert real == taught == {"Model", "RegisterModel"}


@pytest.mark.parametrize("variant", VARIANTS["summary"])
def test_what_is_compared_decides_and_nothing_else_does(shipped: Syllabus, variant):
    """The step's page names the attributes of the key; a change outside them leaves the key as it was."""
    page = next(step for step in shipped.steps if step.step == "processing")
    compared = [re.match(r"`(\w+)`", line).group(1) for line in page.caching.in_key]
    base, other = (VARIANTS["definitions"][name]["Steps"][0]["Arguments"] for name in ("base", variant))

    assert compared == VARIANTS["key_attributes"]
    same = all(base.get(name) == other.get(name) for name in compared)
    assert same == VARIANTS["summary"][variant]["cache_key_same_as_base"]
    assert (base == other) == (variant == "base")


def runs(pipeline: str, case: str) -> Any:
    (found,) = [run for run in RUNS["cases"] if (run["pipeline"], run["case"]) == (pipeline, case)]
    return found


def statuses(run: Any) -> dict[str, str]:
    return {step["name"]: step["status"] for step in run["steps"]}


def test_every_status_of_a_run_is_in_the_tables(shipped: Syllabus):
    ran = [run for run in RUNS["cases"] if "steps" in run]

    assert len(ran) >= 10
    assert {run["execution_status"] for run in ran} <= names(shipped, "execution-statuses")
    assert {status for run in ran for status in statuses(run).values()} <= names(shipped, "step-statuses")


def test_a_gate_that_is_missed_fails_the_run_only_by_a_fail_step():
    refused, empty = runs("loop", "below"), runs("empty_else", "below")

    assert refused["execution_status"] == "Failed"
    assert statuses(refused)["Gate"] == "Succeeded", "a false comparison is no failure"
    assert statuses(refused)["Below"] == "Failed"
    assert empty["execution_status"] == "Succeeded"


def test_the_boundary_passes_at_least():
    assert runs("loop", "boundary_equal")["execution_status"] == "Succeeded"


def test_the_branch_not_taken_has_no_record():
    passed, refused = runs("loop", "pass"), runs("loop", "below")

    assert "Below" not in statuses(passed)
    assert set(statuses(passed)) - set(statuses(refused)), "what stands behind the gate never started"


def test_a_step_after_a_failed_one_never_starts():
    assert statuses(runs("loop", "prep_fails")) == {"Prep": "Failed"}


@pytest.mark.parametrize("case", ["missing_report", "report_not_json"])
def test_a_report_that_cannot_be_read_fails_the_condition(case):
    run = runs("loop", case)

    assert statuses(run)["Gate"] == "Failed"
    assert run["execution_status"] == "Failed"
    assert "Below" not in statuses(run)


def test_a_parameter_without_a_default_must_be_given():
    assert "InputDataUrl" in runs("loop", "missing_required_param")["start_error"]["Message"]
