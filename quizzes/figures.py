"""The figures of a question, from counts of its wordings: how hard, how telling, how long. Pure.

facility        the share right, with Wilson's interval (quizzes.scores)
discrimination  the correlation between right or wrong at this question and the rest score: the share right of
                the other first attempts at this bank in the same sitting, where there are four or more. The
                question itself is left out of it (the corrected item-total correlation), for with it every
                question would agree with itself. First attempts alone. The interval is Fisher's
                (https://doi.org/10.2307/2331838)
median          of the seconds, no more than 5 per cent from the true one (kit.buckets)
guess           the share that would be right by chance

Nothing is flagged of fewer than ENOUGH.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import atanh, comb, perm, prod, sqrt, tanh
from typing import Final, Literal

from kit.buckets import median_of
from quizzes import engines
from quizzes.counts import ALL, LOWER, MIDDLE, NOTHING, UPPER, Cell
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering
from quizzes.scores import Mark, Z

ENOUGH: Final = 30
"""Below so many first attempts nothing is flagged. The numbers themselves are always shown."""

HARD: Final = 0.3
EASY: Final = 0.95
GROUPS: Final = (LOWER, MIDDLE, UPPER)

Tries = Literal["first", "all"]
"""Which attempts are told of: the first of each learner, or all of them."""

Thing = tuple[str, str, str]
"""Sort, one, other, as in quizzes.counts."""

Flag = Literal["negative", "hard", "guessing", "easy", "unused"]


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How right or wrong here goes with right or wrong elsewhere: `r` from -1 to 1, by `n` sittings."""

    r: float
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """From where to where the true one is to be expected, 95 times in 100."""
        if self.n <= 3 or abs(self.r) >= 1:
            return (-1.0, 1.0) if self.n <= 3 else (self.r, self.r)
        middle, half = atanh(self.r), Z / sqrt(self.n - 3)
        return tanh(middle - half), tanh(middle + half)


@dataclass(frozen=True)  # no slots: what is found out is kept
class Figures:
    """What is told of one question, from the counts of its wordings added up.

    `groups` holds what happened by score group; in ALL everything, in the others first attempts alone.
    """

    tries: Tries
    groups: Mapping[int, Mapping[Thing, Cell]] = field(default_factory=dict)

    def count(self, sort: str, one: str = "", other: str = "", *, group: int = ALL) -> int:
        """How often this happened, of the attempts that are told of."""
        cell = self.cell(sort, one, other, group=group)
        return cell.n if self.tries == "all" and group == ALL else cell.first

    def cell(self, sort: str, one: str = "", other: str = "", *, group: int = ALL) -> Cell:
        return self.groups.get(group, {}).get((sort, one, other), NOTHING)

    def mark(self, group: int = ALL) -> Mark:
        """How many were right of how many: the facility."""
        cell = self.cell("tried", group=group)
        if self.tries == "all" and group == ALL:
            return Mark(cell.right, cell.n)
        return Mark(cell.first_right, cell.first)

    @cached_property
    def facility(self) -> Mark:
        return self.mark()

    @property
    def attempts(self) -> int:
        """All of them, whatever is told of."""
        return self.cell("tried").n

    @property
    def blank(self) -> int:
        """In so many sittings that are over it was left unanswered."""
        return self.cell("blank").n

    @property
    def enough(self) -> bool:
        return self.cell("tried").first >= ENOUGH

    @cached_property
    def median(self) -> float | None:
        """Seconds, by half of which it was answered."""
        things = self.groups.get(ALL, {})
        return median_of({int(one): self.count(sort, one) for sort, one, _ in things if sort == "time"})

    @cached_property
    def discrimination(self) -> Discrimination | None:
        """None where all were right, or wrong, or had the same rest score: nothing goes with anything."""
        sums = [self.cell("rest", str(power)) for power in range(3)]
        return _correlated(*((cell.first, cell.first_right) for cell in sums))

    @cached_property
    def months(self) -> tuple[str, ...]:
        """In which there were answers, the first of them first."""
        return tuple(sorted(one for sort, one, _ in self.groups.get(ALL, {}) if sort == "month"))

    def most(self, *sorts: str) -> tuple[Thing, int] | None:
        """What happened most often of these sorts, and how often; None if nothing did."""
        found = [
            (self.count(*thing), thing)
            for thing in self.groups.get(ALL, {})
            if thing[0] in sorts and self.count(*thing) > 0
        ]
        if not found:
            return None
        count, thing = min(found, key=lambda each: (-each[0], each[1]))
        return thing, count


def added(cells: Iterable[tuple[int, Thing, Cell]], tries: Tries) -> Figures:
    """The figures of these counts (score group, thing, cell), those of the same thing added up."""
    groups: dict[int, dict[Thing, Cell]] = {}
    for group, thing, cell in cells:
        things = groups.setdefault(group, {})
        things[thing] = things[thing] + cell if thing in things else cell
    return Figures(tries, groups)


def together(several: Iterable[Figures], tries: Tries) -> Figures:
    """The figures of several wordings as those of one."""
    return added(
        (
            (group, thing, cell)
            for figures in several
            for group, things in figures.groups.items()
            for thing, cell in things.items()
        ),
        tries,
    )


def flags(figures: Figures, question: engines.Question | None) -> tuple[Flag, ...]:
    """What an author should look at, the most pressing first. Of first attempts, whatever is shown."""
    if not figures.enough:
        return ()
    cell = figures.cell("tried")
    mark, agreed = Mark(cell.first_right, cell.first), figures.discrimination
    low, high = mark.interval
    by_chance = guess(question) if question else None
    found: list[Flag] = []
    if agreed is not None and agreed.n >= ENOUGH and agreed.interval[1] < 0:
        found.append("negative")
    if high < HARD:
        found.append("hard")
    elif by_chance is not None and mark.share <= by_chance:
        found.append("guessing")
    if low > EASY:
        found.append("easy")
    if question is not None and unused(figures, question):
        found.append("unused")
    return tuple(found)


def unused(figures: Figures, question: engines.Question) -> tuple[str, ...]:
    """The ids of what was to tempt, and tempted nobody: wrong options, distractors, responses of no pair."""
    match question:
        case Choice():
            wrong = (key for key, option in question.options.items() if not option.correct)
            return tuple(key for key in wrong if not figures.cell("option", key).n)
        case Ordering():
            return tuple(key for key in question.distractors if not figures.cell("used", key).n)
        case Matching():
            allowed = {key for pair in question.pairs.values() for key in pair}
            given = {other for sort, _, other in figures.groups.get(ALL, {}) if sort == "pair"}
            return tuple(key for key in question.responses if key not in allowed | given)


def guess(question: engines.Question) -> float | None:
    """The share that would be right if everybody filled the board by chance; None where it is not known.

    >>> from quizzes.engines.choice import Option
    >>> four = {key: Option(key, key == "a") for key in "abcd"}
    >>> guess(Choice(key="q", prompt="?", explain="!", options=four))
    0.25
    """
    match question:
        case Choice():
            return 1 / comb(len(question.options), question.wanted)
        case Ordering():
            orders = question.right_orders()
            return orders / perm(len(question.texts()), len(question.items)) if orders else None
        case Matching():
            allowed = [len(pair) for pair in question.pairs.values()]
            if question.reuse:
                return prod(number / len(question.responses) for number in allowed)
            return 1 / perm(len(question.responses), len(allowed)) if max(allowed) == 1 else None


def _correlated(
    ones: tuple[int, int], sums: tuple[int, int], squares: tuple[int, int]
) -> Discrimination | None:
    """Pearson's correlation from sums of rest scores to the powers 0, 1 and 2: of all, and of those right.

    Whole numbers until the last step, so that nothing is lost in it. Those right are 1 and the others 0, so
    the sum of their squares is their number.
    """
    (n, right), (score, score_right), (square, _) = ones, sums, squares
    spread = (n * right - right * right) * (n * square - score * score)
    if n < 2 or spread <= 0:
        return None
    return Discrimination((n * score_right - right * score) / sqrt(spread), n)
