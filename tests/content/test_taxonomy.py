"""The syllabus against the pinned SDK and service model: the difference is empty, or it is explained.

`make truth` reads truth/sdk.json anew; truth/differences.yaml explains. An explanation of what is no
difference any more fails here as well.
"""

from __future__ import annotations

import re

import pytest

from tests.content.reality import EXPLAINED, JOBS, SDK, accepted, in_code, names, told, types, words

ENUMS = SDK["enums"]


def test_the_types_are_those_of_the_sdk(shipped):
    assert set().union(*map(types, shipped.steps)) ^ set(SDK["types"]) == set(EXPLAINED["types"])


def test_the_service_keeps_no_record_of_a_type_that_is_not_told(shipped):
    ours = set().union(*map(types, shipped.steps))
    records = {JOBS.get(name, name) for name in SDK["metadata"]}

    assert ours <= records
    assert records - ours == set(EXPLAINED["metadata"])


def test_the_classes_are_those_of_the_sdk(shipped):
    ours = {name for step in shipped.steps for name in (*step.classes.current, *step.classes.older)}

    assert ours ^ set(SDK["classes"]) == set(EXPLAINED["classes"])


def test_a_cacheable_step_has_a_class_that_takes_the_setting(shipped):
    ours = {step.step for step in shipped.steps if step.caching.cacheable}
    theirs = {step.step for step in shipped.steps if accepted(step, "cache")}

    assert ours <= theirs
    assert theirs - ours == set(EXPLAINED["caching"])


def test_a_retryable_step_has_a_class_that_takes_policies(shipped):
    ours = {step.step for step in shipped.steps if step.retries.retryable}
    theirs = {step.step for step in shipped.steps if accepted(step, "retries")}

    assert ours <= theirs
    assert theirs - ours == set(EXPLAINED["retries"])


def test_the_statuses_are_those_of_the_service(shipped):
    missing = set(ENUMS["PipelineExecutionStatus"]) - names(shipped, "execution-statuses")

    assert missing == set(EXPLAINED["statuses"])
    assert names(shipped, "execution-statuses") <= set(ENUMS["PipelineExecutionStatus"])
    assert names(shipped, "step-statuses") == set(ENUMS["StepStatus"])


@pytest.mark.parametrize(
    ("table", "column", "theirs"),
    [
        ("parameter-types", "name", SDK["parameters"]),
        ("condition-operators", "type", SDK["conditions"]),
        ("condition-operators", "name", SDK["condition classes"]),
        ("lineage-associations", "name", ENUMS["AssociationEdgeType"]),
    ],
)
def test_a_table_lists_what_there_is(shipped, table, column, theirs):
    assert names(shipped, table, column) == set(theirs)


def test_lineage_entities_are_those_of_the_service(shipped):
    ours = {name.title().replace(" ", "") for name in names(shipped, "lineage-entities")}

    assert ours == set(ENUMS["LineageType"])


def test_traffic_shifts_are_those_of_the_service(shipped):
    ours = {name for name in names(shipped, "deployment-policies") if name.isupper()}

    assert ours == set(ENUMS["TrafficRoutingConfigType"])


@pytest.mark.parametrize(
    ("enum", "where"),
    [
        ("ModelApprovalStatus", "content/syllabus/topics/model-registry.yaml"),
        ("Direction", "content/syllabus/topics/lineage.yaml"),
    ],
)
def test_every_value_is_told_in_its_lesson(enum, where):
    assert [value for value in ENUMS[enum] if f"`{value}`" not in told()[where]] == []


def test_every_error_that_a_policy_can_name_is_told_and_no_other():
    assert words(r"\b(?:Step|SageMaker)\.[A-Z][A-Z_]+\b") == set(SDK["retries"])


def test_the_execution_variables_are_there():
    assert {name.partition(".")[2] for name in in_code(r"Execution\.\w+")} <= set(SDK["execution variables"])


def test_the_classes_that_are_named_exist():
    named = {*words(r"\b(?:[A-Z][a-z]\w*|EMR\w*)Step\b"), *words(r"\bCondition[A-Z]\w+\b")}
    exist = {*SDK["classes"], *SDK["condition classes"], "PipelineExecutionStep"}

    assert {name for name in named if not name.startswith("API_")} - exist == set(EXPLAINED["names"])


def test_the_calls_that_are_named_exist():
    """Whatever stands in code and begins like a call of an API is one, of a service that is told of."""
    verbs = (
        "Add|Batch|Create|Delete|Describe|Get|Invoke|List|Put|Query|Register|Retry|Rollback|Run|Search|Send"
    )
    named = in_code(rf"(?:{verbs}|Start|Stop|Update)[A-Z][A-Za-z]+")
    exist = {name for names in SDK["operations"].values() for name in names}

    assert len(named & exist) >= 25
    assert named - exist == set(EXPLAINED["operations"])


NUMBER = r"(\d[\d,]*)"
WORDS = {"ten": "10"}
LIMITS = {  # every phrase of the content that tells one of the service's limits
    "inputs of a processing job": r"up to (ten) inputs",
    "parameters of a run": rf"(?:parameters at start \| |takes up to ){NUMBER}(?: param| pairs of name| \|)",
    "parameters of a target": rf"(?:carries|with) up to {NUMBER} parameters",
    "value of a parameter": rf"a string of at most {NUMBER} char",
    "selected steps": rf"(?:you name 1 to|execution is a \*\*new run\*\* of 1 to|selective run \|) {NUMBER}",
    "callback outputs": rf"(?:up to {NUMBER} output values|outputs of a `Callback` step \| {NUMBER})",
    "depth of a lineage query": rf"(?:epth of (?:up to|at most)|hops? of at most) {NUMBER}|up to (ten) hops",
    "results of a lineage query": rf"(?:pages of up to|pages of at most|and pages of) {NUMBER}",
    "attempts of a retry policy": rf"(?:default, at most |retry attempts / `ExpireAfterMin` \| ){NUMBER}",
    "minutes of a retry policy": rf"(?:`ExpireAfterMin` \(at most |`ExpireAfterMin` \| 20 / ){NUMBER}",
    "wait between shifts": rf"`WaitIntervalInSeconds`, at most {NUMBER}",
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_told_as_the_service_has_it(limit):
    found = [
        WORDS.get(number, number.replace(",", ""))
        for file, text in told().items()
        if not file.startswith("content/banks")
        for match in re.finditer(LIMITS[limit], text)
        for number in match.groups()
        if number
    ]

    assert found, "nothing tells it any more: take it out here"
    assert set(found) == {str(SDK["limits"][limit])}


def test_every_explanation_is_a_sentence():
    for reasons in EXPLAINED.values():
        for name, why in reasons.items():
            assert why[0].isupper(), name
            assert why.endswith("."), name
            assert "\n" not in why, name
