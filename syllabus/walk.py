"""One run of a pipeline, told from moment to moment. Pure.

Nobody measures time here: every step takes one moment. Sentences are safe HTML, like the texts of a node.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from syllabus.going import BRANCH, INSIDE, OUTSIDE, STARTED, Going, name_of, names_of
from syllabus.loop import Node, PipelineView


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
    going = Going(view, fails)
    telling = _Telling(going)
    moments = [telling.moment(0, telling.first())]
    while not going.over:
        ended = going.end_what_runs()
        given_up = going.give_up()
        started = going.start()
        moments.append(telling.moment(len(moments), telling.told(ended, given_up, started)))
    return tuple(moments)


@dataclass(frozen=True, slots=True)
class _Telling:
    """What has become of a run, in sentences."""

    going: Going

    def moment(self, number: int, told: Iterable[str]) -> Moment:
        states = {}
        for key, name in self.going.states.items():
            node = self.going.view.nodes[key]
            words = OUTSIDE if node.is_outside else INSIDE
            is_status = not node.is_outside and name in STARTED
            states[key] = State(name, words[name], self._why(node, name), is_status)
        return Moment(number, self.going.run, states, tuple(told))

    def first(self) -> Iterator[str]:
        """What is told before anything has started."""
        first = [node for node in self.going.nodes("waiting") if not self.going.view.needs(node.key)]
        verb = "comes" if len(first) == 1 else "come"
        yield f"Nothing has started yet. {names_of(first)} {verb} first: nothing stands before."

    def told(self, ended: list[Node], given_up: list[Node], started: list[Node]) -> Iterator[str]:
        """What has happened between two moments, in sentences."""
        yield from self._told_of_ends(ended)
        yield from self._told_of_those_given_up(given_up)
        inside = [node for node in started if not node.is_outside]
        outside = [node for node in started if node.is_outside]
        if self.going.ends_now:
            yield self._told_of_the_end()
        if len(inside) == 1:
            yield f"{name_of(inside[0])} starts: all that it needs is there."
        elif inside:
            apart = "neither needs the other" if len(inside) == 2 else "none of them needs another"
            yield f"{names_of(inside)} start at the same time: {apart}."
        if outside:
            verb = "is" if len(outside) == 1 else "are"
            yield f"Outside, {names_of(outside)} {verb} under way."
        if self.going.over:
            yield from self._told_of_returns()

    def _told_of_ends(self, ended: list[Node]) -> Iterator[str]:
        plain = [n for n in ended if not n.ends_the_run and n not in deciders(self.going.view)]
        inside, outside = [n for n in plain if not n.is_outside], [n for n in plain if n.is_outside]
        if inside:
            yield f"{names_of(inside)} {_have(inside)} <code>Succeeded</code>."
        if outside:
            yield f"{names_of(outside)} {_have(outside)} happened."
        for node in ended:
            if node not in plain:
                yield f"{name_of(node)} {self._outcome(node)}"

    def _told_of_those_given_up(self, given_up: list[Node]) -> Iterator[str]:
        """Each reason once; what follows from it is only named."""
        follows = [node for node in given_up if self._needs_any(node, given_up)]
        for node in given_up:
            if node not in follows:
                verb = "does not happen" if node.is_outside else "never starts"
                yield f"{name_of(node)} {verb}: {self.going.reasons[node.key]}"
        if follows:
            yield f"What needs that does not happen either: {names_of(follows)}."

    def _needs_any(self, node: Node, others: Collection[Node]) -> bool:
        return bool(self.going.view.graph.ancestors(node.key) & {other.key for other in others})

    def _outcome(self, node: Node) -> str:
        """How a node ended at which a run may go either way."""
        if node.ends_the_run:
            return "has <code>Failed</code>, as a Fail step always does, and the execution fails with it."
        found = node.outcomes.get(self.going.way(node), "")
        tail = f": {found}." if found else "."
        if node.is_gate:
            branch, outcome = BRANCH[self.going.way(node)]
            steps = "steps are next" if self.going.leads_on(node) else "list is empty"
            has = f"has <code>Succeeded</code> with the outcome <code>{outcome}</code>"
            return f"{has}{tail} Its {branch} {steps}."
        if node.is_outside:
            return f"{'is refused' if self.going.states[node.key] == 'failed' else 'has happened'}{tail}"
        return f"has <code>{INSIDE[self.going.states[node.key]]}</code>{tail}"

    def _told_of_the_end(self) -> str:
        end = f"No step is left: the execution has ended as <code>{self.going.run}</code>"
        if self.going.run == "Failed":
            return f"{end}, because a step has failed."
        if any(n.is_gate and n.key == self.going.fails for n in self.going.nodes("succeeded")):
            return f"{end}: a condition that is false is no failure."
        return f"{end}."

    def _told_of_returns(self) -> Iterator[str]:
        for back in self.going.view.returns:
            if self.going.states[back.before] == "succeeded":
                yield f"The loop closes outside, by a new run (“{escape(back.label)}”). {back.why}"

    def _why(self, node: Node, state: str) -> str:
        if state == "never":
            verb = OUTSIDE[state] if node.is_outside else INSIDE[state]
            return f"{name_of(node)} {verb}: {self.going.reasons[node.key]}"
        if state == "waiting":
            if awaited := self.going.awaited(node):
                return f"Waits for {names_of(awaited)}."
            return (
                "Waits for the end of the run." if self.going.held(node) else "Comes first: it needs nothing."
            )
        if state == "running":
            return "All that it needs is there." if self.going.view.needs(node.key) else "It needs nothing."
        if node.ends_the_run or node in deciders(self.going.view):
            return f"{name_of(node)} {self._outcome(node)}"
        return ""


def _have(nodes: Collection[Node]) -> str:
    return "has" if len(nodes) == 1 else "have"
