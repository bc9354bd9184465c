"""The small picture beside a verdict: what needs what in an ordering question. Pure.

Boxes hold numbers, not texts: the numbers are those of the right order that is listed beside the picture.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kit.drawing import Size, draw
from kit.graph import Graph
from quizzes import engines
from quizzes.engines.ordering import Ordering

DISC = Size(34, 34, "ellipse")
MOST_EDGES = 120  # past that a picture explains nothing


def drawing_of(question: engines.Question) -> dict[str, Any] | None:
    """Boxes and lines of an ordering's graph by item id; nothing for other kinds and for thickets."""
    if not isinstance(question, Ordering):
        return None
    graph = question.graph
    if len(graph.edges) > MOST_EDGES:
        return None
    numbers = {node: str(number) for number, node in enumerate(graph.order(), 1)}
    edges = tuple((numbers[before], numbers[after]) for before, after in graph.edges)
    data = _drawn(len(numbers), edges)
    return {"numbers": numbers, "picture": data}


@lru_cache(maxsize=512)
def _drawn(count: int, edges: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """One layout for all questions of one shape: most are chains."""
    needs: dict[str, list[str]] = {}
    for before, after in edges:
        needs.setdefault(after, []).append(before)
    graph = Graph.of((str(n) for n in range(1, count + 1)), needs)
    return draw(graph, dict.fromkeys(graph.nodes, DISC), direction="TB").as_data()
