"""`diff_bank A B`: what changed from one bank to another, in words."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit.report import render
from quizzes.formats.bank import Bank, difference, in_words
from quizzes.management.banks import imported, read_again, stored

_STORED = re.compile(r"(?P<slug>[a-z0-9][a-z0-9-]{0,63})(?:@(?P<number>[0-9]{1,9}))?")


class Command(BaseCommand):
    help = (
        "Tell what changed from one bank to another: questions added, retired, reworded (which fields), and "
        "those whose key changed. Each is a file, or SLUG@NUMBER of a stored version; SLUG is the newest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", metavar="A", help="a file, SLUG@NUMBER or SLUG")
        parser.add_argument("new", metavar="B", help="a file, SLUG@NUMBER or SLUG")

    def handle(self, *args: Any, old: str, new: str, **options: Any) -> None:
        for line in in_words(difference(self._bank(old), self._bank(new))):
            self.stdout.write(line)

    def _bank(self, name: str) -> Bank:
        named = _STORED.fullmatch(name)
        if named and not Path(name).is_file():
            return read_again(stored(named["slug"], int(named["number"]) if named["number"] else None))
        found = list(imported(Path(name)))
        if len(found) != 1:
            raise CommandError(f"{name} holds {len(found)} banks; one is compared with one.")
        if found[0].bank is None:
            self.stderr.write(render(found[0].at_source, "text"), ending="")
            raise CommandError(f"{name} is no sound bank, so it cannot be compared. Put its problems right.")
        return found[0].bank
