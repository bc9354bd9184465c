"""What is searched: the small syllabus, or everything that ships."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from studyapp import search
from syllabus import services
from tests.syllabus.small import sound


@pytest.fixture
def small(db: None, now: datetime) -> None:
    """The small syllabus, loaded and to be found."""
    services.load(syllabus=sound(), now=now)
    search.fill()


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything in content/, for the tests of a module that only look. It is taken back at its end.

    They are marked django_db as well: where no test is, pytest-django makes no database to look at.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", verbosity=0)
        yield
        transaction.set_rollback(True)
