"""A notebook as one Markdown file, to be kept elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_MARKS = re.compile(r"([\\`*_\[\]<>#])")


@dataclass(frozen=True, slots=True)
class Line:
    """One leaf as the file tells it: where its entry is, unless that is retired, and the note as written."""

    label: str
    title: str
    address: str
    bookmarked: bool
    note: str


def markdown(lines: Iterable[Line], *, today: date) -> str:
    """The file. Each note is quoted line by line, so that no mark in it changes what comes after it.

    >>> print(markdown([Line("Trap", "A gate", "", True, "No!")], today=date(2026, 11, 2)))
    # Notes from Pipeline Study
    <BLANKLINE>
    2 November 2026
    <BLANKLINE>
    ## A gate
    <BLANKLINE>
    Trap, retired, bookmarked
    <BLANKLINE>
    > No!
    <BLANKLINE>
    """
    parts = ["# Notes from Pipeline Study", f"{today.day} {today:%B %Y}"]
    for line in lines:
        about = [line.label, f"<{line.address}>" if line.address else "retired"]
        parts += [
            f"## {_plain(line.title)}",
            ", ".join([*about, *(["bookmarked"] if line.bookmarked else [])]),
        ]
        if line.note:
            parts.append("\n".join(f"> {written}".rstrip() for written in line.note.split("\n")))
    return "\n\n".join(parts) + "\n"


def _plain(title: str) -> str:
    return _MARKS.sub(r"\\\1", title)
