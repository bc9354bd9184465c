"""What must be true of sittings and verdicts, by their rules in plain words: small enough to be believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.builders import MONDAY

MINUTES = timedelta(minutes=10)
GRACE = timedelta(seconds=30)
ACCOUNT = "the account"

Given = tuple[str, ...]


@dataclass
class Place:
    """What must be true of one question."""

    asked: Any
    seq: int = 0
    draft: Given | None = None
    flagged: bool = False
    graded: Given | None = None


@dataclass
class Sat:
    """A sitting, and whose it is: the account's, or that of a guest by name."""

    key: str
    kind: str
    owner: str
    started: datetime
    places: list[Place]
    finished: bool = False

    @property
    def exam(self) -> bool:
        return self.kind == "exam"

    @property
    def deadline(self) -> datetime | None:
        return self.started + MINUTES if self.exam else None


@dataclass(frozen=True)
class Graded:
    """A verdict that was given, in the order in which they were."""

    sat: Sat
    number: int
    right: bool
    at: datetime


@dataclass
class Model:
    """All sittings there are, the clock, and every verdict."""

    now: datetime = MONDAY
    sittings: list[Sat] = field(default_factory=list)
    log: list[Graded] = field(default_factory=list)

    def touch(self, sat: Sat) -> None:
        """Whoever looks at an exam after its time closes it."""
        if sat.deadline is not None and self.now > sat.deadline + GRACE:
            self.finish(sat)

    def takes(self, sat: Sat, number: int) -> bool:
        self.touch(sat)
        return not sat.finished and sat.places[number - 1].graded is None

    def save(self, sat: Sat, number: int, response: Given, seq: int) -> str:
        """What must become of it: the highest number wins, the same again is the same."""
        if not self.takes(sat, number):
            return "over"
        place = sat.places[number - 1]
        if seq > place.seq:
            place.seq, place.draft = seq, response
        return "saved" if (seq, response) == (place.seq, place.draft) else "elsewhere"

    def submit(self, sat: Sat, number: int, response: Given) -> None:
        """The first response that is one is graded; an exam grades none before its end."""
        if self.takes(sat, number) and not sat.exam and response:
            self._grade(sat, number, response)
            sat.finished = all(place.graded is not None for place in sat.places)

    def finish(self, sat: Sat) -> None:
        """An exam's drafts are graded when it ends; elsewhere a draft is no response."""
        for number, place in enumerate(sat.places, 1):
            if sat.exam and not sat.finished and place.draft:
                self._grade(sat, number, place.draft)
        sat.finished = True

    def merge(self, guest: str) -> None:
        """All that was the guest's is the account's, and nothing else is changed."""
        for sat in self.sittings:
            if sat.owner == guest:
                sat.owner = ACCOUNT

    def of(self, owner: str) -> list[Sat]:
        return [sat for sat in self.sittings if sat.owner == owner]

    def verdicts(self, owner: str, number: int, *, reviews: bool = False) -> list[Graded]:
        """Those of an owner at a question, in all sittings or in reviews alone."""
        own = (graded for graded in self.log if graded.sat.owner == owner and graded.number == number)
        return [graded for graded in own if not reviews or graded.sat.kind == "review"]

    def _grade(self, sat: Sat, number: int, response: Given) -> None:
        place = sat.places[number - 1]
        place.graded = response
        self.log.append(Graded(sat, number, place.asked.grade(response).correct, self.now))
