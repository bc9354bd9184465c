"""The project as an app of its own: commands, checks, and pages that show more than one room."""

from __future__ import annotations

from django.apps import AppConfig


class StudyappConfig(AppConfig):
    name = "studyapp"

    def ready(self) -> None:
        from studyapp import checks  # noqa: F401 (registers them)
