"""What attempts, and sittings that are over, add to the counts of the wordings they asked. Pure.

The statistics of a question and of a bank are sums of these counts (quizzes.figures). Everything here is a
whole number that is added: so it can be added with each attempt, taken out again when an attempt is judged
anew or becomes somebody's second one, and found again from all attempts there are (docs/adr/0023).

A count is known by the wording it belongs to, a score group, its sort and up to two ids of the question. What
concerns a whole bank or sitting is counted at the wording that the sitting asked first of that bank: a sum
over the bank's wordings finds it, and no row is written by everybody who answers anything in the bank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from kit.buckets import bucket

ALL, LOWER, MIDDLE, UPPER = range(4)
"""Score groups: everybody; and those whose rest score is below 1/2, from 1/2 to 3/4, above 3/4."""

FEWEST: Final = 5
"""A sitting has a score in a bank, and its questions a rest score, with as many first attempts as this."""

SCALE: Final = 1000
"""A rest score is kept in whole thousandths, so that sums are exact in whatever order they are made."""

BINS: Final = 10
"""Scores are told in so many equal parts, the last of which holds the full score too."""

Key = tuple[int, int, str, str, str]
"""Wording, score group, sort, one, other. The sorts, and what `one` and `other` are:

tried             every attempt
time     seconds  by how long it took: the lowest of its bucket
month    month    by when: 2026-11, UTC
learner           the first answer of somebody to anything of this bank
need     ids      `other` needs `one` before it, and stood before it
used     id       a distractor that was placed
left     id       an item that was left out
option   id       an option that was chosen
pair     ids      `one` is a prompt, `other` the response it was given; "" where it was given none
blank             asked in a sitting that is over, and never answered; `n` alone
sitting           sittings that are over and answered something of the bank; `n` alone
score    part     of those with a score, by which tenth it lies in: 0 to 9; `n` alone
rest     power    the sum of the rest scores to this power, 0 to 2, in thousandths: first attempts alone
"""


class Novelty(IntEnum):
    """What an attempt was to its learner when it was recorded. It is kept, for learners may be deleted."""

    AGAIN = 0
    FIRST = 1  # at this question
    NEW = 2  # at this question, and at anything of its bank


@dataclass(frozen=True, slots=True)
class Cell:
    """How often: of all attempts, and of the first ones at this question by each learner."""

    n: int = 0
    right: int = 0
    first: int = 0
    first_right: int = 0

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.n + other.n,
            self.right + other.right,
            self.first + other.first,
            self.first_right + other.first_right,
        )

    def __neg__(self) -> Cell:
        return Cell(-self.n, -self.right, -self.first, -self.first_right)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is counted of an attempt. `response` and `findings` are as it keeps them."""

    kind: str
    response: Sequence[str] | Mapping[str, str]
    correct: bool
    findings: Sequence[Mapping[str, Any]]
    seconds: int | None
    month: str
    novelty: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One place of a sitting: a wording of a question of a bank, and the answer if there is one."""

    version: int
    bank: int
    answer: Answer | None


class Counts(dict[Key, Cell]):
    """Counts that are added up; what comes to nothing can be left out."""

    def add(self, key: Key, cell: Cell) -> None:
        before = self.get(key)
        self[key] = cell if before is None else before + cell

    def __iadd__(self, other: Counts) -> Counts:
        for key, cell in other.items():
            self.add(key, cell)
        return self

    def __isub__(self, other: Counts) -> Counts:
        for key, cell in other.items():
            self.add(key, -cell)
        return self

    def changed(self) -> Counts:
        """Without what comes to nothing."""
        return Counts((key, cell) for key, cell in self.items() if cell != NOTHING)


NOTHING: Final = Cell()


def of_attempts(places: Iterable[Asked]) -> Counts:
    """What these places add when they are answered. Each once: whoever calls knows which are new."""
    counts = Counts()
    for asked in places:
        if asked.answer is not None:
            _add_attempt(counts, asked.version, asked.answer)
    return counts


def of_end(places: Sequence[Asked]) -> Counts:
    """What a sitting adds when it is over, by its whole line-up, beside what its attempts have added."""
    counts = Counts()
    banks: dict[int, list[Asked]] = {}
    for asked in places:
        banks.setdefault(asked.bank, []).append(asked)
        if asked.answer is None:
            counts.add((asked.version, ALL, "blank", "", ""), Cell(n=1))
    for of_bank in banks.values():
        _add_end(counts, of_bank)
    return counts


def of_sitting(places: Sequence[Asked], *, over: bool) -> Counts:
    """All that a sitting has added so far."""
    counts = of_attempts(places)
    if over:
        counts += of_end(places)
    return counts


def group_of(right: int, of: int) -> int:
    """The score group of a rest score.

    >>> group_of(1, 4) == LOWER, group_of(2, 4) == group_of(3, 4) == MIDDLE, group_of(4, 5) == UPPER
    (True, True, True)
    """
    if 2 * right < of:
        return LOWER
    return UPPER if 4 * right > 3 * of else MIDDLE


def _add_attempt(counts: Counts, version: int, answer: Answer) -> None:
    cell = _cell(answer)
    counts.add((version, ALL, "tried", "", ""), cell)
    counts.add((version, ALL, "month", answer.month, ""), cell)
    if answer.seconds is not None:
        counts.add((version, ALL, "time", str(bucket(answer.seconds)), ""), cell)
    if answer.novelty == Novelty.NEW:
        counts.add((version, ALL, "learner", "", ""), cell)
    for sort, one, other in _happened(answer):
        counts.add((version, ALL, sort, one, other), cell)


def _cell(answer: Answer) -> Cell:
    first = answer.novelty != Novelty.AGAIN
    return Cell(1, int(answer.correct), int(first), int(first and answer.correct))


def _add_end(counts: Counts, places: Sequence[Asked]) -> None:
    """What one bank gets of a sitting that is over."""
    home = places[0].version
    if any(asked.answer for asked in places):
        counts.add((home, ALL, "sitting", "", ""), Cell(n=1))
    firsts = [(p.version, p.answer) for p in places if p.answer and p.answer.novelty != Novelty.AGAIN]
    right, of = sum(answer.correct for _, answer in firsts), len(firsts)
    if of < FEWEST:
        return
    counts.add((home, ALL, "score", str(min(BINS - 1, BINS * right // of)), ""), Cell(n=1))
    for version, answer in firsts:
        rest = right - answer.correct
        _add_rest(counts, version, answer, (2 * SCALE * rest + of - 1) // (2 * (of - 1)))
        group, cell = group_of(rest, of - 1), Cell(first=1, first_right=int(answer.correct))
        counts.add((version, group, "tried", "", ""), cell)
        for sort, one, other in _happened(answer):
            counts.add((version, group, sort, one, other), cell)


def _add_rest(counts: Counts, version: int, answer: Answer, score: int) -> None:
    for power in range(3):
        sums = Cell(first=score**power, first_right=score**power * answer.correct)
        counts.add((version, ALL, "rest", str(power), ""), sums)


def _happened(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """What of the board was used in which way; each thing once."""
    if isinstance(answer.response, Mapping):
        yield from (("pair", prompt, given) for prompt, given in answer.response.items() if given)
        blanks = (f["subject"] for f in answer.findings if f["fault"] == "unpaired")
        yield from (("pair", prompt, "") for prompt in blanks)
    elif answer.kind == "choice":
        yield from (("option", option, "") for option in dict.fromkeys(answer.response))
    else:
        yield from (found for f in answer.findings if (found := _found(f)))


def _found(finding: Mapping[str, Any]) -> tuple[str, str, str] | None:
    match finding["fault"]:
        case "broken-need" | "out-of-sequence":
            return "need", finding["other"], finding["subject"]
        case "distractor-used":
            return "used", finding["subject"], ""
        case "left-out":
            return "left", finding["subject"], ""
    return None
