"""The small syllabus, loaded, and an entry of it to keep something on."""

from __future__ import annotations

from datetime import datetime

import pytest

from notebook.entries import Entry, find
from syllabus import services
from tests.syllabus.small import sound


@pytest.fixture(autouse=True)
def loaded(db: None, now: datetime) -> None:
    services.load(syllabus=sound(), now=now)


@pytest.fixture
def trap() -> Entry:
    found = find("trap", "data-is-compared")
    assert found is not None
    return found
