"""Choices about a gate: which branch runs, how the run ends, which class of condition says what is meant."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, known_trap, said, shuffled, story

TOPIC = "quality-gate"
OPERATORS = f"{TOPIC}#operators"
BRANCHES = f"{TOPIC}#branches"
EMPTY = f"{TOPIC}#empty-else"
FAIL = f"{TOPIC}#fail"
STEPS_PAGE = "build-and-manage-steps-types.html"
CONDITIONS = "conditions.py"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A class of condition, what it says in words, and what it means."""

    name: str
    says: str
    holds: Callable[[float, float], bool]


COMPARISONS = (
    Comparison("ConditionGreaterThan", "greater than", operator.gt),
    Comparison("ConditionGreaterThanOrEqualTo", "at least", operator.ge),
    Comparison("ConditionLessThan", "less than", operator.lt),
    Comparison("ConditionLessThanOrEqualTo", "at most", operator.le),
)
BY_NAME = {comparison.name: comparison for comparison in COMPARISONS}
STANDS = ("below", "equal", "above")
HIGH = ("AUC", "accuracy", "recall", "F1 score")
LOW = ("RMSE", "mean error", "log loss", "false positive rate")
LISTS = {
    "register": "a `RegisterModel` step",
    "fail": "a `Fail` step",
    "lambda": "a `Lambda` step that posts a message",
    "empty": "nothing",
}
LAYOUTS = (
    ("register", "fail"),
    ("register", "empty"),
    ("register", "lambda"),
    ("fail", "register"),
    ("lambda", "register"),
)
JOINS = ("one", "and", "or", "not")


def outcome(material: Material, dice: Random) -> Plan | None:
    """A condition, one or two measured values and two lists: what is registered, and how the run ends."""
    if not taught(material):
        return None
    join = dice.choice(JOINS)
    high = tuple(dice.choice((True, False)) for _ in range(2 if join in ("and", "or") else 1))
    names = tuple(dice.choice(COMPARISONS[:2] if up else COMPARISONS[2:]).name for up in high)
    stands = tuple(dice.choice(STANDS) for _ in high)
    layout = dice.choice(LAYOUTS)
    if join == "not":  # the condition then says what a refused model is like
        names = tuple(dice.choice(COMPARISONS[2:] if up else COMPARISONS[:2]).name for up in high)
    if layout[1] == "register":
        names = tuple(negated(name) for name in names)
    tests = sorted(zip(names, stands, high, strict=True))
    asks = (join, *layout, *(f"{name}:{stand}:{'high' if up else 'low'}" for name, stand, up in tests))

    def word(key: str, dice: Random) -> Question:
        return _word_outcome(material, join, layout, tests, key, dice)

    return Plan(
        "outcome", asks[:3], frozenset({f"join:{join}", "lists:" + "+".join(layout), *asks[3:]}), word
    )


SORTS = (Sort("outcome", "choice", (TOPIC,), outcome, ("failed-gate-fails-run",)),)


def taught(material: Material) -> bool:
    return OPERATORS in material.passages and {"condition", "fail"} <= material.step.keys()


def negated(name: str) -> str:
    """The class that holds exactly where this one does not."""
    pairs = {
        "ConditionGreaterThan": "ConditionLessThanOrEqualTo",
        "ConditionLessThan": "ConditionGreaterThanOrEqualTo",
    }
    return {**pairs, **{b: a for a, b in pairs.items()}}[name]


def numbers(dice: Random, high: bool) -> tuple[float, float]:
    """A threshold and a step beside it, as such metrics have them."""
    if high:
        return dice.choice((0.8, 0.82, 0.85, 0.88, 0.9, 0.92)), dice.choice((0.01, 0.02, 0.03))
    return dice.choice((0.1, 0.12, 0.15, 0.2, 0.25)), dice.choice((0.01, 0.02, 0.04))


def _variable(metric: str) -> str:
    return metric.lower().replace(" ", "_")


def _measured(threshold: float, beside: float, stand: str) -> float:
    return round(threshold + {"below": -beside, "equal": 0.0, "above": beside}[stand], 2)


def _word_outcome(
    material: Material,
    join: str,
    layout: tuple[str, str],
    tests: list[tuple[str, str, bool]],
    key: str,
    dice: Random,
) -> Question:
    metrics = {True: shuffled(dice, HIGH), False: shuffled(dice, LOW)}
    told, values, truths, whys = [], [], [], []
    for name, stand, high in tests:
        metric = metrics[high].pop()
        threshold, beside = numbers(dice, high)
        value = _measured(threshold, beside, stand)
        holds = BY_NAME[name].holds(value, threshold)
        told.append(f"`{name}(left={_variable(metric)}, right={threshold})`")
        values.append(f"the {metric} is {value}")
        truths.append(holds)
        says = BY_NAME[name].says
        whys.append(
            f"{value} is {says if holds else f'not {says}'} {threshold}, so `{name}` is {str(holds).lower()}."
        )
    result = any(truths) if join == "or" else all(truths) is not (join == "not")
    ran = layout[0] if result else layout[1]
    rules = {
        "one": "",
        "and": " Both stand in the list of conditions, which is an AND.",
        "or": " A `ConditionOr` around the two is true if either is.",
        "not": " The `ConditionNot` around it turns that round.",
    }
    written = {
        "one": f"has one condition: {told[0]}",
        "and": f"has two conditions in its list: {' and '.join(told)}",
        "or": f"has one condition: a `ConditionOr` of {' and '.join(told)}",
        "not": f"has one condition: a `ConditionNot` around {told[0]}",
    }[join]
    company, model = story(dice)
    why = (
        f"{' '.join(whys)}{rules[join]} The condition as a whole is {str(result).lower()}, so the "
        f"{'if' if result else 'else'} list runs, and it holds {LISTS[ran]}."
    )
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} gates its {model}. The `Condition` step {written}. Its if list holds "
            f"{LISTS[layout[0]]}, its else list {LISTS[layout[1]]}. In this week's run "
            f"{' and '.join(values)}. Nothing else goes wrong. What does the run come to?"
        ),
        explain=(
            f"{why} Only a `Fail` step, or a step that goes wrong, makes the execution `Failed`: a condition "
            "that is false is a normal answer."
        ),
        topics=[TOPIC],
        reread=[OPERATORS, BRANCHES, EMPTY],
        sources=[material.source(STEPS_PAGE), material.source(CONDITIONS)],
        difficulty={"one": 2, "and": 3, "or": 3, "not": 4}[join],
        asks="judgement",
        tasks=("2.3", "3.3"),
    )
    offered = {}
    for registered in (True, False):
        for status in ("Succeeded", "Failed"):
            text = f"{'One new version' if registered else 'No new versions'}; the execution ends `{status}`"
            correct = registered == (ran == "register") and status == (
                "Failed" if ran == "fail" else "Succeeded"
            )
            trap = "" if correct else _outcome_trap(ran, registered, status)
            offered[f"{'one' if registered else 'none'}-{status.lower()}"] = Option(
                text, correct, _why_outcome(ran, registered, status, correct), known_trap(material, trap)
            )
    return choice(material, about, dice, offered)


def _outcome_trap(ran: str, registered: bool, status: str) -> str:
    return (
        "failed-gate-fails-run"
        if ran in ("empty", "lambda") and not registered and status == "Failed"
        else ""
    )


def _why_outcome(ran: str, registered: bool, status: str, correct: bool) -> str:
    holds = f"The list that runs holds {LISTS[ran]}"
    if correct:
        return {
            "register": f"{holds}: it adds a version, and nothing fails the run.",
            "fail": f"{holds}: it ends the execution as `Failed`, and the other list never starts.",
            "lambda": f"{holds}: nothing is registered, and nothing fails the run.",
            "empty": f"{holds}: no further step starts, and the run simply ends.",
        }[ran]
    if registered != (ran == "register"):
        return f"{holds}, so {'nothing is' if registered else 'a version is'} registered in this run."
    return f"{holds}, which {'does not fail' if status == 'Failed' else 'fails'} the execution."
