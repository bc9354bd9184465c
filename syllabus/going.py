"""A run of a pipeline on its way: what starts, what ends, and what never starts and why. Pure.

A step starts when everything that it needs has succeeded, so what has no path between it runs at the same
time. A condition that is false has succeeded all the same; the steps of the branch not taken never start, and
what needs them never starts either: the run has no record of them. A run is `Failed` only where a step fails.
What stands outside after the run begins when the run is over.
Source: https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-overview.html ("Pipeline structure and
execution"), and the pages of the condition step and the fail step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from syllabus.loop import Node, PipelineView

STATES = ("waiting", "running", "succeeded", "failed", "never")
INSIDE = dict(zip(STATES, ("waiting", "Executing", "Succeeded", "Failed", "never started"), strict=True))
OUTSIDE = dict(zip(STATES, ("waiting", "under way", "done", "refused", "does not happen"), strict=True))
STARTED = frozenset({"running", "succeeded", "failed"})
BRANCH = {"passes": ("if", "True"), "fails": ("else", "False")}


@dataclass(slots=True)
class Going:
    """A run on its way: the states so far, and for what never starts, the sentence why."""

    view: PipelineView
    fails: str
    states: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    run: str = ""
    ends_now: bool = False

    def __post_init__(self) -> None:
        self.states = dict.fromkeys(self.view.nodes, "waiting")

    @property
    def over(self) -> bool:
        return not {"waiting", "running"} & set(self.states.values())

    def end_what_runs(self) -> list[Node]:
        ended = self.nodes("running")
        for node in ended:
            is_bad = node.ends_the_run or (node.key == self.fails and not node.is_gate)
            self.states[node.key] = "failed" if is_bad else "succeeded"
        return ended

    def give_up(self) -> list[Node]:
        """What can never start any more, in the order of the graph: one reason leads to the next."""
        given_up = []
        for node in self.nodes("waiting"):
            if reason := self._reason(node):
                self.states[node.key] = "never"
                self.reasons[node.key] = reason
                given_up.append(node)
        return given_up

    def start(self) -> list[Node]:
        ready = [node for node in self.nodes("waiting") if not self.awaited(node) and not self.held(node)]
        for node in ready:
            self.states[node.key] = "running"
        was, self.run = self.run, self._status()
        self.ends_now = was == "Executing" and self.run != was
        return ready

    def nodes(self, state: str) -> list[Node]:
        return [node for key, node in self.view.nodes.items() if self.states[key] == state]

    def way(self, node: Node) -> str:
        return "fails" if node.key == self.fails else "passes"

    def _reason(self, node: Node) -> str:
        """Why a waiting node will never start, or nothing while it still may."""
        for edge in self.view.needs(node.key):
            before, state = self.view.nodes[edge.before], self.states[edge.before]
            if state in ("failed", "never"):
                words = OUTSIDE if before.is_outside else INSIDE
                be = "was " if words[state] == "refused" else ""
                return f"it needs {name_of(before)}, which {be}{words[state].lower()}."
            if state == "succeeded" and edge.when not in ("", self.way(before)):
                return self._sent_elsewhere(before)
        if not node.is_outside and any(not other.is_outside for other in self.nodes("failed")):
            return (
                "the run has failed. Whether a step that does not need the failed one is still started, "
                "AWS does not say; here it is not."
            )
        return ""

    def _sent_elsewhere(self, gate: Node) -> str:
        branch, outcome = BRANCH[self.way(gate)]
        found = gate.outcomes.get(self.way(gate)) or f"the outcome <code>{outcome}</code>"
        if self.leads_on(gate):
            return f"{found} sent the condition to its {branch} steps."
        return f"{found} sent the condition to its {branch} list, which is empty."

    def awaited(self, node: Node) -> list[Node]:
        """What a waiting node needs and what has not ended yet."""
        needed = (self.view.nodes[edge.before] for edge in self.view.needs(node.key))
        return [before for before in needed if self.states[before.key] in ("waiting", "running")]

    def held(self, node: Node) -> bool:
        """What comes after the run waits for its end: the pipeline holds nothing open for it."""
        if not node.is_outside or not self._inside(self.view.graph.ancestors(node.key)):
            return False
        if self._inside(self.view.graph.descendants(node.key)):
            return False
        return any(not n.is_outside for state in ("waiting", "running") for n in self.nodes(state))

    def _inside(self, keys: Iterable[str]) -> bool:
        return any(not self.view.nodes[key].is_outside for key in keys)

    def _status(self) -> str:
        """That of the execution: there is none before its first step starts."""
        inside = [self.states[node.key] for node in self.view.nodes.values() if not node.is_outside]
        if not STARTED & set(inside):
            return ""
        if {"waiting", "running"} & set(inside):
            return "Executing"
        return "Failed" if "failed" in inside else "Succeeded"

    def leads_on(self, gate: Node) -> bool:
        return any(edge.when == self.way(gate) for edge in self.view.needed_by(gate.key))


def name_of(node: Node) -> str:
    return f"<b>{escape(node.title)}</b>"


def names_of(nodes: Iterable[Node]) -> str:
    names = [name_of(node) for node in nodes]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
