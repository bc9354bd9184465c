"""How long the statistics of a bank of 1,000,000 attempts take beside one of 10,000. The goal is 1.5 times.

The site is served as `make run` serves it; the two banks hold the same questions and are asked in turn, and
the medians are compared: the page of the whole bank, and that of one question.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.bench_search import databases, own
from tests.environment.served import ROOT, Server, Site

FEW, MANY = "10000", "1000000"
PAGES = {"the bank": "", "one question": "q0/"}
ROUNDS = 40
FIRST = 6  # the first ones read the wordings, in each process of the server
GOAL = 1.5


def main() -> None:
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    for database, address in databases():
        with tempfile.TemporaryDirectory() as folder, own(Path(folder), address) as own_address:
            made, took = _measured(Site(Path(folder), own_address, {"STATIC_MANIFEST": "true"}))
        print(f"{database}: made {FEW} and {MANY} attempts and counted them, {made}")
        for page in PAGES:
            few, many = (median(took[page, number]) * 1000 for number in (FEW, MANY))
            times = many / few
            print(f"  statistics of {page}: {few:.0f} ms with {FEW} attempts, {many:.0f} ms with {MANY}")
            print(f"  {times:.2f} times; goal: at most {GOAL} times: {'met' if times <= GOAL else 'MISSED'}")


def _measured(site: Site) -> tuple[str, dict[tuple[str, str], list[float]]]:
    done = site.manage("prepare", "--verbosity=0")
    if done.returncode:
        sys.exit(done.stderr)
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.answers", FEW, MANY]
    made = subprocess.run(
        command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False
    )
    if made.returncode:
        sys.exit(made.stderr)
    whole, told = time.perf_counter() - began, json.loads(made.stdout)
    with site.served() as server:
        took = _taken(server, told["banks"], {"Cookie": told["cookie"]})
    return f"{whole:.0f} s in all, {told['counting']:.0f} s of it counting", took


def _taken(
    server: Server, banks: dict[str, str], headers: dict[str, str]
) -> dict[tuple[str, str], list[float]]:
    took: dict[tuple[str, str], list[float]] = {(page, number): [] for page in PAGES for number in banks}
    for n in range(FIRST + ROUNDS):
        for page, number in took:
            answer = server.get(banks[number] + PAGES[page], headers=headers)
            assert answer.status == 200, answer.body
            if n >= FIRST:
                took[page, number].append(answer.seconds)
    return took


if __name__ == "__main__":
    main()
