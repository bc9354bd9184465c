"""Plots: only shapes, lines and texts, in our own classes, with every number beside them."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.web import plots
from studyapp.web.plots import Series

NUMBERS = st.lists(st.integers(0, 500), min_size=1, max_size=40)
FORMS = [plots.bars, plots.lines]


def drawn(form, *rows, labels=None, told="What it shows"):
    labels = labels or [f"day {n}" for n in range(len(rows[0]))]
    series = [Series(f"row {n}", row) for n, row in enumerate(rows)]
    return form("A title", told, over="Day", labels=labels, series=series)


def parts(plot) -> list[ET.Element]:
    return list(ET.fromstring(plot.svg).iter())  # noqa: S314 - our own


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(values=NUMBERS)
def test_nothing_is_kept_that_styles_scripts_or_names(form, values):
    plot = drawn(form, values, list(reversed(values)))
    for part in parts(plot):
        assert part.tag in {"svg", "g", "rect", "path", "circle", "text"}
        allowed = plots._ATTRIBUTES | {"class"}
        assert set(part.attrib) <= (
            allowed if part.tag != "svg" else {"class", "viewBox", "role", "aria-label"}
        )
        assert all(name.startswith("plot") for name in part.get("class", "plot").split())


@pytest.mark.parametrize("form", FORMS)
def test_it_says_what_it_shows_and_comes_with_its_numbers(form):
    plot = drawn(form, [1, 2.5, 0], [4, None, 6], told='"Most" on <day 2>')

    assert plot.svg.startswith('<svg class="plot"')
    assert parts(plot)[0].get("aria-label") == '"Most" on <day 2>'
    assert parts(plot)[0].get("role") == "img"
    assert plot.head == ("Day", "row 0", "row 1")
    assert plot.rows == (("day 0", "1", "4"), ("day 1", "2.5", "none"), ("day 2", "0", "6"))
    assert plot.keys == (("plot-1", "row 0"), ("plot-2", "row 1"))


@given(values=NUMBERS)
@settings(max_examples=25, deadline=None)
def test_bars_are_as_high_as_their_numbers_and_none_is_drawn_for_nothing(values):
    rects = [part for part in parts(drawn(plots.bars, values)) if part.tag == "rect"]
    heights = [float(rect.get("height")) for rect in rects]
    shown = [value for value in values if value]

    assert len(heights) == len(shown)
    for value, height in zip(shown, heights, strict=True):
        assert height / value == pytest.approx(max(heights) / max(shown), abs=0.15 / value)


def test_bars_of_two_series_stand_on_one_another():
    rects = [part for part in parts(drawn(plots.bars, [3], [1])) if part.tag == "rect"]
    lower, upper = sorted(rects, key=lambda rect: -float(rect.get("y")))

    assert float(upper.get("y")) + float(upper.get("height")) == pytest.approx(float(lower.get("y")), abs=0.2)


def test_a_line_has_a_dot_for_each_number_and_a_gap_for_none():
    plot = drawn(plots.lines, [3, 4, None, 5, 6])

    assert sum(part.tag == "circle" for part in parts(plot)) == 4
    paths = [part.get("d") for part in parts(plot) if part.get("class") == "plot-line"]
    assert len(paths) == 2 or sum(path.count("M") for path in paths) == 2


def test_few_labels_stand_below_and_a_hostile_one_is_text():
    labels = ["<script>alert(1)</script>", *(f"day {n}" for n in range(30))]
    plot = drawn(plots.bars, list(range(31)), labels=labels)
    texts = [part.text for part in parts(plot) if part.tag == "text"]
    below = [text for text in texts if text and not re.fullmatch(r"\d+", text)]

    assert "<script" not in plot.svg
    assert labels[0] in below
    assert 1 < len(below) <= plots.LABELS


def test_everything_is_inside_the_picture():
    for form in FORMS:
        for part in parts(drawn(form, [7] * 31, [2] * 31)):
            if part.tag == "rect":
                assert float(part.get("x")) >= 0
                assert float(part.get("x")) + float(part.get("width")) <= plots.WIDTH


@given(top=st.floats(0, 1_000_000))
def test_ticks_are_few_round_and_reach_the_top(top):
    found = plots.ticks(top)

    assert found[0] == 0
    assert found[-1] >= top
    assert 2 <= len(found) <= plots.TICKS
    assert len({b - a for a, b in pairwise(found)}) == 1


def test_no_numbers_at_all_are_drawn_as_nothing():
    for form in FORMS:
        assert [part for part in parts(drawn(form, [0, 0])) if part.tag == "rect"] == []


def test_drawing_leaves_no_hook_for_imports_behind():
    drawn(plots.bars, [1])

    assert not [hook for hook in sys.meta_path if "pygal" in type(hook).__module__]
