"""CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - those are meant
"""What spreadsheets take for the beginning of a formula, the full-width forms among them; and what hides one
from view (https://owasp.org/www-community/attacks/CSV_Injection)."""


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as lines of a file, one at a time, so that a long file is never held whole.

    >>> list(lines([["a", 1], ["=SUM(A1)", None]]))
    ['a,1\\r\\n', "'=SUM(A1),\\r\\n"]
    """
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])


def _safe(cell: object) -> object:
    """Numbers as they are; a text that could be read as a formula behind an apostrophe."""
    if isinstance(cell, str) and cell.startswith(BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell


class _Echo:
    """Gives back what is written: the writer returns it."""

    def write(self, line: str) -> str:
        return line
