"""The way back: puts a copy in the place of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from studyapp.backup import BackupFailed, restore, verify


class Command(BaseCommand):
    help = "Puts a copy in the place of the database, after keeping what is there. Stop the server first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", type=Path, help="a file that manage.py backup made")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, copy: Path, yes: bool, **options: Any) -> None:
        try:
            verify(copy)
            if not yes and not self.agreed(copy):
                raise CommandError("Nothing was changed.")
            kept = restore(copy, aside=settings.BACKUP_DIR, now=now())
        except BackupFailed as problem:
            raise CommandError(f"{problem} Nothing was changed.") from problem
        if kept:
            self.stdout.write(f"What was there before is kept in {kept}.")
        self.stdout.write(
            self.style.SUCCESS(f"The database is now as it was in {copy.name}.")
            + " Run manage.py prepare, then start the server."
        )

    def agreed(self, copy: Path) -> bool:
        """Asked on a terminal; without one, only --yes says yes."""
        self.stdout.write(f"{copy} is whole. Everything in the database will be replaced by it.")
        try:
            return input("Type yes to go on: ").strip().lower() == "yes"
        except EOFError:
            return False
