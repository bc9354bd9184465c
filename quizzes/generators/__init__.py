"""Fresh variants: questions made from the syllabus, deterministic from a seed and a `Material`.

`variants` gives those of one seed; `Drawn` holds what may be shown, and what was refused by the check that
written questions go through. Nothing here reads a file, a clock or a database. A new sort of variant is a
function that draws a `Plan` and words it, and a line in its module's `SORTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from random import Random
from typing import Final

from quizzes.engines import Question
from quizzes.generators import (
    approvals,
    beliefs,
    beside,
    boxes,
    caching,
    chains,
    deciding,
    events,
    features,
    gates,
    lineages,
    operators,
    orders,
    pairs,
    records,
    resuming,
    retries,
    rules,
    runs,
    schedules,
    shifting,
    signals,
    stores,
    underlined,
    values,
    waiting,
)
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort, Variant, worded
from quizzes.generators.proving import Proofs
from quizzes.generators.reading import material_of
from quizzes.generators.repeats import Asked
from quizzes.generators.turns import Turns

__all__ = [
    "SORTS",
    "Drawn",
    "Material",
    "Plan",
    "Proofs",
    "Sort",
    "Variant",
    "draw",
    "material_of",
    "variants",
    "worded",
]

SORTS: Final[tuple[Sort, ...]] = (
    *orders.SORTS,
    *pairs.SORTS,
    *boxes.SORTS,
    *signals.SORTS,
    *underlined.SORTS,
    *caching.SORTS,
    *gates.SORTS,
    *operators.SORTS,
    *runs.SORTS,
    *records.SORTS,
    *resuming.SORTS,
    *waiting.SORTS,
    *chains.SORTS,
    *retries.SORTS,
    *events.SORTS,
    *rules.SORTS,
    *schedules.SORTS,
    *values.SORTS,
    *features.SORTS,
    *stores.SORTS,
    *approvals.SORTS,
    *shifting.SORTS,
    *lineages.SORTS,
    *deciding.SORTS,
    *beside.SORTS,
    *beliefs.SORTS,
)


@dataclass(slots=True)
class Drawn:
    """The variants that may be shown, and those that the check refused: (key, what it said)."""

    variants: list[Variant] = field(default_factory=list)
    refused: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def variants(material: Material, seed: str | int, *, count: int = 10) -> tuple[Variant, ...]:
    """The variants of a seed: proven, and none like another of them. Fewer where the material has no more."""
    return tuple(draw(material, seed=seed, count=count).variants)


def draw(
    material: Material,
    *,
    seed: str | int,
    count: int,
    topic: str = "",
    step: str = "",
    trap: str = "",
    kinds: Collection[str] = (),
    seen: Collection[str] = (),
    fits: Callable[[Question], bool] | None = None,
    proofs: Proofs | None = None,
) -> Drawn:
    """Up to `count` variants on a topic, a step or a trap and of these kinds (any, where none is named).

    Each is one that `fits`. None has a fingerprint that was `seen`, none is near another one or asks what
    another one asks or tells (`repeats`), and no sort and no subject comes too often (`turns`): where too few
    sorts can be about what is wished for, there are fewer variants. One that the check refuses is told in
    `refused` and not shown; the dice go on. `proofs` remembers what was proven of this material before.
    """
    drawn, past, told = Drawn(), set(seen), set[str]()
    if not (_known(topic, material.topic) and _known(step, material.step) and _known(trap, material.traps)):
        return drawn
    dice = Random(f"variants:{seed}")  # noqa: S311 - what is asked next is no secret
    proofs = proofs or Proofs(material)
    asked = Asked()
    turns = Turns(_fitting(topic, trap, kinds), dice, count=count, narrowed=fits is not None)
    while len(drawn.variants) < count and (sort := turns.next()):
        found = sort.throw(material, dice, topic, trap)
        if found is None or found.fingerprint in past or found.facts & told or turns.had(found):
            turns.idled(sort)
            continue
        past.add(found.fingerprint)
        variant = worded(found)
        fitting = (not topic or topic in variant.question.topics) and (fits is None or fits(variant.question))
        turns.tried(sort, fitting)
        near = any(variant.near(other) for other in drawn.variants)
        if not fitting or near or asked.has(variant.question):
            turns.idled(sort)
            continue
        said = proofs.against(variant)
        if said:
            drawn.refused.append((variant.question.key, said))
            turns.idled(sort)
        else:
            drawn.variants.append(variant)
            asked.add(variant.question)
            told |= found.facts
            turns.took(sort, found)
    return drawn


def _known(wished: str, there: Collection[str]) -> bool:
    return not wished or wished in there


def _fitting(topic: str, trap: str, kinds: Collection[str]) -> list[Sort]:
    """The sorts that can be about the topic and the trap; one without topics of its own can be about any."""
    return [
        sort
        for sort in SORTS
        if (not kinds or sort.kind in kinds)
        and (not topic or not sort.topics or topic in sort.topics)
        and (not trap or sort.plays(trap))
    ]
