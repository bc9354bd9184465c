"""How a pipeline is drawn: room for its words, then boxes and lines, then what a template paints. Pure.

Laying out takes Graphviz, so it is done once, at load (`drawn`). A page only joins the numbers to what its
`PipelineView` says (`picture`): the picture asks the same object as the list and the table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kit.drawing import Box, Drawing, Label, Region, Return, Size, draw
from syllabus.loop import Node, PipelineView

VERSION = 1
"""Raise it when the same pipeline shall be drawn otherwise: the next load then draws again."""

Form = Literal["wide", "narrow"]
DIRECTIONS: Mapping[Form, Literal["LR", "TB"]] = {"wide": "LR", "narrow": "TB"}
LINE = 16.0  # from one line of a title to the next; the letters are 13 px high
SMALL = 12.0  # labels and the titles of regions

_WIDTH: Mapping[Form, float] = {"wide": 78, "narrow": 136}  # ten levels fit 1,120 px, two boxes 328 px
_DIAMOND: Mapping[Form, float] = {"wide": 108, "narrow": 176}
_AROUND = {"control": 46.0, "registry": 28.0, "fail": 20.0}  # height beyond the lines of the title
_NARROW_LETTERS, _WIDE_LETTERS = frozenset("fijlrt.,:;'|!()[] -"), frozenset("mwMW@%")


def drawn(view: PipelineView) -> dict[str, Any]:
    """The wide and the narrow drawing, as data to be stored."""
    return {form: _draw(view, form).as_data() for form in DIRECTIONS}


@dataclass(frozen=True, slots=True)
class PaintedNode:
    """A node with the box that holds it, the lines of its title, and how it stands to the chosen one."""

    node: Node
    box: Box
    lines: tuple[tuple[float, str], ...]
    standing: str

    @property
    def middle(self) -> float:
        return self.box.x + self.box.w / 2


@dataclass(frozen=True, slots=True)
class PaintedEdge:
    """A line from one node to another; of a return when there is no need behind it."""

    before: str
    after: str
    path: str
    label: str
    label_at: tuple[float, float] | None
    is_return: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class PaintedRegion:
    """The outline of a region and the place of its title."""

    title: str
    box: Box
    title_box: Box


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is painted, nodes in an order they can happen."""

    form: Form
    width: float
    height: float
    regions: tuple[PaintedRegion, ...]
    edges: tuple[PaintedEdge, ...]
    nodes: tuple[PaintedNode, ...]


def picture(view: PipelineView, drawings: Mapping[str, Any], form: Form, chosen: str = "") -> Picture:
    """One of the stored drawings, told by `view`, with the chosen node and its kin marked."""
    drawing = Drawing.from_data(drawings[form])
    return Picture(
        form=form,
        width=drawing.width,
        height=drawing.height,
        regions=tuple(
            PaintedRegion(view.regions[key], box, drawing.titles[key]) for key, box in drawing.regions.items()
        ),
        edges=tuple(
            PaintedEdge(
                before=line.start,
                after=line.end,
                path=line.path,
                label=line.label,
                label_at=line.label_at,
                is_return=line.dashed,
                marked=not line.dashed and view.on_the_way(line.start, line.end, chosen),
            )
            for line in drawing.lines
        ),
        nodes=tuple(
            _painted(node, drawing.boxes[key], form, view.standing(key, chosen))
            for key, node in view.nodes.items()
        ),
    )


def _painted(node: Node, box: Box, form: Form, standing: str) -> PaintedNode:
    lines = wrapped(node.title, _room(node, form))
    drop = LINE / 2 if node.shape == "registry" else 0  # a drum's lid takes room at its top
    first = box.y + box.h / 2 + drop / 2 - LINE * (len(lines) - 1) / 2
    told = tuple((round(first + LINE * i, 1), line) for i, line in enumerate(lines))
    return PaintedNode(node, box, told, standing)


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
    )


def _size(node: Node, form: Form) -> Size:
    lines = wrapped(node.title, _room(node, form))
    height = max(44.0, LINE * len(lines) + _AROUND.get(node.shape, 10))
    diamond = node.shape == "control"
    return Size(_width(node, form), height, "diamond" if diamond else "box")


def _width(node: Node, form: Form) -> float:
    return _DIAMOND[form] if node.shape == "control" else _WIDTH[form]


def _room(node: Node, form: Form) -> float:
    """How wide a line of the title may be: a diamond has its room in the middle only."""
    width = _width(node, form)
    return width * 0.62 if node.shape == "control" else width - 6


def wrapped(title: str, width: float) -> tuple[str, ...]:
    """A title in lines of at most `width`, as far as its words allow."""
    lines: list[str] = []
    for word in title.split():
        if lines and letters(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def letters(text: str) -> float:
    """About how wide a text of 13 px in a semi-bold sans is, on the safe side."""
    return sum(4.6 if c in _NARROW_LETTERS else 11.5 if c in _WIDE_LETTERS else 7.6 for c in text)
