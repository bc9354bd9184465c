"""A draft as the list of what it asks, each question with what is to be put right in it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.fields import SLUG
from kit.problems import Problem
from quizzes.engines import Case, Question
from quizzes.formats.bank import ReadEntry

_KEY = re.compile(SLUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question or a case of a draft. `problems` are those that stand in its lines.

    `number` counts the questions, from 1; 0 for a case, which is the `case` of the rows after it. `part` is
    the nth of how many `parts` of its case. `key` is its name in addresses: empty where there is none, or
    where the name leads to another one before it.
    """

    entry: ReadEntry
    problems: tuple[Problem, ...] = ()
    number: int = 0
    key: str = ""
    case: Row | None = None
    part: int = 0
    parts: int = 0

    @property
    def question(self) -> Question | None:
        """The question as it would be asked, with what it has of its case; None while it cannot be."""
        written = self.entry.written
        if written is None or isinstance(written, Case):
            return None
        if self.case is None:
            return written
        whole = self.case.entry.written
        if not isinstance(whole, Case):
            return None
        place = next(i for i, question in enumerate(whole.questions) if question is written)
        return whole.asked[place]

    @property
    def of_case(self) -> Case | None:
        """The case it stands in, as far as it can be asked."""
        written = self.case.entry.written if self.case else None
        return written if isinstance(written, Case) else None


@dataclass(frozen=True, slots=True)
class Outline:
    """What a draft asks, in its order. `before` are problems of what stands around the questions."""

    rows: tuple[Row, ...] = ()
    before: tuple[Problem, ...] = ()

    @property
    def questions(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.number)

    def question(self, key: str) -> Row | None:
        return next((row for row in self.questions if row.key == key), None)

    def beside(self, row: Row) -> tuple[Row | None, Row | None]:
        """The questions before and after one, of those that have an address."""
        named = [each for each in self.questions if each.key]
        at = named.index(row)
        return named[at - 1] if at else None, named[at + 1] if at + 1 < len(named) else None


def outline(entries: Sequence[ReadEntry], problems: Sequence[Problem]) -> Outline:
    """The rows of what was found in a text, and of what is wrong with it."""
    starts = [entry.place for entry in entries]
    own: list[list[Problem]] = [[] for _ in entries]
    before: list[Problem] = []
    for problem in problems:
        at = bisect_right(starts, (problem.line, problem.column)) - 1
        (own[at] if at >= 0 else before).append(problem)
    return Outline(tuple(_rows(entries, own)), tuple(before))


def _rows(entries: Sequence[ReadEntry], own: Sequence[Sequence[Problem]]) -> Iterator[Row]:
    parts = Counter(entry.path[:2] for entry in entries if len(entry.path) > 2)
    case: Row | None = None
    number, part, taken = 0, 0, set[str]()
    for entry, problems in zip(entries, own, strict=True):
        key = entry.key if _KEY.fullmatch(entry.key) and entry.key not in taken else ""
        taken.add(key)
        if entry.kind == "case" and len(entry.path) == 2:
            case, part = Row(entry=entry, problems=tuple(problems), key=key), 0
            yield case
            continue
        of = case if case is not None and entry.path[:2] == case.entry.path else None
        number, part = number + 1, part + 1 if of else 0
        yield Row(
            entry=entry,
            problems=tuple(problems),
            number=number,
            key=key,
            case=of,
            part=part,
            parts=parts[entry.path[:2]] if of else 0,
        )
