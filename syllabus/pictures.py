"""How a pipeline is drawn: room for its words, then boxes and lines, then what a template paints. Pure.

Laying out takes Graphviz, so it is done once, at load (`drawn`). A page only joins the numbers to what its
`PipelineView` says (`picture`): the picture asks the same object as the list and the table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kit.drawing import Box, Drawing, Label, Region, Return, Size, draw
from syllabus.loop import Node, PipelineView

VERSION = 2
"""Raise it when the same pipeline shall be drawn otherwise: the next load then draws again."""

Form = Literal["wide", "narrow"]
DIRECTIONS: Mapping[Form, Literal["LR", "TB"]] = {"wide": "LR", "narrow": "TB"}
LINE = 16.0  # from one line of a title to the next; the letters are 13 px high
SMALL = 12.0  # labels and the titles of regions

_NARROW_BOX = 136.0  # two beside each other, with their outlines and a lane, fit 328 px
_NARROW_DIAMOND = 176.0
_WIDE_LINE = 72.0  # a line of a title; ten levels fit 1,120 px
_LEAST = 64.0
_BESIDE = {"outside": 20.0, "registry": 10.0, "fail": 18.0}  # width beyond the longest line
_AROUND = {"control": 46.0, "registry": 28.0, "fail": 20.0}  # height beyond the lines
_DIAMOND = 0.62  # the part of a diamond's width that two lines of words can use
_SLIM, _BROAD = frozenset("fijlrt.,:;'|!()[] -"), frozenset("mwMW@%")


BADGES = {"needed": "needed", "dependant": "waits", "chosen": "chosen"}


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
    def frame(self) -> dict[str, float]:
        """The box for the template tag that paints the outline of a family's shape."""
        return asdict(self.box)

    @property
    def middle(self) -> float:
        return self.box.x + self.box.w / 2

    @property
    def badge(self) -> str:
        """The word for how it stands to the chosen node: a colour alone would not tell."""
        return BADGES.get(self.standing, "")

    @property
    def badge_box(self) -> Box:
        """Room for that word over the upper left corner, clear of lines and their labels."""
        width = round(len(self.badge) * 6.4 + 10, 1)
        return Box(self.box.x, self.box.y - 16, width, 15)


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
    return Size(_width(node, form, lines), height, "diamond" if node.shape == "control" else "box")


def _room(node: Node, form: Form) -> float:
    """How wide a line of the title may be."""
    if form == "wide":
        return _WIDE_LINE
    return _NARROW_DIAMOND * _DIAMOND if node.shape == "control" else _NARROW_BOX - _BESIDE.get(node.shape, 8)


def _width(node: Node, form: Form, lines: tuple[str, ...]) -> float:
    """Narrow boxes are all alike, so that they stand in columns; wide ones take what their words take."""
    if form == "narrow":
        return _NARROW_DIAMOND if node.shape == "control" else _NARROW_BOX
    longest = max(letters(line) for line in lines)
    if node.shape == "control":
        return round(longest / _DIAMOND)
    return round(max(_LEAST, longest + _BESIDE.get(node.shape, 10)))


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
    """About how wide a text is in 13 px bold Arial, or in any font made to its measure."""
    return sum(4.3 if c in _SLIM else 11.4 if c in _BROAD else 9.2 if c.isupper() else 7.6 for c in text)
