"""The SQLite library that the app runs on.

Every SQLite from 3.7.0 to 3.51.2 can corrupt a database in WAL mode when a second process checkpoints it
(the WAL-reset bug; https://www.sqlite.org/wal.html#walresetbug; backported to 3.44.6 and 3.50.7). Debian 12
ships 3.40.1. So the wheel `pysqlite3` takes the place of the standard library's module before Django looks.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

FIXED = (3, 51, 3)
BACKPORTED = {(3, 44): 6, (3, 50): 7}


def use_fixed_library() -> None:
    """Put pysqlite3 in the place of sqlite3, where it is installed. Call before Django is imported."""
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:  # no wheel for this machine: `studyapp.checks` decides
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def lacks_full_text() -> str:
    """Why this machine's SQLite cannot search, or nothing."""
    import sqlite3

    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        except sqlite3.OperationalError:
            return (
                f"SQLite {sqlite3.sqlite_version} was built without FTS5, which search is made of. "
                "Install the wheel pysqlite3 0.6.1 or later, use a Python whose SQLite has FTS5, "
                "or set DATABASE_URL to a PostgreSQL database."
            )
    return ""


def is_vulnerable(version: tuple[int, ...]) -> bool:
    """Whether this SQLite version has the WAL-reset bug.

    >>> is_vulnerable((3, 40, 1)), is_vulnerable((3, 50, 7)), is_vulnerable((3, 53, 4))
    (True, False, False)
    """
    major, minor, patch = version[:3]
    if (major, minor) in BACKPORTED:
        return patch < BACKPORTED[major, minor]
    return (3, 7, 0) <= (major, minor, patch) < FIXED


def refusal() -> str:
    """Why this machine's SQLite must not be used, or nothing."""
    import sqlite3

    if not is_vulnerable(sqlite3.sqlite_version_info):
        return ""
    return (
        f"SQLite {sqlite3.sqlite_version} can corrupt a database in WAL mode (the WAL-reset bug). "
        "Install the wheel pysqlite3 0.6.1 or later, use a Python with SQLite 3.51.3 or later, "
        "or set DATABASE_URL to a PostgreSQL database."
    )


def held_open(file: str) -> Connection | None:
    """A connection that asks for nothing: while it is open the write-ahead log stays where it is.

    The last connection to be closed removes the log, and the next one must make it again, even to read. On
    a full disk it cannot; and there every refused write closes a connection (ADR 0005), in the end the last.
    None where there is no database to hold.
    """
    import sqlite3

    try:
        held = sqlite3.connect(f"{Path(file).resolve().as_uri()}?mode=rw", uri=True, check_same_thread=False)
        held.execute("SELECT 1 FROM sqlite_master").close()
    except sqlite3.OperationalError:
        return None
    return held


def settle_json() -> None:
    """Tell Django once whether this library knows JSON, so that it never asks a database.

    Django asks in every thread, at the first page that builds JSON, inside a transaction: with IMMEDIATE
    ones that takes the write lock for a page that is only read. And where somebody else holds the lock, the
    thread takes the time-out for "no JSON" and keeps to it for life. The answer is in the library alone.
    """
    from contextlib import closing
    from sqlite3 import OperationalError, connect

    from django.db.backends.sqlite3.features import DatabaseFeatures

    with closing(connect(":memory:")) as memory:
        try:
            memory.execute("SELECT JSON('{}')")
            known = True
        except OperationalError:
            known = False
    DatabaseFeatures.supports_json_field = known  # type: ignore[assignment, method-assign]
