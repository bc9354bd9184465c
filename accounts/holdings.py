"""What rooms hold for accounts, told by the rooms themselves: this one knows none of them.

Belongings are a learner's; a holding is an account's, and others may lean on it: a bank that is practised, a
text that somebody else writes, too. So a room says what must find another owner before an account can go, and
sees to the rest when it goes, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import User


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Something that must have another owner first, and the page where it gets one, if there is one."""

    title: str
    address: str = ""


class Find(Protocol):
    """What keeps an account from being deleted."""

    def __call__(self, user: User) -> Sequence[InTheWay]: ...


class Tell(Protocol):
    """What becomes of the rest, in sentences."""

    def __call__(self, user: User) -> Sequence[str]: ...


class LetGo(Protocol):
    """Sees to the rest, before the user's row is deleted. Runs in that transaction, the user locked."""

    def __call__(self, *, user: User, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Holding:
    """One sort of thing that a room holds for accounts. A name is registered once."""

    name: str
    in_the_way: Find
    told: Tell
    let_go: LetGo


_REGISTERED: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Called from `AppConfig.ready` of the room. Registered again under its name, it takes its own place."""
    _REGISTERED[holding.name] = holding


def registered() -> Iterator[Holding]:
    """In the order in which the rooms were started."""
    yield from tuple(_REGISTERED.values())


def in_the_way(user: User) -> list[InTheWay]:
    """All that must have another owner before this account can go."""
    return [found for holding in registered() for found in holding.in_the_way(user)]


def told(user: User) -> list[str]:
    """What becomes of all that this account holds beside."""
    return [sentence for holding in registered() for sentence in holding.told(user)]
