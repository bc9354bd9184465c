"""The SQLite library that the app runs on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from studyapp import sqlite


@pytest.mark.parametrize(
    ("version", "vulnerable"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
        ((4, 0, 0), False),
    ],
)
def test_only_versions_without_the_wal_reset_bug_are_let_in(
    version: tuple[int, int, int], vulnerable: bool
) -> None:
    assert sqlite.is_vulnerable(version) is vulnerable


def test_the_library_in_use_is_a_fixed_one() -> None:
    assert sqlite.refusal() == ""


def test_a_vulnerable_library_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.40.1")

    assert "3.40.1" in sqlite.refusal()
    assert "pysqlite3" in sqlite.refusal()


def test_the_library_in_use_can_search() -> None:
    assert sqlite.lacks_full_text() == ""


def test_a_library_without_full_text_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        def execute(self, sql: str) -> None:
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self) -> None: ...

    monkeypatch.setattr(sqlite3, "connect", lambda path: Bare())

    assert "FTS5" in sqlite.lacks_full_text()
    assert "pysqlite3" in sqlite.lacks_full_text()


@pytest.mark.django_db(transaction=True)  # inside one test_sqlite_engine tells how it is
@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite itself")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: a confirmed answer is on disk
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("cache_size", -20000),
        ("journal_size_limit", 67108864),
        ("busy_timeout", 10_000),
    ],
)
def test_every_connection_is_opened_so_that_nothing_confirmed_is_lost(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite's features")
def test_no_database_is_asked_whether_there_is_json() -> None:
    """Django would, under the write lock, and would remember a time-out as a no. This one has no tables."""
    fresh = connection.copy()

    assert fresh.features.supports_json_field
    assert fresh.features.has_json_object_function
    assert fresh.connection is None, "a connection was opened to find out"


def test_who_holds_a_database_keeps_its_log_when_everybody_else_has_gone(tmp_path: Path) -> None:
    """On a full disk nobody could make the log again, and without one nobody can read."""
    file, log = tmp_path / "held.sqlite3", tmp_path / "held.sqlite3-wal"

    def written_by_somebody() -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
            somebody.execute("PRAGMA journal_mode=WAL")
            somebody.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")

    written_by_somebody()
    assert not log.exists()
    held = sqlite.held_open(str(file))
    assert held
    written_by_somebody()
    assert log.exists()
    held.close()
    assert not log.exists()


def test_a_database_that_is_not_there_is_not_made_by_holding_it(tmp_path: Path) -> None:
    assert sqlite.held_open(str(tmp_path / "none.sqlite3")) is None
    assert list(tmp_path.iterdir()) == []
