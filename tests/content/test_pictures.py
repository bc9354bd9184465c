"""The pictures of the shipped pipelines: whatever is looked at, no words lie over others, or over a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from kit.drawing import Box, Drawing
from syllabus.alternatives import ways
from syllabus.formats import read_syllabus
from syllabus.loop import PipelineView
from syllabus.measures import Form
from syllabus.painting import Picture, picture
from syllabus.pictures import DIRECTIONS, drawn
from syllabus.rendering import as_data, as_html
from syllabus.walk import walk
from tests.syllabus.test_equal import every_look

ROOT = Path(__file__).resolve().parents[2]
LETTERS = 11.0  # how high the letters of a title are, without what some of them have below the line
APART = 2.0  # what is closer than this touches


def shipped() -> Iterator[tuple[PipelineView, dict[str, dict[Form, dict[str, object]]]]]:
    """Every pipeline in every way to build it, with its drawings."""
    files = {str(path): path.read_bytes() for path in sorted((ROOT / "content").rglob("*.yaml"))}
    syllabus = read_syllabus(files, today=date(2026, 11, 21)).syllabus
    assert syllabus is not None
    for pipeline in syllabus.pipelines:
        data, html = as_data(pipeline), as_html(pipeline)
        drawings = drawn(data, html)
        for way in ways(pipeline.alternatives):
            yield PipelineView.of(data, html, way), drawings


def words_of(picture: Picture, drawing: Drawing) -> dict[str, Box]:
    """The room of all that can be read in a picture, by what it is."""
    words = {f"region {region.title}": region.title_box for region in picture.regions}
    words |= {f"label {line.label} of {line.start}": line.room for line in drawing.lines if line.room}
    for painted in picture.nodes:
        key = painted.node.key
        for y, line, wide in painted.lines:
            words[f"{line!r} of {key}"] = Box(painted.middle - wide / 2, y - LETTERS / 2, wide, LETTERS)
        if painted.mark:
            words[f"mark {painted.mark.short} of {key}"] = painted.badge_box
    return words


@pytest.fixture(scope="module")
def all_shipped() -> list[tuple[PipelineView, dict[str, dict[Form, dict[str, object]]]]]:
    return [*shipped()]


@pytest.mark.parametrize("form", DIRECTIONS)
def test_no_two_words_of_a_picture_touch(form, all_shipped):
    seen = 0
    for view, drawings in all_shipped:
        drawing = Drawing.from_data(drawings[view.way][form])
        for look in every_look(view, tuple(view.way.split())):
            moment = None if look.moment is None else walk(view, look.fails)[look.moment]
            words = words_of(picture(view, drawings, form, look, moment), drawing)
            touching = [
                (a, b) for (a, box), (b, other) in combinations(words.items(), 2) if box.meets(other, APART)
            ]
            assert touching == [], (view.way, look)
            seen += 1
    assert seen > 350


@pytest.mark.parametrize("form", DIRECTIONS)
def test_no_mark_covers_a_line_or_the_box_of_another(form, all_shipped):
    for view, drawings in all_shipped:
        drawing = Drawing.from_data(drawings[view.way][form])
        marks = {key: drawing.tags.get(key, box) for key, box in drawing.boxes.items()}
        for key, room in marks.items():
            others = [box for other, box in drawing.boxes.items() if other != key]
            assert not any(room.meets(box, APART) for box in others), (view.way, key)
        for key, room in drawing.tags.items():
            for line in drawing.lines:
                points = [Box(x, y, 0, 0) for x, y in _along(line.points)]
                assert not any(room.meets(point, 1) for point in points), (
                    view.way,
                    key,
                    line.start,
                    line.end,
                )


def _along(points):
    """Points on Bézier curves, by halving: never through the code that has drawn them."""
    for i in range(0, len(points) - 3, 3):
        yield from _halved(*points[i : i + 4], depth=5)


def _halved(a, b, c, d, *, depth):
    if not depth:
        yield a
        yield d
        return
    ab, bc, cd = _middle(a, b), _middle(b, c), _middle(c, d)
    abc, bcd = _middle(ab, bc), _middle(bc, cd)
    top = _middle(abc, bcd)
    yield from _halved(a, ab, abc, top, depth=depth - 1)
    yield from _halved(top, bcd, cd, d, depth=depth - 1)


def _middle(a, b):
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
