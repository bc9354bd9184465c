"""Choices that ask for one thing to be recalled: what sets a trap's bait right, which term means what.

A review asks for exactly this trap or term, so these are drawn for a key, not by dice from all sorts. The
wrong options are what is true of the nearest others, so that none gives itself away as nonsense; the dice of
a seed choose among those, and the same choice is the same question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import Final

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Belief, Material
from quizzes.generators.meanings import LURES, NEAREST, alike, meaning, near, words_of
from quizzes.generators.plan import Plan, Variant, worded
from quizzes.generators.proving import Proofs
from quizzes.generators.telling import choice, said, shuffled

TRAP, TERM = "trap", "term"
TRIES: Final = 12


def subjects(material: Material) -> tuple[tuple[str, str], ...]:
    """Every trap and term that can be asked for, as (sort, key): those with enough others near them."""
    traps = [(TRAP, b.key) for b in material.beliefs if len(others_near(material, b)) >= LURES]
    return (*traps, *((TERM, w.key) for w in material.words if len(near(material, w)) >= LURES))


def ask(material: Material, sort: str, key: str, *, seed: str, proofs: Proofs) -> Variant | None:
    """A proven question for this trap or term; None where there is none, or too little near it."""
    dice = Random(f"recalled:{sort}:{key}:{seed}")  # noqa: S311 - what is asked next is no secret
    for _ in range(TRIES):
        plan = _DRAWN[sort](material, dice, key)
        if plan is None:
            return None
        variant = worded(plan)
        if not proofs.against(variant):
            return variant
    return None


def belief(material: Material, dice: Random, key: str) -> Plan | None:
    """What sets a bait right, among sentences that set other baits right and not this one."""
    asked = next((b for b in material.beliefs if b.key == key), None)
    others = others_near(material, asked) if asked else ()
    if asked is None or len(others) < LURES:
        return None
    lures = sorted(shuffled(dice, others)[:LURES], key=lambda other: other.key)
    pieces = frozenset(f"not:{other.key}" for other in lures)
    return Plan("belief", (key,), pieces, lambda name, dice: _word_belief(material, asked, lures, name, dice))


_DRAWN: Final[dict[str, Callable[[Material, Random, str], Plan | None]]] = {TRAP: belief, TERM: meaning}


def _word_belief(
    material: Material, asked: Belief, lures: Sequence[Belief], key: str, dice: Random
) -> Question:
    offered = {"instead": Option(asked.instead, True, "This is what is true of it.")}
    offered |= {
        other.key: Option(other.instead, False, f"True, but it speaks against another belief: *{other.bait}*")
        for other in lures
    }
    return choice(
        material,
        said(
            material,
            key=key,
            prompt=f"A colleague says: *{asked.bait}* Which of these sets that belief right?",
            explain=asked.truth,
            topics=asked.topics,
            reread=asked.reread,
            sources=asked.sources,
            difficulty=2,
            asks="recall",
            traps=[asked.key],
        ),
        dice,
        offered,
    )


@lru_cache(maxsize=512)
def _nearest_beliefs(beliefs: tuple[Belief, ...], asked: Belief) -> tuple[Belief, ...]:
    mine = words_of(f"{asked.bait} {asked.truth}")
    rated = [
        (-len(words_of(f"{b.bait} {b.truth}") & mine) - 4 * bool(set(b.topics) & set(asked.topics)), b.key, b)
        for b in beliefs
        if b.key != asked.key
        and (b.bait and b.instead)
        and b.key not in asked.beside
        and asked.key not in b.beside
        and not alike(b.instead, asked.instead)
    ]
    return tuple(b for *_, b in sorted(rated, key=lambda entry: entry[:2])[:NEAREST])


def others_near(material: Material, asked: Belief) -> tuple[Belief, ...]:
    """The traps nearest to this one, whose sentence is true of something else."""
    return _nearest_beliefs(material.beliefs, asked) if asked.bait and asked.instead else ()
