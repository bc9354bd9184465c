"""Boxes, lines and what a drawing is made of: numbers that a template paints.

x grows to the right and y downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Direction = Literal["LR", "TB"]
Shape = Literal["box", "diamond", "ellipse"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """What a node takes up, and the shape at whose outline lines shall end."""

    w: float
    h: float
    shape: Shape = "box"


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside a line or over a region, and the room to keep free for it."""

    text: str
    w: float
    h: float

    @property
    def turned(self) -> Label:
        return Label(self.text, self.h, self.w)

    @classmethod
    def of(cls, text: str, size: float = 13) -> Label:
        """A label in a proportional font of this size; the width is guessed on the safe side."""
        return cls(text, round(len(text) * size * 0.53 + 2, 1), round(size * 1.3, 1))


@dataclass(frozen=True, slots=True)
class Region:
    """Nodes that are drawn within one outline, with room for a title at its top."""

    nodes: tuple[str, ...]
    title: Label | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """A dashed line back, from `start` to `end`: an event from outside, never a need."""

    start: str
    end: str
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x and y are its top left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def turned(self) -> Box:
        """Mirrored at the diagonal: left to right becomes top to bottom."""
        return Box(self.y, self.x, self.h, self.w)

    @property
    def middle(self) -> Point:
        return self.x + self.w / 2, self.y + self.h / 2

    def meets(self, other: Box, gap: float = 0) -> bool:
        """The two overlap, or come closer than `gap`."""
        across = self.x < other.right + gap and other.x < self.right + gap
        return across and self.y < other.bottom + gap and other.y < self.bottom + gap


@dataclass(frozen=True, slots=True)
class Line:
    """A line from the outline of `start` to that of `end`, where its arrow is.

    `points` are those of cubic Bézier curves, one after the other: a start, then three points for each curve.
    `room` is what is kept free for the label.
    """

    start: str
    end: str
    points: tuple[Point, ...]
    label: str = ""
    room: Box | None = None
    dashed: bool = False

    @property
    def label_at(self) -> Point | None:
        """The middle of the label."""
        return (_tenth(self.room.middle[0]), _tenth(self.room.middle[1])) if self.room else None

    @property
    def path(self) -> str:
        """The `d` of an SVG path.

        >>> Line("a", "b", ((0, 0), (0, 10), (0, 20), (0, 30.5))).path
        'M0 0C0 10 0 20 0 30.5'
        """
        first, *others = (f"{_short(x)} {_short(y)}" for x, y in self.points)
        return f"M{first}C{' '.join(others)}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes by node in an order they can happen, lines in written order with the returns last, regions.

    `titles` are the places of the regions' titles, each within its region; `tags` those of what can hang at a
    box, by node.
    """

    width: float
    height: float
    boxes: Mapping[str, Box]
    lines: tuple[Line, ...] = ()
    regions: Mapping[str, Box] = field(default_factory=dict)
    titles: Mapping[str, Box] = field(default_factory=dict)
    tags: Mapping[str, Box] = field(default_factory=dict)

    @property
    def turned(self) -> Drawing:
        """Mirrored at the diagonal: left to right becomes top to bottom."""
        return Drawing(
            width=self.height,
            height=self.width,
            boxes={node: box.turned for node, box in self.boxes.items()},
            lines=tuple(
                replace(
                    line, points=tuple((y, x) for x, y in line.points), room=line.room and line.room.turned
                )
                for line in self.lines
            ),
            regions={region: box.turned for region, box in self.regions.items()},
            titles={region: box.turned for region, box in self.titles.items()},
            tags={node: box.turned for node, box in self.tags.items()},
        )

    def framed(self, margin: float) -> Drawing:
        """Moved so that everything lies within width and height, `margin` from the edge; rounded to 0.1."""
        points = [*self._corners(), *(point for line in self.lines for point in line.points)]
        left, top = (min(point[axis] for point in points) - margin for axis in (0, 1))

        def moved(box: Box) -> Box:
            return Box(_tenth(box.x - left), _tenth(box.y - top), _tenth(box.w), _tenth(box.h))

        return Drawing(
            width=_tenth(max(x for x, _ in points) - left + margin),
            height=_tenth(max(y for _, y in points) - top + margin),
            boxes={node: moved(box) for node, box in self.boxes.items()},
            lines=tuple(
                replace(
                    line,
                    points=tuple((_tenth(x - left), _tenth(y - top)) for x, y in line.points),
                    room=line.room and moved(line.room),
                )
                for line in self.lines
            ),
            regions={region: moved(box) for region, box in self.regions.items()},
            titles={region: moved(box) for region, box in self.titles.items()},
            tags={node: moved(box) for node, box in self.tags.items()},
        )

    def as_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; each line also has its `path` and `label_at`."""
        return {
            **asdict(self),
            "lines": [
                {
                    **asdict(line),
                    "points": [list(point) for point in line.points],
                    "path": line.path,
                    "label_at": list(line.label_at) if line.label_at else None,
                }
                for line in self.lines
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Drawing:
        """The drawing that `as_data` wrote."""
        return cls(
            width=data["width"],
            height=data["height"],
            boxes={node: Box(**box) for node, box in data["boxes"].items()},
            lines=tuple(
                Line(
                    start=line["start"],
                    end=line["end"],
                    points=tuple((x, y) for x, y in line["points"]),
                    label=line["label"],
                    room=Box(**line["room"]) if line["room"] else None,
                    dashed=line["dashed"],
                )
                for line in data["lines"]
            ),
            regions={region: Box(**box) for region, box in data["regions"].items()},
            titles={region: Box(**box) for region, box in data["titles"].items()},
            tags={node: Box(**box) for node, box in data.get("tags", {}).items()},
        )

    def _corners(self) -> Iterator[Point]:
        rooms = (line.room for line in self.lines if line.room)
        named = (self.boxes, self.regions, self.titles, self.tags)
        for box in (*(box for boxes in named for box in boxes.values()), *rooms):
            yield from ((box.x, box.y), (box.right, box.bottom))


def _tenth(number: float) -> float:
    return round(number, 1) + 0.0  # no -0.0


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
