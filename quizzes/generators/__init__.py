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
    boxes,
    caching,
    chains,
    gates,
    operators,
    orders,
    pairs,
    records,
    resuming,
    retries,
    runs,
    signals,
    waiting,
)
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort, Variant, worded
from quizzes.generators.proving import Proofs
from quizzes.generators.reading import material_of

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
    *caching.SORTS,
    *gates.SORTS,
    *operators.SORTS,
    *runs.SORTS,
    *records.SORTS,
    *resuming.SORTS,
    *waiting.SORTS,
    *chains.SORTS,
    *retries.SORTS,
)
TRIES = 40
"""Draws for each variant that is wanted, before it is given up."""


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
    kinds: Collection[str] = (),
    seen: Collection[str] = (),
    fits: Callable[[Question], bool] | None = None,
    proofs: Proofs | None = None,
) -> Drawn:
    """Up to `count` variants on a topic and of these kinds (any, where none is named).

    Each is one that `fits`. None has a fingerprint that was `seen`, none is near another one. The kinds take
    turns, so that a sort that can be drawn in more ways than others does not fill the sitting. One that the
    check refuses is told in `refused` and not shown; the dice go on. `proofs` remembers what was proven of
    this material before.
    """
    dice = Random(f"variants:{seed}")  # noqa: S311 - what is asked next is no secret
    proofs, drawn, past = proofs or Proofs(material), Drawn(), set(seen)
    turns = _Turns(_fitting(topic, kinds), dice, narrowed=fits is not None)
    for _ in range(count * TRIES):
        sort = turns.next()
        if sort is None or len(drawn.variants) >= count:
            break
        found = sort.throw(material, dice, topic)
        if found is None or found.fingerprint in past:
            continue
        past.add(found.fingerprint)
        variant = worded(found)
        fitting = (not topic or topic in variant.question.topics) and (fits is None or fits(variant.question))
        turns.tell(sort, fitting)
        if not fitting or any(variant.near(other) for other in drawn.variants):
            continue
        said = proofs.against(variant)
        if said:
            drawn.refused.append((variant.question.key, said))
        else:
            drawn.variants.append(variant)
    return drawn


def _fitting(topic: str, kinds: Collection[str]) -> list[Sort]:
    """The sorts that can be about the topic; one without topics of its own can be about any."""
    return [
        sort
        for sort in SORTS
        if (not kinds or sort.kind in kinds) and (not topic or not sort.topics or topic in sort.topics)
    ]


class _Turns:
    """Which sort is tried next: a kind is drawn, then one of its sorts.

    Where most of what is drawn does not fit a `narrowed` wish, a sort is drawn the oftener the more of it has
    fitted so far, so that a rare trap is found in reasonable time.
    """

    def __init__(self, sorts: list[Sort], dice: Random, *, narrowed: bool) -> None:
        self._sorts, self._dice, self._narrowed = sorts, dice, narrowed
        self._tried = dict.fromkeys((sort.name for sort in sorts), 2)
        self._fitted = dict.fromkeys(self._tried, 1)
        self._by_kind: dict[str, list[Sort]] = {}
        for sort in sorts:
            self._by_kind.setdefault(sort.kind, []).append(sort)

    def next(self) -> Sort | None:
        """The sort to try; None where there is none."""
        if not self._sorts:
            return None
        if self._narrowed:
            weights = [self._fitted[sort.name] / self._tried[sort.name] for sort in self._sorts]
            return self._dice.choices(self._sorts, weights)[0]
        return self._dice.choice(self._by_kind[self._dice.choice(sorted(self._by_kind))])

    def tell(self, sort: Sort, fitted: bool) -> None:
        """Whether what was drawn of a sort fits the wish."""
        self._tried[sort.name] += 1
        self._fitted[sort.name] += fitted
