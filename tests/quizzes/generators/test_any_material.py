"""Whatever the syllabus holds: less of it gives fewer sorts and no error, other graphs give true keys."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.engines import Choice, Ordering
from quizzes.generators import SORTS, Material, Proofs, draw, worded
from quizzes.generators.material import Edge, Node, Pipeline
from tests.quizzes.generators import truth
from tests.quizzes.generators.shipped import material

OF_GRAPHS = [
    sort
    for sort in SORTS
    if sort.name in {"awaited", "route", "ready", "unrecorded", "resumed", "parallel", "required", "chain"}
]
STEPS = ("processing", "training", "tuning", "transform", "quality-check", "callback", "lambda", "model", "")


@st.composite
def pipelines(draw_from: st.DrawFn) -> Pipeline:
    """Three to nine boxes, each of which may need some of those before it, and perhaps a gate."""
    size = draw_from(st.integers(3, 9))
    kinds = draw_from(st.lists(st.sampled_from(STEPS), min_size=size, max_size=size))
    gate = draw_from(st.none() | st.integers(0, size - 3))
    edges: dict[tuple[str, str], Edge] = {}
    for after in range(1, size):
        for before in draw_from(st.sets(st.integers(0, after - 1), max_size=3)):
            data = draw_from(st.booleans())
            why = f"It reads what box {before} writes." if data else "No value passes: a `DependsOn`."
            edges[f"box-{before}", f"box-{after}"] = Edge(f"box-{before}", f"box-{after}", why)
    if gate is not None:
        kinds[gate:] = ["condition", "register-model", "fail", *kinds[gate + 3 :]]
        ends = {f"box-{gate + 1}": "passes", f"box-{gate + 2}": "fails"}
        edges = {
            pair: edge
            for pair, edge in edges.items()
            if pair[0] != f"box-{gate}" and pair[0] != f"box-{gate + 2}" and pair[1] not in ends
        }
        for key, when in ends.items():
            edges[f"box-{gate}", key] = Edge(f"box-{gate}", key, "It stands in a list.", when)
    nodes = tuple(
        Node(f"box-{n}", f"Box {n}", "inside" if kind else "outside", kind, f"Does the work of box {n}")
        for n, kind in enumerate(kinds)
    )
    return Pipeline("any", "Any pipeline", nodes, tuple(edges.values()), material().pipelines[0].sources)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(pipeline=pipelines(), seed=st.integers(0, 2**32))
def test_the_key_is_true_on_every_graph(pipeline, seed):
    whole = replace(material(), pipelines=(pipeline,))
    for sort in OF_GRAPHS:
        plan = sort.throw(whole, Random(f"{sort.name}{seed}"))
        if plan is None:
            continue
        variant = worded(plan)
        assert Proofs(whole).against(variant) == (), variant
        match variant.question:
            case Ordering() as question:
                wanted, waits = truth.waits(variant, whole)
                assert wanted == set(question.items)
                inner = {(a, b) for a in wanted for b in wanted if a in question.graph.ancestors(b)}
                assert inner == waits
            case Choice() as question:
                assert truth.chosen(variant, whole) == set(question.right_response())


@pytest.mark.parametrize("part", ["topics", "steps", "pipelines", "tables", "traps", "exams"])
def test_without_a_part_of_the_syllabus_fewer_sorts_are_drawn_and_nothing_breaks(part):
    empty: Any = frozenset() if part in ("traps", "exams") else ()
    lesser = replace(material(), **{part: empty})
    found = draw(lesser, seed=part, count=30)

    assert all(Proofs(lesser).against(variant) == () for variant in found.variants)
    assert bool(found.variants) is (part != "topics")  # what has no passage to reread is not shown
    sorts = {variant.sort for variant in found.variants}
    gone = {
        "steps": {"purpose", "use", "api", "misses"},
        "pipelines": {"awaited", "ready"},
        "tables": {"cells"},
    }
    assert not sorts & gone.get(part, set())


def test_of_nothing_nothing_is_made():
    assert draw(Material(), seed=1, count=5).variants == []


@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_part_of_the_entries_will_do(data):
    whole = material()
    lesser = replace(
        whole,
        topics=tuple(t for t in whole.topics if data.draw(st.booleans())),
        steps=tuple(s for s in whole.steps if data.draw(st.booleans())),
        pipelines=tuple(p for p in whole.pipelines if data.draw(st.booleans())),
        tables=tuple(t for t in whole.tables if data.draw(st.booleans())),
    )
    for sort in SORTS:
        for seed in range(3):
            plan = sort.throw(lesser, Random(seed))
            if plan is not None:
                worded(plan)


def test_a_topic_or_a_kind_that_is_not_there_gives_nothing():
    assert draw(material(), seed=1, count=5, topic="cookery").variants == []
    assert draw(material(), seed=1, count=5, kinds=["case"]).variants == []
