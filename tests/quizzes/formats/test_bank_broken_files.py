"""The corpus of broken files: one defect each, told at its exact line and column and nowhere else."""

from __future__ import annotations

import pytest

from quizzes.formats.bank.codes import CODES
from tests.quizzes.formats.reading import HERE, reading

BROKEN = HERE / "broken"
LINES = [line.split() for line in (BROKEN / "expected.txt").read_text().splitlines() if line[:1] != "#"]


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_the_one_defect_is_told_at_its_place(line):
    file, place, code, *judged = line

    read = reading((BROKEN / file).read_bytes(), "shipped" if judged else "upload", file)

    assert [f"{p.line}:{p.column} {p.code}" for p in read.problems] == [f"{place} {code}"]
    assert read.bank is None


def test_every_file_is_expected_and_every_problem_has_one():
    assert sorted(line[0] for line in LINES) == sorted(path.name for path in BROKEN.glob("*.yaml"))
    assert len(LINES) >= 130
    made = {code for code, told in CODES.items() if told.made} | {"B050", "B056"}
    warnings = {"B060", "B061", "B062", "B063", "B064", "B065", "B066", "B067", "B068"}
    assert {line[2] for line in LINES} >= set(CODES) - made - warnings


def test_messages_are_one_line_and_quote_only_a_little():
    for file, *_ in LINES:
        for problem in reading((BROKEN / file).read_bytes(), file=file).problems:
            assert problem.message.isprintable()
            assert len(problem.message) < 400
