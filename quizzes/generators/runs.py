"""Choices about one run: what starts next, what leaves no record, and what a retry repeats.

Steps about which the sources leave something open are never offered: whether a step that waits for nothing
failed is still launched after a failure elsewhere is documented nowhere, so only steps before and after the
failed one are spoken of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.graphs import branch_of, gates, never_on, ready, reason_for
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
    some_of,
    stem,
    truth,
)
from quizzes.generators.telling import COUNTS, choice, known_trap, listed, said

FAILURE = "executions#failure"
STATUSES = "executions#statuses"
JOBS = frozenset(
    {"processing", "training", "tuning", "transform", "emr", "automl", "emr-serverless", "notebook-job"}
)


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
                "A step starts as soon as **every** step that it waits for has `Succeeded`, and a step of "
                "a branch "
                f"only when the gate has gone its way.\n\n{_reasons(pipeline, now)}"
            ),
            topics=["executions", "pipelines"],
            reread=[DEPENDENCIES, EDGES],
            sources=[material.source(STEPS_PAGE), *pipeline.sources[:1]],
            difficulty=2,
            asks="judgement",
        )
        return choice(about, dice, offered)

    state = (last, *done_now, *(f"{gate}={went[gate]}" for gate in sorted(went)))
    return Plan("ready", (pipeline.key, *state), frozenset({f"last:{last}", *chosen}), word)


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
        asked = (
            "Which of these steps has"
            if len(missing) == 1
            else f"Which {COUNTS[len(missing)]} of these steps have"
        )
        trap = known_trap(material, "skipped-status")
        about = said(
            material,
            key=key,
            prompt=stem(
                pipeline,
                dice,
                f"{_event(pipeline, what, when)} When the run is over, `ListPipelineExecutionSteps` is "
                "called. "
                f"{asked} no record in it?",
            ),
            explain=(
                "A record is made for a step that **started**, whatever became of it. A step that waits "
                "for one that "
                "failed or never ran does not start, nor does the other branch of a gate. No status exists "
                "for "
                "such a step: it is simply not listed."
            ),
            topics=["executions", "pipelines"],
            reread=[STATUSES, DEPENDENCIES, "quality-gate#branches" if when else FAILURE],
            sources=[material.source("API_PipelineExecutionStep.html"), material.source(STEPS_PAGE)],
            difficulty=3,
            asks="judgement",
            traps=[trap] if trap else [],
        )
        return choice(about, dice, offered)

    return Plan("unrecorded", (pipeline.key, what, when), frozenset(chosen), word)


def resumed(material: Material, dice: Random) -> Plan | None:
    """What a retry of the execution runs, and what it keeps."""
    pipeline = drawn(material, dice)
    if pipeline is None:
        return None
    fails = [
        n.key for n in pipeline.nodes if n.step in JOBS and pipeline.before[n.key] and pipeline.after[n.key]
    ]
    if not fails:
        return None
    failed, kept = dice.choice(fails), dice.choice((True, False))
    before = sorted(pipeline.before[failed])
    after = sorted({failed, *_certain(pipeline, failed)})
    right, wrong = (before, after) if kept else (after, before)
    chosen = offered_of(dice, some_of(dice, right, 3), wrong)
    if chosen is None:
        return None
    count = sum(key in right for key in chosen)

    def word(key: str, dice: Random) -> Question:
        offered = {}
        for node in chosen:
            why = (
                "It had succeeded: the retry keeps it and its output."
                if node in before
                else "It is the step that failed: the retry begins here."
                if node == failed
                else f"It waits for {code(failed)}, directly or through others, and had not run yet."
            )
            offered[node] = Option(code(node), node in right, why)
        which = "Which of these steps" if count == 1 else f"Which {COUNTS[count]} of these steps"
        verb = ("is" if count == 1 else "are") + (" not run again" if kept else " run by the retry")
        about = said(
            material,
            key=key,
            prompt=stem(
                pipeline,
                dice,
                f"A run has ended `Failed`, because no instance was free for {code(failed)}. An hour later "
                "there are "
                f"instances again, and the team calls `RetryPipelineExecution`.{_passing(pipeline)} "
                f"{which} {verb}?",
            ),
            explain=(
                "`RetryPipelineExecution` resumes the execution where it failed. Steps that have "
                "`Succeeded` are kept "
                f"with their outputs; {code(failed)} runs, and after it what waits for it. Nothing is "
                "started anew, "
                "so parameter values and definition stay those of the failed run."
            ),
            topics=["executions", "pipelines"],
            reread=["executions#retries", "pipelines#how-a-run-ends"],
            sources=[
                material.source("API_RetryPipelineExecution.html"),
                material.source("pipelines-retry-policy.html"),
            ],
            difficulty=2,
            asks="judgement",
        )
        return choice(about, dice, offered)

    return Plan("resumed", (pipeline.key, failed, str(kept)), frozenset(chosen), word)


SORTS = (
    Sort("ready", "choice", ("executions", "pipelines"), ready_next),
    Sort("unrecorded", "choice", ("executions", "pipelines"), unrecorded),
    Sort("resumed", "choice", ("executions", "pipelines"), resumed),
)


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
    return f"All that it waits for has happened: {listed([code(w) for w in waits])}."


def _reasons(pipeline: Pipeline, keys: Sequence[str]) -> str:
    return " ".join(f"{code(key)}: {_why_ready(pipeline, key)}" for key in keys)


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


def _passing(pipeline: Pipeline) -> str:
    """Which way the gates go, so that it is certain what runs."""
    found = [code(gate) for gate in gates(pipeline)]
    return f" The condition of {listed(found)} will be true." if found else ""


def _certain(pipeline: Pipeline, failed: str) -> list[str]:
    """What runs after the failed step when every gate passes."""
    return [
        key
        for key in sorted(pipeline.after[failed])
        if all(when == "passes" for _, when in branch_of(pipeline, key))
    ]
