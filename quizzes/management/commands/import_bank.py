"""`import_bank FILE … --owner EMAIL`: check an instructor's banks and publish them, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.timezone import now

from accounts.models import User
from kit.report import render
from kit.wording import one_line
from quizzes.formats.exchange import Imported
from quizzes.generators.proving import SLUG as VARIANTS
from quizzes.management.banks import content_of
from quizzes.models import Bank
from quizzes.services import importing
from quizzes.services.preparing import Prepared
from quizzes.services.publishing import Published, SlugTaken, store


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
        moment, found = now(), []
        read = [(str(file), content_of(file)) for file in files]
        each = importing.ready(read, today=moment.date(), slug=slug, title=title)
        for number, banks in enumerate(each, 1):
            for one in banks:
                self._tell(one.imported)
            found += banks
            if len(files) > 1 and options["verbosity"]:
                self.stderr.write(f"{number} of {len(files)} checked: {files[number - 1]}")
        if draft is not None:
            self._write(draft, [one.imported for one in found])
            return
        made = [one.made for one in found if one.made]
        if len(made) != len(found):
            raise CommandError("Nothing was stored. Put the problems right and import again.")
        _refuse_taken(made, user)
        for prepared in made:  # each by itself: nobody else can write meanwhile
            try:
                done = store(made=prepared, owner=user, now=moment)
            except SlugTaken as taken:  # at this very moment
                raise CommandError(_taken(str(taken))) from None
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


def _refuse_taken(made: Sequence[Prepared], owner: User) -> None:
    """Before the first of them is stored."""
    slugs = Counter(one.bank.slug for one in made)
    for slug, count in slugs.items():
        if count > 1:
            raise CommandError(f'Two of these banks are called "{slug}". Rename one of them.')
    others = Bank.objects.filter(~Q(owner=owner) | Q(shipped=True), slug__in=slugs)
    taken = others.values_list("slug", flat=True).first() or (VARIANTS if VARIANTS in slugs else None)
    if taken is not None:
        raise CommandError(_taken(taken))


def _taken(slug: str) -> str:
    return f'The slug "{slug}" belongs to another bank. Choose another slug.'


def _said(done: Published) -> str:
    if done.version is None:
        return f"{done.slug}: nothing has changed."
    return (
        f"{done.slug}: version {done.version} is published; {len(done.added)} added, "
        f"{len(done.reworded)} reworded, {len(done.retired)} retired."
    )
