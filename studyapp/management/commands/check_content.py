"""`check_content [PATH …]`: every problem of every file, with its place, in one run."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import now

from kit.report import FORMATS, Format, render
from quizzes.formats.bank import Judged
from studyapp.management.content import check, find, shipped_names


class Command(BaseCommand):
    help = (
        "Check content files and say everything that is wrong with them: the syllabus and question banks. "
        "Ends with status 1 when there is any problem; warnings alone do not count."
    )
    requires_system_checks = []  # files only: neither the database nor the settings of a server matter

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="file or folder; else content/"
        )
        parser.add_argument("--format", choices=FORMATS, default="text", dest="form", help="default: text")
        parser.add_argument(
            "--as",
            choices=get_args(Judged),
            dest="judged",
            help="judge banks as shipped ones, or as uploads; else by whether they lie in content/",
        )
        parser.add_argument("--today", type=day, metavar="DAY", help="YYYY-MM-DD; tells how old a source is")

    def handle(
        self,
        *args: Any,
        paths: list[Path],
        form: Format,
        judged: Judged | None,
        today: date | None,
        **options: Any,
    ) -> None:
        found = find(paths or [settings.CONTENT_DIR])
        beside = shipped_names() if paths else None
        checked = check(found, judged=judged, today=today or now().date(), beside=beside)
        self.stdout.write(render(checked.problems, form), ending="")
        if options["verbosity"]:  # beside the problems, so that what reads them reads nothing else
            clean = form == "text" and not checked.problems
            (self.stdout if clean else self.stderr).write(f"{checked.read}: {checked.verdict}")
        if checked.refused:
            sys.exit(1)


def day(written: str) -> date:
    """A date of the command line."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"{written!r} is not a date (YYYY-MM-DD)") from None
