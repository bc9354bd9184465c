"""What variants are made of: the syllabus as plain values, in a fixed order, and nothing else.

A `Material` is built once from the entries as they are stored (`reading`), whatever order they come in.
All of it is tuples of text, so that the same syllabus gives the same material, and the same material and
seed the same variants. What a syllabus lacks is simply not there: then fewer sorts of variant can be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kit.graph import Graph
from quizzes.engines.base import Source
from quizzes.generators.aids import Aid
from quizzes.generators.rereading import Passage, Passages


@dataclass(frozen=True, slots=True)
class Signal:
    """A phrase of an exam's stem, what it points to, and why; "" where nothing is said."""

    topic: str
    phrase: str
    points_to: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A lesson: what it says in short, what it signals, where it says it, and its sources."""

    key: str
    summary: str
    signals: tuple[Signal, ...]
    passages: tuple[Passage, ...]
    related: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A kind of step, with what can be asked about it. `confused`: (other step, what tells them apart)."""

    key: str
    title: str
    type: str
    current: tuple[str, ...]
    older: tuple[str, ...]
    wraps: str
    purpose: str
    use: str
    exposes: tuple[tuple[str, str], ...]
    cacheable: bool
    in_key: tuple[str, ...]
    not_in_key: tuple[str, ...]
    retryable: bool
    confused: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a pipeline. Without a `step` it stands outside."""

    key: str
    title: str
    region: str
    step: str
    does: str


@dataclass(frozen=True, slots=True)
class Edge:
    """`after` needs `before`. `when` names the branch where the edge leaves a gate."""

    before: str
    after: str
    why: str
    when: str = ""


@dataclass(frozen=True)  # no slots: the graph is kept once it was made
class Pipeline:
    """A worked example: boxes and what each needs."""

    key: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sources: tuple[Source, ...]

    @cached_property
    def by_key(self) -> dict[str, Node]:
        return {node.key: node for node in self.nodes}

    @cached_property
    def graph(self) -> Graph:
        needs: dict[str, list[str]] = {node.key: [] for node in self.nodes}
        for edge in self.edges:
            needs[edge.after].append(edge.before)
        return Graph.of(needs, needs)

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        """All that each node needs, directly or through others."""
        return {node.key: self.graph.ancestors(node.key) for node in self.nodes}

    @cached_property
    def after(self) -> dict[str, frozenset[str]]:
        """All that needs each node."""
        return {node.key: self.graph.descendants(node.key) for node in self.nodes}

    @cached_property
    def inner(self) -> Pipeline:
        """The pipeline as its definition has it: the steps, without what stands outside."""
        steps = {node.key for node in self.nodes if node.step}
        return Pipeline(
            self.key,
            self.title,
            tuple(node for node in self.nodes if node.key in steps),
            tuple(edge for edge in self.edges if {edge.before, edge.after} <= steps),
            self.sources,
        )

    @cached_property
    def between(self) -> dict[tuple[str, str], Edge]:
        return {(edge.before, edge.after): edge for edge in self.edges}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a reference table: its name, its other cells by column, where they stand, and why."""

    key: str
    name: str
    cells: Mapping[str, str]
    sources: tuple[Source, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A reference table: events, condition operators, parameter types and the like.

    `columns` gives the titles, that of the name first. Rows on which sources disagree are left out.
    """

    key: str
    title: str
    text: str
    topics: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Belief:
    """A trap: the wrong belief, and what is true instead, at length and in a sentence.

    `beside` are the traps whose sentence is no option beside this one's.
    """

    key: str
    bait: str
    truth: str
    instead: str
    beside: frozenset[str]
    topics: tuple[str, ...]
    reread: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A term of the glossary and what it means."""

    key: str
    title: str
    names: tuple[str, ...]
    text: str
    topics: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Material:
    """Everything that variants are drawn from. Two equal syllabuses give equal materials."""

    topics: tuple[Topic, ...] = ()
    steps: tuple[Step, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()
    tables: tuple[Table, ...] = ()
    traps: frozenset[str] = frozenset()
    exams: frozenset[str] = frozenset()
    beliefs: tuple[Belief, ...] = ()
    words: tuple[Word, ...] = ()
    aids: tuple[Aid, ...] = ()

    @cached_property
    def topic(self) -> dict[str, Topic]:
        return {topic.key: topic for topic in self.topics}

    @cached_property
    def step(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        return {passage.address: passage for topic in self.topics for passage in topic.passages}

    @cached_property
    def told(self) -> Passages:
        """Where facts are told."""
        return Passages(tuple(self.passages.values()))

    @cached_property
    def names(self) -> dict[str, str]:
        """What texts call each step: its type, or its class where several steps share the type."""
        types = [step.type for step in self.steps]
        shared = {kind for kind in types if types.count(kind) > 1}
        return {step.key: f"`{_name(step, shared)}`" for step in self.steps}

    def source(self, ending: str) -> Source | None:
        """The source, among those of the topics, whose address has this ending."""
        found = (s for topic in self.topics for s in topic.sources if s.url.endswith(ending))
        return next(found, None)


def _name(step: Step, shared: set[str]) -> str:
    if step.type and (step.type not in shared or step.key == step.type.lower()):
        return step.type
    return step.current[0] if step.current else step.title
