"""`forget_guests`: those who have done nothing for GUEST_DAYS. To be called from cron, nightly."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from accounts import services, throttling


class Command(BaseCommand):
    help = "Forgets guests who have done nothing for GUEST_DAYS. What they answered stays in the statistics."

    def handle(self, *args: Any, **options: Any) -> None:
        moment = now()
        forgotten = services.forget_guests(now=moment)
        throttling.sweep(now=moment)
        self.stdout.write(f"{forgotten} guest{'' if forgotten == 1 else 's'} forgotten.")
