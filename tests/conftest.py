"""What every test stands on: one database, of its own, on SQLite or on PostgreSQL.

DATABASE_URL chooses, SQLite without it. SQLite is a file, not memory, so that WAL, IMMEDIATE and several
connections are as in service; it lies where this run alone looks, so two runs never meet.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from django.db import connections

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def pytest_report_header() -> str:
    """Which database this run is on, in the first lines of its output."""
    return f"database: {connections['default'].display_name}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test database that no other run and no other worker touches."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        name = f"test_studyapp_{os.getpid()}"
    connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture
def now() -> datetime:
    """A fixed Monday: no test reads the clock."""
    return MONDAY
