"""What rooms keep of a learner, told by the rooms themselves: this one knows none of them.

A room that stands above and keeps something of learners registers it when the app starts. So what somebody
made as a guest comes into their account whole, in one transaction, without this room importing theirs
(docs/adr/0016).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import Learner


class Merge(Protocol):
    """Makes the guest's the learner's: nothing lost, nothing doubled. Runs in a transaction, both locked."""

    def __call__(self, *, guest: Learner, learner: Learner, now: datetime) -> None: ...


class Count(Protocol):
    """How many there are of a learner's."""

    def __call__(self, learner: Learner) -> int: ...


class Forget(Protocol):
    """Lets go of what is only the learner's, before their row is deleted. Runs in that transaction."""

    def __call__(self, *, learner: Learner, now: datetime) -> None: ...


def nothing_more(*, learner: Learner, now: datetime) -> None:
    """For what goes, or stays without its person, by the row of the learner alone."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """One sort of thing that a room keeps: `sitting`, `bookmark or note`. A name is registered once."""

    name: str
    plural: str
    count: Count
    merge: Merge
    forget: Forget = nothing_more

    def told(self, number: int) -> str:
        return f"1 {self.name}" if number == 1 else f"{number} {self.plural}"


_REGISTERED: dict[str, Belonging] = {}


def register(belonging: Belonging) -> None:
    """Called from `AppConfig.ready` of the room. Registered again under its name, it takes its own place."""
    _REGISTERED[belonging.name] = belonging


def registered() -> Iterator[Belonging]:
    """In the order in which the rooms were started."""
    yield from tuple(_REGISTERED.values())


def told_of(learner: Learner) -> list[str]:
    """What is kept of a learner, in words: `12 sittings`. Of what there is none, nothing is said."""
    counts = ((belonging, belonging.count(learner)) for belonging in registered())
    return [belonging.told(count) for belonging, count in counts if count]
