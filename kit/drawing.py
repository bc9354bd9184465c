"""A dependency graph as boxes and lines: numbers, not a picture.

Graphviz's `dot` says where things go, and a template paints them. Nothing here has letters or colours: boxes
come with their sizes and labels with the room they need, so no fonts are looked at and the same input gives
the same numbers everywhere. Every number is rounded to 0.1.

A graph has no cycle. What leads back (a monitor that starts a new run) is given as a Return and is drawn
dashed around the outside (kit.lanes), where it cannot disturb the order that the picture shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kit.geometry import Box, Direction, Drawing, Label, Line, Point, Region, Return, Size
from kit.graph import Graph
from kit.lanes import with_bands, with_returns, with_tags, with_titles

__all__ = [
    "MOST_LINES",
    "MOST_NODES",
    "SIZES",
    "Box",
    "Drawing",
    "Label",
    "Line",
    "Region",
    "Return",
    "Size",
    "TooLarge",
    "draw",
]

MOST_NODES: Final = 80
MOST_LINES: Final = 160  # past this, layout takes longer than a learner waits
MARGIN: Final = 4.0  # around everything, so that a stroke is not cut off
PADDING: Final = 8.0  # between a region's outline and what is in it
STRAIGHT: Final = 8  # how much more a line to the next level is kept straight than one that passes some by
GAPS: Final[Mapping[Direction, tuple[float, float]]] = {"LR": (22, 18), "TB": (26, 14)}
"""Between levels, and between neighbours of one level."""

SIZES: Final[Mapping[Direction, Size]] = {"LR": Size(88, 56), "TB": Size(140, 42)}
"""Boxes of two or three lines of 13 px: ten levels fit 1,200 px, two boxes beside each other fit a phone."""

POINTS_PER_INCH: Final = 72


class TooLarge(ValueError):
    """More than a picture can hold, or a reader can take in."""

    def __init__(self, nodes: int, lines: int) -> None:
        super().__init__(
            f"A picture holds at most {MOST_NODES} boxes and {MOST_LINES} lines; "
            f"this one would have {nodes} and {lines}. Draw a part of it."
        )
        self.nodes = nodes
        self.lines = lines


def draw(
    graph: Graph,
    boxes: Mapping[str, Size],
    *,
    direction: Direction,
    regions: Mapping[str, Region] | None = None,
    labels: Mapping[tuple[str, str], Label] | None = None,
    returns: Sequence[Return] = (),
    tags: Mapping[str, Size] | None = None,
) -> Drawing:
    """Boxes that do not overlap, and a line for each need and each return.

    `boxes` has a size for every node. `labels` are those of needs, by (before, after). What `regions` hold is
    drawn within one outline each; where they follow one another, the outlines are bands of one width. A
    region of no nodes is not drawn. `tags` are what can hang at a box, by node, each at its largest.
    Raises TooLarge past 80 boxes or 160 lines.
    """
    lines = len(graph.edges) + len(returns)
    if len(graph.nodes) > MOST_NODES or lines > MOST_LINES:
        raise TooLarge(len(graph.nodes), lines)
    if not graph.nodes:
        return Drawing(0, 0, {})
    regions = {key: region for key, region in (regions or {}).items() if region.nodes}
    tags = tags or {}
    hanging = max((tag.h for tag in tags.values()), default=0.0)
    drawing = _laid_out(graph, boxes, direction, regions, labels or {}, hanging)
    if direction == "TB":
        drawing = with_returns(with_bands(drawing, regions), returns)
    else:
        turned = [Return(back.start, back.end, back.label and back.label.turned) for back in returns]
        drawing = with_returns(with_bands(drawing.turned, regions), turned).turned
    return with_tags(with_titles(drawing, regions), tags).framed(MARGIN)


def _laid_out(
    graph: Graph,
    boxes: Mapping[str, Size],
    direction: Direction,
    regions: Mapping[str, Region],
    labels: Mapping[tuple[str, str], Label],
    hanging: float,
) -> Drawing:
    """What `dot` makes of it. Nodes go in under numbers, so that no name can mean anything to it."""
    import pygraphviz  # Graphviz comes with it: loaded only where something is drawn

    levels, neighbours = GAPS[direction]
    if direction == "LR":
        neighbours += hanging  # what hangs at a box hangs between it and the one above or below
    dot = pygraphviz.AGraph(directed=True, strict=False)
    dot.graph_attr.update(rankdir=direction, ranksep=_inches(levels), nodesep=_inches(neighbours))
    dot.node_attr.update(label="", fixedsize="true", penwidth="0")
    dot.edge_attr.update(dir="none", label="")
    names = {node: f"n{i}" for i, node in enumerate(graph.nodes)}
    for node, name in names.items():
        size = boxes[node]
        dot.add_node(name, shape=size.shape, width=_inches(size.w), height=_inches(size.h))
    level = {node: depth for depth, nodes in enumerate(graph.levels()) for node in nodes}
    for i, (before, after) in enumerate(graph.edges):
        room = _room(labels.get((before, after)))
        weight = STRAIGHT if level[after] == level[before] + 1 else 1
        dot.add_edge(names[before], names[after], key=f"e{i}", label=room, weight=weight)
    for i, region in enumerate(regions.values()):
        inside = [names[node] for node in region.nodes]
        room = _room(region.title)
        dot.add_subgraph(inside, f"cluster{i}", label=room, labeljust="l", margin=PADDING)
    try:
        dot.layout(prog="dot")
        return Drawing(
            width=0,
            height=0,
            boxes={node: _box(dot.get_node(names[node]).attr["pos"], boxes[node]) for node in graph.order()},
            lines=tuple(
                _line(edge, dot.get_edge(names[edge[0]], names[edge[1]], f"e{i}").attr, labels.get(edge))
                for i, edge in enumerate(graph.edges)
            ),
            regions={
                region: _outline(dot.get_subgraph(f"cluster{i}").graph_attr["bb"])
                for i, region in enumerate(regions)
            },
        )
    finally:
        dot.close()


def _inches(units: float) -> str:
    return f"{units / POINTS_PER_INCH:.4f}"


def _room(label: Label | None) -> str:
    """An empty table of fixed size: room for a text without asking for its font."""
    if label is None:
        return ""
    size = f'FIXEDSIZE="TRUE" WIDTH="{round(label.w)}" HEIGHT="{round(label.h)}"'
    return f'<<TABLE BORDER="0" {size}><TR><TD></TD></TR></TABLE>>'


def _point(written: str) -> Point:
    """`x,y` of dot, whose y grows upwards."""
    x, y = written.split(",")
    return float(x), -float(y)


def _box(middle: str, size: Size) -> Box:
    x, y = _point(middle)
    return Box(x - size.w / 2, y - size.h / 2, size.w, size.h)


def _outline(corners: str) -> Box:
    left, low, right, high = (float(number) for number in corners.split(","))
    return Box(left, -high, right - left, high - low)


def _line(edge: tuple[str, str], attributes: Any, label: Label | None) -> Line:
    points = tuple(_point(written) for written in attributes["pos"].split())
    if label is None:
        return Line(*edge, points)
    return Line(*edge, points, label.text, _box(attributes["lp"], Size(label.w, label.h)))
