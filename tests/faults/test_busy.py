"""Somebody else holds SQLite's write lock: a migration, a backup tool, an admin's shell."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.environment.served import Answer, Server, Site
from tests.faults.breaking import foreign_lock

SECRET = "what-only-the-inside-knows"  # raised by /boom
FAULTY = "tests.environment.faulty_wsgi:application"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A database that gives up on a lock after one second, so that the test need not wait for ten."""
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'study.sqlite3'}?timeout=1")
    done = site.manage("migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    return site


def at_once(server: Server, path: str, *, times: int) -> list[Answer]:
    with ThreadPoolExecutor(times) as visitors:
        return list(visitors.map(lambda _: server.get(path), range(times)))


def test_a_lock_makes_visitors_wait_or_try_again_and_is_forgotten_within_two_seconds(site: Site) -> None:
    with site.served(FAULTY) as server:
        assert server.get("/write").status == 200

        with foreign_lock(site):
            # more visitors than the server has threads, so that some find the lock with a stale connection
            during = [answer for _ in range(2) for answer in at_once(server, "/write", times=12)]
            alive = server.get("/healthz")
        released = time.monotonic()

        after = [answer for _ in range(3) for answer in at_once(server, "/write", times=12)]
        recovered = time.monotonic() - released

    assert {answer.status for answer in during} == {503}
    assert {answer.headers["Retry-After"] for answer in during} == {"2"}
    assert all("<h1" in answer.body for answer in during)
    assert (alive.status, alive.seconds < 1) == (200, True)
    assert {answer.status for answer in after} == {200}
    assert recovered < 2


def test_study_pages_are_read_while_the_lock_is_held_and_after(site: Site) -> None:
    """Reading waits for no writer, nor does a thread that has read nothing yet."""
    with site.served(FAULTY) as server:
        with foreign_lock(site):
            during = at_once(server, "/faq/", times=12)

        after = at_once(server, "/faq/", times=12)

    assert [answer.status for answer in during] == [200] * 12
    assert [answer.status for answer in after] == [200] * 12


def test_a_real_server_tells_nothing_of_its_inside_when_it_fails(site: Site) -> None:
    with site.served(FAULTY) as server:
        answer = server.get("/boom")

    assert answer.status == 500
    assert "<h1" in answer.body
    for inside in (SECRET, "Traceback", "RuntimeError", "faulty", "Django", str(site.folder)):
        assert inside not in answer.body
    assert SECRET in (site.folder / "server.log").read_text()
    assert "Server" not in answer.headers or "Python" not in answer.headers["Server"]


def test_what_the_server_writes_is_for_its_owner_alone(site: Site) -> None:
    with site.served(FAULTY) as server:
        assert server.get("/write").status == 200
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in site.folder.glob("study.sqlite3-*")}

    assert set(modes) == {"study.sqlite3-wal", "study.sqlite3-shm"}
