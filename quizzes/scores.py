"""What a finished exam says: the share that was right, how sure that is, and how it stands to a line. Pure.

A share of few questions says little. So each comes with the interval that holds the true share 95 times in
100: Wilson's (https://doi.org/10.1080/01621459.1927.10502953), which stays within 0 and 1 and suits few.
There is no partial credit, and what was left unanswered counts as not right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

from quizzes.exams import KINDS, clock

Z: Final = 1.959963984540054
"""How many standard deviations 95 per cent of a normal distribution lie within."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one question of an exam went. `domain`, `kind` and `topics` are in words."""

    number: int
    correct: bool
    answered: bool
    scored: bool
    domain: str
    kind: str
    topics: tuple[str, ...] = ()
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """So many right of so many, and the interval of that share."""

    right: int
    of: int

    @property
    def missed(self) -> int:
        return self.of - self.right

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """From where to where the true share is to be expected, 95 times in 100; all there is where n is 0.

        >>> [round(bound, 3) for bound in Mark(8, 10).interval]
        [0.49, 0.943]
        """
        n = self.of
        if not n:
            return 0.0, 1.0
        middle = (self.share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(self.share * (1 - self.share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def width(self) -> int:
        """How many per cent the interval spans."""
        low, high = self.between
        return high - low

    @property
    def between(self) -> tuple[int, int]:
        """The interval in whole per cent."""
        low, high = self.interval
        return round(100 * low), round(100 * high)


@dataclass(frozen=True, slots=True)
class Row:
    """One domain, topic or kind: its mark, and the seconds that went to it on average."""

    name: str
    mark: Mark
    seconds: int

    @property
    def time(self) -> str:
        return clock(self.seconds)


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line is drawn: at the same part of the way from none to all right as on the exam's own scale.

    AWS does not publish how right answers become a scaled score. So this is a line of ours and no forecast:
    720 on a scale from 100 to 1000 is 620/900 of the way, and that share of the questions is what it takes.
    """

    pass_line: int
    scale: tuple[int, int]
    mark: Mark

    @property
    def needed(self) -> int:
        """How many must be right to reach the line."""
        low, high = self.scale
        return ceil((self.pass_line - low) * self.mark.of / (high - low) - 1e-9)

    @property
    def percent(self) -> int:
        low, high = self.scale
        return round(100 * (self.pass_line - low) / (high - low))

    @property
    def reached(self) -> bool:
        return self.mark.right >= self.needed

    @property
    def sure(self) -> bool:
        """Whether the line lies outside the interval: another exam would likely end on the same side."""
        low, high = self.mark.interval
        share = (self.pass_line - self.scale[0]) / (self.scale[1] - self.scale[0])
        return not low < share < high


@dataclass(frozen=True, slots=True)
class Score:
    """What counts of an exam: as a whole, by domain, topic (most missed first) and kind."""

    mark: Mark
    unscored: Mark
    domains: tuple[Row, ...]
    topics: tuple[Row, ...]
    kinds: tuple[Row, ...]
    seconds: int  # in all, unscored questions among them
    unanswered: int

    @property
    def mostly_blank(self) -> bool:
        """Fewer than half were answered: nothing is to be said from it of other questions."""
        return 2 * self.unanswered > self.mark.of + self.unscored.of

    def line(self, pass_line: int | None, scale: Sequence[int] | None) -> Line | None:
        """The line that a profile draws, if it draws one."""
        if pass_line is None or not scale:
            return None
        return Line(pass_line, (scale[0], scale[1]), self.mark)


def score(answered: Sequence[Answered]) -> Score:
    """The score of an exam from how each of its questions went; only scored ones count for the marks."""
    counted = [a for a in answered if a.scored]
    return Score(
        mark=_mark(counted),
        unscored=_mark([a for a in answered if not a.scored]),
        domains=tuple(sorted(_rows(counted, lambda a: (a.domain,)), key=lambda row: row.name)),
        topics=tuple(
            sorted(_rows(counted, lambda a: a.topics), key=lambda row: (-row.mark.missed, row.name))
        ),
        kinds=_rows(sorted(counted, key=lambda a: _place(a.kind)), lambda a: (a.kind,)),
        seconds=sum(a.seconds for a in answered),
        unanswered=sum(not a.answered for a in answered),
    )


def _place(kind: str) -> int:
    names = list(KINDS.values())
    return names.index(kind) if kind in names else len(names)


def _mark(answered: Sequence[Answered]) -> Mark:
    return Mark(sum(a.correct for a in answered), len(answered))


def _rows(answered: Iterable[Answered], names: Callable[[Answered], Iterable[str]]) -> tuple[Row, ...]:
    """A row for each name. A question of two topics counts in both."""
    groups: dict[str, list[Answered]] = {}
    for one in answered:
        for name in names(one):
            groups.setdefault(name, []).append(one)
    return tuple(
        Row(name, _mark(group), round(sum(a.seconds for a in group) / len(group)))
        for name, group in groups.items()
    )
