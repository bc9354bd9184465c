"""What to ask next. Pure: the candidates, the wish and the dice come in.

A practice sitting mixes what has not been seen with what went wrong, and holds no question twice.
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
    """A question that may be asked: the id of its current version, its kind, how it last went."""

    version: int
    kind: str
    past: Past = "unseen"


def line_up(candidates: Iterable[Candidate], *, length: int, dice: Random) -> tuple[int, ...]:
    """Up to `length` versions, each once: unseen before wrong before right, the kinds mixed.

    Of equals, chance decides. Raises ValueError for a length below one.

    >>> line_up([Candidate(1, "choice"), Candidate(2, "choice", "right")], length=1, dice=Random(1))
    (1,)
    """
    if length < 1:
        raise ValueError("A sitting asks at least one question.")
    pool = sorted({c.version: c for c in candidates}.values(), key=lambda c: c.version)
    dice.shuffle(pool)
    pool.sort(key=lambda c: BEFORE[c.past])
    chosen = pool[:length]
    dice.shuffle(chosen)
    return _alternating(chosen)


def _alternating(chosen: Sequence[Candidate]) -> tuple[int, ...]:
    """The same questions with the kinds spread out, so that five matchings do not come in a row."""
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        by_kind.setdefault(candidate.kind, []).append(candidate)
    placed = [
        ((index + 0.5) / len(group), candidate.version)
        for group in by_kind.values()
        for index, candidate in enumerate(group)
    ]
    return tuple(version for _, version in sorted(placed))
