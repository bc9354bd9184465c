"""Copies of a PostgreSQL database, by its own tools: pg_dump, pg_restore and psql."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

from studyapp.backup.base import BackupFailed, InUse

EMPTY = """
DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT format('%I.%I', schemaname, tablename) AS name
               FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE 'DROP TABLE ' || found.name || ' CASCADE';
  END LOOP;
END $$
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class PostgreSQL:
    suffix = ".dump"

    @staticmethod
    def copy(part: Path) -> None:
        """One snapshot, compressed; writers go on."""
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}", *_database())

    @staticmethod
    def verify(copy: Path) -> None:
        """That the archive can be read to its end, and is this app's."""
        _run("pg_restore", "--file=/dev/null", str(copy))
        if not PostgreSQL.applied(copy):
            raise BackupFailed(f"{copy.name} cannot be relied on: it holds no database of this app.")

    @staticmethod
    def applied(copy: Path) -> set[tuple[str, str]]:
        sql = _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(copy)).decode()
        _, _, rows = sql.partition("FROM stdin;\n")
        rows, _, _ = rows.partition("\n\\.\n")
        cells = [row.split("\t") for row in rows.splitlines()]
        return {(cell[1], cell[2]) for cell in cells if len(cell) == 4}

    @staticmethod
    def put_aside_if_damaged(folder: Path) -> Path | None:
        """PostgreSQL looks after its own files."""
        return None

    @staticmethod
    def is_there() -> bool:
        """Whoever runs the server has made it; else asking it will tell."""
        return True

    @staticmethod
    def refuse_in_use() -> None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(OTHERS)
            (others,) = cursor.fetchone()
        if others:
            raise InUse

    @staticmethod
    def restore(copy: Path) -> None:
        """Empty it and fill it in one transaction: a failure leaves what was there."""
        sql = _run("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(copy))
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--command={EMPTY}",
            "--file=-",
            *_database(),
            given=sql,
        )


def _database() -> list[str]:
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    options = {"--host": settings["HOST"], "--port": settings["PORT"], "--username": settings["USER"]}
    return [
        *(f"{option}={value}" for option, value in options.items() if value),
        "--no-password",
        f"--dbname={settings['NAME']}",
    ]


def _run(program: str, *arguments: str, given: bytes = b"") -> bytes:
    """The tool's output. The password goes by the environment, where no list of processes shows it."""
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "5"}
    if settings["PASSWORD"]:
        environment["PGPASSWORD"] = settings["PASSWORD"]
    for option in ("sslmode", "sslrootcert", "sslcert", "sslkey"):
        if value := settings["OPTIONS"].get(option):
            environment[f"PG{option.upper()}"] = str(value)
    try:
        done = subprocess.run(  # noqa: S603
            [program, *arguments], input=given, capture_output=True, env=environment, check=True
        )
    except FileNotFoundError as problem:
        raise BackupFailed(
            f"{program} is not installed here (Debian: apt-get install postgresql-client)."
        ) from problem
    except subprocess.CalledProcessError as problem:
        raise BackupFailed(
            f"{program} failed: {problem.stderr.decode(errors='replace').strip()}"
        ) from problem
    return done.stdout
