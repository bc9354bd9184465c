"""`import_bank FILE --owner EMAIL`: check an instructor's bank and publish it, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from accounts.models import User
from kit.report import render
from kit.yamltext import MAX_BYTES
from quizzes.formats import bank as bank_format
from quizzes.known import known_to_the_syllabus
from quizzes.services.publishing import SlugTaken, publish


class Command(BaseCommand):
    help = "Check a bank's file and publish it as its owner's. With any problem nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a bank in YAML (docs/bank-format.md)")
        parser.add_argument("--owner", required=True, help="the e-mail address of the owner's account")

    def handle(self, *args: Any, file: Path, owner: str, **options: Any) -> None:
        user = User.objects.filter(email=owner.lower()).first()
        if user is None:
            raise CommandError(
                f"Nobody here has the address {owner!r}. Make one: manage.py create_account EMAIL"
            )
        try:
            with file.open("rb") as handle:
                raw = handle.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from None
        moment = now()
        read = bank_format.read_bank(
            raw, file=str(file), judged="upload", known=known_to_the_syllabus(), today=moment.date()
        )
        self.stderr.write(render(read.problems, "text"), ending="")
        if read.bank is None or any(p.severity == "problem" for p in read.problems):
            raise CommandError("Nothing was stored. Put the problems right and import again.")
        try:
            done = publish(bank=read.bank, owner=user, now=moment)
        except SlugTaken:
            raise CommandError(
                f'The slug "{read.bank.slug}" belongs to another bank. Choose another slug.'
            ) from None
        if done.version is None:
            self.stdout.write(f"{done.slug}: nothing has changed.")
        else:
            self.stdout.write(
                f"{done.slug}: version {done.version} is published; {len(done.added)} added, "
                f"{len(done.reworded)} reworded, {len(done.retired)} retired."
            )
