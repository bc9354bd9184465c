"""Whole numbers counted in buckets: sums that can be kept for ever, and a median with a known error."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final


def bucket(number: int) -> int:
    """The lowest number that is counted together with this one; what is below 0 is counted as 0.

    >>> [bucket(n) for n in (0, 7, 10, 12, 100, 10**9)]
    [0, 7, 10, 11, 94, 1017010]
    """
    return LOWEST[bisect_right(LOWEST, max(0, number)) - 1]


def median_of(counted: Mapping[int, int]) -> float | None:
    """The median of what was counted, by bucket; None of nothing.

    Below 11 it is exact, and up to a million no more than 5 per cent from the true one: what stands for a
    bucket is its middle, and no number in it is further away.

    >>> median_of({5: 2, 7: 2}), median_of({94: 1}), median_of({})
    (6.0, 98.5, None)
    """
    total = sum(counted.values())
    if total <= 0:
        return None
    return (_nth(counted, (total - 1) // 2) + _nth(counted, total // 2)) / 2


def _lowest() -> Iterator[int]:
    """Each number for itself to begin with, then steps of a tenth."""
    low = 0
    while low < 1_000_000:
        yield low
        low = max(low + 1, -(-low * 11 // 10))
    yield low


LOWEST: Final = tuple(_lowest())
_MIDDLES: Final = {LOWEST[-1]: float(LOWEST[-1])} | {a: (a + b - 1) / 2 for a, b in pairwise(LOWEST)}


def _nth(counted: Mapping[int, int], n: int) -> float:
    """What stands for the nth, from 0 on, by size."""
    for low in sorted(counted):
        if n < counted[low]:
            return _MIDDLES[low]
        n -= counted[low]
    raise AssertionError("there are fewer")
