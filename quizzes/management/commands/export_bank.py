"""`export_bank BANK`: a published bank as YAML, byte for byte what a further import and export give."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit.wording import did_you_mean
from quizzes.models import Bank, BankVersion


class Command(BaseCommand):
    help = "Write a bank's newest version (or the one named) as YAML, to the screen or into a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bank", help="the bank's slug")
        parser.add_argument("--version-number", type=int, help="which version; default: the newest")
        parser.add_argument("--output", type=Path, help="the file to write; default: the screen")

    def handle(
        self, *args: Any, bank: str, version_number: int | None, output: Path | None, **options: Any
    ) -> None:
        versions = BankVersion.objects.filter(bank__slug=bank).order_by("-number")
        if version_number is not None:
            versions = versions.filter(number=version_number)
        version = versions.first()
        if version is None:
            raise CommandError(self._missing(bank, version_number))
        if output is None:
            self.stdout.write(version.source, ending="")
        else:
            try:
                output.write_text(version.source, encoding="utf-8", newline="\n")
            except OSError as error:
                raise CommandError(f"{output} cannot be written: {error.strerror or error}.") from None
            self.stdout.write(f"{bank} version {version.number} is in {output}.")

    def _missing(self, bank: str, number: int | None) -> str:
        slugs = list(Bank.objects.values_list("slug", flat=True))
        if bank in slugs:
            which = "published version" if number is None else f"version {number}"
            return f'The bank "{bank}" has no {which}.'
        return f'There is no bank "{bank}"{did_you_mean(bank, slugs)}'
