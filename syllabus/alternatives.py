"""One pipeline built in more than one way: a step left out, another in its place. Pure.

No run can leave out a step, and no parameter takes one away: each way of building is a definition of its own.
A pipeline is written once, with the changes that make its alternatives; here they are made, on the stored
data and on its rendered twin alike, so that whoever asks gets plain nodes with plain needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain, combinations
from typing import Any

Told = Mapping[str, Any]
MOST = 3
"""Alternatives of one pipeline. Every combination has pictures of its own, so each doubles their number."""


def ways(keys: Iterable[str]) -> list[tuple[str, ...]]:
    """Every combination of alternatives, in written order, the pipeline as first written first.

    >>> ways(["tuning", "store"])
    [(), ('tuning',), ('store',), ('tuning', 'store')]
    """
    listed = list(keys)
    return list(chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1)))


def way_name(keys: Iterable[str]) -> str:
    """A combination as one word; that of the pipeline as first written is empty."""
    return " ".join(keys)


def built(pipeline: Told, chosen: Collection[str] = ()) -> list[Told]:
    """The nodes of a stored pipeline, built with these alternatives, each with the needs it then has.

    A new node stands after the last one that it needs. Needs of nodes that are left out are left out too; an
    alternative says what is needed in their place. Where two tell one need, the node's own words count.
    """
    taken = [way for way in pipeline["alternatives"] if way["key"] in chosen]
    gone = {key for way in taken for key in way["without"]}
    extra: dict[str, list[Told]] = {}
    for way in taken:
        for entry in way["needs"]:
            extra.setdefault(entry["key"], []).extend(entry["value"])
    nodes = [node for node in pipeline["nodes"] if node["key"] not in gone]
    for way in taken:
        for node in way["nodes"]:
            if node["key"] not in gone:
                _put(node, nodes, [need["key"] for need in (*node["needs"], *extra.get(node["key"], ()))])
    here = {node["key"] for node in nodes}
    return [_with_needs(node, extra.get(node["key"], ()), here) for node in nodes]


def _put(node: Told, nodes: list[Told], wanted: Collection[str]) -> None:
    after = max((i for i, other in enumerate(nodes) if other["key"] in wanted), default=-1)
    nodes.insert(after + 1, node)


def _with_needs(node: Told, extra: Iterable[Told], here: Collection[str]) -> Told:
    needs = {need["key"]: need for need in (*node["needs"], *extra) if need["key"] in here}
    own = {need["key"]: need for need in node["needs"]}
    return {**node, "needs": [own.get(key, need) for key, need in needs.items()]}
