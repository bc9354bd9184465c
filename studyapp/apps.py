"""The project as an app of its own: commands, checks, and pages that show more than one room."""

from __future__ import annotations

from django.apps import AppConfig


class StudyappConfig(AppConfig):
    name = "studyapp"

    def ready(self) -> None:
        from django.db import DEFAULT_DB_ALIAS, connections

        from studyapp import checks, sqlite  # noqa: F401 (checks register themselves)

        if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
            sqlite.settle_json()
