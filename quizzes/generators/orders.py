"""Orderings of a stretch of a pipeline, with items that do not belong into it.

Two sorts. `awaited`: what must have happened before one thing can begin; what it does not wait for is left
out. `route`: the steps of one run whose gate has gone one way; what that run never starts is left out. In
both the graph proves that no distractor could be placed rightly: it is no ancestor of the thing, or it stands
in the other branch or outside the run.
"""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.base import Reason
from quizzes.engines.ordering import Distractor, Ordering
from quizzes.generators.graphs import branch_of, gates, never_on, reason_for, trap_of
from quizzes.generators.material import Edge, Material, Pipeline
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import known_trap, listed, said, shuffled

FEWEST, MOST = 3, 5
TRIES = 12
RULE = "pipelines#steps-and-edges"
AWAITED = ("retraining-loop", "pipelines")  # topics of the two sorts
ROUTE = ("quality-gate", *AWAITED)
TRAPS = ("register-before-gate", "gate-before-evaluation", "register-deploys")


def awaited(material: Material, dice: Random) -> Plan | None:
    """What `goal` waits for, three to five of it, and what it does not wait for."""
    pipeline = _drawn(material, dice)
    if pipeline is None:
        return None
    goals = [node.key for node in pipeline.nodes if len(pipeline.before[node.key]) >= FEWEST]
    if not goals:
        return None
    goal = dice.choice(goals)
    others = [n.key for n in pipeline.nodes if n.key != goal and n.key not in pipeline.before[goal]]
    items = _stretch(pipeline, sorted(pipeline.before[goal]), dice)
    if not items or not others:
        return None
    left_out = sorted(shuffled(dice, others)[: dice.randint(1, 2)])

    def word(key: str, dice: Random) -> Question:
        title = pipeline.by_key[goal].title
        prompt = (
            f"In the pipeline *{pipeline.title}*, **{title}** is about to begin. Put in order what must have "
            "happened before it can, directly or through others. Leave out whatever it does not wait for."
        )
        why = {other: _not_awaited(pipeline, goal, other) for other in left_out}
        return _ordering(material, pipeline, items, why, prompt, key, dice, AWAITED)

    pieces = frozenset({*items, *(f"not:{other}" for other in left_out)})
    return Plan("awaited", (pipeline.key, goal), pieces, word)


def route(material: Material, dice: Random) -> Plan | None:
    """Some steps of a run whose gate has turned out one way, and what that run does not start."""
    pipeline = _drawn(material, dice)
    if pipeline is None:
        return None
    found = gates(pipeline)
    if not found:
        return None
    gate, when = dice.choice(found), dice.choice(("passes", "fails"))
    never = never_on(pipeline, gate, when)
    inside = [node.key for node in pipeline.nodes if node.step]
    taken = [key for key in inside if key not in never]
    outside = [
        n.key for n in pipeline.nodes if not n.step and n.key not in never and gate in pipeline.before[n.key]
    ]
    others = [key for key in inside if key in never]
    items = _stretch(pipeline, taken, dice, around=gate)
    if not items or not others:
        return None
    left_out = shuffled(dice, others)[:1]
    left_out += shuffled(dice, [*others, *outside])[: dice.randint(0, 1)]
    left_out = sorted(set(left_out))

    def word(key: str, dice: Random) -> Question:
        outcome = "true" if when == "passes" else "false"
        prompt = (
            f"In a run of the pipeline *{pipeline.title}* the condition turns out **{outcome}** in the step "
            f"{_named(pipeline, gate)}. Put in order what steps of this run do, and leave out what is no "
            "step of it."
        )
        why = {other: _not_on_the_way(pipeline, gate, other) for other in left_out}
        return _ordering(material, pipeline, items, why, prompt, key, dice, ROUTE)

    pieces = frozenset({*items, *(f"not:{other}" for other in left_out)})
    return Plan("route", (pipeline.key, gate, when), pieces, word)


SORTS = (
    Sort("awaited", "ordering", AWAITED, awaited, TRAPS),
    Sort("route", "ordering", ROUTE, route, TRAPS),
)


def _drawn(material: Material, dice: Random) -> Pipeline | None:
    return dice.choice(material.pipelines) if material.pipelines else None


def _stretch(pipeline: Pipeline, allowed: list[str], dice: Random, around: str = "") -> tuple[str, ...]:
    """Three to five of the allowed nodes that hang together, with nothing left out between two of them.

    So every need between them is one that the pipeline's author has given a reason for. In written order.
    """
    graph, free = pipeline.graph, sorted(allowed)
    for _ in range(TRIES):
        size = dice.randint(FEWEST, MOST)
        found = {around or dice.choice(free)}
        while len(found) < size:
            edges = [edge for edge in graph.edges if (edge[0] in found) != (edge[1] in found)]
            beside = sorted({end for edge in edges for end in edge if end not in found and end in free})
            if not beside:
                break
            found.add(dice.choice(beside))
        if len(found) >= FEWEST and _whole(pipeline, found) and not _exclusive(pipeline, found):
            return tuple(node for node in graph.nodes if node in found)
    return ()


def _whole(pipeline: Pipeline, found: set[str]) -> bool:
    """Whatever lies between two of these is one of them."""
    before, after = pipeline.before, pipeline.after
    return not any(
        other not in found and before[other] & found and after[other] & found for other in pipeline.by_key
    )


def _exclusive(pipeline: Pipeline, found: set[str]) -> bool:
    """Two of these stand in different branches of one gate, so that no run holds both."""
    ways = {(gate, when) for key in found for gate, when in branch_of(pipeline, key)}
    return any((gate, other) in ways for gate, when in ways for other in {"passes", "fails"} - {when})


def _ordering(
    material: Material,
    pipeline: Pipeline,
    items: tuple[str, ...],
    left_out: dict[str, tuple[str, str]],
    prompt: str,
    key: str,
    dice: Random,
    topics: tuple[str, ...],
) -> Ordering:
    nodes = pipeline.by_key
    inner = [edge for edge in pipeline.edges if edge.before in items and edge.after in items]
    needs: dict[str, dict[str, Reason]] = {}
    for edge in inner:
        trap = known_trap(material, trap_of(pipeline, edge))
        needs.setdefault(edge.after, {})[edge.before] = Reason(edge.why, trap)
    distractors = {
        other: Distractor(nodes[other].does, why, known_trap(material, trap))
        for other, (why, trap) in left_out.items()
    }
    asked = [r.trap for reasons in needs.values() for r in reasons.values()]
    return Ordering(
        **said(
            material,
            key=key,
            prompt="\n\n".join([prompt, *_waits(pipeline, inner)]),
            explain=_explained(pipeline, items, inner, left_out),
            topics=topics,
            reread=(*material.told.telling([edge.why for edge in inner], topics, 2, elsewhere=False), RULE),
            sources=pipeline.sources[:2],
            difficulty=3 if len(items) > FEWEST else 2,
            asks="judgement",
            traps=[trap for trap in (*asked, *(d.trap for d in distractors.values())) if trap],
        ),
        items={item: nodes[item].does for item in shuffled(dice, items)},
        needs=needs,
        distractors=distractors,
    )


def _waits(pipeline: Pipeline, edges: list[Edge]) -> list[str]:
    """Edges along which no value passes cannot be guessed from what the steps do: they are told."""
    told: dict[str, list[str]] = {}
    for edge in edges:
        if "DependsOn" in edge.why:
            told.setdefault(edge.after, []).append(_named(pipeline, edge.before))
    lines = [
        f"- {_named(pipeline, after)} has {listed(names)} in its `DependsOn`" for after, names in told.items()
    ]
    return ["This much is known of the definition:\n\n" + "\n".join(lines)] if lines else []


def _explained(
    pipeline: Pipeline,
    items: tuple[str, ...],
    edges: list[Edge],
    left_out: dict[str, tuple[str, str]],
) -> str:
    lines = [f"- {_named(pipeline, e.after)} waits for {_named(pipeline, e.before)}. {e.why}" for e in edges]
    lines += [f"- {_named(pipeline, other)} is left out. {why}" for other, (why, _) in left_out.items()]
    return "Follow what each of them reads, and from which step.\n\n" + "\n".join(lines)


def _named(pipeline: Pipeline, key: str) -> str:
    """A node by its title, which is short; the items say what each does, and which is which is plain."""
    return f"**{pipeline.by_key[key].title}**"


def _not_awaited(pipeline: Pipeline, goal: str, other: str) -> tuple[str, str]:
    """Why `goal` does not wait for `other`, and the trap in thinking so."""
    names = pipeline.by_key
    title = names[goal].title
    if other in pipeline.after[goal]:
        direct = pipeline.between.get((goal, other))
        why = f"It comes after **{title}**"
        trap = trap_of(pipeline, direct) if direct else ""
        return (f"{why}. {direct.why}" if direct else f"{why} and waits for it, through others."), trap
    for gate, when in branch_of(pipeline, goal):
        if (gate, "fails" if when == "passes" else "passes") in branch_of(pipeline, other):
            return reason_for(pipeline, gate, other), ""
    return f"No way leads from it to **{title}**: the one can begin without the other.", ""


def _not_on_the_way(pipeline: Pipeline, gate: str, other: str) -> tuple[str, str]:
    node = pipeline.by_key[other]
    if node.step:
        return reason_for(pipeline, gate, other), ""
    trap = "register-deploys" if "eploy" in node.title else ""
    return "It happens outside the pipeline, after the run: it is none of its steps.", trap
