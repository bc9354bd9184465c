"""Where a sitting stands: its places as the navigator and the summary show them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["right", "wrong", "unanswered", "void"]
"""How it went at a place; a void one counts for nobody."""


def outcome(correct: bool | None, *, void: bool) -> Outcome:
    """
    >>> outcome(None, void=False), outcome(False, void=False), outcome(False, void=True)
    ('unanswered', 'wrong', 'void')
    """
    if void:
        return "void"
    return "unanswered" if correct is None else "right" if correct else "wrong"


@dataclass(frozen=True, slots=True)
class CaseName:
    """The case that neighbouring places belong to: the id of its wording, and its title if it has one."""

    version: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of a sitting."""

    number: int
    kind: str
    outcome: Outcome
    case: CaseName | None = None
    drafted: bool = False  # something is on its board and saved
    flagged: bool = False  # to come back to

    @property
    def state(self) -> Outcome | Literal["drafted"]:
        """What its mark shows: the outcome; before there is one, whether something is on the board."""
        return "drafted" if self.outcome == "unanswered" and self.drafted else self.outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """All places of a sitting, and what follows from them."""

    stops: tuple[Stop, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(stop.outcome == outcome for stop in self.stops)

    @property
    def right(self) -> int:
        return self.count("right")

    @property
    def wrong(self) -> int:
        return self.count("wrong")

    @property
    def unanswered(self) -> int:
        return self.count("unanswered")

    @property
    def void(self) -> int:
        return self.count("void")

    @property
    def total(self) -> int:
        return len(self.stops)

    @property
    def counted(self) -> int:
        """All but the void ones: of so many so many are right."""
        return self.total - self.void

    def of_case(self, case: int) -> Sequence[Stop]:
        """The places whose questions belong to this wording of a case, as far as this sitting has them."""
        return [stop for stop in self.stops if stop.case and stop.case.version == case]

    def next_after(self, number: int) -> int | None:
        """The next unanswered place after this one, going round once; None when all are answered."""
        waiting = [
            stop.number for stop in self.stops if stop.outcome == "unanswered" and stop.number != number
        ]
        return next((n for n in waiting if n > number), waiting[0] if waiting else None)

    def missed(self, *, blank_too: bool = False) -> Sequence[int]:
        """The places that were answered wrong; after an exam those that stayed blank, too."""
        counted = ("wrong", "unanswered") if blank_too else ("wrong",)
        return [stop.number for stop in self.stops if stop.outcome in counted]
