"""Copies of a SQLite database: one file, by SQLite's own backup interface, while others write."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

from studyapp.backup.base import BackupFailed, InUse

SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
NOT_OURS = "It holds no database of this app."


class SQLite:
    suffix = ".sqlite3"

    @staticmethod
    def copy(part: Path) -> None:
        """In one step, so that it is the state of one moment; in WAL mode nobody waits for it."""
        if not database().exists():
            raise BackupFailed(f"There is no database at {database()}: nothing to copy yet.")
        with _opened(database()) as source, _opened(part) as target:
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without -wal beside it

    @staticmethod
    def verify(copy: Path) -> None:
        try:
            with _read_only(copy) as connection:
                found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
                connection.execute("SELECT 1 FROM django_migrations")
        except sqlite3.Error as problem:
            raise BackupFailed(f"{copy.name} cannot be relied on: {problem}. {NOT_OURS}") from problem
        if found != ["ok"]:
            raise BackupFailed(f"{copy.name} is damaged: {found[0]}.")

    @staticmethod
    def applied(copy: Path) -> set[tuple[str, str]]:
        with _read_only(copy) as connection:
            return set(connection.execute("SELECT app, name FROM django_migrations"))

    @staticmethod
    def put_aside_if_damaged(folder: Path) -> Path | None:
        """A database that cannot be read is moved away whole, for whoever can mend it."""
        if not database().exists():
            return None
        try:
            with _opened(database()) as connection:
                if [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]:
                    return None
        except sqlite3.OperationalError as problem:
            raise InUse from problem  # locked; a damaged file is a plain DatabaseError
        except sqlite3.DatabaseError:
            pass
        if _held_by_others():
            raise InUse
        folder.mkdir(mode=0o700)
        for ending in ("", "-wal", "-shm"):
            file = database().with_name(database().name + ending)
            if file.exists():
                file.replace(folder / file.name)
        return folder

    @staticmethod
    def is_there() -> bool:
        return database().exists()

    @staticmethod
    def refuse_in_use() -> None:
        """To leave WAL mode a connection must be the only one: SQLite itself counts the others."""
        try:
            with _opened(database(), timeout=1) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as problem:
            raise InUse from problem

    @staticmethod
    def restore(copy: Path) -> None:
        """One transaction: whoever has it open after all sees the old content or the new, never between."""
        database().touch(mode=0o600)
        with _read_only(copy) as source, _opened(database()) as target:
            source.backup(target, pages=-1)
        database().chmod(0o600)
        SQLite.verify(database())


def database() -> Path:
    return Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])


def _held_by_others() -> bool:
    """Whether a process has the database open, asked of the system: SQLite looks at no locks of a wreck.

    A connection in WAL mode holds a shared lock on these bytes from its first page to its end (SHARED_FIRST
    and SHARED_SIZE, https://www.sqlite.org/src/file/src/os.h). We have none open here: closing any would
    give up its lock.
    """
    with database().open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError:
            return True
    return False


@contextmanager
def _opened(path: Path, *, timeout: float = 10) -> Iterator[sqlite3.Connection]:
    """A file that is there: opening one that is not would make it, empty and for all to read."""
    address = f"{path.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=timeout, isolation_level=None)) as connection:
        yield connection


@contextmanager
def _read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that nobody writes to: nothing is made beside it, and no journal found there is believed."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection
