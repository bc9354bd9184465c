"""Two texts side by side: every line of either is there, marked by whose it is."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from authoring.comparing import Row, compared

LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12).map("\n".join)


def rows(theirs: str, mine: str) -> list[tuple[str, str]]:
    found = compared(theirs=theirs, mine=mine)
    assert found is not None
    return [(row.of, row.text) for row in found]


def test_lines_that_differ_stand_with_some_that_do_not() -> None:
    before = [f"line {n}" for n in range(20)]
    after = [*before[:10], "mine", *before[11:]]
    assert rows("\n".join(before), "\n".join(after)) == [
        ("gap", ""),
        *(("both", f"line {n}") for n in (7, 8, 9)),
        ("theirs", "line 10"),
        ("mine", "mine"),
        *(("both", f"line {n}") for n in (11, 12, 13)),
        ("gap", ""),
    ]


def test_texts_that_are_the_same_have_nothing_to_show() -> None:
    assert compared(theirs="a\nb", mine="a\nb") == []


@given(LINES, LINES)
def test_each_text_can_be_read_out_of_it(theirs: str, mine: str) -> None:
    found = compared(theirs=theirs, mine=mine)
    assert found is not None
    kept = [row for row in found if row.of != "gap"]
    for whole, of in ((theirs, "theirs"), (mine, "mine")):
        told = [row.text for row in kept if row.of in {"both", of}]
        lines = whole.split("\n")
        at = 0
        for text in told:  # in its order, with what is left out between
            at = lines.index(text, at) + 1
    if Row("gap") not in found and theirs != mine:
        assert "\n".join(row.text for row in kept if row.of != "mine") == theirs
        assert "\n".join(row.text for row in kept if row.of != "theirs") == mine


def test_texts_too_different_to_compare_soon_are_not_compared() -> None:
    began = time.process_time()
    assert compared(theirs="a\n" * 4_000_000, mine="b\n" * 4_000_000) is None
    one = [f"{n % 7}" for n in range(2_000)]
    compared(theirs="\n".join(one), mine="\n".join(reversed(one)))
    assert time.process_time() - began < 10
