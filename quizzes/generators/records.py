"""Choices about the record of a run: which steps leave none in it.

Steps about which the sources leave something open are never offered: whether a step that waits for nothing
failed is still launched after a failure elsewhere is documented nowhere, so only steps before and after the
failed one are spoken of.
"""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.graphs import JOBS, gates, never_on, reason_for
from quizzes.generators.material import Material, Pipeline
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.stem import (
    DEPENDENCIES,
    STEPS_PAGE,
    code,
    drawn,
    offered_of,
    some_of,
    stem,
    truth,
    which_of,
)
from quizzes.generators.telling import choice, known_trap, said

FAILURE = "executions#failure"
STATUSES = "executions#statuses"


def unrecorded(material: Material, dice: Random) -> Plan | None:
    """Which steps leave no record in a run whose gate went one way, or one of whose steps failed."""
    pipeline = drawn(material, dice)
    if pipeline is None:
        return None
    fails = [
        n.key for n in pipeline.nodes if n.step in JOBS or n.step == "callback" or n.step.endswith("-check")
    ]
    turns = [(gate, when) for gate in gates(pipeline) for when in ("passes", "fails")]
    if turns and dice.random() < 0.5:
        what, when = dice.choice(turns)
        never = never_on(pipeline, what, when)
        ran = [key for key in _taken(pipeline, what, when) if key not in never]
    elif fails:
        what, when = dice.choice(fails), ""
        never = pipeline.after[what]
        ran = sorted({what, *pipeline.before[what]})
    else:
        return None
    right = sorted(never)
    chosen = offered_of(dice, some_of(dice, right, 3), sorted(ran))
    if chosen is None:
        return None
    missing = [key for key in chosen if key in never]

    def word(key: str, dice: Random) -> Question:
        offered = {
            node: Option(code(node), node in never, _why_unrecorded(pipeline, node, what, when, never))
            for node in chosen
        }
        asked = f"{which_of(len(missing))} {'has' if len(missing) == 1 else 'have'}"
        trap = known_trap(material, "skipped-status")
        about = said(
            material,
            key=key,
            prompt=stem(
                pipeline,
                dice,
                f"{_event(pipeline, what, when)} When the run is over, `ListPipelineExecutionSteps` is "
                f"called. {asked} no record in it?",
            ),
            explain=(
                "A record is made for a step that **started**, whatever became of it. A step that waits for "
                "one that failed or never ran does not start, nor does the other branch of a gate. No status "
                "exists for such a step: it is simply not listed."
            ),
            topics=["executions", "pipelines"],
            reread=[STATUSES, DEPENDENCIES, "quality-gate#branches" if when else FAILURE],
            sources=[material.source("API_PipelineExecutionStep.html"), material.source(STEPS_PAGE)],
            difficulty=3,
            asks="judgement",
            traps=[trap] if trap else [],
        )
        return choice(material, about, dice, offered)

    return Plan("unrecorded", (pipeline.key, what, when), frozenset(chosen), word)


SORTS = (Sort("unrecorded", "choice", ("executions", "pipelines"), unrecorded, ("skipped-status",)),)


def _taken(pipeline: Pipeline, gate: str, when: str) -> list[str]:
    """What is certain to have started when the run is over: the way to the gate, and the branch it took."""
    first = {e.after for e in pipeline.edges if e.before == gate and e.when == when}
    return sorted({gate, *pipeline.before[gate], *first})


def _event(pipeline: Pipeline, what: str, when: str) -> str:
    if when:
        return f"In one run the condition of {code(what)} is **{truth(when)}**."
    step = pipeline.by_key[what].step
    if step == "callback":
        return f"In one run `SendPipelineExecutionStepFailure` is called with the token of {code(what)}."
    if step.endswith("-check"):
        return f"In one run {code(what)} finds a violation and fails; it takes no retry policy."
    return (
        f"In one run the job of {code(what)} ends in an error that nothing retries, and the step is `Failed`."
    )


def _why_unrecorded(pipeline: Pipeline, node: str, what: str, when: str, never: frozenset[str]) -> str:
    if node not in never:
        if node == what:
            return (
                "It started, so it has a record, with its outcome."
                if when
                else "It started, so it has a record: `Failed`."
            )
        return (
            "It had started and ended before that, so it has a record."
            if node in pipeline.before[what]
            else ("It stands in the list that this run takes, so it starts and has a record.")
        )
    if when:
        return reason_for(pipeline, what, node)
    return f"It waits for {code(what)}, directly or through others, so it never starts."
