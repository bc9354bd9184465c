"""Choices about wrong beliefs of a topic: which of four true sentences sets one right.

The sentences beside the right one set other beliefs right, so none is nonsense. No word of the belief is in
the right sentence alone: whoever compares letters is no wiser.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.giveaways import told_by_words
from quizzes.generators.material import Belief, Material
from quizzes.generators.meanings import LURES
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.recalled import others_near
from quizzes.generators.telling import choice, said, shuffled

TRIES = 8


def set_right(material: Material, dice: Random, topic: str = "", trap: str = "") -> Plan | None:
    """A belief of the topic, or this one, and what sets it right."""
    fit = [b for b in material.beliefs if (not topic or topic in b.topics) and trap in ("", b.key)]
    if not fit:
        return None
    asked = dice.choice(fit)
    others = others_near(material, asked)
    for _ in range(TRIES):
        lures = sorted(shuffled(dice, others)[:LURES], key=lambda other: other.key)
        wrong = [lure.instead for lure in lures]
        if len(lures) == LURES and not told_by_words(asked.bait, asked.instead, wrong):
            break
    else:
        return None

    def word(key: str, dice: Random) -> Question:
        return _word(material, asked, lures, key, dice)

    return Plan("set-right", (asked.key, *(lure.key for lure in lures)), frozenset({asked.key}), word)


SORTS = (Sort("set-right", "choice", (), set_right, any_trap=True),)


def _word(material: Material, asked: Belief, lures: Sequence[Belief], key: str, dice: Random) -> Question:
    offered = {"it": Option(asked.instead, True, "This speaks against what the colleague says.")}
    offered |= {
        lure.key: Option(lure.instead, False, "True, but it leaves what the colleague says as it is.")
        for lure in lures
    }
    about = said(
        material,
        key=key,
        prompt=(
            f"A colleague says: *{asked.bait}* All four sentences below are true. Which one sets the "
            "colleague right?"
        ),
        explain=asked.truth,
        topics=asked.topics,
        reread=asked.reread,
        sources=asked.sources,
        difficulty=2,
        asks="judgement",
        traps=[asked.key],
    )
    return choice(material, about, dice, offered)
