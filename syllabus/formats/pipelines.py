"""What must hold within a pipeline: its needs run in no circle, and what leaves a gate names the branch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kit.document import Document
from kit.drawing import MOST_LINES, MOST_NODES
from kit.graph import CycleFound, Graph
from kit.problems import Problem
from kit.wording import did_you_mean, listed, quoted
from syllabus.formats.graphs import Node, Pipeline

ENDS_THE_RUN = "fail"
GATE = "condition"


def pipeline_problems(
    pipeline: Pipeline, document: Document, families: Mapping[str, str]
) -> Iterator[Problem]:
    """Everything wrong between the nodes of one pipeline. `families` tells the family of each known step."""
    unknown = list(_unknown_nodes(pipeline, document))
    yield from unknown
    yield from _size(pipeline, document)
    yield from _regions(pipeline, document)
    for key, node in pipeline.nodes.items():
        yield from _family(key, node, document, families)
        yield from _branches(key, pipeline, document)
    if not unknown:
        yield from _cycle_or_returns(pipeline, document)


def _size(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    lines = len(pipeline.returns) + sum(len(node.needs) for node in pipeline.nodes.values())
    if len(pipeline.nodes) > MOST_NODES or lines > MOST_LINES:
        message = (
            f"{len(pipeline.nodes)} nodes and {lines} lines; "
            f"a picture holds at most {MOST_NODES} and {MOST_LINES}"
        )
        yield document.problem("S017", message, document.key_place(("nodes",)))


def _unknown_nodes(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    nodes = pipeline.nodes
    for key, node in nodes.items():
        for needed in node.needs:
            if needed not in nodes:
                message = f"{quoted(key)} needs {_not_a_node(needed, nodes)}"
                yield document.problem("S010", message, document.key_place(("nodes", key, "needs", needed)))
    for index, back in enumerate(pipeline.returns):
        for field, end in (("from", back.origin), ("to", back.to)):
            if end not in nodes:
                yield document.problem(
                    "S010", f"this is {_not_a_node(end, nodes)}", document.place(("returns", index, field))
                )


def _not_a_node(key: str, nodes: Mapping[str, Node]) -> str:
    return f"{quoted(key)}, which is not a node of this pipeline{did_you_mean(key, nodes)}"


def _regions(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    for key, node in pipeline.nodes.items():
        if node.region not in pipeline.regions:
            message = (
                f"{quoted(node.region)} is not a region here{did_you_mean(node.region, pipeline.regions)}"
            )
            yield document.problem("S012", message, document.place(("nodes", key, "region")))
    used = {node.region for node in pipeline.nodes.values()}
    for region in pipeline.regions:
        if region not in used:
            message = f"no node stands in the region {quoted(region)}"
            yield document.problem("S012", message, document.key_place(("regions", region)))


def _family(key: str, node: Node, document: Document, families: Mapping[str, str]) -> Iterator[Problem]:
    if node.family == "outside" and node.step is not None:
        message = "a node outside the pipeline is no step: leave out `step`, or give the step's family"
        yield document.problem("S014", message, document.place(("nodes", key, "step")))
    elif node.family != "outside" and node.step is None:
        message = f"a node of the family {quoted(node.family)} says which step it is: `step` is missing"
        yield document.problem("S014", message, document.place(("nodes", key, "family")))
    elif node.step is not None and families.get(node.step, node.family) != node.family:
        message = f"the step {quoted(node.step)} is of the family {quoted(families[node.step])}"
        yield document.problem("S014", message, document.place(("nodes", key, "family")))


def _branches(key: str, pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    for needed, need in pipeline.nodes[key].needs.items():
        if (before := pipeline.nodes.get(needed)) is None:
            continue
        path = ("nodes", key, "needs", needed)
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
        round_trip = " needs ".join(quoted(key) for key in (*found.cycle, found.cycle[0]))
        place = document.key_place(("nodes", found.cycle[-1], "needs", found.cycle[0]))
        hint = "What starts a new run belongs in `returns`."
        yield document.problem("S011", f"the needs run in a circle: {round_trip}", place, hint=hint)
        return
    for index, back in enumerate(pipeline.returns):
        if back.to not in graph.ancestors(back.origin):
            message = f"{quoted(back.to)} does not come before {quoted(back.origin)}, so nothing returns here"
            earlier = [key for key in graph.order() if key in graph.ancestors(back.origin)]
            hint = f"Before it come {listed(earlier)}." if earlier else ""
            yield document.problem("S015", message, document.place(("returns", index, "to")), hint=hint)
