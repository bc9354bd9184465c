"""What follows from the answers to a decision aid: one choice, or what is still open. Pure.

An aid as it is stored, `data` or `html`; answers are {question: option}. What is not asked, or is no option,
counts as not answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """The rule that decides, and the questions without an answer of which none could change what is chosen.

    A question is not among them if one of its answers would contradict what was answered.
    """

    rule: Any
    idle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """What is still possible, and the questions that would tell."""

    possible: tuple[str, ...]
    asking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Answers that cannot all be right: why not, and the ways out, each the fewest questions to take back."""

    contradictions: tuple[Any, ...]
    ways_out: tuple[tuple[str, ...], ...]


def heard(aid: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    """The answers that are answers: questions and options of this aid, in its order."""
    return {
        question["key"]: said[question["key"]]
        for question in aid["questions"]
        if said.get(question["key"]) in options(question)
    }


def decide(aid: Mapping[str, Any], answers: Answers) -> Decided | Open:
    """The first rule that holds whatever is answered to the rest, or what is still open.

    Nobody answers the rest so that it contradicts; only what contradicts itself already is taken as it is.
    """
    ways = list(completions(aid, answers))
    wholes = [way for way in ways if contradicted(aid, way) is None] or ways
    outcomes = [first_rule(aid, whole) for whole in wholes]
    chosen = {rule["choose"] for rule in outcomes}
    silent = tuple(question["key"] for question in aid["questions"] if question["key"] not in answers)
    if len(chosen) == 1:
        certain = [rule for rule in outcomes if _holds(rule["when"], answers)]
        idle = tuple(question for question in silent if not _may_contradict(aid, answers, question))
        return Decided(rule=(certain or outcomes)[0], idle=idle)
    asking = tuple(question for question in silent if _matters(question, wholes, outcomes))
    return Open(possible=tuple(c["key"] for c in aid["choices"] if c["key"] in chosen), asking=asking)


def contradicted(aid: Mapping[str, Any], answers: Answers) -> Contradicted | None:
    """The contradictions among these answers, and how to be rid of all of them; None where there is none."""
    found = tuple(each for each in aid.get("contradictions", ()) if _holds(each["answers"], answers))
    if not found:
        return None
    sides = [{answer["key"] for answer in each["answers"]} for each in found]
    involved = [
        question["key"] for question in aid["questions"] if any(question["key"] in side for side in sides)
    ]
    ways: list[tuple[str, ...]] = []
    for count in range(1, len(involved) + 1):
        for way in combinations(involved, count):
            if all(side & set(way) for side in sides) and not any(set(less) <= set(way) for less in ways):
                ways.append(way)
    return Contradicted(found, tuple(ways))


def first_rule(aid: Mapping[str, Any], answers: Answers) -> Any:
    """The rule that decides when every question is answered."""
    return next(rule for rule in aid["rules"] if _holds(rule["when"], answers))


def completions(aid: Mapping[str, Any], answers: Answers) -> Iterator[dict[str, str]]:
    """Every way of answering all questions that agrees with these answers."""
    keys = [question["key"] for question in aid["questions"]]
    ways: list[Sequence[str]] = [
        [answers[question["key"]]] if question["key"] in answers else options(question)
        for question in aid["questions"]
    ]
    for way in product(*ways):
        yield dict(zip(keys, way, strict=True))


def options(question: Mapping[str, Any]) -> list[str]:
    """The keys of what may be answered to a question."""
    return [option["key"] for option in question["options"]]


def _holds(when: Iterable[Mapping[str, str]], answers: Answers) -> bool:
    return all(answers.get(wanted["key"]) == wanted["value"] for wanted in when)


def _may_contradict(aid: Mapping[str, Any], answers: Answers, question: str) -> bool:
    asked = next(each for each in aid["questions"] if each["key"] == question)
    return any(contradicted(aid, {**answers, question: option}) for option in options(asked))


def _matters(question: str, wholes: list[dict[str, str]], outcomes: list[Any]) -> bool:
    """Whether two ways of answering that differ in this question alone lead to different choices."""
    seen: dict[tuple[tuple[str, str], ...], set[str]] = {}
    for whole, rule in zip(wholes, outcomes, strict=True):
        rest = tuple(sorted(item for item in whole.items() if item[0] != question))
        seen.setdefault(rest, set()).add(rule["choose"])
    return any(len(choices) > 1 for choices in seen.values())
