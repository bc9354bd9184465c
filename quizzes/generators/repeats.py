"""Whether a draw asks something twice, or one variant of it tells what another one asks.

A row is what can be known once for all: a prompt and the response that belongs to it, a stem and one of its
options. Whoever has read its verdict knows it, so in one draw it is asked by one variant at most: the same
stem comes again only where all of its rows are others. What a verdict says besides, in its explanation, its
reasons and of a response that is left over, is told as well: a row with both sides in one line of it is asked
by no other variant, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.engines import Choice, Matching, Question

Row = tuple[str, str]
"""A prompt or stem, and what belongs to it, as they are shown."""


class Asked:
    """The rows that the variants of one draw ask, and those that their reasons tell."""

    def __init__(self) -> None:
        self._rows, self._told = set[Row](), set[str]()

    def has(self, question: Question) -> bool:
        """It asks or tells a row that is asked, or asks one that is told."""
        rows, told = set(_rows(question)), set(_told(question))
        return bool(
            rows & self._rows
            or any(_tells(line, row) for row in rows for line in self._told)
            or any(_tells(line, row) for row in self._rows for line in told)
        )

    def add(self, question: Question) -> None:
        """The question is asked in this draw."""
        self._rows.update(_rows(question))
        self._told.update(_told(question))


def _rows(question: Question) -> Iterator[Row]:
    """What it asks. A choice tells of each option whether it is right; an ordering is one row."""
    if isinstance(question, Matching):
        for prompt, fitting in question.pairs.items():
            yield from ((question.prompts[prompt], question.responses[key].text) for key in fitting)
    elif isinstance(question, Choice):
        yield from ((question.prompt, option.text) for option in question.options.values())
    else:
        yield question.prompt, ""


def _told(question: Question) -> Iterator[str]:
    """What its verdict says, line by line: what it explains, its reasons, and of responses what they are."""
    yield from question.explain.lower().splitlines()
    yield from (reason.why.lower() for reason in question.reasons() if reason.why)
    if isinstance(question, Matching):
        yield from (f"{r.text} {r.why}".lower() for r in question.responses.values() if r.why)


def _tells(line: str, row: Row) -> bool:
    """The line has both sides of the row. What a stem and an option say together is told by no line."""
    return all(side.lower() in line for side in row)
