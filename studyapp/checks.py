"""Checks that every command makes before it starts, each with an id and what to do about it.

docs/operations.md lists them for the operator; a test keeps that list whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS

from studyapp import sqlite

KEY_LENGTH = 50
KEY_VARIETY = 5
BUSY = "studyapp.web.middleware.BusyMiddleware"
LOCAL_SOURCES = {"'self'", "'none'"}
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")

Apps = Sequence[AppConfig] | None


def _database() -> dict[str, Any]:
    return dict(settings.DATABASES[DEFAULT_DB_ALIAS])


def _on_sqlite() -> bool:
    return bool(_database()["ENGINE"] == "studyapp.sqlite_engine")


@register(Tags.compatibility)
def sqlite_library(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E001: a SQLite that can corrupt the database must not come near it."""
    if not _on_sqlite() or not (reason := sqlite.refusal()):
        return []
    problem, _, hint = reason.partition(". ")
    return [Error(f"{problem}.", hint=hint, id="studyapp.E001")]


@register(Tags.compatibility)
def sqlite_full_text(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E010: search on SQLite is FTS5, which not every library has."""
    if not _on_sqlite() or not (reason := sqlite.lacks_full_text()):
        return []
    problem, _, hint = reason.partition(". ")
    return [Error(f"{problem}.", hint=hint, id="studyapp.E010")]


@register(Tags.security)
def secret_key(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E002: who knows the key can sign in as any guest."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if all(_is_strong(key) for key in keys):
        return []
    return [
        Error(
            "SECRET_KEY or one of SECRET_KEY_FALLBACKS is too short or too plain to sign anything with.",
            hint=(
                f"Use {KEY_LENGTH} random characters or more, or leave SECRET_KEY unset: "
                "a key is then made once and kept in DATA_DIR/secret-key."
            ),
            id="studyapp.E002",
        )
    ]


def _is_strong(key: str) -> bool:
    return len(key) >= KEY_LENGTH and len(set(key)) >= KEY_VARIETY and not key.startswith("django-insecure-")


@register(Tags.compatibility)
def database_engine(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E003: two engines are tested, others are not."""
    if _on_sqlite() or _database()["ENGINE"] == "django.db.backends.postgresql":
        return []
    return [
        Error(
            f"The database engine {_database()['ENGINE']} is not supported.",
            hint="Let DATABASE_URL begin with sqlite:/// or postgres://.",
            id="studyapp.E003",
        )
    ]


@register(Tags.compatibility)
def database_transactions(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E004-E006: what keeps acknowledged answers and lets many write at once."""
    found: list[CheckMessage] = []
    database = _database()
    if database.get("ATOMIC_REQUESTS"):
        found.append(
            Error(
                "ATOMIC_REQUESTS is on: every page would take SQLite's write lock.",
                hint="Take ATOMIC_REQUESTS out of DATABASE_URL and the settings.",
                id="studyapp.E004",
            )
        )
    options = database.get("OPTIONS", {})
    if _on_sqlite() and str(options.get("transaction_mode")).upper() != "IMMEDIATE":
        found.append(
            Error(
                "SQLite transactions do not begin IMMEDIATE: one that reads before it writes fails at once.",
                hint='Set OPTIONS["transaction_mode"] to "IMMEDIATE".',
                id="studyapp.E005",
            )
        )
    missing = [pragma for pragma in PRAGMAS if pragma not in options.get("init_command", "")]
    if _on_sqlite() and missing:
        found.append(
            Error(
                f"SQLite is opened without {' and '.join(missing)}: confirmed answers could be lost.",
                hint='Let OPTIONS["init_command"] be settings.SQLITE_PRAGMAS.',
                id="studyapp.E006",
            )
        )
    return found


@register(Tags.compatibility)
def busy_middleware(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E007: without it a locked database can leave a process stuck long after the lock is gone."""
    if settings.MIDDLEWARE[:1] == [BUSY]:
        return []
    return [
        Error(
            "BusyMiddleware is not the first middleware.",
            hint=f"Put {BUSY} at the head of MIDDLEWARE.",
            id="studyapp.E007",
        )
    ]


@register(Tags.security)
def content_security_policy(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E008: no inline script or style, no other host, no exception."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = sorted(name for name, sources in directives.items() if not set(sources) <= LOCAL_SOURCES)
    if directives.get("default-src") != ["'none'"]:
        loose.append("default-src")
    if not loose:
        return []
    return [
        Error(
            f"The Content-Security-Policy allows more than this site in {', '.join(loose)}.",
            hint="Only 'self' and 'none' are allowed, and 'none' for default-src.",
            id="studyapp.E008",
        )
    ]


@register(Tags.files)
def content_folder(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E009: there is nothing to study without it."""
    if settings.CONTENT_DIR.is_dir():
        return []
    return [
        Error(
            f"There is no folder {settings.CONTENT_DIR}.",
            hint="Let CONTENT_DIR name the folder with the content, or leave it unset.",
            id="studyapp.E009",
        )
    ]


@register(Tags.security, deploy=True)
def plain_http(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """W001: right on one machine or a trusted network, wrong on the internet."""
    if not settings.PLAIN_HTTP:
        return []
    return [
        checks.Warning(
            "PLAIN_HTTP is on: cookies and answers travel unencrypted.",
            hint="On the internet, put a proxy with TLS in front and leave PLAIN_HTTP unset.",
            id="studyapp.W001",
        )
    ]
