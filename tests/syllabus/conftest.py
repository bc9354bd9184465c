"""The small syllabus, loaded."""

from __future__ import annotations

from datetime import datetime

import pytest

from syllabus import services
from tests.syllabus.small import sound


@pytest.fixture
def loaded(db: None, now: datetime) -> None:
    services.load(syllabus=sound(), now=now)
