"""`export_bank BANK`: a published bank as YAML, byte for byte what a further import and export give.

Or in a format of another system, with a note for each question of what that cannot say.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes import bank_deck
from quizzes.formats import exchange
from quizzes.management.banks import read_again, stored
from quizzes.models import BankVersion

ANKI = "anki"


class Command(BaseCommand):
    help = (
        "Write a bank's newest version (or the one named) as YAML, GIFT or Moodle XML, to the screen or into "
        "a file, or as Anki cards into a file. What GIFT or Moodle XML cannot say is noted, a line for each."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bank", help="the bank's slug")
        parser.add_argument(
            "--format", choices=(*exchange.WRITTEN, ANKI), default="yaml", dest="form", help="default: yaml"
        )
        parser.add_argument("--version-number", type=int, help="which version; default: the newest")
        parser.add_argument("--output", type=Path, help="the file to write; default: the screen")

    def handle(
        self,
        *args: Any,
        bank: str,
        form: exchange.Written,
        version_number: int | None,
        output: Path | None,
        **options: Any,
    ) -> None:
        if form == ANKI and output is None:
            raise CommandError("A package is no text. Say where to write it: --output cards.apkg")
        version = stored(bank, version_number)
        content = self._content(version, form)
        if output is None:
            self.stdout.write(content.decode(), ending="")
            return
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror or error}.") from None
        self.stdout.write(f"{bank} version {version.number} is in {output}.")

    def _content(self, version: BankVersion, form: str) -> bytes:
        if form == "yaml":
            return version.source.encode()
        if form == ANKI:
            return bank_deck.package(version, read_again(version))
        exported = exchange.write(read_again(version), "gift" if form == "gift" else "moodle")
        self.stderr.write("".join(f"{loss}\n" for loss in exported.losses), ending="")
        return exported.text.encode()
