"""`load_content [PATH]`: check, then make the database say what the files say. All or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from kit.report import render
from notebook import services as notes
from quizzes.services import fresh, publishing, showing, supply
from studyapp import search
from studyapp.management.content import Checked, asked_in, check, find, shipped_names
from syllabus import services as syllabus


class Command(BaseCommand):
    help = (
        "Check content files and, if they hold no problem, load them all in one transaction. What has left a "
        "folder is retired, not deleted; what has not changed is not written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="a folder, or one bank; else content/")

    def handle(self, *args: Any, path: Path | None, **options: Any) -> None:
        found = find([path or settings.CONTENT_DIR])
        if found.syllabus and not found.whole:
            raise CommandError("The syllabus is loaded as a whole: give its folder.")
        beside = None if found.syllabus else shipped_names()
        moment = now()
        checked = check(found, judged="shipped", today=moment.date(), beside=beside)
        if checked.refused:
            self.stderr.write(render(checked.problems, "text"), ending="")
            raise CommandError(f"Nothing was loaded: {checked.verdict}.")
        try:
            lines = load(checked, whole=found.whole, moment=moment)
        except publishing.SlugTaken as taken:
            raise CommandError(f'Nothing was loaded: the bank "{taken}" belongs to somebody here.') from None
        if options["verbosity"]:
            self.stdout.write("\n".join(lines) or f"{checked.read}: nothing has changed")


@transaction.atomic
def load(checked: Checked, *, whole: bool, moment: datetime) -> list[str]:
    """Everything or nothing, and a line for each sort and bank of which anything changed.

    A folder says what there is: what it does not hold any more is retired. One bank by itself speaks of
    itself only, and a folder without a bank, or without a syllabus, says nothing about those. Search finds
    from then on what there is.
    """
    lines: list[str] = []
    if checked.syllabus is not None:
        changes = syllabus.load(syllabus=checked.syllabus, now=moment)
        lines += [
            _line(c.sort, added=c.added, changed=c.changed, retired=c.retired, unchanged=c.unchanged)
            for c in changes
            if c.added or c.changed or c.retired
        ]
    if checked.banks:
        lines += [line for done in _publish(checked, whole, moment) if (line := _about(done, checked))]
    if again := showing.make_again():
        lines.append(f"questions: {again} shown anew, as the way they are shown has changed")
    if again := notes.make_again():
        lines.append(f"notes: {again} shown anew, as the way they are shown has changed")
    supply.measure()
    search.fill()
    if forgotten := fresh.forget():  # last: it locks what every start of a sitting with variants needs
        lines.append(f"fresh variants: {forgotten} forgotten that no sitting asks")
    return lines


def _publish(checked: Checked, whole: bool, moment: datetime) -> Iterable[publishing.Published]:
    if whole:
        return publishing.publish_shipped(banks=checked.banks, now=moment)
    return [publishing.publish(bank=b, owner=None, shipped=True, now=moment) for b in checked.banks]


def _about(done: publishing.Published, checked: Checked) -> str:
    """What publishing a bank did; nothing where it changed nothing."""
    if done.version is None:
        return f"bank {done.slug}: retired" if done.retired else ""
    asked = next(asked_in(bank) for bank in checked.banks if bank.slug == done.slug)
    kept = asked - len(done.added) - len(done.reworded)
    what = f"bank {done.slug}, version {done.version}"
    return _line(what, added=done.added, changed=done.reworded, retired=done.retired, unchanged=kept)


def _line(
    what: str, *, added: Sequence[str], changed: Sequence[str], retired: Sequence[str], unchanged: int
) -> str:
    numbers = {
        "added": len(added),
        "changed": len(changed),
        "retired": len(retired),
        "unchanged": unchanged,
    }
    return f"{what}: " + (", ".join(f"{n} {how}" for how, n in numbers.items() if n) or "told anew")
