"""What must hold within a pipeline: its needs run in no circle, and what leaves a gate names the branch.

The same must hold however it is built. An alternative may leave nodes out and bring others in, but what came
before what still does: a step left out must not let the one after it start too early.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kit.document import Document, Path
from kit.drawing import MOST_LINES, MOST_NODES
from kit.graph import CycleFound, Graph
from kit.problems import Problem
from kit.wording import did_you_mean, listed, quoted
from syllabus.alternatives import MOST, built, ways
from syllabus.formats.graphs import Need, Node, Pipeline
from syllabus.formats.texts import told

ENDS_THE_RUN = "fail"
GATE = "condition"


def pipeline_problems(
    pipeline: Pipeline, document: Document, families: Mapping[str, str]
) -> Iterator[Problem]:
    """Everything wrong between the nodes of one pipeline. `families` tells the family of each known step."""
    strange = [*_unknown_nodes(pipeline, document), *_strange_alternatives(pipeline, document)]
    yield from strange
    yield from _size(pipeline, document)
    yield from _regions(pipeline, document)
    for path, _key, node in _nodes(pipeline):
        yield from _family(path, node, document, families)
    yield from _branches(pipeline, document)
    if not strange:
        yield from _cycle_or_returns(pipeline, document)


def _nodes(pipeline: Pipeline) -> Iterator[tuple[Path, str, Node]]:
    """Every node with its place: those of the pipeline, then those of its alternatives."""
    for key, node in pipeline.nodes.items():
        yield ("nodes", key), key, node
    for name, way in pipeline.alternatives.items():
        for key, node in way.nodes.items():
            yield ("alternatives", name, "nodes", key), key, node


def _needs(pipeline: Pipeline) -> Iterator[tuple[Path, str, str, Need]]:
    """Every need with its place: (place, after, before, need)."""
    for path, key, node in _nodes(pipeline):
        for needed, need in node.needs.items():
            yield (*path, "needs", needed), key, needed, need
    for name, way in pipeline.alternatives.items():
        for key, needs in way.needs.items():
            for needed, need in needs.items():
                yield ("alternatives", name, "needs", key, needed), key, needed, need


def _size(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    """Whether all of it, with every alternative, could be drawn."""
    nodes = sum(1 for _ in _nodes(pipeline))
    lines = len(pipeline.returns) + sum(1 for _ in _needs(pipeline))
    if nodes > MOST_NODES or lines > MOST_LINES:
        message = f"{nodes} nodes and {lines} lines; a picture holds at most {MOST_NODES} and {MOST_LINES}"
        yield document.problem("S017", message, document.key_place(("nodes",)))


def _unknown_nodes(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    every = {key: node for _path, key, node in _nodes(pipeline)}
    for path, key, needed, _need in _needs(pipeline):
        known = pipeline.nodes if path[0] == "nodes" else every
        if needed not in known:
            message = f"{quoted(key)} needs {_not_a_node(needed, known)}"
            yield document.problem("S010", message, document.key_place(path))
    for index, back in enumerate(pipeline.returns):
        for field, end in (("from", back.origin), ("to", back.to)):
            if end not in pipeline.nodes:
                yield document.problem(
                    "S010",
                    f"this is {_not_a_node(end, pipeline.nodes)}",
                    document.place(("returns", index, field)),
                )


def _not_a_node(key: str, nodes: Mapping[str, Node]) -> str:
    return f"{quoted(key)}, which is not a node of this pipeline{did_you_mean(key, nodes)}"


def _strange_alternatives(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    """Alternatives that leave out what is not there, or bring in what is; or too many of them."""
    if len(pipeline.alternatives) > MOST:
        message = f"a pipeline has at most {MOST} alternatives; here are {len(pipeline.alternatives)}"
        yield document.problem("S029", message, document.key_place(("alternatives",)))
    first: dict[str, str] = {}
    every = {key: node for _path, key, node in _nodes(pipeline)}
    for name, way in pipeline.alternatives.items():
        path: Path = ("alternatives", name)
        for index, gone in enumerate(way.without):
            if gone not in pipeline.nodes:
                message = f"this leaves out {_not_a_node(gone, pipeline.nodes)}"
                yield document.problem("S027", message, document.place((*path, "without", index)))
        for key in way.nodes:
            if key in pipeline.nodes or first.setdefault(key, name) != name:
                message = f"{quoted(key)} is a node already: give this one a key of its own"
                yield document.problem("S027", message, document.key_place((*path, "nodes", key)))
        for key in way.needs:
            if key not in every:
                message = f"these are needs of {_not_a_node(key, every)}"
                yield document.problem("S027", message, document.key_place((*path, "needs", key)))


def _regions(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    for path, _key, node in _nodes(pipeline):
        if node.region not in pipeline.regions:
            message = (
                f"{quoted(node.region)} is not a region here{did_you_mean(node.region, pipeline.regions)}"
            )
            yield document.problem("S012", message, document.place((*path, "region")))
    used = {node.region for node in pipeline.nodes.values()}
    for region in pipeline.regions:
        if region not in used:
            message = f"no node stands in the region {quoted(region)}"
            yield document.problem("S012", message, document.key_place(("regions", region)))


def _family(path: Path, node: Node, document: Document, families: Mapping[str, str]) -> Iterator[Problem]:
    if node.family == "outside" and node.step is not None:
        message = "a node outside the pipeline is no step: leave out `step`, or give the step's family"
        yield document.problem("S014", message, document.place((*path, "step")))
    elif node.family != "outside" and node.step is None:
        message = f"a node of the family {quoted(node.family)} says which step it is: `step` is missing"
        yield document.problem("S014", message, document.place((*path, "family")))
    elif node.step is not None and families.get(node.step, node.family) != node.family:
        message = f"the step {quoted(node.step)} is of the family {quoted(families[node.step])}"
        yield document.problem("S014", message, document.place((*path, "family")))


def _branches(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    every = {key: node for _path, key, node in _nodes(pipeline)}
    for path, _key, needed, need in _needs(pipeline):
        if (before := every.get(needed)) is None:
            continue
        if before.step == ENDS_THE_RUN:
            message = f"nothing can need {quoted(needed)}: it ends the run"
            yield document.problem("S016", message, document.key_place(path))
        elif need.when is not None and before.step != GATE:
            message = f"`when` belongs on what leaves a gate, and {quoted(needed)} is no condition"
            yield document.problem("S013", message, document.place((*path, "when")))
        elif need.when is None and before.step == GATE:
            message = f"{quoted(needed)} is a gate: say on which branch, with `when: passes` or `when: fails`"
            yield document.problem("S013", message, document.place(path))


def _cycle_or_returns(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    try:
        graph = Graph.of(pipeline.nodes, {key: node.needs for key, node in pipeline.nodes.items()})
    except CycleFound as found:
        yield _circle(
            found, document.key_place(("nodes", found.cycle[-1], "needs", found.cycle[0])), document
        )
        return
    for index, back in enumerate(pipeline.returns):
        if back.to not in graph.ancestors(back.origin):
            message = f"{quoted(back.to)} does not come before {quoted(back.origin)}, so nothing returns here"
            earlier = [key for key in graph.order() if key in graph.ancestors(back.origin)]
            hint = f"Before it come {listed(earlier)}." if earlier else ""
            yield document.problem("S015", message, document.place(("returns", index, "to")), hint=hint)
    yield from _lost_orders(pipeline, graph, document)


def _circle(found: CycleFound, place: tuple[int, int], document: Document) -> Problem:
    round_trip = " needs ".join(quoted(key) for key in (*found.cycle, found.cycle[0]))
    hint = "What starts a new run belongs in `returns`."
    return document.problem("S011", f"the needs run in a circle: {round_trip}", place, hint=hint)


def _lost_orders(pipeline: Pipeline, graph: Graph, document: Document) -> Iterator[Problem]:
    """Whether what comes before what still does, however the pipeline is built. Told once for each pair."""
    data = told(pipeline, str)
    seen: set[tuple[str, str]] = set()
    for way in ways(pipeline.alternatives)[1:]:
        place = document.key_place(("alternatives", way[-1]))
        nodes = built(data, way)
        try:
            changed = Graph.of(
                (node["key"] for node in nodes),
                {node["key"]: [need["key"] for need in node["needs"]] for node in nodes},
            )
        except CycleFound as found:
            yield _circle(found, place, document)
            return
        for after in graph.order():
            if after not in changed.nodes:
                continue
            lost = graph.ancestors(after) & set(changed.nodes) - changed.ancestors(after)
            for before in graph.order():
                if before in lost and (before, after) not in seen:
                    seen.add((before, after))
                    message = f"with {listed(way)}, {quoted(after)} does not wait for {quoted(before)}"
                    hint = "Under `needs`, say what is needed in place of what is left out."
                    yield document.problem("S028", message, place, hint=hint)
