"""What follows from a pipeline's graph: branches, what never starts, what is ready, what passes data."""

from __future__ import annotations

from collections.abc import Collection

from quizzes.generators.material import Edge, Pipeline

OTHER = {"passes": "fails", "fails": "passes"}
LISTS = {"passes": "if", "fails": "else"}
JOBS = frozenset(
    {"processing", "training", "tuning", "transform", "emr", "automl", "emr-serverless", "notebook-job"}
)
"""Steps whose job can fail, or find no instance."""


def gates(pipeline: Pipeline) -> list[str]:
    """The nodes that branches leave, in written order."""
    return list(dict.fromkeys(edge.before for edge in pipeline.edges if edge.when))


def branch_of(pipeline: Pipeline, key: str) -> list[tuple[str, str]]:
    """The branches in which a node stands, itself or through what it needs: (gate, passes or fails)."""
    behind = {key, *pipeline.before[key]}
    return [(edge.before, edge.when) for edge in pipeline.edges if edge.when and edge.after in behind]


def never_on(pipeline: Pipeline, gate: str, when: str) -> frozenset[str]:
    """What never starts in a run whose gate turns out so: the other branch, and what needs it."""
    first = {e.after for e in pipeline.edges if e.before == gate and e.when == OTHER[when]}
    return frozenset(first.union(*(pipeline.after[key] for key in first)))


def exclusive(pipeline: Pipeline, one: str, other: str) -> bool:
    """The two stand in different branches of one gate: no run has both."""
    ways = set(branch_of(pipeline, other))
    return any((gate, OTHER[when]) in ways for gate, when in branch_of(pipeline, one))


def comparable(pipeline: Pipeline, one: str, other: str) -> bool:
    """One of the two waits for the other."""
    return one in pipeline.before[other] or other in pipeline.before[one]


def ready(pipeline: Pipeline, done: Collection[str]) -> list[str]:
    """What can begin once these have succeeded, and has not begun: all that it needs is among them."""
    return [
        node.key
        for node in pipeline.nodes
        if node.key not in done and all(before in done for before in pipeline.graph.needs[node.key])
    ]


def passes_data(edge: Edge) -> bool:
    """The later one reads what the earlier one has written: the edge is more than an order."""
    return not edge.when and "DependsOn" not in edge.why


def reason_for(pipeline: Pipeline, gate: str, other: str) -> str:
    """Why a node of a branch does not start when the gate goes the other way."""
    own = next((e for e in pipeline.edges if e.before == gate and e.after == other and e.when), None)
    if own:
        return f"It stands in the {LISTS[own.when]} list of the gate, and this run takes the other one."
    when = next((when for found, when in branch_of(pipeline, other) if found == gate), "passes")
    return f"It waits for a step of the {LISTS[when]} list, and this run takes the other one."


def trap_of(pipeline: Pipeline, edge: Edge) -> str:
    """The trap that those step into who turn this need round."""
    before, after = pipeline.by_key[edge.before], pipeline.by_key[edge.after]
    if before.step == "condition" and after.step == "register-model":
        return "register-before-gate"
    if after.step == "condition" and before.step == "processing":
        return "gate-before-evaluation"
    if before.step == "register-model" and not after.step:
        return "register-deploys"
    return ""
