"""What every kind of question shares: what is told about it, and what a verdict says.

An engine is a frozen dataclass that is the schema, the grader and the board of its kind. It knows no
database, no clock and no request. Grading gives right or wrong, never anything between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal[
    "broken-need",  # two placed items stand the wrong way round
    "out-of-sequence",  # one sequence is asked for, and two neighbours in it stand the wrong way round
    "distractor-used",
    "left-out",
    "repeated",
    "wrong-pair",
    "unpaired",
    "reused",
    "wrong-option",
    "missing-option",
    "foreign",  # an id this question does not have; no board sends one, an author's example may
]


class Unanswered(ValueError):
    """A blank response was to be graded. Blank is not wrong: there is no verdict on it."""

    def __init__(self) -> None:
        super().__init__("a blank response is unanswered, not wrong; ask is_blank() before grading")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is, and the trap that those step into who think otherwise."""

    why: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands, and the ISO date on which it was last read there."""

    url: str
    checked: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """The question's own test: a response and whether the grader must call it right."""

    response: tuple[str, ...] | Mapping[str, str]
    correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a question says about itself, whatever its kind. Texts are Markdown as written."""

    key: str
    prompt: str
    explain: str
    topics: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    exams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    difficulty: int | None = None
    asks: Literal["recall", "judgement"] | None = None
    reread: tuple[str, ...] = ()
    source: tuple[Source, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that made a response wrong, told in ids of the question.

    `subject` is what was misplaced, used, left out or mispaired; `other` is what it stands against: the item
    that had to come first (broken-need, out-of-sequence), the response given (wrong-pair), else empty.
    `also` is a second reason where there can be two: at a wrong pair, `why` and `trap` are those of the
    response that was used, and `also` is that of the prompt.
    """

    fault: Fault
    subject: str
    other: str = ""
    why: str = ""
    trap: str = ""
    also: Reason = Reason()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Right or not, and everything that speaks against it. Right means no findings, and the reverse."""

    findings: tuple[Finding, ...] = ()

    @property
    def correct(self) -> bool:
        return not self.findings

    @property
    def traps(self) -> tuple[str, ...]:
        """The traps stepped into, each once, in the order of the findings."""
        return tuple(dict.fromkeys(trap for f in self.findings for trap in (f.trap, f.also.trap) if trap))
