"""The notebook as a file: whole, and whatever is in a note changes nothing outside it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from notebook.export import Line, markdown

TODAY = date(2026, 11, 2)
TOLD = r"""# Notes from Pipeline Study

2 November 2026

## \`X\` is \*live\*

Trap, <https://example.org/traps/x/>, bookmarked

> No.
>
> - one

## Gate

Word, retired
"""


def test_each_leaf_is_told_with_where_it_is() -> None:
    lines = [
        Line("Trap", "`X` is *live*", "https://example.org/traps/x/", True, "No.\n\n- one"),
        Line("Word", "Gate", "", False, ""),
    ]

    assert markdown(lines, today=TODAY) == TOLD


@given(st.lists(st.text(alphabet="a#`-> \n[]", min_size=1), max_size=4))
def test_every_line_of_a_note_is_quoted(notes: list[str]) -> None:
    lines = [Line("Trap", "T", "https://example.org/", False, note) for note in notes]

    told = markdown(lines, today=TODAY).split("\n")

    ours = [line for line in told if line and not line.startswith(">")]
    assert ours[2:] == ["## T", "Trap, <https://example.org/>"] * len(notes)
    assert sum(line.startswith(">") for line in told) == sum(note.count("\n") + 1 for note in notes)
