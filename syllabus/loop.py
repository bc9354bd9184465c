"""A pipeline as pages, pictures and questions see it: one graph that all of them ask. Pure.

The picture, the list and the table of a pipeline are three ways of telling one `PipelineView`; none of them
reads the stored data itself, so they cannot disagree about what needs what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.graph import Graph
from syllabus.alternatives import built, way_name


@dataclass(frozen=True, slots=True)
class Edge:
    """`after` needs `before`, and why. `when` names the branch where the edge leaves a gate."""

    before: str
    after: str
    why: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """How the loop closes: from outside, by starting a new run. Never a need."""

    before: str
    after: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way in which the pipeline can be built otherwise, and whether this one is built so."""

    key: str
    title: str
    text: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a pipeline. Its title is plain text, all else that is said of it is safe HTML.

    `outcomes` tells, by `passes` and `fails`, what is found where a run can go either way.
    """

    key: str
    title: str
    region: str
    family: str
    step: str
    does: str
    text: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    traps: tuple[str, ...]
    outcomes: Mapping[str, str]

    @property
    def is_gate(self) -> bool:
        """Whether it sends the run into one of two branches."""
        return self.step == "condition"

    @property
    def ends_the_run(self) -> bool:
        return self.step == "fail"

    @property
    def is_outside(self) -> bool:
        """Whether it is no step of the pipeline."""
        return not self.step

    @property
    def shape(self) -> str:
        """What it is drawn as: its family, but a step that ends the run has a shape of its own."""
        return "fail" if self.ends_the_run else self.family


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A worked example: its nodes in an order they can happen, and what each needs."""

    regions: Mapping[str, str]
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    returns: tuple[Return, ...]
    graph: Graph
    alternatives: tuple[Alternative, ...] = ()

    @classmethod
    def of(
        cls, data: Mapping[str, Any], html: Mapping[str, Any], chosen: Collection[str] = ()
    ) -> PipelineView:
        """From a pipeline's stored `data` (as written) and `html` (the same, rendered).

        `chosen` are the alternatives that it is built with.
        """
        nodes_written = built(data, chosen)
        told = list(zip(nodes_written, built(html, chosen), strict=True))
        nodes = {written["key"]: _node(written, rendered) for written, rendered in told}
        graph = graph_of(nodes_written)
        returns = zip(data["returns"], html["returns"], strict=True)
        used = {node.region for node in nodes.values()}
        ways = zip(data["alternatives"], html["alternatives"], strict=True)
        return cls(
            regions={r["key"]: r["value"] for r in data["regions"] if r["key"] in used},
            nodes={key: nodes[key] for key in graph.order()},
            edges=tuple(edge for written, rendered in told for edge in _edges(written, rendered)),
            returns=tuple(
                Return(r["from"], r["to"], r["label"], h["why"])
                for r, h in returns
                if r["from"] in nodes and r["to"] in nodes
            ),
            graph=graph,
            alternatives=tuple(
                Alternative(d["key"], d["title"], h["text"], d["key"] in chosen) for d, h in ways
            ),
        )

    @property
    def way(self) -> str:
        """Which of its alternatives it is built with, as one word; as first written, an empty one."""
        return way_name(way.key for way in self.alternatives if way.taken)

    def needs(self, key: str) -> tuple[Edge, ...]:
        """What `key` needs directly."""
        return tuple(edge for edge in self.edges if edge.after == key)

    def needed_by(self, key: str) -> tuple[Edge, ...]:
        """What needs `key` directly."""
        return tuple(edge for edge in self.edges if edge.before == key)

    def needs_through(self, key: str) -> tuple[str, ...]:
        """What `key` needs through others only, in an order it can happen. Data may come from any of it."""
        further = self.graph.ancestors(key) - {edge.before for edge in self.needs(key)}
        return tuple(other for other in self.graph.order() if other in further)

    def standing(self, key: str, chosen: str, kin: str = "") -> str:
        """How `key` stands to the chosen node: chosen, needed, dependant, or apart from it.

        `kin` asks for one side alone: `needs`, all that the chosen one needs, or `needed`, all that needs it.
        """
        if not chosen:
            return ""
        if key == chosen:
            return "chosen"
        if kin != "needed" and key in self.graph.ancestors(chosen):
            return "needed"
        return "dependant" if kin != "needs" and key in self.graph.descendants(chosen) else "apart"

    def on_the_way(self, before: str, after: str, chosen: str, kin: str = "") -> bool:
        """Whether the edge between these two is part of what the chosen node needs, or of what needs it."""
        ends = {self.standing(before, chosen, kin), self.standing(after, chosen, kin)}
        return bool(chosen) and (ends <= {"chosen", "needed"} or ends <= {"chosen", "dependant"})


def graph_of(nodes: Iterable[Mapping[str, Any]]) -> Graph:
    """The graph of nodes as stored: [{key, needs: [{key, …}], …}], in written order.

    Raises CycleFound and UnknownNode (kit.graph).
    """
    listed = list(nodes)
    return Graph.of(
        (node["key"] for node in listed),
        {node["key"]: [need["key"] for need in node["needs"]] for node in listed},
    )


def _node(data: Mapping[str, Any], html: Mapping[str, Any]) -> Node:
    return Node(
        key=data["key"],
        title=data["title"],
        region=data["region"],
        family=data["family"],
        step=data["step"] or "",
        does=html["does"],
        text=html["text"],
        inputs=tuple(html["inputs"]),
        outputs=tuple(html["outputs"]),
        traps=tuple(data["traps"]),
        outcomes=html["outcomes"] or {},
    )


def _edges(data: Mapping[str, Any], html: Mapping[str, Any]) -> Sequence[Edge]:
    return [
        Edge(before=need["key"], after=data["key"], why=told["why"], when=need["when"] or "")
        for need, told in zip(data["needs"], html["needs"], strict=True)
    ]
