"""A spreadsheet shows what is in a file of ours, and runs none of it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.csvtext import BEGINS_A_FORMULA, lines

FULL_WIDTH = ["\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"]
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", *FULL_WIDTH, '=cmd|" /C calc"!A0']


def read(rows):
    return list(csv.reader(io.StringIO("".join(lines(rows)), newline="")))


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_begins_with_what_begins_a_formula(cell):
    assert read([[cell]]) == [[f"'{cell}"]]


def test_numbers_and_other_texts_stay_as_they_are():
    assert read([["a = b", -1, None, "ü; „x“", 'say "no", then']]) == [
        ["a = b", "-1", "", "ü; „x“", 'say "no", then']
    ]


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=4), max_size=4)
)
def test_what_is_written_is_read_again_but_for_the_apostrophe(rows):
    found = read(rows)

    assert found == [
        [f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell for cell in row] for row in rows
    ]
    assert not any(cell.startswith(BEGINS_A_FORMULA) for row in found for cell in row)
