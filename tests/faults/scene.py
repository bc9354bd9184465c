"""A crowd at work on an installation, and what became of its work when something broke."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.environment.served import Site, Station
from tests.faults.checking import Found, check
from tests.faults.learners import Crowd

SEED = 20261121
PATIENCE = 2.0
"""Seconds after a fault's end by which saving works again."""


@dataclass
class Row:
    """One line of the table."""

    fault: str
    database: str
    times: int
    found: Found
    recovery: list[float]
    seconds: float
    notes: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return self.found.sound and max(self.recovery, default=0.0) <= PATIENCE


@dataclass
class Scene:
    """A crowd at work on an installation, and what a fault leaves behind."""

    site: Site
    stations: list[Station]
    crowd: Crowd
    dice: Random
    recovery: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    times: int = 0
    began: float = field(default_factory=time.monotonic)
    found: Found = field(default_factory=Found)
    kept: dict[str, Any] = field(default_factory=dict)

    def wait_for_saves(self, more: int) -> None:
        """Until that many more are acknowledged than now: the fault comes in the midst of work."""
        moment = time.monotonic()
        wanted = self.crowd.ledger.saves() + more
        while self.crowd.ledger.saves() < wanted:
            if time.monotonic() > moment + 60:
                raise TimeoutError(f"no {more} saves in 60 s: {dict(self.crowd.ledger.troubles)}")
            time.sleep(0.02)

    def ended(self) -> None:
        """The fault is over now: waits until saving works again."""
        self.times += 1
        self.recovery.append(self.crowd.ledger.saved_after(time.monotonic()))

    def row(self, fault: str, database: str) -> Row:
        spent = time.monotonic() - self.began
        return Row(fault, database, self.times, self.found, self.recovery, spent, self.notes)


@contextmanager
def crowded(site: Site, *, learners: int = 8, servers: int = 1, seed: int = SEED) -> Iterator[Scene]:
    """An installation with a crowd at work. Afterwards all is stopped, and the ledger is held against it."""
    stations = [Station(site) for _ in range(servers)]
    crowd = Crowd([station.port for station in stations], learners=learners, seed=seed)
    scene = Scene(site, stations, crowd, Random(seed))
    try:
        for station in stations:
            station.start()
        crowd.start()
        scene.wait_for_saves(10)
        yield scene
    finally:
        crowd.stop()
        for station in stations:
            station.stop()
    sent = crowd.ledger.snapshot()  # before the database is read
    scene.kept = kept(site)
    scene.found = check(sent, scene.kept)
    scene.found.other += [f"{what} ({times} times)" for what, times in crowd.ledger.troubles.items()]
    crowd.ledger.write(site.folder / "ledger.jsonl")


def kept(site: Site) -> dict[str, Any]:
    """What the database holds, read by a process of its own."""
    reader = site.python("from tests.faults.kept import tell; tell()")
    out, _ = reader.communicate(timeout=300)
    assert reader.returncode == 0, "what is kept could not be read"
    read: dict[str, Any] = json.loads(out)
    return read
