"""Drawings: nothing overlaps, nothing sticks out, every line ends where it belongs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kit.drawing import SIZES, Box, Drawing, Label, Line, Region, Return, Size, TooLarge, draw
from kit.graph import Graph

LOOP = Graph.of(
    [
        "trigger",
        "clean",
        "features",
        "train",
        "test",
        "gate",
        "register",
        "fail",
        "approve",
        "deploy",
        "watch",
    ],
    {
        "clean": ["trigger"],
        "features": ["clean"],
        "train": ["features"],
        "test": ["train", "features"],
        "gate": ["test"],
        "register": ["gate"],
        "fail": ["gate"],
        "approve": ["register"],
        "deploy": ["approve"],
        "watch": ["deploy"],
    },
)
REGIONS = {
    "before": Region(("trigger",), Label.of("Outside, before", 12)),
    "pipeline": Region(
        ("clean", "features", "train", "test", "gate", "register", "fail"),
        Label.of("Inside the pipeline", 12),
    ),
    "after": Region(("approve", "deploy", "watch"), Label.of("Outside, after", 12)),
}
BRANCHES = {("gate", "register"): Label.of("passes", 12), ("gate", "fail"): Label.of("fails", 12)}
DRIFT = Return("watch", "trigger", Label.of("drift: a new run", 12))


def loop(direction: Any, **more: Any) -> Drawing:
    boxes = dict.fromkeys(LOOP.nodes, SIZES[direction])
    boxes["gate"] = replace(boxes["gate"], shape="diamond")
    return draw(
        LOOP,
        boxes,
        **{
            "direction": direction,
            "regions": REGIONS,
            "labels": BRANCHES,
            "returns": [DRIFT],
            **more,
        },
    )


# The loop


def test_the_loop_fits_a_phone_from_top_to_bottom_and_a_page_from_left_to_right():
    assert loop("TB").width <= 332
    assert loop("LR").width <= 1220
    assert loop("LR").height <= 240


def test_what_is_needed_stands_above_or_to_the_left():
    for before, after in LOOP.edges:
        down, across = loop("TB").boxes, loop("LR").boxes
        assert down[before].bottom < down[after].y
        assert across[before].right < across[after].x


def test_regions_that_follow_one_another_are_bands_of_one_width():
    down, across = loop("TB").regions, loop("LR").regions

    assert len({(band.x, band.w) for band in down.values()}) == 1
    assert len({(band.y, band.h) for band in across.values()}) == 1
    assert [*down] == ["before", "pipeline", "after"]


def test_outlines_stay_apart_where_regions_stand_side_by_side():
    graph = Graph.of("abcd", {"b": "a", "d": "c"})
    regions = {"left": Region(("a", "b")), "right": Region(("c", "d"))}
    drawing = draw(graph, dict.fromkeys("abcd", Size(60, 30)), direction="TB", regions=regions)

    assert not drawing.regions["left"].meets(drawing.regions["right"])


def test_no_band_swallows_a_box_that_belongs_to_no_region():
    graph = Graph.of("asbc", {"b": "a", "c": "as"})
    regions = {"first": Region(("a",)), "second": Region(("b", "c"))}
    drawing = draw(graph, dict.fromkeys("asbc", Size(60, 30)), direction="TB", regions=regions)

    assert not any(outline.meets(drawing.boxes["s"]) for outline in drawing.regions.values())


def test_a_region_of_no_nodes_is_not_drawn():
    graph = Graph.of("a", {})
    regions = {"full": Region(("a",)), "empty": Region((), Label.of("Nothing"))}

    drawing = draw(graph, {"a": Size(60, 30)}, direction="TB", regions=regions)
    assert [*drawing.regions] == ["full"]


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_a_region_holds_its_nodes_and_its_title_and_no_stranger(direction: str):
    drawing = loop(direction)
    for key, outline in drawing.regions.items():
        for node, box in drawing.boxes.items():
            assert _holds(outline, box) if node in REGIONS[key].nodes else not outline.meets(box)
        title = drawing.titles[key]
        assert _holds(outline, title)
        assert not any(title.meets(box) for box in drawing.boxes.values())


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_no_line_runs_through_a_title(direction: str):
    drawing = loop(direction)

    for title in drawing.titles.values():
        assert not any(_inside(title, point) for line in drawing.lines for point in _along(line))


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_a_return_is_dashed_ends_at_its_true_end_and_disturbs_nothing(direction: str):
    drawing, without = loop(direction), loop(direction, returns=[])
    *needs, back = drawing.lines

    assert (back.start, back.end, back.dashed, back.label) == ("watch", "trigger", True, "drift: a new run")
    assert not any(line.dashed for line in needs)
    assert drawing.boxes == without.boxes
    assert tuple(needs) == without.lines


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_a_label_covers_no_box_no_other_label_and_no_other_line(direction: str):
    drawing = loop(direction)
    labelled = [line for line in drawing.lines if line.room]
    assert [line.label for line in labelled] == ["passes", "fails", "drift: a new run"]
    for line in labelled:
        assert not any(line.room.meets(box) for box in drawing.boxes.values())
        others = [other for other in drawing.lines if other is not line]
        assert not any(other.room and line.room.meets(other.room) for other in others)
        assert not any(_inside(line.room, point) for other in others for point in _along(other))


# Any graph


@dataclass
class Case:
    graph: Graph
    boxes: dict[str, Size]
    options: dict[str, Any]

    def draw(self) -> Drawing:
        return draw(self.graph, self.boxes, **self.options)


def random_case(seed: int) -> Case:
    dice = Random(seed)
    count = dice.choice([1, 2, 3, 5, 8, 12, 20])
    nodes = [f"n{i}" for i in range(count)]
    dice.shuffle(nodes)
    density = dice.choice([0.05, 0.2, 0.5])
    pairs = [pair for pair in combinations(nodes, 2) if dice.random() < density][:60]
    needs: dict[str, list[str]] = {}
    for before, after in pairs:
        needs.setdefault(after, []).append(before)
    graph = Graph.of(sorted(nodes), needs)
    shapes = ["box", "box", "diamond", "ellipse"]
    boxes = {n: Size(dice.randint(20, 180), dice.randint(20, 70), dice.choice(shapes)) for n in nodes}
    options: dict[str, Any] = {"direction": dice.choice(["LR", "TB"])}
    if dice.random() < 0.5:
        options["labels"] = {edge: Label.of("passes") for edge in graph.edges if dice.random() < 0.3}
    if dice.random() < 0.5:
        cut = dice.randint(1, count)
        options["regions"] = {"first": Region(tuple(nodes[:cut]), Label.of("First"))}
        if cut < count:
            options["regions"]["second"] = Region(tuple(nodes[cut:]))
    if dice.random() < 0.6:
        backs = [(dice.choice(nodes), dice.choice(nodes)) for _ in range(dice.randint(1, 3))]
        options["returns"] = [
            Return(start, end, Label.of("again") if dice.random() < 0.5 else None) for start, end in backs
        ]
    return Case(graph, boxes, options)


@pytest.mark.parametrize("seeds", [range(start, start + 50) for start in range(0, 200, 50)], ids=str)
def test_of_any_graph_the_boxes_are_apart_all_is_inside_and_each_line_ends_at_its_boxes(seeds: range):
    for seed in seeds:
        case = random_case(seed)
        drawing = case.draw()
        frame = Box(0, 0, drawing.width, drawing.height)

        assert [*drawing.boxes] == [*case.graph.order()]
        assert {n: (box.w, box.h) for n, box in drawing.boxes.items()} == {
            n: (size.w, size.h) for n, size in case.boxes.items()
        }
        assert not any(a.meets(b, 4) for a, b in combinations(drawing.boxes.values(), 2)), seed
        rooms = [line.room for line in drawing.lines if line.room]
        for box in (*drawing.boxes.values(), *drawing.regions.values(), *drawing.titles.values(), *rooms):
            assert _holds(frame, box), seed
        for key, region in case.options.get("regions", {}).items():
            for node, box in drawing.boxes.items():
                held = _holds(drawing.regions[key], box)
                assert held if node in region.nodes else not drawing.regions[key].meets(box), (
                    seed,
                    key,
                    node,
                )
            if region.title:
                assert _holds(drawing.regions[key], drawing.titles[key]), seed
                assert not any(drawing.titles[key].meets(box) for box in drawing.boxes.values()), seed
        returns = case.options.get("returns", [])
        assert [(line.start, line.end) for line in drawing.lines] == [
            *case.graph.edges,
            *((back.start, back.end) for back in returns),
        ]
        for line in drawing.lines:
            assert len(line.points) % 3 == 1
            assert all(_inside(frame, point) for point in line.points), seed
            for node, point in ((line.start, line.points[0]), (line.end, line.points[-1])):
                assert _off_outline(drawing.boxes[node], case.boxes[node].shape, point) < 1, (seed, line)


@pytest.mark.parametrize("seeds", [range(start, start + 50) for start in range(0, 200, 50)], ids=str)
def test_of_any_graph_no_return_crosses_a_box_and_no_label_covers_one(seeds: range):
    for seed in seeds:
        drawing = random_case(seed).draw()
        for line in drawing.lines:
            if line.room:
                assert not any(line.room.meets(box) for box in drawing.boxes.values()), (seed, line)
            if line.dashed:
                path = list(_along(line))
                for node, box in drawing.boxes.items():
                    inner = Box(box.x + 0.2, box.y + 0.2, box.w - 0.4, box.h - 0.4)
                    crossed = any(_inside(inner, point) for point in path[1:-1])
                    assert not crossed, (seed, line.start, line.end, node)


def test_the_same_input_gives_the_same_numbers_in_every_process():
    script = (
        "from tests.kit.test_drawing import *; import json; "
        "print(json.dumps([random_case(s).draw().as_data() for s in range(20)] + [loop('TB').as_data()]))"
    )
    command = [sys.executable, "-c", script]
    root = Path(__file__).parents[2]
    elsewhere = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)

    here = [random_case(s).draw().as_data() for s in range(20)] + [loop("TB").as_data()]
    assert json.loads(elsewhere.stdout) == here
    assert elsewhere.stderr == "", "Graphviz has nothing to complain about"


def test_every_number_is_rounded_to_a_tenth():
    def numbers(data: Any) -> Iterator[float]:
        if isinstance(data, dict):
            data = list(data.values())
        if isinstance(data, list):
            for item in data:
                yield from numbers(item)
        elif isinstance(data, int | float) and not isinstance(data, bool):
            yield data

    data = [loop("TB").as_data(), loop("LR").as_data()]
    assert all(number == round(number, 1) for number in numbers(data))


def test_a_drawing_goes_through_json_and_comes_back_the_same():
    for drawing in (loop("TB"), loop("LR"), *(random_case(seed).draw() for seed in range(20))):
        assert Drawing.from_data(json.loads(json.dumps(drawing.as_data()))) == drawing


def test_a_stored_line_has_its_path_and_the_middle_of_its_label():
    line = Line("a", "b", ((1.0, 2.0), (1.0, 4.5), (1.0, 6.0), (1.0, 8.0)), "yes", Box(2, 3, 20, 10))
    stored = Drawing(30, 30, {}, (line,)).as_data()["lines"][0]

    assert stored["path"] == "M1 2C1 4.5 1 6 1 8"
    assert stored["label_at"] == [12, 8]


def test_names_mean_nothing_to_the_layout():
    nodes = ['a"b', "\\N", "<b>", "node", "é"]
    odd = Graph.of(nodes, {"<b>": ['a"b', "\\N"], "node": ["é"]})
    plain = Graph.of("abcde", {"c": ["a", "b"], "d": ["e"]})

    drawn, same = (draw(g, dict.fromkeys(g.nodes, Size(40, 20)), direction="TB") for g in (odd, plain))
    assert [*drawn.boxes.values()] == [*same.boxes.values()]


def test_a_graph_of_nothing_is_drawn_as_nothing():
    assert draw(Graph.of([], {}), {}, direction="LR") == Drawing(0, 0, {})


def test_eighty_boxes_are_drawn_and_more_are_refused():
    def row(count: int) -> Drawing:
        graph = Graph.of([f"n{i}" for i in range(count)], {})
        return draw(graph, dict.fromkeys(graph.nodes, Size(20, 20)), direction="LR")

    assert len(row(80).boxes) == 80
    with pytest.raises(TooLarge, match="at most 80 boxes and 160 lines; this one would have 81 and 0"):
        row(81)


def test_more_lines_than_a_picture_can_hold_are_refused_returns_among_them():
    nodes = [f"n{i:02}" for i in range(20)]
    pairs = list(combinations(nodes, 2))[:160]
    needs = {after: [b for b, a in pairs if a == after] for after in nodes}
    graph = Graph.of(nodes, needs)
    boxes = dict.fromkeys(nodes, Size(20, 20))

    assert len(draw(graph, boxes, direction="TB").lines) == 160
    with pytest.raises(TooLarge) as refused:
        draw(graph, boxes, direction="TB", returns=[Return("n00", "n01")])
    assert (refused.value.nodes, refused.value.lines) == (20, 161)


def _holds(outer: Box, inner: Box, slack: float = 0.11) -> bool:
    return (
        outer.x - slack <= inner.x
        and outer.y - slack <= inner.y
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def _inside(box: Box, point: tuple[float, float]) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom


def _along(line: Line) -> Iterator[tuple[float, float]]:
    for i in range(0, len(line.points) - 3, 3):
        a, b, c, d = line.points[i : i + 4]
        for step in range(31):
            t = step / 30
            s = 1 - t
            x, y = (s**3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t**3 * d[k] for k in (0, 1))
            yield x, y


def _off_outline(box: Box, shape: str, point: tuple[float, float]) -> float:
    """How far, about, a point is from the outline of a shape."""
    across = abs(point[0] - box.middle[0]) / (box.w / 2)
    down = abs(point[1] - box.middle[1]) / (box.h / 2)
    reach = {"box": max(across, down), "diamond": across + down, "ellipse": (across**2 + down**2) ** 0.5}
    return abs(reach[shape] - 1) * min(box.w, box.h) / 2
