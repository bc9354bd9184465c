"""A bank that has been read, and what its references are judged against."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from kit.document import Path
from kit.problems import Problem
from quizzes.engines import Written

Judged = Literal["shipped", "upload"]
"""Shipped banks must say more of each question than an instructor's upload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A named collection of questions and cases, sound in itself. `questions` keeps the written order."""

    slug: str
    title: str
    questions: tuple[Written, ...]
    description: str = ""
    language: str = "en"
    license: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The keys that a question may name; None where they are not known, and then nothing is said of them.

    A passage is "topic#anchor". A domain and a task of an exam are "MLA-C01#3" and "MLA-C01#3.3"; a kind of
    its questions is "MLA-C01#ordering", "MLA-C01#choice-one" and so on. `pages` tells whether the site has a
    page at an address of its own.
    """

    topics: AbstractSet[str] | None = None
    traps: AbstractSet[str] | None = None
    passages: AbstractSet[str] | None = None
    exams: AbstractSet[str] | None = None
    tasks: AbstractSet[str] | None = None
    kinds: AbstractSet[str] | None = None
    pages: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Print:
    """What makes two questions the same question, and where one of them stands."""

    file: str
    line: int
    column: int
    key: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """A question or a case of a file, as far as it can be read, whatever is wrong with the rest of the file.

    `path` and `place` say where it stands, `text` what it is called in a list: its prompt, title or scenario.
    `kind`, `key` and `text` are empty where they cannot be read. `written` is there where it has no problem
    of its own; a case has those of its questions there that have none, each of which is an entry as well.
    """

    path: Path
    place: tuple[int, int]
    kind: str = ""
    key: str = ""
    text: str = ""
    written: Written | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBank:
    """What reading a file gave: the bank, None when there is any problem, and all problems and warnings.

    `slug`, its place and the `prints` are there for checks across files, even without a bank, as is the
    `title`: empty where none can be read. `entries` are all that the file asks, in its order.
    """

    bank: Bank | None
    problems: tuple[Problem, ...]
    slug: str = ""
    title: str = ""
    slug_place: tuple[int, int] = (1, 1)
    prints: tuple[Print, ...] = ()
    entries: tuple[ReadEntry, ...] = ()
