"""Copies the database while it is in use."""

from __future__ import annotations

from argparse import ArgumentTypeError
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
            "--keep",
            type=a_number,
            default=30,
            help="how many copies to keep there; 0 keeps all (default: 30)",
        )

    def handle(self, *args: Any, into: Path | None, keep: int, **options: Any) -> None:
        folder = into or settings.BACKUP_DIR
        try:
            copy = back_up(into=folder, now=now())
        except BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"No copy was made: {folder}: {problem.strerror or problem}.") from problem
        removed = thin(folder, keep=keep)
        self.stdout.write(str(copy))
        if removed and options["verbosity"] > 0:
            older = "1 older copy" if len(removed) == 1 else f"{len(removed)} older copies"
            self.stderr.write(f"Removed {older}; the newest {keep} are kept.")


def a_number(text: str) -> int:
    """How many copies to keep: none is "all", and there are no fewer."""
    if not text.isdigit():
        raise ArgumentTypeError(f"{text!r} is not a number of copies (0 keeps all)")
    return int(text)
