"""Everything between installing and serving, in one process: `make run` calls it at every start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.utils.timezone import now

from notebook.models import Leaf
from notebook.services import forget
from studyapp.assets import collected, source_digest, stamp_of_collected
from studyapp.backup import BackupFailed, back_up, folder_of, is_new
from studyapp.sqlite import lacks_full_text, refusal
from studyapp.web.database import is_pending

NOT_SERVED = [
    "css/*",  # the sources of app.css and app.js
    "js/*",
    "*.py",
    "django_htmx/htm?x-4*",  # the htmx that we do not use, and extensions of it
    "django_htmx/ext/*",
]


class Command(BaseCommand):
    help = (
        "Makes the app ready to serve: folders, a backup if a migration is pending, migrations, content, "
        "static files. Does nothing twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)  # what is made here is for the owner alone
        self.quietly = {"verbosity": max(options["verbosity"] - 1, 0)}
        try:
            self.refuse_unfit_library()
            self.make_folders()
            self.migrate()
        except BackupFailed as problem:
            raise CommandError(f"{problem} Nothing was migrated.") from problem
        except OperationalError as problem:
            raise CommandError(f"The database does not answer: {problem}") from problem
        call_command("load_content", stdout=self.stdout, stderr=self.stderr)
        call_command("recount_tallies", missing=True, stdout=self.stdout)
        call_command("recount_statistics", missing=True, stdout=self.stdout)
        forget(Leaf.objects.all(), now=now())
        self.collect_static()

    def refuse_unfit_library(self) -> None:
        if self.on_sqlite() and (reason := refusal() or lacks_full_text()):
            raise CommandError(reason)

    def make_folders(self) -> None:
        """For the owner alone, also where somebody made them before us."""
        for folder in (settings.DATA_DIR, settings.BACKUP_DIR):
            try:
                folder_of(folder).chmod(0o700)
            except PermissionError as problem:
                raise CommandError(f"{folder} must belong to whoever runs this: {problem}") from problem

    def migrate(self) -> None:
        """Migrate, with a way back: what is there is copied first."""
        if not is_pending():
            return
        if not is_new():
            copy = back_up(into=settings.BACKUP_DIR, now=now(), name="before-migration")
            self.stdout.write(f"Backed up the database before migrating: {copy}")
        call_command("migrate", interactive=False, stdout=self.stdout, **self.quietly)
        if self.on_sqlite():
            database = Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
            for ending in ("", "-wal", "-shm"):
                file = database.with_name(database.name + ending)
                if file.exists():
                    file.chmod(0o600)

    def collect_static(self) -> None:
        """Only when a static file changed: hashing and compressing them takes seconds."""
        if not settings.STATIC_MANIFEST:
            return
        digest = source_digest()
        if collected(digest):
            return
        call_command(
            "collectstatic",
            interactive=False,
            clear=True,
            ignore_patterns=NOT_SERVED,
            stdout=self.stdout,
            **self.quietly,
        )
        stamp_of_collected().write_text(digest)

    def on_sqlite(self) -> bool:
        return connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
