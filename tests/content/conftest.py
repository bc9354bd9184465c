"""The content that ships, read once."""

from __future__ import annotations

from datetime import date

import pytest

from studyapp.management.content import Checked, check, find
from syllabus.formats import Syllabus
from tests.content.reality import ROOT

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def checked() -> Checked:
    """Syllabus and banks, judged as the command judges them."""
    found = check(find([ROOT / "content"]), judged="shipped", today=TODAY, beside=None)
    assert [str(problem) for problem in found.problems] == []
    return found


@pytest.fixture(scope="session")
def shipped(checked: Checked) -> Syllabus:
    assert checked.syllabus is not None
    return checked.syllabus
