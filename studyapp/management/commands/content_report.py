"""`content_report [PATH …]`: what the banks cover, and where they fall short."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import now

from kit.report import render
from kit.yamlsource import read
from studyapp.management.commands.check_content import day
from studyapp.management.content import check, find
from studyapp.management.report import report
from studyapp.management.reported import as_data, as_text


class Command(BaseCommand):
    help = (
        "Tell what the banks cover: kinds, topics, exam tasks, difficulty, traps, and for each question the "
        "passage that answers it; --verbosity 0 tells the counts alone. Ends with status 1, and says where, "
        "when a question has no passage (R001), a trap has fewer than two questions (R002), or fewer "
        "questions of a kind are there than are to ship (R003)."
    )
    requires_system_checks = []  # files only

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help="a folder; else content/")
        parser.add_argument("--format", choices=("text", "json"), default="text", dest="form")
        parser.add_argument("--today", type=day, metavar="DAY", help="YYYY-MM-DD; tells how old a source is")

    def handle(
        self,
        *args: Any,
        path: Path | None,
        form: Literal["text", "json"],
        today: date | None,
        **options: Any,
    ) -> None:
        found = find([path or settings.CONTENT_DIR])
        # As uploads: a question that lacks its passage shall be reported here, with all the others.
        checked = check(found, judged="upload", today=today or now().date(), beside=None)
        if checked.syllabus is None or checked.refused:
            refusals = [problem for problem in checked.problems if problem.severity == "problem"]
            self.stderr.write(render(refusals, "text") or "There is no syllabus here.", ending="")
            self.stderr.write("Only sound content is counted: see check_content.")
            sys.exit(1)
        documents = {file: read(raw, file=file) for file, raw in found.files.items()}
        told = report(checked.syllabus, checked.known, checked.by_file, documents)
        if form == "json":
            self.stdout.write(json.dumps(as_data(told), indent=2))
        else:
            self.stdout.write(as_text(told, brief=not options["verbosity"]), ending="")
        if told.shortfalls:
            self.stderr.write(render(told.shortfalls, "text"), ending="")
            sys.exit(1)
