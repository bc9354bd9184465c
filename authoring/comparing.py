"""Two texts of one bank, line by line: what each has that the other has not. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

AROUND: Final = 3
"""So many lines that are the same in both stand before and after those that are not."""

MOST_COMPARED: Final = 4_000
"""Lines of both texts between the first and the last that differ. To compare more takes too long."""

MOST_SHOWN: Final = 1_000
MOST_OF_A_LINE: Final = 240


@dataclass(frozen=True, slots=True)
class Row:
    """A line of both texts, of one alone, or a gap of lines that are the same in both."""

    of: Literal["both", "theirs", "mine", "gap"]
    text: str = ""


def compared(*, theirs: str, mine: str) -> list[Row] | None:
    """The lines that differ, with a few around them. None where too much differs to be shown so.

    >>> [(row.of, row.text) for row in compared(theirs="a\\nb", mine="a\\nc")]
    [('both', 'a'), ('theirs', 'b'), ('mine', 'c')]
    """
    a, b = theirs.split("\n"), mine.split("\n")
    head = _alike(a, b)
    tail = _alike(a[head:][::-1], b[head:][::-1])
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    if len(middle_a) + len(middle_b) > MOST_COMPARED:
        return None
    rows = [
        *(Row("both", line) for line in a[:head]),
        *_middle(middle_a, middle_b),
        *(Row("both", line) for line in a[len(a) - tail :]),
    ]
    shown = list(_shown(rows))
    return shown if len(shown) <= MOST_SHOWN else None


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    """How many lines are the same, from the first on."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _middle(a: Sequence[str], b: Sequence[str]) -> Iterator[Row]:
    for what, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=True).get_opcodes():
        if what == "equal":
            yield from (Row("both", line) for line in a[a0:a1])
        else:
            yield from (Row("theirs", line) for line in a[a0:a1])
            yield from (Row("mine", line) for line in b[b0:b1])


def _shown(rows: Sequence[Row]) -> Iterator[Row]:
    near: set[int] = set()
    for at, row in enumerate(rows):
        if row.of != "both":
            near.update(range(at - AROUND, at + AROUND + 1))
    before = -1
    for at in sorted(near):
        if not 0 <= at < len(rows):
            continue
        if at != before + 1:
            yield Row("gap")
        text = rows[at].text
        yield Row(rows[at].of, text[:MOST_OF_A_LINE] + "…" * (len(text) > MOST_OF_A_LINE))
        before = at
    if 0 <= before < len(rows) - 1:
        yield Row("gap")
