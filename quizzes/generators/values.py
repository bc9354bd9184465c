"""Choices about parameters: with which values a run goes, and which start is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, model_of, said, shuffled

TOPIC = "parameters"
DEFAULTS = f"{TOPIC}#defaults"
RUN_VALUES = f"{TOPIC}#run-values"
TYPES = f"{TOPIC}#types"
GUIDE = "build-and-manage-parameters.html"
START = "API_StartPipelineExecution.html"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as a definition has it: its type, its default, and other values of it."""

    name: str
    type: str
    default: str
    others: tuple[str, ...]
    allowed: tuple[str, ...] = ()


TUNABLE = (
    Parameter("AucThreshold", "Float", "0.85", ("0.8", "0.9", "0.92")),
    Parameter("InstanceCount", "Integer", "1", ("2", "4", "8")),
    Parameter("Epochs", "Integer", "20", ("5", "40", "60")),
    Parameter("InstanceType", "String", "ml.m5.large", ("ml.m5.2xlarge", "ml.c5.xlarge", "ml.g5.xlarge")),
    Parameter("SearchMode", "String", "short", ("full", "none")),
    Parameter("LearningRate", "Float", "0.1", ("0.01", "0.05", "0.3")),
)
NEEDED = (
    Parameter("InputUri", "String", "", ("s3://shop/raw/2026-11-20/", "s3://shop/raw/2026-11-21/")),
    Parameter("DataDate", "String", "", ("2026-11-20", "2026-11-21")),
    Parameter("GroupName", "String", "", ("churn", "fraud")),
)
LISTED = (
    Parameter(
        "ApprovalStatus",
        "String",
        "PendingManualApproval",
        ("Approved",),
        ("PendingManualApproval", "Approved"),
    ),
    Parameter("Environment", "String", "dev", ("staging", "prod"), ("dev", "staging", "prod")),
    Parameter("Mode", "String", "sample", ("full",), ("sample", "full")),
)
UNLISTED = {"ApprovalStatus": "Rejected", "Environment": "test", "Mode": "half"}


def used(material: Material, dice: Random) -> Plan | None:
    """Two runs, each with some values given: which values the second one has."""
    if RUN_VALUES not in material.passages:
        return None
    kept, given = dice.sample(TUNABLE, 2)
    first = dice.choice(kept.others)
    before = dice.choice(given.others)
    now = dice.choice([v for v in (*given.others, given.default) if v != before])
    by = dice.choice(("schedule", "person"))
    if by == "schedule" and now == given.default:
        return None
    asks = (kept.name, first, given.name, before, now, by)

    def word(key: str, dice: Random) -> Question:
        return _word_used(material, kept, given, asks, key, dice)

    return Plan("used", asks, frozenset({kept.name, given.name}), word)


def _word_used(
    material: Material, kept: Parameter, given: Parameter, asks: tuple[str, ...], key: str, dice: Random
) -> Question:
    _, first, _, before, now, by = asks
    lines = [f"- `{p.name}`, {p.type}, default `{p.default}`" for p in shuffled(dice, (kept, given))]
    second = (
        f"At night an EventBridge schedule starts it, and its target gives `{given.name}` = `{now}` and no "
        "more"
        if by == "schedule"
        else f"An hour later a colleague starts it again and gives `{given.name}` = `{now}` and no more"
    )
    about = said(
        material,
        key=key,
        prompt=(
            f"The pipeline for {model_of(dice)} has these parameters:\n\n"
            + "\n".join(lines)
            + f"\n\nIn the morning somebody starts it with `{kept.name}` = `{first}` and `{given.name}` = "
            f"`{before}`. {second}. The definition is not updated in between. With which values does the "
            "second run go?"
        ),
        explain=(
            "Values hold for the execution that they were given to. The next start begins with the defaults "
            f"again and replaces those that it gives itself: `{given.name}` here, while `{kept.name}` has "
            "its default."
        ),
        topics=[TOPIC],
        reread=[RUN_VALUES, DEFAULTS],
        sources=[material.source(GUIDE), material.source(START)],
        difficulty=2,
        asks="judgement",
    )
    offered = {}
    for name, one in (("default", kept.default), ("kept", first)):
        for other, two in (("now", now), ("before", before)):
            right = (name, other) == ("default", "now")
            offered[f"{name}-{other}"] = Option(
                f"`{kept.name}` = `{one}`, `{given.name}` = `{two}`",
                right,
                _why_used(name, other, kept, given),
            )
    return choice(material, about, dice, offered)


def _why_used(one: str, other: str, kept: Parameter, given: Parameter) -> str:
    if (one, other) == ("default", "now"):
        return "What is given replaces the default; what is left out has it."
    if (one, other) == ("kept", "before"):
        return "Nothing is carried over from one run to the next, and what this start gives is taken."
    if one == "kept":
        return f"`{kept.name}` was given to the first run alone; it is not carried over."
    return f"The second start gives `{given.name}` itself, so the first run's value plays no part."


def refused(material: Material, dice: Random) -> Plan | None:
    """Which of four starts is refused."""
    return _starts(material, dice, "refused", refuses=True)


def accepted(material: Material, dice: Random) -> Plan | None:
    """Which of four starts is accepted."""
    return _starts(material, dice, "accepted", refuses=False)


SORTS = (
    Sort("used", "choice", (TOPIC,), used),
    Sort("refused", "choice", (TOPIC,), refused),
    Sort("accepted", "choice", (TOPIC,), accepted),
)


def _starts(material: Material, dice: Random, sort: str, *, refuses: bool) -> Plan | None:
    if DEFAULTS not in material.passages:
        return None
    needed, listed, free = dice.choice(NEEDED), dice.choice(LISTED), dice.choice(TUNABLE)
    value, other = needed.others[0], dice.choice(listed.others)
    number = dice.choice(free.others)
    unlisted = UNLISTED[listed.name]
    good = {
        "needed": {needed.name: value},
        "needed-listed": {needed.name: value, listed.name: other},
        "needed-free": {needed.name: value, free.name: number},
        "all": {needed.name: value, listed.name: other, free.name: number},
    }
    bad = {
        "nothing": {},
        "no-needed": {listed.name: other, free.name: number},
        "listed-alone": {listed.name: other},
        "free-alone": {free.name: number},
        "unlisted": {needed.name: value, listed.name: unlisted},
        "unlisted-free": {needed.name: value, listed.name: unlisted, free.name: number},
    }
    right, wrong = (bad, good) if refuses else (good, bad)
    one = dice.choice(sorted(right))
    chosen = [one, *shuffled(dice, sorted(wrong))[:3]]
    if not refuses and not any(key.startswith("unlisted") for key in chosen):
        return None

    def word(key: str, dice: Random) -> Question:
        starts = {name: (good | bad)[name] for name in chosen}
        return _word_starts(material, (needed, listed, free), starts, one, refuses, key, dice)

    about = (f"{needed.name}+{listed.name}", free.name, other, number, one)
    return Plan(sort, about, frozenset(chosen), word)


def _word_starts(
    material: Material,
    parameters: tuple[Parameter, Parameter, Parameter],
    starts: Mapping[str, Mapping[str, str]],
    right: str,
    refuses: bool,
    key: str,
    dice: Random,
) -> Question:
    lines = []
    for p in shuffled(dice, parameters):
        has = f"default `{p.default}`" if p.default else "no default"
        only = f", `EnumValues`: {', '.join(f'`{v}`' for v in p.allowed)}" if p.allowed else ""
        lines.append(f"- `{p.name}`, {p.type}, {has}{only}")
    about = said(
        material,
        key=key,
        prompt=(
            f"The pipeline for {model_of(dice)} declares these parameters, and its steps use all of them:\n\n"
            + "\n".join(lines)
            + f"\n\nWhich of these starts is {'refused' if refuses else 'accepted'}?"
        ),
        explain=(
            "A parameter without a default has to be given at every start, and one with allowed values "
            "takes no other. All else may be left out: then the default is used."
        ),
        topics=[TOPIC],
        reread=[DEFAULTS, TYPES],
        sources=[material.source(GUIDE), material.source("amazon_sagemaker_model_building_pipeline.html")],
        difficulty=2,
        asks="judgement",
    )
    offered = {
        name: Option(_start(parameters, given), name == right, _why_start(parameters, given))
        for name, given in starts.items()
    }
    return choice(material, about, dice, offered)


def _start(parameters: tuple[Parameter, ...], given: Mapping[str, str]) -> str:
    told = [
        f"`{p.name}` = `{given[p.name]}`" if p.name in given else f"`{p.name}` left out" for p in parameters
    ]
    return ", ".join(told)


def _why_start(parameters: tuple[Parameter, ...], given: Mapping[str, str]) -> str:
    for p in parameters:
        if not p.default and p.name not in given:
            return f"Refused: `{p.name}` has no default and is not given."
        if p.allowed and given.get(p.name, p.default) not in p.allowed:
            return f"Refused: `{given[p.name]}` is not among the values that `{p.name}` allows."
    left = [f"`{p.name}`" for p in parameters if p.name not in given]
    if not left:
        return "Accepted: everything is given, and every value is allowed."
    return f"Accepted: what has no default is given, and the default serves for {' and '.join(left)}."
