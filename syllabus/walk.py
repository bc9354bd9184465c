"""One run of a pipeline, told from moment to moment. Pure.

A step starts when everything that it needs has succeeded, so what has no path between it runs at the same
time. A condition that is false has succeeded all the same; the steps of the branch not taken never start, and
what needs them never starts either: the run has no record of them. A run is `Failed` only where a step fails.
What stands outside after the run begins when the run is over.
Source: https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-overview.html ("Pipeline structure and
execution"), and the pages of the condition step and the fail step.

Nobody measures time here: every step takes one moment. Sentences are safe HTML, like the texts of a node.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from syllabus.loop import Node, PipelineView

STATES = ("waiting", "running", "succeeded", "failed", "never")
INSIDE = dict(zip(STATES, ("waiting", "Executing", "Succeeded", "Failed", "never started"), strict=True))
OUTSIDE = dict(zip(STATES, ("waiting", "under way", "done", "refused", "does not happen"), strict=True))
STARTED = frozenset({"running", "succeeded", "failed"})
BRANCH = {"passes": ("if", "True"), "fails": ("else", "False")}


@dataclass(frozen=True, slots=True)
class State:
    """How a node stands at one moment, in a word, and why. `is_status`: the word is a status of the API."""

    name: str
    word: str
    why: str
    is_status: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """What is true of every node at one time, the status of the execution (if any), and what has happened."""

    number: int
    run: str
    states: Mapping[str, State]
    told: tuple[str, ...]

    def edge(self, before: str, after: str) -> str:
        """Whether a need is met (`passed`), never will be of use (`closed`), or is still `open`."""
        state = self.states[after].name
        return "passed" if state in STARTED else "closed" if state == "never" else "open"


def deciders(view: PipelineView) -> tuple[Node, ...]:
    """Where a run may go either way: conditions, and whatever tells what is found there."""
    return tuple(node for node in view.nodes.values() if node.is_gate or node.outcomes)


def walk(view: PipelineView, fails: str = "") -> tuple[Moment, ...]:
    """One run from before its start to its end. At the node `fails`, if any, it goes the other way."""
    going = _Going(view, fails)
    moments = [going.moment(0, going.first())]
    while not going.over:
        ended = going.end_what_runs()
        given_up = going.give_up()
        started = going.start()
        moments.append(going.moment(len(moments), going.told(ended, given_up, started)))
    return tuple(moments)


@dataclass(slots=True)
class _Going:
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
        ended = self._nodes("running")
        for node in ended:
            is_bad = node.ends_the_run or (node.key == self.fails and not node.is_gate)
            self.states[node.key] = "failed" if is_bad else "succeeded"
        return ended

    def give_up(self) -> list[Node]:
        """What can never start any more, in the order of the graph: one reason leads to the next."""
        given_up = []
        for node in self._nodes("waiting"):
            if reason := self._reason(node):
                self.states[node.key] = "never"
                self.reasons[node.key] = reason
                given_up.append(node)
        return given_up

    def start(self) -> list[Node]:
        ready = [node for node in self._nodes("waiting") if not self._awaited(node) and not self._held(node)]
        for node in ready:
            self.states[node.key] = "running"
        was, self.run = self.run, self._status()
        self.ends_now = was == "Executing" and self.run != was
        return ready

    def moment(self, number: int, told: Iterable[str]) -> Moment:
        states = {}
        for key, name in self.states.items():
            node = self.view.nodes[key]
            words = OUTSIDE if node.is_outside else INSIDE
            is_status = not node.is_outside and name in STARTED
            states[key] = State(name, words[name], self._why(node, name), is_status)
        return Moment(number, self.run, states, tuple(told))

    def first(self) -> Iterator[str]:
        """What is told before anything has started."""
        first = [node for node in self._nodes("waiting") if not self.view.needs(node.key)]
        verb = "comes" if len(first) == 1 else "come"
        yield f"Nothing has started yet. {_names(first)} {verb} first: nothing stands before."

    def told(self, ended: list[Node], given_up: list[Node], started: list[Node]) -> Iterator[str]:
        """What has happened between two moments, in sentences."""
        yield from self._told_of_ends(ended)
        yield from self._told_of_those_given_up(given_up)
        inside = [node for node in started if not node.is_outside]
        outside = [node for node in started if node.is_outside]
        if self.ends_now:
            yield self._told_of_the_end()
        if len(inside) == 1:
            yield f"{_name(inside[0])} starts: all that it needs is there."
        elif inside:
            apart = "neither needs the other" if len(inside) == 2 else "none of them needs another"
            yield f"{_names(inside)} start at the same time: {apart}."
        if outside:
            verb = "is" if len(outside) == 1 else "are"
            yield f"Outside, {_names(outside)} {verb} under way."
        if self.over:
            yield from self._told_of_returns()

    def _told_of_ends(self, ended: list[Node]) -> Iterator[str]:
        plain = [n for n in ended if not n.ends_the_run and n not in deciders(self.view)]
        inside, outside = [n for n in plain if not n.is_outside], [n for n in plain if n.is_outside]
        if inside:
            yield f"{_names(inside)} {_have(inside)} <code>Succeeded</code>."
        if outside:
            yield f"{_names(outside)} {_have(outside)} happened."
        for node in ended:
            if node not in plain:
                yield f"{_name(node)} {self._outcome(node)}"

    def _told_of_those_given_up(self, given_up: list[Node]) -> Iterator[str]:
        """Each reason once; what follows from it is only named."""
        follows = [node for node in given_up if self._needs_any(node, given_up)]
        for node in given_up:
            if node not in follows:
                verb = "does not happen" if node.is_outside else "never starts"
                yield f"{_name(node)} {verb}: {self.reasons[node.key]}"
        if follows:
            yield f"What needs that does not happen either: {_names(follows)}."

    def _needs_any(self, node: Node, others: Collection[Node]) -> bool:
        return bool(self.view.graph.ancestors(node.key) & {other.key for other in others})

    def _outcome(self, node: Node) -> str:
        """How a node ended at which a run may go either way."""
        if node.ends_the_run:
            return "has <code>Failed</code>, as a Fail step always does, and the execution fails with it."
        found = node.outcomes.get(self._way(node), "")
        tail = f": {found}." if found else "."
        if node.is_gate:
            branch, outcome = BRANCH[self._way(node)]
            steps = "steps are next" if self._leads_on(node) else "list is empty"
            has = f"has <code>Succeeded</code> with the outcome <code>{outcome}</code>"
            return f"{has}{tail} Its {branch} {steps}."
        if node.is_outside:
            return f"{'is refused' if self.states[node.key] == 'failed' else 'has happened'}{tail}"
        return f"has <code>{INSIDE[self.states[node.key]]}</code>{tail}"

    def _leads_on(self, gate: Node) -> bool:
        return any(edge.when == self._way(gate) for edge in self.view.needed_by(gate.key))

    def _told_of_the_end(self) -> str:
        end = f"No step is left: the execution has ended as <code>{self.run}</code>"
        if self.run == "Failed":
            return f"{end}, because a step has failed."
        if any(n.is_gate and n.key == self.fails for n in self._nodes("succeeded")):
            return f"{end}: a condition that is false is no failure."
        return f"{end}."

    def _told_of_returns(self) -> Iterator[str]:
        for back in self.view.returns:
            if self.states[back.before] == "succeeded":
                yield f"The loop closes outside, by a new run (“{escape(back.label)}”). {back.why}"

    def _nodes(self, state: str) -> list[Node]:
        return [node for key, node in self.view.nodes.items() if self.states[key] == state]

    def _way(self, node: Node) -> str:
        return "fails" if node.key == self.fails else "passes"

    def _reason(self, node: Node) -> str:
        """Why a waiting node will never start, or nothing while it still may."""
        for edge in self.view.needs(node.key):
            before, state = self.view.nodes[edge.before], self.states[edge.before]
            if state in ("failed", "never"):
                words = OUTSIDE if before.is_outside else INSIDE
                be = "was " if words[state] == "refused" else ""
                return f"it needs {_name(before)}, which {be}{words[state].lower()}."
            if state == "succeeded" and edge.when not in ("", self._way(before)):
                return self._sent_elsewhere(before)
        if not node.is_outside and any(not other.is_outside for other in self._nodes("failed")):
            return (
                "the run has failed. Whether a step that does not need the failed one is still started, "
                "AWS does not say; here it is not."
            )
        return ""

    def _sent_elsewhere(self, gate: Node) -> str:
        branch, outcome = BRANCH[self._way(gate)]
        found = gate.outcomes.get(self._way(gate)) or f"the outcome <code>{outcome}</code>"
        if self._leads_on(gate):
            return f"{found} sent the condition to its {branch} steps."
        return f"{found} sent the condition to its {branch} list, which is empty."

    def _awaited(self, node: Node) -> list[Node]:
        """What a waiting node needs and what has not ended yet."""
        needed = (self.view.nodes[edge.before] for edge in self.view.needs(node.key))
        return [before for before in needed if self.states[before.key] in ("waiting", "running")]

    def _held(self, node: Node) -> bool:
        """What comes after the run waits for its end: the pipeline holds nothing open for it."""
        if not node.is_outside or not self._inside(self.view.graph.ancestors(node.key)):
            return False
        if self._inside(self.view.graph.descendants(node.key)):
            return False
        return any(not n.is_outside for state in ("waiting", "running") for n in self._nodes(state))

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

    def _why(self, node: Node, state: str) -> str:
        if state == "never":
            verb = OUTSIDE[state] if node.is_outside else INSIDE[state]
            return f"{_name(node)} {verb}: {self.reasons[node.key]}"
        if state == "waiting":
            if awaited := self._awaited(node):
                return f"Waits for {_names(awaited)}."
            return "Waits for the end of the run." if self._held(node) else "Comes first: it needs nothing."
        if state == "running":
            return "All that it needs is there." if self.view.needs(node.key) else "It needs nothing."
        if node.ends_the_run or node in deciders(self.view):
            return f"{_name(node)} {self._outcome(node)}"
        return ""


def _name(node: Node) -> str:
    return f"<b>{escape(node.title)}</b>"


def _names(nodes: Iterable[Node]) -> str:
    names = [_name(node) for node in nodes]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _have(nodes: Collection[Node]) -> str:
    return "has" if len(nodes) == 1 else "have"
