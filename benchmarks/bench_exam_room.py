"""A room of 500 learners who start a 20-question exam in the same instant, and save as they go for 30 s.

On SQLite and, where the programs for one are there, on a PostgreSQL of its own; served as `make run` serves
it. A start is the button until the exam is begun, drawn and on disk; its first question is the page that the
browser asks for then, told from the button on. Nobody changes anything in the first seconds of reading. The
learners are simulated on the same cores, so it is also they who are waited for. Goals: no error, 95 of 100
starts under 3 s, 95 of 100 saves under 1 s.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Barrier, Thread

from tests.environment.cluster import NoCluster, own_cluster
from tests.environment.served import Site, Station
from tests.environment.visitor import NoAnswer, Page, Visitor, a_response

LEARNERS = 500
READING, OVER = 3.0, 30.0
"""Seconds until the first change, and over which each learner's changes are spread."""
QUESTIONS, CHANGES = 2, 3
EXAM = "/exams/pipeline-drill/"
SEED = 20261121
MEASURED = ("start", "first question", "another question", "save")
GOALS = {"start": 3.0, "save": 1.0}


@dataclass
class Room:
    """What the learners met with."""

    took: dict[str, list[float]] = field(default_factory=lambda: {what: [] for what in MEASURED})
    errors: Counter[str] = field(default_factory=Counter)


class Sitter:
    """One learner: has the page of the exam before them, and waits for the word."""

    def __init__(self, port: int, number: int, room: Room) -> None:
        self.dice = Random(f"{SEED}/{number}")
        self.browser, self.room = Visitor([port], self.dice, timeout=60), room

    def come_in(self) -> None:
        self.start_key = self.browser.get(EXAM).form("start_key").value("start_key")

    def sit(self, word: Barrier) -> None:
        word.wait()
        try:
            self.take_exam()
        except NoAnswer as problem:
            self.room.errors[f"no answer: {problem}"[:80]] += 1
        except AssertionError as problem:
            self.room.errors[f"not what was expected: {problem}"[:80]] += 1

    def take_exam(self) -> None:
        began = time.monotonic()
        begun = self.expect(
            302, self.browser.post(EXAM, [("start_key", self.start_key), ("extra_time", "100")])
        )
        first = begun.headers["Location"]
        self.room.took["start"].append(begun.seconds)
        page = self.expect(200, self.browser.get(first))
        reads = time.monotonic()
        self.room.took["first question"].append(reads - began)
        moments = sorted(READING + self.dice.uniform(0, OVER) for _ in range(QUESTIONS * CHANGES))
        address = first
        for n, moment in enumerate(moments):
            time.sleep(max(0.0, reads + moment - time.monotonic()))
            if n and n % CHANGES == 0:
                address = first.replace("/1/", f"/{self.dice.randint(2, 20)}/")
                page = self.expect(200, self.browser.get(address))
                self.room.took["another question"].append(page.seconds)
            fields = [*a_response(page.form("seq"), self.dice), ("seq", str(n % CHANGES + 1))]
            saved = self.expect(200, self.browser.post(f"{address}draft/", fields))
            assert 'data-became="saved"' in saved.body, saved.body
            self.room.took["save"].append(saved.seconds)

    def expect(self, status: int, page: Page) -> Page:
        assert page.status == status, f"{page.status} instead of {status}"
        return page


def main(learners: int = LEARNERS) -> None:
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"load before: {os.getloadavg()[0]:.1f}; above 0 it is others that are waited for too")
    with tempfile.TemporaryDirectory() as folder:
        _measured("SQLite", Site(Path(folder), f"sqlite:///{folder}/study.sqlite3"), learners)
    try:
        with own_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
            _measured("PostgreSQL", Site(Path(folder), cluster.database("room")), learners)
    except NoCluster as why:
        print(f"PostgreSQL is not measured: {why}")


def _measured(database: str, site: Site, learners: int) -> None:
    done = site.manage("prepare", "--verbosity=0")
    if done.returncode:
        sys.exit(done.stderr)
    station, room = Station(site), Room()
    served = _cpu(resource.RUSAGE_CHILDREN)
    try:
        station.start()
        sitters = [Sitter(station.port, number, room) for number in range(learners)]
        with ThreadPoolExecutor(4) as door:
            list(door.map(Sitter.come_in, sitters))
        word, own = Barrier(learners), _cpu(resource.RUSAGE_SELF)
        threads = [Thread(target=sitter.sit, args=[word]) for sitter in sitters]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        own = _cpu(resource.RUSAGE_SELF) - own
        for sitter in sitters:
            sitter.browser.close()
    finally:
        station.stop()
    print(f"{database}, {learners} learners at once, {QUESTIONS * CHANGES} saves each over {OVER:.0f} s:")
    for what, times in room.took.items():
        print(f"  {what}: {_told(times)}")
    print(f"  errors: {sum(room.errors.values())}{''.join(f'; {n} of {e}' for e, n in room.errors.items())}")
    served = _cpu(resource.RUSAGE_CHILDREN) - served
    print(f"  CPU: {served:.0f} s of the server, {own:.0f} s of the simulated learners")
    missed = [what for what, goal in GOALS.items() if _share(room.took[what], 0.95) >= goal]
    goal = "0 errors, 95 of 100 starts under 3 s, saves under 1 s"
    print(f"  goal: {goal}: {'MISSED' if missed or room.errors else 'met'}")


def _cpu(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _told(times: list[float]) -> str:
    shares = (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
    return f"{len(times)}, " + ", ".join(f"{name} {_share(times, share):.2f} s" for name, share in shares)


def _share(times: list[float], share: float) -> float:
    """The time within which this share of them was done; never, where there are none."""
    ordered = sorted(times) or [float("inf")]
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
