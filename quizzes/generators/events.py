"""Choices about rules on events: which events start the target, and which pattern does what is wanted.

A pattern is compared as the lesson says: every field that it names must match, a list in a field means one of
its values, and what it does not name may be anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.stem import offered_of
from quizzes.generators.telling import COUNTS, choice, listed, said, slug, some

TOPIC = "triggers"
EVENTS = f"{TOPIC}#events"
SAGEMAKER = "automating-sagemaker-with-eventbridge.html"
Event = tuple[str, ...]
"""The values of a family's fields, in their order."""


@dataclass(frozen=True, slots=True)
class Family:
    """Events of one detail-type: the fields that are looked at, and the events that there are."""

    source: str
    detail_type: str
    fields: tuple[str, ...]
    events: tuple[Event, ...]
    reread: str
    cited: str
    whole: bool = True
    """Values are compared as wholes; otherwise the last field is compared by its beginning or end."""


def _pairs(ones: Sequence[str], others: Sequence[str]) -> tuple[Event, ...]:
    return tuple((one, other) for one in ones for other in others)


FAMILIES = {
    "model-package": Family(
        "aws.sagemaker",
        "SageMaker Model Package State Change",
        ("ModelPackageGroupName", "ModelApprovalStatus"),
        _pairs(("churn", "fraud", "demand"), ("Approved", "Rejected", "PendingManualApproval")),
        f"{TOPIC}#model-package",
        SAGEMAKER,
    ),
    "pipeline-execution": Family(
        "aws.sagemaker",
        "SageMaker Model Building Pipeline Execution Status Change",
        ("previousPipelineExecutionStatus", "currentPipelineExecutionStatus"),
        (
            ("Executing", "Failed"),
            ("Executing", "Succeeded"),
            ("Executing", "Stopping"),
            ("Stopping", "Stopped"),
            ("Stopping", "Failed"),
        ),
        "executions#failure",
        SAGEMAKER,
    ),
    "alarm": Family(
        "aws.cloudwatch",
        "CloudWatch Alarm State Change",
        ("alarmName", "state.value"),
        _pairs(("auc-low", "data-drift", "latency-high"), ("ALARM", "OK", "INSUFFICIENT_DATA")),
        f"{TOPIC}#alarm",
        "cloudwatch-and-eventbridge.html",
    ),
    "endpoint": Family(
        "aws.sagemaker",
        "SageMaker Endpoint State Change",
        ("EndpointName", "EndpointStatus"),
        _pairs(("shop", "claims", "search"), ("Updating", "InService", "Failed")),
        EVENTS,
        SAGEMAKER,
    ),
    "object-created": Family(
        "aws.s3",
        "Object Created",
        ("bucket.name", "object.key"),
        _pairs(
            ("partner-drop", "raw-archive"),
            ("drop/part-1.parquet", "drop/_SUCCESS", "test/part-1.parquet", "test/_SUCCESS"),
        ),
        f"{TOPIC}#s3-object",
        "userguide/EventBridge.html",
        whole=False,
    ),
}
ENDS = (("prefix", "drop/"), ("suffix", "_SUCCESS"))


def matched(material: Material, dice: Random) -> Plan | None:
    """A rule's pattern, and events: which of them start its target."""
    if EVENTS not in material.passages:
        return None
    name = dice.choice(sorted(FAMILIES))
    family = FAMILIES[name]
    wanted = _pattern(family, dice)
    right = [event for event in family.events if _matches(family, wanted, event)]
    wrong = [event for event in family.events if event not in right]
    by_id = {slug("-".join(event)): event for event in family.events}
    ids = {event: key for key, event in by_id.items()}
    asked = some(dice, right, 1, 3)
    chosen = offered_of(dice, [ids[event] for event in asked], [ids[event] for event in wrong])
    if not right or chosen is None:
        return None
    pattern = json.dumps(wanted, sort_keys=True)

    def word(key: str, dice: Random) -> Question:
        return _word_matched(material, family, wanted, {k: by_id[k] for k in chosen}, key, dice)

    return Plan("matched", (name, pattern), frozenset(chosen), word)


def _pattern(family: Family, dice: Random) -> dict[str, list[Any]]:
    """What is asked of the fields: of one or both of them, one or two values."""
    named = dice.choice((family.fields, family.fields, family.fields[:1], family.fields[1:]))
    found: dict[str, list[Any]] = {}
    for field in named:
        if not family.whole and field == family.fields[-1]:
            found[field] = [dict([dice.choice(ENDS)])]
            continue
        values = sorted({event[family.fields.index(field)] for event in family.events})
        found[field] = sorted(some(dice, values, 1, 2 if len(values) > 2 else 1))
    return found


def _matches(family: Family, wanted: Mapping[str, list[Any]], event: Event) -> bool:
    return not _refused(family, wanted, event)


def _refused(family: Family, wanted: Mapping[str, list[Any]], event: Event) -> list[str]:
    """The fields in which an event has none of what the pattern wants."""
    told = dict(zip(family.fields, event, strict=True))
    return [field for field, values in wanted.items() if not any(_meets(told[field], v) for v in values)]


def _meets(value: str, wanted: Any) -> bool:
    if isinstance(wanted, str):
        return value == wanted
    return value.startswith(wanted.get("prefix", "")) and value.endswith(wanted.get("suffix", ""))


def _word_matched(
    material: Material,
    family: Family,
    wanted: Mapping[str, list[Any]],
    events: Mapping[str, Event],
    key: str,
    dice: Random,
) -> Question:
    count = sum(_matches(family, wanted, event) for event in events.values())
    offered = {}
    for name, event in events.items():
        told = ", ".join(f"`{f}`: `{v}`" for f, v in zip(family.fields, event, strict=True))
        missed = _refused(family, wanted, event)
        offered[name] = Option(told, not missed, _why_matched(family, wanted, event, missed))
    about = said(
        material,
        key=key,
        prompt=(
            f"A rule has a SageMaker pipeline as its target and this event pattern:\n\n```json\n"
            f"{_written(family, wanted)}\n```\n\nThese events arrive; of each the fields that matter are "
            f"shown. Which {COUNTS[count]} of them {'starts' if count == 1 else 'start'} the pipeline?"
        ),
        explain=(
            "Every field that a pattern names must match, and a list in a field means one of its values. "
            "What the pattern does not name may be anything, so each field that is left out lets more in."
        ),
        topics=[TOPIC],
        reread=[EVENTS, family.reread],
        sources=[material.source(family.cited), material.source("pipeline-eventbridge.html")],
        difficulty=2,
        asks="judgement",
    )
    return choice(material, about, dice, offered)


def _written(family: Family, wanted: Mapping[str, list[Any]]) -> str:
    detail: dict[str, Any] = {}
    for field, values in wanted.items():
        *above, last = field.split(".")
        place = detail
        for part in above:
            place = place.setdefault(part, {})
        place[last] = values
    parts = {"source": [family.source], "detail-type": [family.detail_type], "detail": detail}
    lines = [f' "{name}": {json.dumps(value)}' for name, value in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _why_matched(family: Family, wanted: Mapping[str, list[Any]], event: Event, missed: list[str]) -> str:
    if missed:
        field = missed[0]
        value = event[family.fields.index(field)]
        return f"Its `{field}` is `{value}`, and the pattern wants {_wanted(wanted[field])}."
    free = [f"`{field}`" for field in family.fields if field not in wanted]
    more = f" What {listed(free)} says is left open." if free else ""
    return f"It has what the pattern wants in every field that is named.{more}"


def _wanted(values: Sequence[Any]) -> str:
    told = []
    for value in values:
        if isinstance(value, str):
            told.append(f"`{value}`")
        elif "prefix" in value:
            told.append(f"one that begins with `{value['prefix']}`")
        else:
            told.append(f"one that ends in `{value['suffix']}`")
    return listed(told, "or")


SORTS = (Sort("matched", "choice", (TOPIC,), matched),)
