"""Joins our style sheets and scripts into the few files that are served."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.assets import CannotJoin, joined_scripts, joined_styles


class Command(BaseCommand):
    help = (
        "Joins static/css into app.css, static/js into app.js, static/editor into editor.js, all in static/."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        static = settings.BASE_DIR / "static"
        try:
            joined = {
                static / "app.css": joined_styles(static / "css"),
                static / "app.js": joined_scripts(static / "js"),
                static / "editor.js": joined_scripts(static / "editor"),
            }
        except CannotJoin as problem:
            raise CommandError(str(problem)) from problem
        for file, text in joined.items():
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
                self.stdout.write(f"wrote {file.relative_to(settings.BASE_DIR)}, {len(text)} characters")
