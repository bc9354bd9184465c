"""`recount_tallies`: the running tallies of /progress/, counted anew from every attempt."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Learner
from quizzes.services import tallying


class Command(BaseCommand):
    help = "Count the tallies of every learner anew from all attempts; with --missing where there are none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only learners who have no tallies yet")

    def handle(self, *args: Any, missing: bool, **options: Any) -> None:
        learners = tallying.uncounted() if missing else Learner.objects.filter(sittings__isnull=False)
        number = 0
        for number, learner in enumerate(list(learners.distinct()), 1):  # noqa: B007 - counts them
            tallying.recount(learner)
        if number or not missing:
            self.stdout.write(f"Counted the attempts of {number} learner{'' if number == 1 else 's'} anew.")
