"""`recount_statistics`: what the statistics of banks and questions stand on, found again from attempts."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quizzes.services import counting


class Command(BaseCommand):
    help = (
        "Find the counts behind the statistics again from all attempts, and mend what is wrong; with "
        "--missing where attempts were never counted. One at a time: two would mend the same twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            help="only where there are attempts of before anything was counted",
        )

    def handle(self, *args: Any, missing: bool, **options: Any) -> None:
        if missing and not counting.uncounted():
            return
        wrong = counting.recount()
        told = "1 count was" if wrong == 1 else f"{wrong} counts were"
        self.stdout.write(
            f"Counted all attempts anew: {told} not what {'it' if wrong == 1 else 'they'} should be."
        )
