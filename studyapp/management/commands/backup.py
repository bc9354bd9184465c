"""Copies the database while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from studyapp.backup import BackupFailed, back_up, thin


class Command(BaseCommand):
    help = "Copies the database, checks the copy, and prints where it is. Safe while the server runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, help="folder for the copy (default: BACKUP_DIR)")
        parser.add_argument(
            "--keep", type=int, default=30, help="how many copies to keep there; 0 keeps all (default: 30)"
        )

    def handle(self, *args: Any, into: Path | None, keep: int, **options: Any) -> None:
        folder = into or settings.BACKUP_DIR
        try:
            copy = back_up(into=folder, now=now())
        except BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        removed = thin(folder, keep=keep)
        self.stdout.write(str(copy))
        if removed and options["verbosity"] > 0:
            self.stderr.write(f"Removed {len(removed)} older copies; the newest {keep} are kept.")
