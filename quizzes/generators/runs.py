"""Choices about one run: which steps start when another one has just succeeded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.graphs import branch_of, gates, ready, reason_for
from quizzes.generators.material import Material, Pipeline
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.stem import (
    DEPENDENCIES,
    EDGES,
    STEPS_PAGE,
    code,
    drawn,
    in_order,
    offered_of,
    stem,
    truth,
)
from quizzes.generators.telling import COUNTS, choice, listed, said


def ready_next(material: Material, dice: Random) -> Plan | None:
    """Which steps start when one has just succeeded, while others may still be running."""
    pipeline = drawn(material, dice)
    if pipeline is None:
        return None
    done: list[str] = []
    went: dict[str, str] = {}
    running: list[str] = []
    for _ in range(dice.randint(1, len(pipeline.nodes))):
        free = _open(pipeline, done, went)
        if not free or (done and pipeline.by_key[done[-1]].step == "fail"):
            break
        last = dice.choice(free)
        running = [key for key in free if key != last]
        done.append(last)
        if last in gates(pipeline):
            went[last] = dice.choice(("passes", "fails"))
    last, done_now = done[-1], sorted(done[:-1])
    now = [key for key in _open(pipeline, done, went) if key not in running]
    if not now or len(now) > 3:
        return None
    lures = [node.key for node in pipeline.nodes if node.key not in now and node.key != last]
    chosen = offered_of(dice, now, [key for key in lures if key not in done or len(lures) < 5])
    if chosen is None:
        return None

    def word(key: str, dice: Random) -> Question:
        offered = {
            node: Option(code(node), node in now, _why_next(pipeline, node, now, done, running, went))
            for node in chosen
        }
        about = said(
            material,
            key=key,
            prompt=stem(pipeline, dice, _told(pipeline, last, done_now, running, went, len(now))),
            explain=(
                "A step starts as soon as **every** step that it waits for has `Succeeded`, and a step of a "
                f"branch only when the gate has gone its way.\n\n{_reasons(pipeline, now)}"
            ),
            topics=["executions", "pipelines"],
            reread=[DEPENDENCIES, EDGES],
            sources=[material.source(STEPS_PAGE), *pipeline.sources[:1]],
            difficulty=2,
            asks="judgement",
        )
        return choice(material, about, dice, offered)

    state = (last, *done_now, *(f"{gate}={went[gate]}" for gate in sorted(went)))
    return Plan("ready", (pipeline.key, *state), frozenset({f"last:{last}", *chosen}), word)


SORTS = (Sort("ready", "choice", ("executions", "pipelines"), ready_next),)


def _ruled_out(pipeline: Pipeline, key: str, went: Mapping[str, str]) -> bool:
    """It stands in a branch that this run has not taken."""
    return any(went.get(gate, when) != when for gate, when in branch_of(pipeline, key))


def _open(pipeline: Pipeline, done: Collection[str], went: Mapping[str, str]) -> list[str]:
    """What can run now: all it waits for has succeeded, and its branch is the one taken."""
    return [key for key in ready(pipeline, done) if not _ruled_out(pipeline, key, went)]


def _told(
    pipeline: Pipeline,
    last: str,
    done: Sequence[str],
    running: Sequence[str],
    went: Mapping[str, str],
    count: int,
) -> str:
    """How far the run has come, and what is asked."""
    told = []
    if done:
        before = [code(key) for key in in_order(pipeline, done)]
        told.append(f"{listed(before)} {'has' if len(before) == 1 else 'have'} succeeded")
    passed = [f"the condition of {code(gate)} was {truth(went[gate])}" for gate in done if gate in went]
    told += passed
    if running:
        told.append(
            f"{listed([code(key) for key in running])} {'is' if len(running) == 1 else 'are'} still running"
        )
    state = f"In one run {listed(told)}. " if told else "A run has begun. "
    if last in went:
        event = f"Now the condition of {code(last)} turns out **{truth(went[last])}**."
    elif pipeline.by_key[last].step == "callback":
        event = f"Now `SendPipelineExecutionStepSuccess` is called with the token of {code(last)}."
    else:
        event = f"Now {code(last)} has `Succeeded`."
    asked = (
        "Which step starts because of that?"
        if count == 1
        else f"Which {COUNTS[count]} steps start because of that?"
    )
    return f"{state}{event} {asked}"


def _why_next(
    pipeline: Pipeline,
    node: str,
    now: Sequence[str],
    done: Sequence[str],
    running: Sequence[str],
    went: Mapping[str, str],
) -> str:
    if node in now:
        return _why_ready(pipeline, node)
    if node in done:
        return "It has run already in this execution."
    if node in running:
        return "It started before, as soon as what it waits for had succeeded, and is running."
    ways = [gate for gate, when in branch_of(pipeline, node) if went.get(gate, when) != when]
    if ways:
        return reason_for(pipeline, ways[0], node)
    waits = [code(key) for key in pipeline.graph.needs[node] if key not in done]
    return f"It still waits for {listed(waits)}."


def _why_ready(pipeline: Pipeline, key: str) -> str:
    waits = pipeline.graph.needs[key]
    if not waits:
        return "It waits for no other step, so nothing holds it back."
    return f"All that it waits for has succeeded: {listed([code(w) for w in waits])}."


def _reasons(pipeline: Pipeline, keys: Sequence[str]) -> str:
    told = {key: _why_ready(pipeline, key) for key in keys}
    return " ".join(f"{code(key)}: {why[:1].lower()}{why[1:]}" for key, why in told.items())
