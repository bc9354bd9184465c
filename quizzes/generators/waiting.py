"""Choices about what waits for what: which steps may overlap, which must be finished before one starts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.graphs import comparable, exclusive
from quizzes.generators.material import Edge, Material, Pipeline
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.stem import (
    DEPENDENCIES,
    EDGES,
    STEPS_PAGE,
    code,
    drawn,
    in_order,
    offered_of,
    some_of,
    stem,
    which_of,
)
from quizzes.generators.telling import choice, listed, said, shuffled


def parallel(material: Material, dice: Random) -> Plan | None:
    """Which two steps of five may run at the same time: exactly one pair has no way between its ends."""
    pipeline = drawn(material, dice)
    if pipeline is None:
        return None
    keys = [node.key for node in pipeline.nodes]
    pairs = [(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :] if _beside(pipeline, a, b)]
    if not pairs:
        return None
    pair = dice.choice(pairs)
    chosen = [*pair]
    for key in shuffled(dice, [key for key in keys if key not in pair]):
        if len(chosen) < 5 and not any(_beside(pipeline, key, other) for other in chosen):
            chosen.append(key)
    if len(chosen) < 5:
        return None

    def word(key: str, dice: Random) -> Question:
        offered = {}
        for node in chosen:
            if node in pair:
                other = pair[1 - pair.index(node)]
                why = f"No way leads from it to {code(other)} or back: neither waits for the other."
                offered[node] = Option(code(node), True, why)
            else:
                offered[node] = Option(
                    code(node), False, _never_beside(pipeline, node, [k for k in chosen if k != node])
                )
        about = said(
            material,
            key=key,
            prompt=stem(
                pipeline,
                dice,
                "No limit is set on parallel steps. Which two of these steps may run at the same time in one "
                "run?",
            ),
            explain=(
                f"{code(pair[0])} and {code(pair[1])} may overlap: no reference, `DependsOn` or branch makes "
                "one wait for the other, and all ready steps run in parallel. Between any other two of the "
                "five there is such a way, or they stand in different branches."
            ),
            topics=["pipelines", "executions"],
            reread=[EDGES, "executions#parallelism"],
            sources=[material.source(STEPS_PAGE), *pipeline.sources[:1]],
            difficulty=3,
            asks="judgement",
        )
        return choice(material, about, dice, offered)

    return Plan("parallel", (pipeline.key, *pair), frozenset(chosen), word)


def required(material: Material, dice: Random) -> Plan | None:
    """Which steps must have succeeded before one can start."""
    pipeline = drawn(material, dice)
    if pipeline is None:
        return None
    goals = [n.key for n in pipeline.nodes if pipeline.before[n.key]]
    if not goals:
        return None
    goal = dice.choice(goals)
    before = sorted(pipeline.before[goal])
    others = [n.key for n in pipeline.nodes if n.key != goal and n.key not in before]
    chosen = offered_of(dice, some_of(dice, before, 3), others)
    if chosen is None:
        return None
    count = sum(key in before for key in chosen)

    def word(key: str, dice: Random) -> Question:
        offered = {
            node: Option(code(node), node in before, _why_required(pipeline, goal, node)) for node in chosen
        }
        about = said(
            material,
            key=key,
            prompt=stem(
                pipeline, dice, f"{which_of(count)} must have succeeded before {code(goal)} can start?"
            ),
            explain=(
                f"Follow the lines back from {code(goal)}: it waits for "
                f"{listed([code(k) for k in in_order(pipeline, before)])}. Nothing else has to be finished "
                "for it; the place of a step in the list of the definition means nothing."
            ),
            topics=["pipelines", "executions"],
            reread=[EDGES, DEPENDENCIES],
            sources=[material.source(STEPS_PAGE), *pipeline.sources[:1]],
            difficulty=2,
            asks="judgement",
        )
        return choice(material, about, dice, offered)

    return Plan("required", (pipeline.key, goal), frozenset(chosen), word)


SORTS = (
    Sort("parallel", "choice", ("pipelines", "executions"), parallel),
    Sort("required", "choice", ("pipelines", "executions"), required),
)


def _beside(pipeline: Pipeline, one: str, other: str) -> bool:
    return not comparable(pipeline, one, other) and not exclusive(pipeline, one, other)


def _never_beside(pipeline: Pipeline, node: str, others: Sequence[str]) -> str:
    before = [code(k) for k in in_order(pipeline, others) if k in pipeline.before[node]]
    after = [code(k) for k in in_order(pipeline, others) if k in pipeline.after[node]]
    told = [f"it waits for {listed(before)}"] if before else []
    told += [f"{listed(after)} {'waits' if len(after) == 1 else 'wait'} for it"] if after else []
    apart = [code(k) for k in others if exclusive(pipeline, node, k)]
    told += (
        [f"{listed(apart)} {'stands' if len(apart) == 1 else 'stand'} in the other branch"] if apart else []
    )
    return f"Directly or through others, {'; '.join(told)}."


def _why_required(pipeline: Pipeline, goal: str, node: str) -> str:
    direct: Edge | None = pipeline.between.get((node, goal))
    if direct is not None:
        return f"{code(goal)} waits for it directly. {direct.why}"
    if node in pipeline.before[goal]:
        through = [code(k) for k in in_order(pipeline, pipeline.after[node] & pipeline.before[goal])]
        return f"{code(goal)} waits for it through {listed(through)}."
    if goal in pipeline.before[node]:
        return f"It is the other way round: it waits for {code(goal)}."
    if exclusive(pipeline, goal, node):
        return f"It stands in the other branch: in a run with {code(goal)} it never starts."
    return f"No way leads from it to {code(goal)}: either can be first."
