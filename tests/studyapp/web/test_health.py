"""Liveness and readiness."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from studyapp import urls
from studyapp.web import views


def test_the_process_says_that_it_lives_without_the_database(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_browser_that_asks_for_the_old_name_of_the_icon_is_sent_to_it(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    icon = client.get(response.headers["Location"])
    assert icon.status_code == 200
    b"".join(icon.streaming_content)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_probe_over_plain_http_is_not_sent_away_to_https(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_app_is_ready_when_its_database_answers_and_is_migrated(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, **dict.fromkeys(urls.PROBES, "ok")}


@pytest.mark.django_db
def test_a_full_disk_beside_a_sqlite_database_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = shutil.disk_usage("/")._replace(free=views.ROOM - 1)
    monkeypatch.setattr(views.shutil, "disk_usage", lambda folder: left)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "the disk is full" in response.json()["disk"]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_app_is_not_ready_while_a_migration_is_pending(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
    try:
        response = client.get("/readyz")
    finally:
        from django.db.migrations.recorder import MigrationRecorder

        MigrationRecorder(connection).record_applied("accounts", "0001_initial")

    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert "manage.py prepare" in response.json()["migrations"]


def test_a_probe_that_fails_tells_the_log_and_not_the_world(caplog: pytest.LogCaptureFixture) -> None:
    def down() -> str:
        raise OperationalError("no route to db-1.internal with password hunter2")

    response = views.readyz({"database": down, "other": lambda: ""})(RequestFactory().get("/readyz"))

    assert response.status_code == 503
    assert b"hunter2" not in response.content
    assert response.content == b'{"ready": false, "database": "failed", "other": "ok"}'
    assert "hunter2" in caplog.text


@pytest.mark.django_db
def test_asking_whether_it_is_ready_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        client.get("/readyz")
