"""An exam profile in words: each fact, and whether it is known from the exam's own source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.exams.profile import KINDS

SIZES = {
    "ordering": "places",
    "matching": "prompts",
    "choice-one": "options",
    "choice-several": "options",
    "case": "questions",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of an exam in one respect. Second-hand is what others report of it."""

    name: str
    lines: tuple[str, ...]
    second_hand: bool = False


def facts_of(data: Mapping[str, Any]) -> list[Fact]:
    """What a profile's loaded data say (syllabus.formats.exams), in the order in which one asks for it."""
    unscored = data["questions"] - data["scored"]
    kinds = [kind for kind in KINDS if data["kinds"].get(kind)]
    told = {
        "questions": ("Questions", (str(data["questions"]),)),
        "scored": ("Scored", (_scored(data["scored"], unscored),)),
        "minutes": ("Time", (f"{data['minutes']} minutes",)),
        "pass_line": ("Passed with", _line(data.get("pass_line"), data.get("scale"))),
        "guessing_penalty": ("Guessing", (_guessing(bool(data["guessing_penalty"])),)),
        "domains": ("Domains", tuple(_domain(domain) for domain in data.get("domains") or ())),
        "kinds": ("Kinds", tuple(_kind(kind, data["kinds"][kind]) for kind in kinds)),
    }
    hearsay = set(data.get("second_hand") or ())
    return [Fact(name, lines, field in hearsay) for field, (name, lines) in told.items() if lines]


def name_of(code: str, title: str) -> str:
    """What to call an exam in a line: by its code where it is one of AWS's, MLA-C01, else by its title."""
    return code if code.isupper() else title


def duration(seconds: int) -> str:
    """A time in words, as long as it needs to be said.

    >>> duration(7260), duration(61), duration(12)
    ('2 hours 1 minute', '1 minute', '12 seconds')
    """
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    parts = [_counted(hours, "hour"), _counted(minutes, "minute")]
    return " ".join(part for part in parts if part) or _counted(seconds, "second") or "no time"


def clock(seconds: int) -> str:
    """A time as a clock shows it.

    >>> clock(83), clock(3723)
    ('1:23', '1:02:03')
    """
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}" if number else ""


def _scored(scored: int, unscored: int) -> str:
    return f"{scored}; the other {unscored} cannot be told apart from them" if unscored else f"all {scored}"


def _line(line: int | None, scale: tuple[int, int] | None) -> tuple[str, ...]:
    if line is None:
        return ()
    return (f"{line} on a scale from {scale[0]} to {scale[1]}" if scale else str(line),)


def _guessing(penalty: bool) -> str:
    return "a wrong answer costs" if penalty else "costs nothing: wrong and blank are the same"


def _domain(domain: Mapping[str, Any]) -> str:
    return f"{domain['number']} {domain['title']}: {domain['weight']} %"


def _kind(kind: str, shape: Mapping[str, Any]) -> str:
    span = shape.get("places") or shape.get("prompts")
    if span:
        size = f"{span[0]} to {span[1]}"
    elif "options" in shape:
        size = str(shape["options"])
    else:
        size = f"{shape.get('options_at_least') or shape['questions_at_least']} or more"
    return f"{KINDS[kind]}, {size} {SIZES[kind]}: {shape['count']}"
