"""How long /review/ takes for a learner with 10,000 attempts beside one with 100. The goal is 1.5 times.

The site is served as `make run` serves it; the two are asked in turn, and the medians are compared.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.bench_search import databases, own
from tests.environment.served import ROOT, Server, Site

FEW, MANY = "100", "10000"
ROUNDS = 60
FIRST = 8  # the first ones read the syllabus, in each process of the server
GOAL = 1.5


def main(path: str = "/review/") -> None:
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    for database, address in databases():
        with tempfile.TemporaryDirectory() as folder, own(Path(folder), address) as own_address:
            took = _measured(Site(Path(folder), own_address, {"STATIC_MANIFEST": "true"}), path)
        few, many = (median(took[who]) * 1000 for who in (FEW, MANY))
        times = many / few
        print(f"{path} on {database}: {few:.0f} ms with {FEW} attempts, {many:.0f} ms with {MANY}")
        print(f"  {times:.2f} times; goal: at most {GOAL} times: {'met' if times <= GOAL else 'MISSED'}")


def _measured(site: Site, path: str) -> dict[str, list[float]]:
    done = site.manage("prepare", "--verbosity=0")
    if done.returncode:
        sys.exit(done.stderr)
    command = [sys.executable, "-m", "benchmarks.learners", FEW, MANY]
    made = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=True)
    with site.served() as server:
        return _taken(server, path, json.loads(made.stdout))


def _taken(server: Server, path: str, cookies: dict[str, dict[str, str]]) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {who: [] for who in cookies}
    for n in range(FIRST + ROUNDS):
        for who, cookie in cookies.items():
            header = "; ".join(f"{name}={value}" for name, value in cookie.items())
            answer = server.get(path, headers={"Cookie": header})
            assert answer.status == 200, answer.body
            if n >= FIRST:
                took[who].append(answer.seconds)
    return took


if __name__ == "__main__":
    main()
