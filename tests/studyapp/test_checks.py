"""Every system check: quiet on the settings as they are, loud on the fault it is for."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks

from studyapp import checks, sqlite

Break = Callable[[Any, pytest.MonkeyPatch], None]
ROOT = Path(__file__).parents[2]


def found(*, deploy: bool = False) -> set[str]:
    return {message.id for message in run_checks(include_deployment_checks=deploy) if message.id}


def with_database(settings: Any, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """The settings alone: the connection of the tests stays as it is."""
    database = copy.deepcopy(dict(settings.DATABASES["default"]))
    database["ENGINE"] = "studyapp.sqlite_engine"
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
    options = changes.pop("OPTIONS", {})
    database.update(changes)
    database["OPTIONS"].update(options)
    monkeypatch.setattr(checks, "_database", lambda: database)


def vulnerable(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_database(settings, monkeypatch)
    monkeypatch.setattr(sqlite, "refusal", lambda: "SQLite 3.40.1 corrupts. Install another.")


def without_full_text(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_database(settings, monkeypatch)
    monkeypatch.setattr(sqlite, "lacks_full_text", lambda: "SQLite 3.53.4 has no FTS5. Install another.")


FAULTS: dict[str, Break] = {
    "studyapp.E001": vulnerable,
    "studyapp.E002": lambda settings, patch: setattr(settings, "SECRET_KEY", "short"),
    "studyapp.E003": lambda settings, patch: with_database(
        settings, patch, ENGINE="django.db.backends.mysql"
    ),
    "studyapp.E004": lambda settings, patch: with_database(settings, patch, ATOMIC_REQUESTS=True),
    "studyapp.E005": lambda settings, patch: with_database(
        settings, patch, OPTIONS={"transaction_mode": "DEFERRED"}
    ),
    "studyapp.E006": lambda settings, patch: with_database(
        settings, patch, OPTIONS={"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"}
    ),
    "studyapp.E007": lambda settings, patch: setattr(settings, "MIDDLEWARE", settings.MIDDLEWARE[1:]),
    "studyapp.E008": lambda settings, patch: setattr(
        settings,
        "CONTENT_SECURITY_POLICY",
        {"DIRECTIVES": {"default-src": ["'none'"], "style-src": ["'self'", "'unsafe-inline'"]}},
    ),
    "studyapp.E009": lambda settings, patch: setattr(settings, "CONTENT_DIR", Path("/nowhere")),
    "studyapp.E010": without_full_text,
}


@pytest.mark.parametrize("check_id", FAULTS)
def test_a_fault_is_told_by_its_id_with_a_hint(
    check_id: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_id not in found()

    FAULTS[check_id](settings, monkeypatch)

    messages = [message for message in run_checks() if message.id == check_id]
    assert len(messages) == 1
    assert messages[0].is_serious()
    assert messages[0].hint


@pytest.mark.parametrize(
    "key", ["", "x" * 80, "django-insecure-" + "0123456789" * 6, "abcdefghij0123456789" * 2]
)
def test_a_key_that_can_be_guessed_is_refused_also_among_the_fallbacks(
    key: str, settings: LazySettings
) -> None:
    settings.SECRET_KEY_FALLBACKS = [key]

    assert "studyapp.E002" in found()


@pytest.mark.parametrize("source", ["https://cdn.example.org", "'unsafe-eval'", "data:", "*", "'nonce-abc'"])
def test_no_source_but_this_site_is_allowed(source: str, settings: LazySettings) -> None:
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {"default-src": ["'none'"], "script-src": ["'self'", source]}
    }

    assert "studyapp.E008" in found()


def test_a_policy_that_starts_from_anything_but_none_is_refused(settings: LazySettings) -> None:
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"]}}

    assert "studyapp.E008" in found()


def check_deploy(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": "a key for this test only, long enough and plain to see 0123456789",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_settings_of_a_site_behind_tls_leave_nothing_to_warn_of(tmp_path: Path) -> None:
    done = check_deploy(tmp_path)

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_plain_http_is_warned_of_where_a_deployment_is_checked(tmp_path: Path) -> None:
    done = check_deploy(tmp_path, PLAIN_HTTP="true")

    assert done.returncode != 0
    assert "studyapp.W001" in done.stderr
