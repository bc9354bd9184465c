"""`import_bank FILE … --owner EMAIL`: check an instructor's banks and publish them, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from kit.report import render
from kit.wording import one_line
from quizzes.formats.exchange import Imported
from quizzes.management.banks import imported
from quizzes.services.publishing import Published, SlugTaken, publish


class Command(BaseCommand):
    help = (
        "Check files of banks and publish them as their owner's: YAML, GIFT, Moodle XML, Aiken or zips. "
        "With any problem nothing is stored. What could not be carried over is noted, a line for each."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="in any of these formats (docs/bank-format.md)",
        )
        parser.add_argument("--owner", required=True, help="the e-mail address of the owner's account")
        parser.add_argument(
            "--slug", default="", help="the bank's name, for a format that has none; else its file's name"
        )
        parser.add_argument(
            "--title", default="", help="its title, likewise; else the category of its questions"
        )
        parser.add_argument(
            "--draft",
            type=Path,
            metavar="YAML",
            help="write the bank there in our format, to be mended, and store nothing",
        )

    def handle(
        self,
        *args: Any,
        files: list[Path],
        owner: str,
        slug: str,
        title: str,
        draft: Path | None,
        **options: Any,
    ) -> None:
        user = User.objects.filter(email=owner.lower()).first()
        if user is None:
            raise CommandError(
                f"Nobody here has the address {owner!r}. Make one: manage.py create_account EMAIL"
            )
        if len(files) > 1 and (slug or title or draft):
            raise CommandError("--slug, --title and --draft are for one file; name one at a time.")
        found = [one for file in files for one in imported(file, slug=slug, title=title)]
        for one in found:
            self._tell(one)
        if draft is not None:
            self._write(draft, found)
            return
        if any(one.bank is None for one in found):
            raise CommandError("Nothing was stored. Put the problems right and import again.")
        with transaction.atomic():
            for done in self._published(found, user):
                self.stdout.write(_said(done))

    def _tell(self, one: Imported) -> None:
        self.stderr.write("".join(f"{one_line(str(loss))}\n" for loss in one.losses), ending="")
        self.stderr.write(render(one.at_source, "text"), ending="")

    def _write(self, draft: Path, found: list[Imported]) -> None:
        texts = [one.text for one in found if one.text]
        if len(texts) != 1:
            raise CommandError(
                f"A draft is made of one bank; there are {len(texts)} to be made of this file."
            )
        try:
            draft.write_text(texts[0], encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{draft} cannot be written: {error.strerror or error}.") from None
        self.stdout.write(f"The draft is in {draft}. Nothing was stored.")

    def _published(self, found: list[Imported], owner: User) -> list[Published]:
        done: list[Published] = []
        for one in found:
            if one.bank is None:  # pragma: no cover  # told before
                continue
            if one.bank.slug in {before.slug for before in done}:
                raise CommandError(f'Two of these banks are called "{one.bank.slug}". Rename one of them.')
            try:
                done.append(publish(bank=one.bank, owner=owner, now=now()))
            except SlugTaken:
                raise CommandError(
                    f'The slug "{one.bank.slug}" belongs to another bank. Choose another slug.'
                ) from None
        return done


def _said(done: Published) -> str:
    if done.version is None:
        return f"{done.slug}: nothing has changed."
    return (
        f"{done.slug}: version {done.version} is published; {len(done.added)} added, "
        f"{len(done.reworded)} reworded, {len(done.retired)} retired."
    )
