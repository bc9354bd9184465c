"""What is drawn around a finished layout: regions as bands, and lines that lead back on the outside.

Everything here thinks of a drawing that runs from top to bottom, with the lanes on its right; one that runs
from left to right is turned first, and turned back after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kit.geometry import Box, Drawing, Label, Line, Point, Region, Return, Size

LANE: Final = 13.0  # between the drawing and a lane, and between lanes
INSIDE: Final = 4.0  # from a region's outline to its title, twice that at the side
CLEAR: Final = 3.0  # how close a label may come to anything
RADIUS: Final = 9.0  # of a lane's corners
ROUND: Final = 0.4477  # how far from the corner the handles of a quarter circle are, as a part of its radius


def with_bands(drawing: Drawing, regions: Mapping[str, Region]) -> Drawing:
    """The regions' outlines made equally wide, as far as they lie one below the other.

    All stay as they are where a band would swallow a box that is not its own.
    """
    if not drawing.regions:
        return drawing
    left = min(box.x for box in drawing.regions.values())
    right = max(box.right for box in drawing.regions.values())
    bands = {key: Box(left, box.y, right - left, box.h) for key, box in drawing.regions.items()}
    swallowed = any(
        node not in regions[key].nodes and box.meets(band)
        for key, band in bands.items()
        for node, box in drawing.boxes.items()
    )
    return drawing if swallowed else replace(drawing, regions=bands)


def with_tags(drawing: Drawing, tags: Mapping[str, Size]) -> Drawing:
    """A place for the tag of each node, at the upper or the lower edge of its box, where nothing else is.

    All tags may be shown at once, so no two places meet: who has the fewest to choose from chooses first.
    Where there is none, it may lie over a region's outline, or else over anything.
    This one thinks of the drawing as it will be seen.
    """
    free: dict[str, list[Box]] = {}
    for node, size in tags.items():
        boxes = {key: box for key, box in drawing.boxes.items() if key != node}
        places = [*_at_an_edge(drawing.boxes[node], size)]
        for regions in (drawing.regions, {}):
            taken = [*_obstacles(replace(drawing, boxes=boxes, regions=regions))]
            free[node] = [place for place in places if _free(place, taken)]
            if free[node]:
                break
        free[node] = free[node] or places[:1]
    placed: dict[str, Box] = {}
    for node in sorted(free, key=lambda node: len(free[node])):
        places = [place for place in free[node] if _free(place, placed.values())]
        placed[node] = (places or free[node])[0]
    return replace(drawing, tags={node: placed[node] for node in tags})


def _at_an_edge(box: Box, size: Size) -> Iterator[Box]:
    """In the middle of an edge rather than aside, on it rather than off it, over a box rather than under."""
    middle = box.middle[0] - size.w / 2
    for off in (-1, CLEAR + 1):
        for aside in range(0, int(max(box.w, size.w) / 2), 4):
            for x in dict.fromkeys((middle - aside, middle + aside)):
                yield Box(x, box.y - size.h - off, size.w, size.h)
                yield Box(x, box.bottom + off, size.w, size.h)


def with_titles(drawing: Drawing, regions: Mapping[str, Region]) -> Drawing:
    """A place for each region's title at its top: left, right or middle, where no line runs through it.

    This one thinks of the drawing as it will be seen.
    """
    obstacles = [*_obstacles(replace(drawing, regions={}))]
    titles: dict[str, Box] = {}
    for key, outline in drawing.regions.items():
        title = regions[key].title
        if title is not None:
            left, right = outline.x + 2 * INSIDE, outline.right - title.w - 2 * INSIDE
            places = [Box(x, outline.y + INSIDE, title.w, title.h) for x in (left, right, (left + right) / 2)]
            titles[key] = next((place for place in places if _free(place, obstacles)), places[0])
    return replace(drawing, titles=titles)


def with_returns(drawing: Drawing, returns: Sequence[Return]) -> Drawing:
    """The drawing with a dashed line for each return, each in a lane of its own; short ones lie inside."""
    drawn: dict[int, Line] = {}
    for i, back in sorted(enumerate(returns), key=lambda pair: _span(drawing, pair[1])):
        so_far = replace(drawing, lines=(*drawing.lines, *drawn.values()))
        drawn[i] = _return_line(so_far, back)
    return replace(drawing, lines=(*drawing.lines, *(drawn[i] for i in range(len(returns)))))


def _span(drawing: Drawing, back: Return) -> float:
    return abs(drawing.boxes[back.start].y - drawing.boxes[back.end].y)


def _return_line(drawing: Drawing, back: Return) -> Line:
    lane = _right(drawing) + LANE
    out = _way_out(drawing, back.start, lane, down=True)
    home = _way_out(drawing, back.end, lane, down=False, beside=back.start != back.end)
    line = Line(back.start, back.end, _rounded([*out, *reversed(home)]), dashed=True)
    if back.label is None:
        return line
    room = _room(drawing, back.label, lane, (home, out), line)
    return replace(line, label=back.label.text, room=room)


def _right(drawing: Drawing) -> float:
    rooms = [line.room.right for line in drawing.lines if line.room]
    points = [x for line in drawing.lines for x, _ in line.points]
    boxes = [box.right for box in (*drawing.boxes.values(), *drawing.regions.values())]
    return max((*rooms, *points, *boxes))


def _way_out(drawing: Drawing, node: str, lane: float, *, down: bool, beside: bool = True) -> list[Point]:
    """The corners of a way from a box to the lane that crosses no other box.

    Straight out of its side where nothing stands there; else through the gap below (or above) its level.
    """
    box = drawing.boxes[node]
    boxes = [other for key, other in drawing.boxes.items() if key != node]
    rooms = [line.room for line in drawing.lines if line.room]
    x, y = box.middle
    if beside and _free(Box(box.right, y, lane - box.right, 0), [*boxes, *rooms]):
        return [(box.right, y), (lane, y)]
    edge, step = (box.bottom, 1) if down else (box.y, -1)
    for obstacles in ([*boxes, *rooms], boxes):
        for distance in range(8, 400, 2):
            level = edge + step * distance
            if _free(Box(x, level, lane - x, 0), obstacles):
                return [(x, edge), (x, level), (lane, level)]
    raise AssertionError("there is a gap between any two levels")  # pragma: no cover


def _free(place: Box, obstacles: Iterable[Box]) -> bool:
    return not any(place.meets(obstacle, CLEAR) for obstacle in obstacles)


def _room(drawing: Drawing, label: Label, lane: float, ends: Sequence[Sequence[Point]], line: Line) -> Box:
    """Where the label of a lane goes: of all free places the one that widens the drawing least."""
    obstacles = [*_obstacles(replace(drawing, lines=(*drawing.lines, line)))]
    heights = [end[-1][1] for end in ends]
    outside = Box(lane + CLEAR + 1, sum(heights) / 2 - label.h / 2, label.w, label.h)
    free = (place for place in _places(label, lane, ends) if _free(place, obstacles))
    return min((*free, outside), key=lambda place: max(place.right - lane, 0))


def _places(label: Label, lane: float, ends: Sequence[Sequence[Point]]) -> Iterator[Box]:
    """Over or under the level ways from the boxes to the lane; then inside along the lane."""
    gap = CLEAR + 1
    for end in ends:
        (start, _), (_, y) = end[-2:]
        for x in (start + gap, (start + lane - label.w) / 2, lane - label.w - gap - RADIUS):
            yield Box(x, y - label.h - gap, label.w, label.h)
            yield Box(x, y + gap, label.w, label.h)
    top, bottom = sorted(end[-1][1] for end in ends)
    middle = (top + bottom) / 2
    for distance in range(0, int((bottom - top) / 2), 6):
        for y in (middle - distance, middle + distance):
            yield Box(lane - label.w - gap, y - label.h / 2, label.w, label.h)


def _obstacles(drawing: Drawing) -> Iterator[Box]:
    """All that a label must not cover: boxes, titles, other labels, the outlines of regions, lines."""
    yield from drawing.boxes.values()
    yield from drawing.titles.values()
    for box in drawing.regions.values():
        yield from (Box(box.x, y, box.w, 0) for y in (box.y, box.bottom))
        yield from (Box(x, box.y, 0, box.h) for x in (box.x, box.right))
    for line in drawing.lines:
        if line.room:
            yield line.room
        yield from (Box(x, y, 0, 0) for x, y in _along(line.points))


def _along(points: Sequence[Point], steps: int = 24) -> Iterator[Point]:
    """Points on the curves, close enough together that no label slips between them."""
    for i in range(0, len(points) - 3, 3):
        a, b, c, d = points[i : i + 4]
        for step in range(steps + 1):
            t = step / steps
            s = 1 - t
            weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
            yield (
                sum(w * point[0] for w, point in zip(weights, (a, b, c, d), strict=True)),
                sum(w * point[1] for w, point in zip(weights, (a, b, c, d), strict=True)),
            )


def _rounded(corners: Sequence[Point]) -> tuple[Point, ...]:
    """Straight lines from corner to corner as Bézier curves, each corner a quarter circle."""
    corners = [corner for i, corner in enumerate(corners) if i == 0 or corner != corners[i - 1]]
    points = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        radius = min(RADIUS, _distance(before, corner) / 2, _distance(corner, after) / 2)
        into, out_of = _towards(corner, before, radius), _towards(corner, after, radius)
        points += _straight(points[-1], into)
        points += (_towards(corner, before, radius * ROUND), _towards(corner, after, radius * ROUND), out_of)
    return (*points, *_straight(points[-1], corners[-1]))


def _straight(start: Point, end: Point) -> tuple[Point, Point, Point]:
    third = _distance(start, end) / 3
    return _towards(start, end, third), _towards(end, start, third), end


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])  # all our straight lines are level or upright


def _towards(start: Point, end: Point, far: float) -> Point:
    """The point `far` units from start on the level or upright way to end."""
    length = _distance(start, end) or 1
    return start[0] + (end[0] - start[0]) * far / length, start[1] + (end[1] - start[1]) * far / length
