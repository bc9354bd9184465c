"""What to ask next. Pure: the candidates, the wish and the dice come in.

A practice sitting mixes what has not been seen with what went wrong, and holds no question twice. The
questions of a case are one candidate: asked together, in their order, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

Past = Literal["unseen", "wrong", "right"]
BEFORE: dict[Past, int] = {"unseen": 0, "wrong": 1, "right": 2}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be asked: ids of current versions, its kind, how it last went.

    A question has one version, a case those of its questions, in their order.
    """

    versions: tuple[int, ...]
    kind: str
    past: Past = "unseen"


def most_pressing(pasts: Iterable[Past]) -> Past:
    """How several questions went that are asked together: unseen if one is, else wrong if one was."""
    return min(pasts, key=BEFORE.__getitem__)


def line_up(candidates: Iterable[Candidate], *, length: int, dice: Random) -> tuple[int, ...]:
    """The versions to ask, each once: unseen before wrong before right, the kinds mixed, cases whole.

    Each question of a case counts as one. The line-up has exactly `length` questions wherever some choice of
    candidates gives that. Where none does, it has as few more as possible; where all candidates together
    have fewer, all are asked. A version that stands alone and in a case is asked in the case. Of equals,
    chance decides. Raises ValueError for a length below one.

    >>> line_up([Candidate((1,), "choice"), Candidate((2,), "choice", "right")], length=1, dice=Random(1))
    (1,)
    >>> line_up([Candidate((1, 2, 3), "case"), Candidate((4,), "choice", "right")], length=1, dice=Random(1))
    (4,)
    """
    if length < 1:
        raise ValueError("A sitting asks at least one question.")
    whole = {v: c for c in sorted(candidates, key=lambda c: len(c.versions)) for v in c.versions}
    pool = sorted(set(whole.values()), key=lambda c: c.versions)
    dice.shuffle(pool)
    pool.sort(key=lambda c: BEFORE[c.past])
    chosen = _fitting(pool, length)
    dice.shuffle(chosen)
    return _alternating(chosen)


def shared(candidates: Iterable[Candidate], fresh: int, *, length: int, dice: Random) -> list[Candidate]:
    """The candidates to ask beside so many fresh variants: half of a sitting, or what the variants leave.

    With fewer variants than half the places, candidates take the rest; with too few candidates, variants do.
    """
    pool = list(candidates)
    places = max(length - length // 2, length - fresh)
    if not pool or places < 1:
        return []
    chosen = set(line_up(pool, length=places, dice=dice))
    return [candidate for candidate in pool if chosen.issuperset(candidate.versions)]


def _fitting(pool: Sequence[Candidate], length: int) -> list[Candidate]:
    """The first of the pool, leaving out those that would keep the rest from meeting the length.

    Bit n of `sums[i]` says whether some of the pool from i on have n questions together.
    """
    sums = [1]
    for candidate in reversed(pool):
        sums.append(sums[-1] | sums[-1] << len(candidate.versions))
    sums.reverse()
    enough = sums[0] >> length
    if not enough:
        return list(pool)
    left = length + (enough & -enough).bit_length() - 1
    chosen = []
    for candidate, rest in zip(pool, sums[1:], strict=True):
        size = len(candidate.versions)
        if size <= left and rest >> (left - size) & 1:
            chosen.append(candidate)
            left -= size
    return chosen


def _alternating(chosen: Sequence[Candidate]) -> tuple[int, ...]:
    """The same questions with the kinds spread out, so that five matchings do not come in a row."""
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        by_kind.setdefault(candidate.kind, []).append(candidate)
    placed = [
        ((index + 0.5) / len(group), candidate.versions)
        for group in by_kind.values()
        for index, candidate in enumerate(group)
    ]
    return tuple(version for _, versions in sorted(placed) for version in versions)
