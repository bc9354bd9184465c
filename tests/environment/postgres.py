"""Finds the PostgreSQL that the marked tests also run on.

`python -m tests.environment.postgres` prints its address, and says on stderr which it is; where none
answers it says that and fails, and only SQLite is tested.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator, Mapping

import psycopg


def candidates(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Where one may answer: TEST_DATABASE_URL, else this machine's port 5432, by the usual names."""
    if named := environment.get("TEST_DATABASE_URL"):
        yield named
    for user in dict.fromkeys(("postgres", "root", getpass.getuser())):
        yield f"postgres://{user}@127.0.0.1:5432/postgres"


def trouble(address: str) -> str:
    """Why tests cannot run there, or nothing. They make a database of their own, so that must be allowed."""
    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as problem:
        return str(problem).strip().splitlines()[0]
    return "" if row and row[0] else "its user may not create a database"


def answering(environment: Mapping[str, str] = os.environ) -> str | None:
    """The first address that tests can run on."""
    for address in candidates(environment):
        why_not = trouble(address)
        if not why_not:
            return address
        if address == environment.get("TEST_DATABASE_URL"):
            print(f"TEST_DATABASE_URL cannot be used: {why_not}.", file=sys.stderr)
    return None


def shown(address: str) -> str:
    """Where it is, without the password."""
    parts = psycopg.conninfo.conninfo_to_dict(address)
    return f"{parts.get('host', 'the local socket')}:{parts.get('port', 5432)}"


if __name__ == "__main__":
    if address := answering():
        print(
            f"PostgreSQL answers at {shown(address)}: the marked tests run on it, then all tests on SQLite.",
            file=sys.stderr,
        )
        print(address)
    else:
        sys.exit("No PostgreSQL answers at TEST_DATABASE_URL or 127.0.0.1:5432: tests run on SQLite only.")
