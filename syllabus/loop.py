"""A pipeline as pages, pictures and questions see it: one graph that all of them ask. Pure.

The picture, the list and the table of a pipeline are three ways of telling one `PipelineView`; none of them
reads the stored data itself, so they cannot disagree about what needs what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.graph import Graph


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
class Node:
    """One box of a pipeline. Its title is plain text, all else that is said of it is safe HTML."""

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

    @property
    def shape(self) -> str:
        """What it is drawn as: its family, but a step that ends the run has a shape of its own."""
        return "fail" if self.step == "fail" else self.family


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A worked example: its nodes in an order they can happen, and what each needs."""

    regions: Mapping[str, str]
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    returns: tuple[Return, ...]
    graph: Graph

    @classmethod
    def of(cls, data: Mapping[str, Any], html: Mapping[str, Any]) -> PipelineView:
        """From a pipeline's stored `data` (as written) and `html` (the same, rendered)."""
        told = list(zip(data["nodes"], html["nodes"], strict=True))
        nodes = {written["key"]: _node(written, rendered) for written, rendered in told}
        edges = tuple(edge for written, rendered in told for edge in _edges(written, rendered))
        graph = graph_of(data["nodes"])
        returns = zip(data["returns"], html["returns"], strict=True)
        return cls(
            regions={region["key"]: region["value"] for region in data["regions"]},
            nodes={key: nodes[key] for key in graph.order()},
            edges=edges,
            returns=tuple(Return(r["from"], r["to"], r["label"], h["why"]) for r, h in returns),
            graph=graph,
        )

    def needs(self, key: str) -> tuple[Edge, ...]:
        """What `key` needs directly."""
        return tuple(edge for edge in self.edges if edge.after == key)

    def needed_by(self, key: str) -> tuple[Edge, ...]:
        """What needs `key` directly."""
        return tuple(edge for edge in self.edges if edge.before == key)

    def standing(self, key: str, chosen: str) -> str:
        """How `key` stands to the chosen node: chosen, needed, dependant, or nothing to it."""
        if not chosen:
            return ""
        if key == chosen:
            return "chosen"
        if key in self.graph.ancestors(chosen):
            return "needed"
        return "dependant" if key in self.graph.descendants(chosen) else "apart"

    def on_the_way(self, before: str, after: str, chosen: str) -> bool:
        """Whether the edge between these two is part of what the chosen node needs, or of what needs it."""
        ends = {self.standing(before, chosen), self.standing(after, chosen)}
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
    )


def _edges(data: Mapping[str, Any], html: Mapping[str, Any]) -> Sequence[Edge]:
    return [
        Edge(before=need["key"], after=data["key"], why=told["why"], when=need["when"] or "")
        for need, told in zip(data["needs"], html["needs"], strict=True)
    ]
