"""How a pipeline is drawn: room for its words, then boxes and lines. Pure.

Laying out takes Graphviz, so it is done once, at load (`drawn`); a page only paints it (syllabus.painting).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from kit.drawing import Drawing, Label, Region, Return, Size, draw
from syllabus.alternatives import way_name, ways
from syllabus.loop import Node, PipelineView
from syllabus.measures import (
    BADGE,
    BESIDE,
    BROADEST_BADGE,
    DIAMOND,
    LINE,
    NARROW_BOX,
    NARROW_DIAMOND,
    Form,
    hangs,
    letters,
    room_for,
    wrapped,
)

VERSION = 7
"""Raise it when the same pipeline shall be drawn otherwise: the next load then draws again."""

DIRECTIONS: Mapping[Form, Literal["LR", "TB"]] = {"wide": "LR", "narrow": "TB"}
SMALL = 12.0  # labels and the titles of regions

_LEAST = 64.0
_AROUND = {
    "outside": 18.0,
    "control": 46.0,
    "registry": 28.0,
    "fail": 20.0,
    "check": 24.0,
}  # height beyond the lines


def drawn(data: Mapping[str, Any], html: Mapping[str, Any]) -> dict[str, Any]:
    """The drawings of a pipeline as data to be stored: by how it is built, the wide and the narrow one."""
    return {
        way_name(way): drawn_one(PipelineView.of(data, html, way))
        for way in ways(alternative["key"] for alternative in data["alternatives"])
    }


def drawn_one(view: PipelineView) -> dict[str, Any]:
    """The wide and the narrow drawing of one way to build a pipeline."""
    return {form: _draw(view, form).as_data() for form in DIRECTIONS}


def _draw(view: PipelineView, form: Form) -> Drawing:
    regions = {
        key: Region(tuple(n.key for n in view.nodes.values() if n.region == key), Label.of(title, SMALL))
        for key, title in view.regions.items()
    }
    return draw(
        view.graph,
        {key: _size(node, form) for key, node in view.nodes.items()},
        direction=DIRECTIONS[form],
        regions=regions,
        labels={(e.before, e.after): Label.of(e.when, SMALL) for e in view.edges if e.when},
        returns=[Return(r.before, r.after, Label.of(r.label, SMALL)) for r in view.returns],
        tags={key: Size(BROADEST_BADGE, BADGE) for key, node in view.nodes.items() if hangs(node, form)},
    )


def _size(node: Node, form: Form) -> Size:
    lines = wrapped(node.title, room_for(node, form))
    height = max(44.0, LINE * len(lines) + _AROUND.get(node.shape, 10))
    if not hangs(node, form):
        height = max(height, LINE * len(lines) + _AROUND.get(node.shape, 10) + BADGE + 3)
    return Size(_width(node, form, lines), height, "diamond" if node.shape == "control" else "box")


def _width(node: Node, form: Form, lines: tuple[str, ...]) -> float:
    """Narrow boxes are all alike, so that they stand in columns; wide ones take what their words take."""
    if form == "narrow":
        return NARROW_DIAMOND if node.shape == "control" else NARROW_BOX
    longest = max(letters(line) for line in lines)
    if node.shape == "control":
        return round(longest / DIAMOND)
    return round(max(_LEAST, longest + BESIDE.get(node.shape, 10)))
