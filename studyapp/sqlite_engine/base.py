"""Who writes queues for SQLite's one write lock, and gives it up before waiting for the disk (ADR 0025).

SQLite lets one write at a time and has no queue: who finds it locked sleeps, longer each time, and looks
again. Under a burst the lock lies free while all sleep, and the unlucky wait for seconds. And with
`synchronous=FULL` whoever writes keeps the lock until the disk confirms, so that everybody waits for it.

Here the threads of a process stand in line for one place in SQLite's crowd, and a transaction is committed
in two moves: written and unlocked, then put on disk by a sync of the write-ahead log. For whoever asked for
it, it has only happened after both. Those who sync at the same time share one wait.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LINES: Final[dict[str, threading.Lock]] = {}
"""Per database, who of this process is at SQLite's door or inside. SQLite alone decides who may write."""

sync: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)  # the log's length is data too


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait in line, and are on disk when they are committed.

    Writes outside of transactions are SQLite's own, with `synchronous=FULL`.
    """

    _log: Path | None = None
    """The write-ahead log; none for a database that has none, as in memory. Then all is as in Django."""
    _line: threading.Lock | None = None
    """The line that we are at the head of, while a transaction runs."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        ((mode,),) = connection.execute("PRAGMA journal_mode")
        ((_, _, file),) = connection.execute("PRAGMA database_list")
        self._log = Path(f"{file}-wal") if mode == "wal" and file else None
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        if self._log is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        waited = self._wait_in_line(patience)
        try:
            self._set(synchronous="NORMAL", busy_timeout=round(1000 * max(0.0, patience - waited)))
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            self._set(busy_timeout=round(1000 * patience))
        except BaseException:
            self._leave(patience)
            raise

    def _wait_in_line(self, patience: float) -> float:
        """How many seconds it took until we are at the head of the line."""
        line = LINES.setdefault(str(self._log), threading.Lock())
        began = time.monotonic()
        if not line.acquire(timeout=patience):
            raise OperationalError("database is locked: the line did not move")
        self._line = line
        return time.monotonic() - began

    def _commit(self) -> None:
        if self._line is None or self._log is None:
            super()._commit()  # type: ignore[misc]
            return
        super()._commit()  # type: ignore[misc]
        self._leave()
        self._put_on_disk(self._log)

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            line, self._line = self._line, None
            if line is not None:
                line.release()

    def _leave(self, patience: float | None = None) -> None:
        """Be as strict as ever about what is written outside of transactions, and let the next one go."""
        line, self._line = self._line, None
        if line is None:
            return
        try:
            self._set(synchronous="FULL")
            if patience is not None:
                self._set(busy_timeout=round(1000 * patience))
        finally:
            line.release()

    def _set(self, **pragmas: object) -> None:
        """Straight to the library: none of this is a query that a page costs."""
        for name, value in pragmas.items():
            with closing(self.connection.execute(f"PRAGMA {name}={value}")) as cursor:
                cursor.fetchall()

    @staticmethod
    def _put_on_disk(log: Path) -> None:
        """Raises OperationalError when it may not be there: nobody is told then that it is."""
        try:
            descriptor = os.open(log, os.O_RDWR)
            try:
                sync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as problem:
            raise OperationalError(f"disk I/O error: {problem}") from problem
