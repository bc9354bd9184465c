"""Who writes to SQLite stands in line, and waits for the disk with the lock given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteOfDjango
from django.db.utils import ConnectionHandler, OperationalError

from studyapp.sqlite_engine import base
from studyapp.sqlite_engine.base import DatabaseWrapper

pytestmark = pytest.mark.django_db  # lets connections be opened; the tests' own database is not touched
PATIENCE = 0.05
Opening = Callable[[], DatabaseWrapper]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lined.sqlite3"


@pytest.fixture
def opened(file: Path) -> Iterator[Opening]:
    """Another connection to the same database, as another thread would have."""
    options = {
        "timeout": PATIENCE,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
    database = {"ENGINE": "studyapp.sqlite_engine", "NAME": str(file), "OPTIONS": options}
    found: list[DatabaseWrapper] = []

    def another() -> DatabaseWrapper:
        connection = ConnectionHandler({"default": dict(database)})["default"]
        assert isinstance(connection, DatabaseWrapper)
        found.append(connection)
        connection.ensure_connection()
        return connection

    with closing(another()) as first:
        run(first, "CREATE TABLE words (word TEXT)")
    yield another
    for connection in found:
        connection.close()


def run(connection: DatabaseWrapper, statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def begin(connection: DatabaseWrapper) -> None:
    """As transaction.atomic does."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection: DatabaseWrapper, word: str) -> None:
    begin(connection)
    run(connection, f"INSERT INTO words VALUES ('{word}')")  # noqa: S608
    connection.commit()
    connection.set_autocommit(True)


def strictness(connection: DatabaseWrapper) -> object:
    return run(connection, "PRAGMA synchronous")[0][0]


FULL, NORMAL = 2, 1


def test_a_commit_returns_when_the_log_is_on_disk_and_others_write_meanwhile(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, other = opened(), opened()
    synced: list[tuple[str, list[tuple[object, ...]]]] = []

    def sync(descriptor: int) -> None:
        begin(other)
        synced.append(
            (Path(f"/proc/self/fd/{descriptor}").readlink().name, run(other, "SELECT * FROM words"))
        )
        other.rollback()

    monkeypatch.setattr(base, "sync", sync)

    write(connection, "kept")

    assert synced == [("lined.sqlite3-wal", [("kept",)])]


def test_each_transaction_is_synced_once_and_what_is_taken_back_is_not(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(base, "sync", synced.append)
    connection = opened()

    write(connection, "one")
    write(connection, "two")
    begin(connection)
    run(connection, "INSERT INTO words VALUES ('never')")
    connection.rollback()
    connection.set_autocommit(True)

    assert len(synced) == 2
    assert run(connection, "SELECT word FROM words") == [("one",), ("two",)]


def test_outside_of_transactions_sqlite_itself_waits_for_the_disk(opened: Opening) -> None:
    connection, seen = opened(), []

    seen.append(strictness(connection))
    begin(connection)
    seen.append(strictness(connection))
    connection.commit()
    seen.append(strictness(connection))
    begin(connection)
    connection.rollback()
    seen.append(strictness(connection))

    assert seen == [FULL, NORMAL, FULL, FULL]


def test_what_may_not_be_on_disk_is_not_said_to_be(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    connection = opened()
    with monkeypatch.context() as patched:
        patched.setattr(base, "sync", fails)
        with pytest.raises(OperationalError, match="disk"):
            write(connection, "doubtful")
    connection.rollback()
    connection.set_autocommit(True)

    write(connection, "sure")

    assert ("sure",) in run(connection, "SELECT word FROM words")


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_who_is_done_lets_the_next_one_go(opened: Opening, end: str) -> None:
    first, second = opened(), opened()
    begin(first)

    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    if end == "close":
        first._close()  # as after a failure, in the middle of a transaction
    else:
        getattr(first, end)()
    second.set_autocommit(True)
    write(second, "next")

    assert run(second, "SELECT word FROM words") == [("next",)]


def test_somebody_elses_lock_is_waited_for_as_long_as_was_promised_and_holds_up_nobody_after(
    opened: Opening, file: Path
) -> None:
    connection = opened()
    with closing(sqlite3.connect(file, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"):
            begin(connection)
    connection.set_autocommit(True)

    assert strictness(connection) == FULL
    assert run(connection, "PRAGMA busy_timeout") == [(round(1000 * PATIENCE),)]
    write(opened(), "next")


def test_the_line_and_the_lock_are_waited_for_with_one_patience(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = opened()
    monkeypatch.setattr(DatabaseWrapper, "_wait_in_line", waited_for(0.02))
    begin(connection)
    inside: list[int] = []
    monkeypatch.setattr(
        SQLiteOfDjango,
        "_start_transaction_under_autocommit",
        lambda self: inside.extend(self.connection.execute("PRAGMA busy_timeout").fetchone()),
    )
    connection.rollback()
    begin(connection)

    assert inside == [round(1000 * (PATIENCE - 0.02))]


def waited_for(seconds: float) -> Callable[[DatabaseWrapper, float], float]:
    return lambda self, patience: seconds


def test_a_database_in_memory_has_no_log_and_is_as_in_django() -> None:
    database = {"ENGINE": "studyapp.sqlite_engine", "NAME": ":memory:"}
    connection = ConnectionHandler({"default": database})["default"]
    assert isinstance(connection, DatabaseWrapper)
    with closing(connection):
        run(connection, "CREATE TABLE words (word TEXT)")

        write(connection, "kept")

        assert run(connection, "SELECT word FROM words") == [("kept",)]


def test_the_app_is_served_by_it() -> None:
    engine = settings.DATABASES["default"]["ENGINE"]
    assert engine in {"studyapp.sqlite_engine", "django.db.backends.postgresql"}
