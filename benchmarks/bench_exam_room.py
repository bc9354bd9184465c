"""A room of 500 learners who start a 20-question exam in the same instant, and save as they go for 30 s.

On SQLite and, where the programs for one are there, on a PostgreSQL of its own; served as `make run` serves
it. A start is the button until the exam is begun, drawn and on disk; its first question is the page that the
browser asks for then, told from the button on. Nobody changes anything in the first seconds of reading. The
learners are simulated on the same cores, so it is also they who are waited for. Goals: no error, 95 of 100
starts under 3 s, 95 of 100 saves under 1 s.

Then some more learners do the same one request after the other, and the processor time of the server and its
database is counted: what each request takes, however many others want the machine. From that it is told how
long all starts keep the cores busy, and how busy they are while everybody saves.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
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
AFTERWARDS = 100
"""Learners who do the same one after the other, for the processor time of each request."""
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
        first = self.start()
        page = self.look(first)
        reads = time.monotonic()
        self.room.took["first question"].append(reads - began)
        moments = sorted(READING + self.dice.uniform(0, OVER) for _ in range(QUESTIONS * CHANGES))
        address = first
        for n, moment in enumerate(moments):
            time.sleep(max(0.0, reads + moment - time.monotonic()))
            if n and n % CHANGES == 0:
                address = first.replace("/1/", f"/{self.dice.randint(2, 20)}/")
                page = self.look(address)
                self.room.took["another question"].append(page.seconds)
            self.save(address, page, n % CHANGES + 1)

    def start(self) -> str:
        """The address of the first question."""
        sent = [("start_key", self.start_key), ("extra_time", "100")]
        begun = self.expect(302, self.browser.post(EXAM, sent))
        self.room.took["start"].append(begun.seconds)
        return begun.headers["Location"]

    def look(self, address: str) -> Page:
        return self.expect(200, self.browser.get(address))

    def save(self, address: str, page: Page, seq: int) -> None:
        fields = [*a_response(page.form("seq"), self.dice), ("seq", str(seq))]
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
            postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
            _measured("PostgreSQL", Site(Path(folder), cluster.database("room")), learners, [postmaster])
    except NoCluster as why:
        print(f"PostgreSQL is not measured: {why}")


def _measured(database: str, site: Site, learners: int, beside: Sequence[int] = ()) -> None:
    """`beside` are processes that serve too, each with its children."""
    done = site.manage("prepare", "--verbosity=0")
    if done.returncode:
        sys.exit(done.stderr)
    station, room = Station(site), Room()
    try:
        station.start()
        assert station.process
        servers = [station.process.pid, *beside]
        sitters = _come_in(station, range(learners), room)
        word, served, own = Barrier(learners), _served(servers), _own()
        threads = [Thread(target=sitter.sit, args=[word]) for sitter in sitters]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        served, own = _served(servers) - served, _own() - own
        for sitter in sitters:
            sitter.browser.close()
        costs = _costs(_come_in(station, range(learners, learners + AFTERWARDS), Room()), servers)
    finally:
        station.stop()
    print(f"{database}, {learners} learners at once, {QUESTIONS * CHANGES} saves each over {OVER:.0f} s:")
    for what, times in room.took.items():
        print(f"  {what}: {_told(times)}")
    print(f"  errors: {sum(room.errors.values())}{''.join(f'; {n} of {e}' for e, n in room.errors.items())}")
    print(f"  CPU: {served:.0f} s of the server and its database, {own:.0f} s of the simulated learners")
    missed = [what for what, goal in GOALS.items() if _share(room.took[what], 0.95) >= goal]
    goal = "0 errors, 95 of 100 starts under 3 s, saves under 1 s"
    print(f"  goal: {goal}: {'MISSED' if missed or room.errors else 'met'}")
    print(
        "  CPU of each, alone: " + ", ".join(f"{what} {1000 * cost:.1f} ms" for what, cost in costs.items())
    )
    cores = os.cpu_count() or 1
    busy = learners / OVER * (QUESTIONS * CHANGES * costs["save"] + (QUESTIONS - 1) * costs["question"])
    print(
        f"  so all starts keep {cores} cores busy for {learners * costs['start'] / cores:.1f} s, "
        f"and saving takes {100 * busy / cores:.0f} % of them"
    )


def _come_in(station: Station, numbers: Sequence[int], room: Room) -> list[Sitter]:
    sitters = [Sitter(station.port, number, room) for number in numbers]
    with ThreadPoolExecutor(4) as door:
        list(door.map(Sitter.come_in, sitters))
    return sitters


def _costs(sitters: Sequence[Sitter], servers: Sequence[int]) -> dict[str, float]:
    """Seconds of processor time that a start, a question's page and a save take, with nobody else there."""
    marks = [_served(servers)]
    addresses = [sitter.start() for sitter in sitters]
    marks.append(_served(servers))
    pages = [sitter.look(address) for sitter, address in zip(sitters, addresses, strict=True)]
    marks.append(_served(servers))
    for sitter, address, page in zip(sitters, addresses, pages, strict=True):
        sitter.save(address, page, 1)
    marks.append(_served(servers))
    for sitter in sitters:
        sitter.browser.close()
    spent = (after - before for before, after in pairwise(marks))
    return {what: cpu / len(sitters) for what, cpu in zip(("start", "question", "save"), spent, strict=True)}


def _served(servers: Sequence[int]) -> float:
    """Seconds of processor time of these processes and all that they have started and that still runs."""
    ticks, waiting = 0, list(servers)
    while waiting:
        process = Path(f"/proc/{waiting.pop()}")
        ticks += sum(int(n) for n in (process / "stat").read_text().rpartition(")")[2].split()[11:13])
        waiting += [int(pid) for pid in (process / "task" / process.name / "children").read_text().split()]
    return ticks / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
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
