"""Dependency graphs: what needs what, in which orders it can happen, and how many of those there are.

One graph feeds the picture, the list, the table and the grader of a pipeline, so that they cannot disagree.
A graph is built once by `Graph.of`, which refuses cycles and unknown names; from then on it is sound.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from kit.counting import count_connected

STATES = 200_000
"""How many states `Graph.count_orders` looks at before it gives up."""


class CycleFound(ValueError):
    """The needs run in a circle, so no order respects them.

    Each node of `cycle` needs the next one, and the last needs the first. That last need is the one that
    closes the circle when needs are added in written order: the one to show to the author.
    """

    def __init__(self, cycle: tuple[str, ...]) -> None:
        super().__init__(" needs ".join((*cycle, cycle[0])))
        self.cycle = cycle


class UnknownNode(LookupError):
    """The needs of `node` speak of `unknown` (itself, or what it needs), which is not a node."""

    def __init__(self, node: str, unknown: str) -> None:
        super().__init__(f"{unknown!r}, among the needs of {node!r}, is not a node")
        self.node = node
        self.unknown = unknown


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in written order and, for each, the nodes that must come before it. Holds no cycle."""

    needs: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, nodes: Iterable[str], needs: Mapping[str, Iterable[str]]) -> Graph:
        """The graph of `nodes` where each key of `needs` needs the nodes listed under it.

        Repeated nodes and needs count once. Raises UnknownNode for a name that is not among `nodes`, and
        CycleFound when no order is possible.

        >>> Graph.of(["clean", "train"], {"train": ["clean"]}).order()
        ('clean', 'train')
        """
        table: dict[str, tuple[str, ...]] = dict.fromkeys(nodes, ())
        for node, wanted in needs.items():
            names = tuple(dict.fromkeys(wanted))
            for name in (node, *names):
                if name not in table:
                    raise UnknownNode(node, name)
            table[node] = names
        graph = cls(table)
        if len(graph.order()) < len(table):
            raise CycleFound(_first_cycle(needs))
        return graph

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every node, in written order."""
        return tuple(self.needs)

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """Every need as (before, after), in written order: `after` needs `before`."""
        return tuple((before, after) for after, wanted in self.needs.items() for before in wanted)

    def order(self) -> tuple[str, ...]:
        """One right order: at each place the first written node whose needs have all come."""
        place = {node: i for i, node in enumerate(self.needs)}
        nodes = self.nodes
        followers = self._followers()
        waiting = {node: len(wanted) for node, wanted in self.needs.items()}
        ready = [place[node] for node, left in waiting.items() if not left]
        heapq.heapify(ready)
        placed: list[str] = []
        while ready:
            node = nodes[heapq.heappop(ready)]
            placed.append(node)
            for after in followers[node]:
                waiting[after] -= 1
                if not waiting[after]:
                    heapq.heappush(ready, place[after])
        return tuple(placed)

    def levels(self) -> tuple[tuple[str, ...], ...]:
        """Nodes by the length of the longest way to them: all of one level could happen at once."""
        depth: dict[str, int] = {}
        for node in self.order():
            depth[node] = 1 + max((depth[before] for before in self.needs[node]), default=-1)
        height = 1 + max(depth.values(), default=-1)
        return tuple(tuple(n for n in self.needs if depth[n] == level) for level in range(height))

    def ancestors(self, node: str) -> frozenset[str]:
        """All that `node` needs, directly or through others."""
        return _reached(node, self.needs)

    def descendants(self, node: str) -> frozenset[str]:
        """All that needs `node`, directly or through others."""
        return _reached(node, self._followers())

    def broken(self, sequence: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The needs (before, after) that a sequence breaks: both are in it, the wrong way round.

        Only needs as written, not those that follow from others. A need of which one end is missing is not
        broken. Of a repeated node the first place counts; names that are no node are passed over.
        """
        place = _places(sequence)
        return tuple(
            (before, after)
            for before, after in self.edges
            if before in place and after in place and place[after] < place[before]
        )

    def broken_through(self, sequence: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """What a sequence breaks besides, because of what is not in it, as (before, after).

        `after` needs `before` only through nodes that are missing, and stands before it all the same. Which
        place the missing ones were meant to have makes no difference: no right order has these two this way.
        """
        place = _places(sequence)
        missing = {node: wanted for node, wanted in self.needs.items() if node not in place}
        return tuple(
            (before, after)
            for after, wanted in self.needs.items()
            if after in place
            for before in self.nodes
            if place.get(before, -1) > place[after]
            and before not in wanted
            and before in _reached(after, {**dict.fromkeys(place, ()), **missing, after: wanted})
        )

    def count_orders(self, limit: int = STATES) -> int | None:
        """How many orders respect every need; None where counting takes more than `limit` states.

        A state is a set of nodes that can have happened first (a downset). Parts without a need between
        them are counted apart and interleaved, so forty loose nodes take forty states, not 2**40.
        """
        total, placed = 1, 0
        for part in self._parts():
            counted, states = count_connected(tuple(self._mask(node, part) for node in part), limit)
            if counted is None:
                return None
            limit -= states
            placed += len(part)
            total *= counted * comb(placed, len(part))
        return total

    def _followers(self) -> dict[str, list[str]]:
        followers: dict[str, list[str]] = {node: [] for node in self.needs}
        for before, after in self.edges:
            followers[before].append(after)
        return followers

    def _parts(self) -> list[list[str]]:
        """The nodes in groups between which there is no need at all."""
        followers = self._followers()
        around = {node: (*self.needs[node], *followers[node]) for node in self.needs}
        parts: list[list[str]] = []
        seen: set[str] = set()
        for node in self.needs:
            if node not in seen:
                part = _reached(node, around) | {node}
                seen |= part
                parts.append([n for n in self.needs if n in part])
        return parts

    def _mask(self, node: str, part: list[str]) -> int:
        return sum(1 << part.index(before) for before in self.needs[node])


def _places(sequence: Sequence[str]) -> dict[str, int]:
    """Where each node stands first."""
    place: dict[str, int] = {}
    for i, node in enumerate(sequence):
        place.setdefault(node, i)
    return place


def _reached(start: str, arrows: Mapping[str, Iterable[str]]) -> frozenset[str]:
    seen: set[str] = set()
    todo = list(arrows[start])
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo.extend(arrows[node])
    return frozenset(seen)


def _first_cycle(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The circle closed by the first need, in written order, that closes one."""
    arrows: dict[str, list[str]] = {}
    behind: dict[str, set[str]] = {}  # node -> all that it needs so far, itself among it
    for node, wanted in needs.items():
        for before in wanted:
            news = behind.setdefault(before, {before})
            if node in news:
                return _way(before, node, arrows)
            arrows.setdefault(node, []).append(before)
            behind.setdefault(node, {node})
            for reached in behind.values():
                if node in reached:
                    reached |= news
    raise AssertionError("there is no cycle")  # pragma: no cover


def _way(start: str, end: str, arrows: Mapping[str, list[str]]) -> tuple[str, ...]:
    """A shortest way from start to end along the arrows, both ends included."""
    came_from = {start: start}
    todo = [start]
    for node in todo:
        for following in arrows.get(node, ()):
            if following not in came_from:
                came_from[following] = node
                todo.append(following)
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
