"""What goes into a database's full text, and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from studyapp.search.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an entry, those that say most first."""

    entry: int
    title: Sequence[str]
    names: Sequence[str]
    summary: Sequence[str]
    text: Sequence[str]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that has some of the wanted words: how many of them, and how well they fit."""

    entry: int
    sort: str
    position: int
    keys: str
    place: str
    matched: int
    score: float


class Backend(Protocol):
    """What a database must be able to do."""

    def take_turn(self) -> None:
        """Wait until nobody else is filling, and keep others waiting until the transaction ends."""

    def clear(self) -> None: ...
    def add(self, entries: Sequence[Words]) -> None: ...
    def match(self, wanted: Wanted) -> list[Match]: ...
