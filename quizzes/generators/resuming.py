"""Choices about `RetryPipelineExecution`: what it runs, and what it keeps."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.graphs import JOBS, branch_of, gates
from quizzes.generators.material import Material, Pipeline
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.stem import code, drawn, offered_of, some_of, stem, which_of
from quizzes.generators.telling import choice, listed, said


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
        verb = ("is" if count == 1 else "are") + (" not run again" if kept else " run by the retry")
        about = said(
            material,
            key=key,
            prompt=stem(
                pipeline,
                dice,
                f"A run has ended `Failed`, because no instance was free for {code(failed)}. An hour later "
                "there are instances again, and the team calls "
                f"`RetryPipelineExecution`.{_passing(pipeline)} {which_of(count)} {verb}?",
            ),
            explain=(
                "`RetryPipelineExecution` resumes the execution where it failed. Steps that have `Succeeded` "
                f"are kept with their outputs; {code(failed)} runs, and after it what waits for it. Nothing "
                "is started anew, so parameter values and definition stay those of the failed run."
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
        return choice(material, about, dice, offered)

    return Plan("resumed", (pipeline.key, failed, str(kept)), frozenset(chosen), word)


SORTS = (Sort("resumed", "choice", ("executions", "pipelines"), resumed),)


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
