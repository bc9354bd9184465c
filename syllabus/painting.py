"""What a template paints of a pipeline: its drawing joined to what its `PipelineView` says. Pure.

The picture asks the same object as the list and the table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kit.drawing import Box, Drawing, Line
from syllabus.look import Look
from syllabus.loop import Node, PipelineView
from syllabus.marks import Mark, mark_of
from syllabus.measures import (
    BADGE,
    BADGE_END,
    BADGE_ICON,
    LINE,
    Form,
    badge_width,
    letters,
    room_for,
    wrapped,
)
from syllabus.walk import Moment

_BELOW = {"fail": 8, "check": 12}  # from a badge to the lower edge of a box


@dataclass(frozen=True, slots=True)
class PaintedNode:
    """A node with the box that holds it, the lines of its title, and its mark.

    A line has its height, its words and how wide they are painted: the box was made for letters of Arial's
    measure, and in a wider font they are drawn closer rather than over the edge.
    """

    node: Node
    box: Box
    lines: tuple[tuple[float, str, float], ...]
    mark: Mark | None
    tag: Box | None

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

        From left to right it hangs at an edge of the box, where its drawing has a place for it. From top to
        bottom lines come in there: a box, but for a diamond, keeps room for it under its words.
        """
        width = badge_width(self.mark.short) if self.mark else 0
        if self.tag:
            return Box(round(self.tag.middle[0] - width / 2, 1), self.tag.y, width, BADGE)
        low = self.box.bottom - BADGE - _BELOW.get(self.node.shape, 5)
        return Box(round(self.middle - width / 2, 1), round(low, 1), width, BADGE)

    @property
    def icon_at(self) -> tuple[float, float]:
        return round(self.badge_box.x + 4, 1), round(self.badge_box.y + 2.5, 1)

    @property
    def word_at(self) -> tuple[float, float]:
        """Where the word of the mark begins, and its middle."""
        return round(self.badge_box.x + BADGE_ICON, 1), round(self.badge_box.middle[1], 1)

    @property
    def word_wide(self) -> float:
        """How wide the word of the mark is painted, whatever the font."""
        return round(self.badge_box.w - BADGE_ICON - BADGE_END, 1)


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
            _painted(node, drawing, form, mark_of(view, key, look, moment))
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


def _painted(node: Node, drawing: Drawing, form: Form, mark: Mark | None) -> PaintedNode:
    box, tag = drawing.boxes[node.key], drawing.tags.get(node.key)
    lines = wrapped(node.title, room_for(node, form))
    drop = LINE / 2 if node.shape == "registry" else 0  # a drum's lid takes room at its top
    lift = BADGE / 2 if mark and not tag else 0
    first = box.y + box.h / 2 + drop / 2 - lift - LINE * (len(lines) - 1) / 2
    told = tuple((round(first + LINE * i, 1), line, round(letters(line), 1)) for i, line in enumerate(lines))
    return PaintedNode(node, box, told, mark, tag)
