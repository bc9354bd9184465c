"""`close_exams`: close the mock exams whose time is up. Call it every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from quizzes.services import exams


class Command(BaseCommand):
    help = "Close every mock exam whose deadline and grace have passed, and grade what was saved in it."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = exams.close_overdue(now=now())
        self.stdout.write(f"{closed} exam{'' if closed == 1 else 's'} closed.")
