"""How a pipeline is drawn: room for its words, then boxes and lines, then what a template paints. Pure.

Laying out takes Graphviz, so it is done once, at load (`drawn`). A page only joins the numbers to what its
`PipelineView` says (`picture`): the picture asks the same object as the list and the table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kit.drawing import Box, Drawing, Label, Line, Region, Return, Size, draw
from syllabus.alternatives import way_name, ways
from syllabus.look import Look
from syllabus.loop import Node, PipelineView
from syllabus.marks import Mark, mark_of
from syllabus.walk import Moment

VERSION = 6
"""Raise it when the same pipeline shall be drawn otherwise: the next load then draws again."""

Form = Literal["wide", "narrow"]
DIRECTIONS: Mapping[Form, Literal["LR", "TB"]] = {"wide": "LR", "narrow": "TB"}
LINE = 16.0  # from one line of a title to the next; the letters are 13 px high
SMALL = 12.0  # labels and the titles of regions
BADGE, BADGE_LETTER = 15.0, 6.9  # how high a mark is, and how wide one of its letters

_NARROW_BOX = 130.0  # two beside each other, with their outlines, a line past them and a lane, fit 328 px
_NARROW_DIAMOND = 176.0
_WIDE_LINE = 72.0  # a line of a title; ten levels fit 1,120 px
_LEAST = 64.0
_BESIDE = {"outside": 20.0, "registry": 10.0, "fail": 18.0, "glue": 24.0}  # width beyond the longest line
_AROUND = {"control": 46.0, "registry": 28.0, "fail": 20.0, "check": 24.0}  # height beyond the lines
_BELOW = {"fail": 8, "check": 12}  # from a badge to the lower edge of a box
_DIAMOND = 0.62  # the part of a diamond's width that two lines of words can use
_SLIM, _BROAD = frozenset("fijlrt.,:;'|!()[] -"), frozenset("mwMW@%")


def drawn(data: Mapping[str, Any], html: Mapping[str, Any]) -> dict[str, Any]:
    """The drawings of a pipeline as data to be stored: by how it is built, the wide and the narrow one."""
    return {
        way_name(way): drawn_one(PipelineView.of(data, html, way))
        for way in ways(alternative["key"] for alternative in data["alternatives"])
    }


def drawn_one(view: PipelineView) -> dict[str, Any]:
    """The wide and the narrow drawing of one way to build a pipeline."""
    return {form: _draw(view, form).as_data() for form in DIRECTIONS}


@dataclass(frozen=True, slots=True)
class PaintedNode:
    """A node with the box that holds it, the lines of its title, and its mark.

    A line has its height, its words and how wide they are painted: the box was made for letters of Arial's
    measure, and in a wider font they are drawn closer rather than over the edge.
    """

    node: Node
    form: Form
    box: Box
    lines: tuple[tuple[float, str, float], ...]
    mark: Mark | None

    @property
    def frame(self) -> dict[str, float]:
        """The box for the template tag that paints the outline of a family's shape."""
        return asdict(self.box)

    @property
    def middle(self) -> float:
        return self.box.x + self.box.w / 2

    @property
    def badge_box(self) -> Box:
        """Room for the mark, clear of lines, labels and titles.

        From left to right it lies over the upper left corner, as lines come in from the side. From top to
        bottom they come in from above: there a box keeps room for it under its words.
        """
        width = round(len(self.mark.short) * BADGE_LETTER + 22, 1) if self.mark else 0
        if self.form == "wide" or self.node.shape == "control":
            return Box(self.box.x, round(self.box.y - 12, 1), width, BADGE)
        low = self.box.bottom - BADGE - _BELOW.get(self.node.shape, 5)
        return Box(round(self.middle - width / 2, 1), round(low, 1), width, BADGE)

    @property
    def icon_at(self) -> tuple[float, float]:
        return round(self.badge_box.x + 5, 1), round(self.badge_box.y + 2.5, 1)

    @property
    def word_at(self) -> tuple[float, float]:
        """Where the word of the mark begins, and its middle."""
        return round(self.badge_box.x + 18, 1), round(self.badge_box.middle[1], 1)

    @property
    def word_wide(self) -> float:
        """How wide the word of the mark is painted, whatever the font."""
        return round(self.badge_box.w - 23, 1)


@dataclass(frozen=True, slots=True)
class PaintedEdge:
    """A line from one node to another; of a return when there is no need behind it.

    `state` tells how far a walk is with it: open, passed or closed.
    """

    before: str
    after: str
    path: str
    label: str
    label_at: tuple[float, float] | None
    is_return: bool
    marked: bool
    state: str

    @property
    def tip(self) -> str:
        """Which arrow it ends with."""
        return "marked" if self.marked or self.state == "passed" else "plain"


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


def picture(
    view: PipelineView,
    drawings: Mapping[str, Any],
    form: Form,
    look: Look = Look(),  # noqa: B008  it cannot change
    moment: Moment | None = None,
) -> Picture:
    """One of the drawings that `drawn` made, told by `view`, with every node marked as the look asks."""
    drawing = Drawing.from_data(drawings[view.way][form])
    return Picture(
        form=form,
        width=drawing.width,
        height=drawing.height,
        regions=tuple(
            PaintedRegion(view.regions[key], box, drawing.titles[key]) for key, box in drawing.regions.items()
        ),
        edges=tuple(_line(line, view, look, moment) for line in drawing.lines),
        nodes=tuple(
            _painted(node, drawing.boxes[key], form, mark_of(view, key, look, moment))
            for key, node in view.nodes.items()
        ),
    )


def _line(line: Line, view: PipelineView, look: Look, moment: Moment | None) -> PaintedEdge:
    state = moment.edge(line.start, line.end) if moment and not line.dashed else ""
    marked = moment is None and not line.dashed and view.on_the_way(line.start, line.end, look.node, look.kin)
    return PaintedEdge(
        before=line.start,
        after=line.end,
        path=line.path,
        label=line.label,
        label_at=line.label_at,
        is_return=line.dashed,
        marked=marked,
        state=state,
    )


def _painted(node: Node, box: Box, form: Form, mark: Mark | None) -> PaintedNode:
    lines = wrapped(node.title, _room(node, form))
    drop = LINE / 2 if node.shape == "registry" else 0  # a drum's lid takes room at its top
    lift = BADGE / 2 if mark and form == "narrow" and node.shape != "control" else 0
    first = box.y + box.h / 2 + drop / 2 - lift - LINE * (len(lines) - 1) / 2
    told = tuple((round(first + LINE * i, 1), line, round(letters(line), 1)) for i, line in enumerate(lines))
    return PaintedNode(node, form, box, told, mark)


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
    if form == "narrow" and node.shape != "control":
        height = max(height, LINE * len(lines) + _AROUND.get(node.shape, 10) + BADGE + 3)
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
