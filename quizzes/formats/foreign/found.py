"""A question as another system words it: its texts in its own markup, its credits in per cent, its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

MOST_QUESTIONS = 2_000
MOST_ANSWERS = 200  # of a question, or items or pairs: more than ours may have, so that the check tells of it

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

Markup = Literal["moodle", "html", "markdown", "plain"]
"""How a text is written; "moodle" is text in which HTML may stand."""

Place = tuple[int, int]
"""Line and column, from 1, in code points."""


@dataclass(frozen=True, slots=True)
class Text:
    raw: str
    markup: Markup = "moodle"
    place: Place = (1, 1)

    @property
    def words(self) -> str:
        """What a message quotes of it: without tags, in one line."""
        return " ".join(_TAG.sub(" ", self.raw[:1_000]).split())


@dataclass(frozen=True, slots=True)
class Answer:
    """Something to choose or to order. `credit` is what choosing it gives, in per cent of the mark."""

    text: Text
    credit: float = 0
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """Choose one (`single`) or several. `shuffled` tells whether the answers are shown in any order."""

    answers: tuple[Answer, ...]
    single: bool
    shuffled: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """A prompt and what belongs to it; a response without a prompt belongs nowhere."""

    prompt: Text | None
    response: Text | None


@dataclass(frozen=True, slots=True)
class Match:
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Items in the one right order."""

    items: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """A kind of question that we do not have, by the name that its system gives it, and what it accepts."""

    kind: str
    accepted: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read as a question of any kind; its prompt is all of it, as it is written."""


Body = Pick | Match | Order | Other | Unread


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is not carried over, or was read otherwise than written."""

    message: str
    place: Place | None = None  # None: that of the question


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One question of a file. `ident` is what another system knows it by, `title` what its authors do."""

    body: Body
    prompt: Text
    explain: Text | None = None
    title: str = ""
    ident: str = ""
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()  # its path, outermost first
    place: Place = (1, 1)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A file: its questions in their order, and what is to be said of the file itself."""

    questions: tuple[Found, ...] = ()
    notes: tuple[Note, ...] = ()
    description: Text | None = None


class Refused(Exception):
    """The file cannot be read at all, or not safely. The message is for who sent it; `place` tells where."""

    def __init__(self, code: str, message: str, place: Place = (1, 1)) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place


def few_enough(questions: Iterable[Found]) -> tuple[Found, ...]:
    """The questions, as many as a bank may have. Raises Refused for more."""
    found = tuple(islice(questions, MOST_QUESTIONS + 1))
    if len(found) > MOST_QUESTIONS:
        message = (
            f"the file has more than {MOST_QUESTIONS:,} questions; a bank has that many at most. Split it up."
        )
        raise Refused("X005", message, found[-1].place)
    return found


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """What could not be carried over, of the question with this key in our words ("": of the whole file).

    Line and column are those of the file it was read from; 0 where it is written.
    """

    file: str
    line: int
    column: int
    key: str
    message: str

    def __str__(self) -> str:
        where = (
            f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: " if self.file else ""
        )
        return f"{where}note {self.key}: {self.message}" if self.key else f"{where}note {self.message}"
