"""A text as it may be kept, and a place in it as it is shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kit.problems import Problem
from kit.yamltext import MAX_BYTES

MOST_SHOWN: Final = 200
"""So many problems stand on a page; who puts them right sees the next."""

WHOLE: Final = 2_000
"""So many lines are listed whole; of a longer text those around its problems are."""

AROUND: Final = 3
"""Lines shown before and after the line of a problem, where the text is too long to be listed whole."""

MOST_OF_A_LINE: Final = 240

_BREAK = re.compile(r"\r\n|\r")
_SLUG = re.compile(r"""^bank:[ \t]*["']?([a-z0-9][a-z0-9-]{0,63})(?![a-z0-9-])""", re.MULTILINE)
_SLUG_LINE = re.compile(r"^bank:[^\n]*$", re.MULTILINE)


class Unusable(Exception):
    """This text cannot be kept at all; `str()` says why and what to do."""


def cleaned(text: str) -> str:
    """The text with LF at every line's end, which no line or column of it notices. Raises Unusable.

    A browser sends CR LF whatever was in the file, so a file would change by being looked at.
    """
    text = _BREAK.sub("\n", text.removeprefix("\ufeff"))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unusable(f"Line {line} holds NUL, which no text does. Is this the right file?")
    if (size := len(text.encode("utf-8", "replace"))) > MAX_BYTES:
        raise Unusable(
            f"The text has {size} bytes, and a bank at most {MAX_BYTES // 2**20} MiB. Divide it into several."
        )
    return text.encode("utf-8", "replace").decode()


def slug_of(text: str) -> str:
    """The slug that a text has where such a line stands by itself, as everybody writes it; else nothing."""
    found = _SLUG.search(text)
    return found[1] if found else ""


def with_slug(text: str, slug: str) -> str:
    """The text of a bank under another slug; without one, as it is.

    >>> with_slug("bank: theirs\\ntitle: A\\n", "ours")
    'bank: ours\\ntitle: A\\n'
    """
    return _SLUG_LINE.sub(f"bank: {slug}", text, count=1)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A problem with the line it is on, parted at its column: before, and from there on."""

    problem: Problem
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text by its number. `gap`: lines before it are left out. `bad`: a problem is on it."""

    number: int
    text: str
    bad: bool
    gap: bool = False


def quoted(text: str, problems: Sequence[Problem]) -> list[Quoted]:
    """The first MOST_SHOWN problems, each with its line."""
    lines = text.split("\n")
    return [_quoted(problem, lines) for problem in problems[:MOST_SHOWN]]


def listing(text: str, problems: Sequence[Problem]) -> list[Line]:
    """The lines of the text, each once; of a long one those around the problems that are shown."""
    lines = text.split("\n")
    bad = {problem.line for problem in problems[:MOST_SHOWN]}
    wanted = range(1, len(lines) + 1) if len(lines) <= WHOLE else sorted(_near(bad, len(lines)))
    return list(_listed(lines, wanted, bad))


def _quoted(problem: Problem, lines: Sequence[str]) -> Quoted:
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    at = min(problem.column - 1, len(line))
    begin = max(0, at - MOST_OF_A_LINE // 2)
    before = line[begin:at].lstrip() if not begin else "…" + line[begin:at]
    after = line[at : at + MOST_OF_A_LINE // 2]
    return Quoted(problem, before, after + "…" * (len(line) > at + MOST_OF_A_LINE // 2))


def _near(bad: Iterable[int], count: int) -> set[int]:
    return {n for line in bad for n in range(line - AROUND, line + AROUND + 1) if 1 <= n <= count}


def _listed(lines: Sequence[str], wanted: Iterable[int], bad: set[int]) -> Iterator[Line]:
    before = 0
    for number in wanted:
        text = lines[number - 1]
        shown = text[:MOST_OF_A_LINE] + "…" * (len(text) > MOST_OF_A_LINE)
        yield Line(number, shown, number in bad, gap=number != before + 1)
        before = number
