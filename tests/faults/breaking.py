"""Faults, made with real parts while a crowd is at work, and what became of the crowd's work.

Each fault says when it ended; what is measured is the time from then until a save that was sent after it is
acknowledged. Nobody lends a hand but who starts a killed server or database again, as a service manager does.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.environment.cluster import Cluster
from tests.environment.served import Site, Station
from tests.faults.scene import PATIENCE, Scene


def kill_everything(scene: Scene, times: int) -> None:
    """kill -9 of the whole server, and a start of it, again and again."""
    down = []
    for _ in range(times):
        scene.wait_for_saves(scene.dice.randint(1, 20))
        killed = time.monotonic()
        scene.stations[0].kill()
        scene.stations[0].start()
        down.append(time.monotonic() - killed)
        scene.ended()
    scene.notes.append(f"started again in {sorted(down)[len(down) // 2]:.1f} s (median)")


def kill_workers(scene: Scene, times: int) -> None:
    """kill -9 of one of the processes that answer; the other goes on and gunicorn makes a new one."""
    for _ in range(times):
        serving = _serving(scene.stations[0])
        scene.wait_for_saves(scene.dice.randint(1, 3))
        os.kill(scene.dice.choice(serving), signal.SIGKILL)
        scene.ended()


def _serving(station: Station) -> list[int]:
    """The workers, once two have answered somebody: a worker makes its threads for its first visitors."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        serving = [pid for pid in station.workers() if _threads(pid) > 1]
        if len(serving) >= 2:
            return serving
        time.sleep(0.02)
    raise TimeoutError("two workers did not come up within 60 s")


def _threads(pid: int) -> int:
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir()))
    except OSError:
        return 0


def restart_database(scene: Scene, cluster: Cluster, times: int) -> None:
    """By turns in an orderly way, and as a crash."""
    for n in range(times):
        scene.wait_for_saves(scene.dice.randint(5, 30))
        cluster.stop("immediate" if n % 2 else "fast")
        cluster.start()
        scene.ended()


def kill_one_of_two(scene: Scene, times: int) -> None:
    """Two servers, each the whole app, on one database: one is killed, the other goes on."""
    for n in range(times):
        station = scene.stations[n % 2]
        scene.wait_for_saves(scene.dice.randint(5, 30))
        station.kill()
        scene.ended()
        station.start()


HOLD = """
import sys
from django.db import connection
cursor = connection.cursor()
cursor.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
cursor.execute("ROLLBACK")
print("released", flush=True)
"""


@contextmanager
def foreign_lock(site: Site) -> Iterator[None]:
    """Another process holds SQLite's write lock: a migration, a backup tool, an admin's shell."""
    with site.python(HOLD) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.stdin.write("\n")
            holder.stdin.flush()
            assert holder.stdout.readline() == "released\n"


def hold_the_lock(scene: Scene, times: int, seconds: float) -> None:
    for _ in range(times):
        scene.wait_for_saves(10)
        with foreign_lock(scene.site):
            time.sleep(seconds)
            assert scene.stations[0].server.get("/faq/").status == 200
        released = time.monotonic()
        scene.ended()
        scene.crowd.ledger.saved_after(released + PATIENCE)
        late = sum(moment > released + PATIENCE for moment in scene.crowd.ledger.busy)
        if late:
            scene.crowd.ledger.trouble(f"{late} were told to try again {PATIENCE} s after the lock and later")
    scene.notes.append(f"{len(scene.crowd.ledger.busy)} times told to try again")


def fill_the_disk(scene: Scene, disk: Path) -> None:
    """Until saves are refused; then there is room again. Reading works all the while; /readyz tells it."""
    server = scene.stations[0].server
    scene.wait_for_saves(10)
    assert server.get("/readyz").status == 200, server.get("/readyz").body
    filler = disk / "filler"
    before = len(scene.crowd.ledger.busy)
    with filler.open("wb") as file:
        give_up = time.monotonic() + 30
        while len(scene.crowd.ledger.busy) < before + 10:  # what a checkpoint frees is taken too
            assert time.monotonic() < give_up, "the disk is full, and nobody was refused"
            _fill(file.fileno())
            time.sleep(0.05)
    assert server.get("/faq/").status == 200
    ready = server.get("/readyz")
    assert (ready.status, "disk" in ready.body, "full" in ready.body) == (503, True, True), ready.body
    filler.unlink()
    scene.ended()
    assert server.get("/readyz").status == 200


def _fill(file: int) -> None:
    for size in (1 << 20, 1 << 12):
        try:
            while True:
                os.write(file, b"\0" * size)
        except OSError:
            continue


PROMPT = r"(\bprompt: \|\n +)(?:\(Edition \d+\.\) )?"


def publish_again(scene: Scene, times: int) -> None:
    """Every question is reworded and loaded, while sittings that ask them go on."""
    banks = Path(scene.site.extra["CONTENT_DIR"]) / "banks"
    for n in range(times):
        scene.wait_for_saves(10)
        for bank in banks.glob("*.yaml"):
            edition = rf"\1(Edition {n + 1}.) "
            bank.write_text(re.sub(PROMPT, edition, bank.read_text()))
        began = time.monotonic()
        done = scene.site.manage("load_content")
        assert done.returncode == 0, done.stderr
        scene.notes.append(f"loaded in {time.monotonic() - began:.1f} s")
        scene.ended()
    scene.wait_for_saves(50)


def mounted(folder: Path, megabytes: int) -> bool:
    """Whether a small disk could be mounted there: that takes rights."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
