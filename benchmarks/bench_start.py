"""How long `make run` takes until it serves, on an installation that is prepared already. The goal is 5 s."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from tests.environment.served import Site

GOAL = 5.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        site = Site(data, f"sqlite:///{data / 'study.sqlite3'}", {"STATIC_MANIFEST": "true"})
        first = _prepared(site)
        again, served = min((_again(site) for _ in range(3)), key=sum)
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"first prepare, from nothing: {first:.1f} s")
    print(f"prepare again: {again:.2f} s, then until the server answers: {served:.2f} s")
    print(f"goal: under {GOAL:.0f} s together: {'met' if again + served < GOAL else 'MISSED'}")


def _prepared(site: Site) -> float:
    began = time.perf_counter()
    done = site.manage("prepare", "--verbosity=0")
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - began


def _again(site: Site) -> tuple[float, float]:
    prepared = _prepared(site)
    began = time.perf_counter()
    with site.served():
        return prepared, time.perf_counter() - began


if __name__ == "__main__":
    main()
