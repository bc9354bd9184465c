"""Copies of the database that can be trusted, and the way back from one.

Copying the file of a live SQLite database tears it (one copy of twenty, measured); so SQLite is copied by
its own backup interface and PostgreSQL by pg_dump, each copy is checked before it counts, and `restore`
replaces everything in one transaction or nothing.
"""

from __future__ import annotations

import os
from collections.abc import Set
from datetime import UTC, datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from studyapp.backup import postgres, sqlite
from studyapp.backup.base import BackupFailed, InUse

__all__ = [
    "BackupFailed",
    "InUse",
    "back_up",
    "folder_of",
    "is_new",
    "restore",
    "thin",
    "verify",
]

PREFIX = "studyapp-"


def engine() -> type[sqlite.SQLite] | type[postgres.PostgreSQL]:
    """What this installation's database needs."""
    return sqlite.SQLite if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else postgres.PostgreSQL


def is_new() -> bool:
    """Whether nothing was ever migrated here: there is nothing to keep yet."""
    return not MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()


def folder_of(path: Path) -> Path:
    """The folder, made if need be, for its owner alone: a copy holds all that the database holds."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def back_up(*, into: Path, now: datetime, name: str = "") -> Path:
    """A checked copy of the database in the folder, under a name that sorts by time. BackupFailed if not."""
    stem = PREFIX + now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ") + (f"-{name}" if name else "")
    copy = folder_of(into) / f"{stem}{engine().suffix}"
    part = copy.with_suffix(".part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        engine().copy(part)
        engine().verify(part)
        _flush(part)
        part.replace(copy)
        _flush(into)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return copy


def thin(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest copies; the removed ones. A damaged database put aside is no copy."""
    copies = sorted(folder.glob(f"{PREFIX}*{engine().suffix}"), key=lambda path: path.name)
    old = copies[:-keep] if keep > 0 else []
    for path in old:
        path.unlink()
    return old


def verify(copy: Path) -> None:
    """That the file is whole, is a database of this app, and of no later version. BackupFailed if not."""
    if not copy.is_file():
        raise BackupFailed(f"There is no file {copy}.")
    engine().verify(copy)
    unknown = _unknown(engine().applied(copy))
    if unknown:
        raise BackupFailed(
            f"{copy.name} was made by a later version of the app: {unknown[0]} is not known here. "
            "Install that version, then restore."
        )


def restore(copy: Path, *, aside: Path, now: datetime) -> Path | None:
    """Put the copy in the place of the database; where what was there before is now kept.

    Verify the copy first. InUse if anything else has the database open, sound or damaged.
    """
    connections.close_all()
    kept = engine().put_aside_if_damaged(folder_of(aside) / f"damaged-{now:%Y%m%dT%H%M%S.%fZ}")
    if kept is None and engine().is_there():
        engine().refuse_in_use()
        if not is_new():
            kept = back_up(into=aside, now=now, name="before-restore")
        connections.close_all()
    engine().restore(copy)
    return kept


def _unknown(applied: Set[tuple[str, str]]) -> list[str]:
    """The migrations that a copy has seen and this code has not, of the apps that both have."""
    loader = MigrationExecutor(None).loader
    return sorted(
        f"{app}.{name}"
        for app, name in applied
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )


def _flush(path: Path) -> None:
    """On disk now, not some time later."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
