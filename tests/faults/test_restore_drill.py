"""The restore drill: a copy made while people write brings everything back that was confirmed before it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.environment.databases import own_database
from tests.environment.served import Site

pytestmark = pytest.mark.both_databases

WRITE = """
import sys
from django.utils.timezone import now
from accounts.models import Learner
for number in range(1_000_000):
    Learner.objects.create(key=f"{sys.argv[1]}-{number:08d}", created_at=now(), seen_at=now())
    print(number, flush=True)  # confirmed: it is committed
"""
READ = """
from accounts.models import Learner
print("\\n".join(Learner.objects.values_list("key", flat=True)))
"""
LOOK = """
import sys
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ")
    cursor.execute("SELECT count(*) FROM accounts_learner")
    print("looking", flush=True)
    sys.stdin.readline()
"""
CHECK = """
from django.db import connection
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA integrity_check")
        print(cursor.fetchone()[0])
    connection.check_constraints()
    cursor.execute("SELECT count(*) FROM django_migrations")
    print(cursor.fetchone()[0] > 0)
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with own_database(tmp_path) as address:
        site = Site(tmp_path, address)
        done = site.manage("prepare", "--verbosity=0")
        assert done.returncode == 0, done.stderr
        yield site


class Writer:
    """Somebody who writes, and remembers the last number that was confirmed."""

    def __init__(self, site: Site, name: str) -> None:
        self.name = name
        self.ledger = site.folder / f"{name}.ledger"
        with self.ledger.open("w") as ledger:
            self.process = site.python(WRITE, name, stdout=ledger)

    def confirmed(self) -> int:
        """How many were confirmed: the lines that are whole."""
        return self.ledger.read_text().count("\n")

    def wait_for(self, number: int, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while self.confirmed() < number:
            assert self.process.poll() is None, "the writer ended"
            assert time.monotonic() < deadline, "the writer is stuck"
            time.sleep(0.02)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdin
        self.process.stdin.close()


def output(process: subprocess.Popen[str]) -> list[str]:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out.split()


def held(site: Site) -> dict[str, int]:
    """How many of each writer's rows are there, which must be the first ones without a gap."""
    numbers: dict[str, list[int]] = {}
    for key in output(site.python(READ)):
        writer, _, number = key.partition("-")
        numbers.setdefault(writer, []).append(int(number))
    for found in numbers.values():
        assert sorted(found) == list(range(len(found)))
    return {writer: len(found) for writer, found in numbers.items()}


def test_a_copy_made_under_writes_brings_back_all_that_was_confirmed_before_it(site: Site) -> None:
    reader = site.python(LOOK)  # holds back checkpoints: what is confirmed is in the WAL, not in the file
    assert reader.stdout
    assert reader.stdout.readline() == "looking\n"
    writers = [Writer(site, name) for name in ("ann", "bob")]
    try:
        for writer in writers:
            writer.wait_for(40)
        before = {writer.name: writer.confirmed() for writer in writers}
        copied = site.manage("backup")
        after = {writer.name: writer.confirmed() for writer in writers}
        for writer in writers:
            writer.wait_for(after[writer.name] + 20)
    finally:
        for writer in writers:
            writer.kill()
        reader.communicate("\n", timeout=60)
    assert copied.returncode == 0, copied.stderr
    lost = held(site)

    restored = site.manage("restore", copied.stdout.strip(), "--yes")

    assert restored.returncode == 0, restored.stderr
    now = held(site)
    for writer in writers:
        assert before[writer.name] <= now[writer.name] <= after[writer.name] + 1
        assert now[writer.name] < lost[writer.name]
    assert set(output(site.python(CHECK))) <= {"ok", "True"}
    with site.served() as server:
        assert server.get("/readyz").status == 200
        assert server.get("/").status == 200

    kept = restored.stdout.partition("kept in ")[2].partition("\n")[0].rstrip(".")
    back = site.manage("restore", kept, "--yes")

    assert back.returncode == 0, back.stderr
    assert held(site) == lost


def test_a_database_in_use_is_not_replaced(site: Site) -> None:
    copy = site.manage("backup").stdout.strip()
    with site.served() as server:
        assert server.get("/readyz").status == 200

        refused = site.manage("restore", copy, "--yes")

        assert refused.returncode != 0
        assert "Stop the server" in refused.stderr
        assert server.get("/readyz").status == 200


def test_a_copy_that_was_cut_short_is_refused_and_nothing_is_changed(site: Site) -> None:
    copy = Path(site.manage("backup").stdout.strip())
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])

    refused = site.manage("restore", str(copy), "--yes")

    assert refused.returncode != 0
    assert "Nothing was changed" in refused.stderr
    assert "Traceback" not in refused.stderr
    copy.write_bytes(whole)
    assert site.manage("restore", str(copy), "--yes").returncode == 0
