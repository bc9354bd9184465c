"""Choices about the cache along a pipeline: what a change to one step does to the others."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.graphs import passes_data
from quizzes.generators.material import Material, Pipeline
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.stem import code, drawn, offered_of, some_of, stem, which_of
from quizzes.generators.telling import choice, said

Outcomes = dict[tuple[str, bool], tuple[list[str], list[str]]]
CHANGED = ("processing", "training", "tuning")
"""Steps of which something is changed that is certain to be in their key."""


def cached_chain(material: Material, dice: Random) -> Plan | None:
    """Which steps of a pipeline are served from the cache after one of them was changed."""
    pipeline = drawn(material, dice)
    if pipeline is None:
        return None
    outcomes = _outcomes(material, pipeline)
    if not outcomes:
        return None
    changed, kept = dice.choice(sorted(outcomes))
    right, wrong = outcomes[changed, kept]
    chosen = offered_of(dice, some_of(dice, right, 3), wrong)
    if chosen is None:
        return None
    miss = _missing(pipeline, changed)
    count = sum(key in right for key in chosen)

    def word(key: str, dice: Random) -> Question:
        offered = {
            node: Option(code(node), node in right, _why_chained(node, changed, miss)) for node in chosen
        }
        verb = (
            f"{'takes its' if count == 1 else 'take their'} output from the cache"
            if kept
            else f"{'starts a job' if count == 1 else 'start jobs'} of {'its' if count == 1 else 'their'} own"
        )
        about = said(
            material,
            key=key,
            prompt=stem(
                pipeline,
                dice,
                "Every step whose type can be cached has caching on, and all outputs keep their default "
                f"paths. Yesterday a run succeeded. Today only {_change_of(pipeline, changed)} is changed, "
                f"and the run succeeds again, by the same branch. {which_of(count)} {verb}?",
            ),
            explain=(
                f"{code(changed)} misses and writes under the new execution's path. A step that reads that "
                "output sees a new input URI and misses too. Whatever does not read it, directly or through "
                "others, finds everything as before and hits. A condition is evaluated, and a version "
                "registered, in every run."
            ),
            topics=["step-caching"],
            reread=["step-caching#chains", "step-caching#key", "step-caching#opting-in"],
            sources=[
                material.source("pipelines-caching.html"),
                material.source("pipelines-default-keys.html"),
            ],
            difficulty=3,
            asks="judgement",
        )
        return choice(material, about, dice, offered)

    return Plan("chain", (pipeline.key, changed, str(kept)), frozenset(chosen), word)


SORTS = (Sort("chain", "choice", ("step-caching",), cached_chain),)


def _outcomes(material: Material, pipeline: Pipeline) -> Outcomes:
    """What can be asked of a pipeline: by what is changed and whether hits are meant, right and wrong steps.

    A step is a wrong one only where in another turn it is a right one: one that never is right would be left
    out unread.
    """
    fit = [node.key for node in pipeline.nodes if _cached(material, node.step)]
    outcomes: Outcomes = {}
    for changed in (key for key in fit if pipeline.by_key[key].step in CHANGED):
        miss = _missing(pipeline, changed)
        hit = [key for key in fit if _surely_hits(material, pipeline, key, changed)]
        again = [key for key in fit if key in miss]
        outcomes |= {(changed, True): (hit, again), (changed, False): (again, hit)}
    while True:
        asked = {turn: found for turn, found in outcomes.items() if _enough(*found)}
        ever = {key for right, _ in asked.values() for key in right}
        left = {
            turn: (right, [key for key in wrong if key in ever]) for turn, (right, wrong) in asked.items()
        }
        if left == outcomes:
            return outcomes
        outcomes = left


def _enough(right: Sequence[str], wrong: Sequence[str]) -> bool:
    """For one right step among four, or for several among five."""
    return bool(right) and (len(wrong) >= 3 or (len(right) > 1 and min(3, len(right)) + len(wrong) >= 5))


def _cached(material: Material, step: str) -> bool:
    return step in material.step and material.step[step].cacheable


def _surely_hits(material: Material, pipeline: Pipeline, key: str, changed: str) -> bool:
    """Nothing before the step is changed, or acts in every run: it may read from all that it waits for."""
    before = pipeline.before[key]
    steps = {pipeline.by_key[other].step for other in before} - {"condition"}
    return changed not in {key, *before} and all(_cached(material, step) for step in steps)


def _missing(pipeline: Pipeline, changed: str) -> frozenset[str]:
    """The changed step, and whatever reads its output, directly or through others."""
    found = {changed}
    for key in pipeline.graph.order():
        if any(e.after == key and e.before in found and passes_data(e) for e in pipeline.edges):
            found.add(key)
    return frozenset(found)


def _change_of(pipeline: Pipeline, changed: str) -> str:
    if pipeline.by_key[changed].step == "processing":
        return f"an argument that is passed to the script of {code(changed)}"
    if pipeline.by_key[changed].step == "tuning":
        return f"a hyperparameter range of {code(changed)}"
    return f"a hyperparameter of {code(changed)}"


def _why_chained(node: str, changed: str, miss: frozenset[str]) -> str:
    if node == changed:
        return "What was changed is part of its cache key, so no earlier run is equal."
    if node in miss:
        return f"It reads, directly or through others, what {code(changed)} now writes under a new path."
    return f"It reads nothing that comes from {code(changed)}, so its key is the same as yesterday."
