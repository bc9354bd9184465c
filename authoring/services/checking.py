"""A draft's text checked as an upload is, and by as few at once as the server can bear.

A text at the limit of the format takes two seconds of a processor (tests/quizzes/formats), and a process has
four threads: of long texts each process checks one at a time. What comes meanwhile is told to come again,
as with a busy database (docs/adr/0005): a thread that waits is a thread that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final

from kit.problems import Problem
from quizzes.formats import bank as bank_format
from quizzes.known import known_to_the_syllabus

LONG: Final = 128 * 1024
"""Characters. What is shorter is checked within a tenth of a second, beside whatever else goes on."""

MOST_OF_A_TITLE: Final = 200

_LONG_ONE: Final = Lock()


class Busy(Exception):
    """A long text is being checked already. Nothing is wrong; it can be tried again soon."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check says of a text. `bank` is there where it is sound.

    `title` is the text's own where it can be read, else empty. Not `done`: it was not checked, and nothing is
    known of it. `slug`, and the line it stands on, are there where it can be read. `entries` are the
    questions and cases that could be found, sound or not.
    """

    title: str = ""
    problems: tuple[Problem, ...] = ()
    bank: bank_format.Bank | None = field(default=None, repr=False)
    done: bool = True
    slug: str = ""
    slug_line: int = 1
    entries: tuple[bank_format.ReadEntry, ...] = field(default=(), repr=False)

    @property
    def problem_count(self) -> int | None:
        """How many problems stand in the way of publishing; None where nobody looked yet."""
        return sum(p.severity == "problem" for p in self.problems) if self.done else None

    @property
    def warning_count(self) -> int | None:
        return sum(p.severity == "warning" for p in self.problems) if self.done else None


NOT_CHECKED: Final = Checked(done=False)


def check(text: str, *, name: str, today: date) -> Checked:
    """All that is to be put right in the text. `name` is the file's in messages. Raises Busy for a long one.

    Five queries, of which nothing is kept.
    """
    with room_for(len(text)):
        return _checked(text, name, today)


@contextmanager
def room_for(length: int) -> Iterator[None]:
    """While something of this length is read: of long ones, one at a time. Raises Busy."""
    if length <= LONG:
        yield
        return
    if not _LONG_ONE.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _LONG_ONE.release()


def check_if_free(text: str, *, name: str, today: date) -> Checked:
    """As `check`, or NOT_CHECKED where it has to wait: to keep a text is more than to judge it."""
    try:
        return check(text, name=name, today=today)
    except Busy:
        return NOT_CHECKED


def _checked(text: str, name: str, today: date) -> Checked:
    known = known_to_the_syllabus()
    read = bank_format.read_bank(text.encode(), file=name, judged="upload", known=known, today=today)
    return Checked(
        read.title[:MOST_OF_A_TITLE],
        read.problems,
        read.bank,
        slug=read.slug,
        slug_line=read.slug_place[0],
        entries=read.entries,
    )
