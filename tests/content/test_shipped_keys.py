"""Every key that ships, held against a naive oracle on every arrangement there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quizzes.engines import Question
from quizzes.engines.case import Case
from quizzes.formats import bank as bank_format
from quizzes.formats.bank import Known
from tests.quizzes.engines.oracle import disagreements

BANKS = Path(__file__).resolve().parents[2] / "content" / "banks"


def shipped() -> list[tuple[str, Question]]:
    found: list[tuple[str, Question]] = []
    for path in sorted(BANKS.glob("*.yaml")):
        read = bank_format.read_bank(
            path.read_bytes(), file=path.name, judged="upload", known=Known(), today=date(2026, 11, 21)
        )
        assert read.bank is not None, [str(problem) for problem in read.problems]
        for written in read.bank.questions:
            asked = written.asked if isinstance(written, Case) else (written,)
            found += [(f"{read.bank.slug}/{question.key}", question) for question in asked]
    return found


SHIPPED = dict(shipped())


def test_there_are_as_many_questions_as_were_promised():
    kinds = [question.kind for question in SHIPPED.values()]

    assert min(kinds.count(kind) for kind in ("ordering", "matching", "choice")) >= 15


@pytest.mark.parametrize("name", SHIPPED)
def test_the_grader_agrees_with_the_oracle_on_every_arrangement(name):
    assert disagreements(SHIPPED[name]) == []
