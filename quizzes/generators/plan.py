"""A variant before and after it is worded.

What is asked is decided first (`Plan`), by the dice of a seed. How it is worded (the story, the numbers, the
order in which pieces are written) is decided by dice that come from what is asked. So one thing asked is one
question, byte for byte, whichever seed drew it: it can be stored once and found again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from quizzes.engines import Question
from quizzes.generators.material import Material

NEAR = 0.5
"""Two variants of a sort are near when they share more of what the smaller one asks than this."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a variant asks: its sort, what it is about, and its pieces, in names that no wording changes.

    `facts` are what its verdict tells, where another sort asks for the same: in one draw each is told once.
    """

    sort: str
    about: tuple[str, ...]
    pieces: frozenset[str]
    word: Callable[[str, Random], Question] = field(compare=False)
    facts: frozenset[str] = frozenset()

    @property
    def subject(self) -> tuple[str, ...]:
        """What a sort asks about: a pipeline, a table, a step, the signals of a topic."""
        return (self.sort, *self.about[:1])

    @property
    def fingerprint(self) -> str:
        """Equal for two plans that ask the same thing of the same pieces, in whatever order."""
        told = json.dumps([self.sort, self.about, sorted(self.pieces)], ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Variant:
    """A question that was made, and what tells it from others and whether it is near one."""

    sort: str
    about: tuple[str, ...]
    pieces: frozenset[str]
    fingerprint: str
    question: Question

    def near(self, other: Variant) -> bool:
        """It asks about the same, of mostly the same pieces: one of the two is enough in a sitting."""
        if self.sort != other.sort or self.about[:1] != other.about[:1]:
            return False
        fewest = min(len(self.pieces), len(other.pieces))
        return not fewest or len(self.pieces & other.pieces) > NEAR * fewest


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of variant: its kind of question, the topics it can be about, how one is drawn, and its traps.

    `draw` takes the material and the dice, and gives None where they lead to nothing that can be asked. A
    sort without topics of its own can be about any, and its `draw` is told which one is wanted ("" for any).
    One that plays on `any_trap` is told which trap is wanted as well.
    """

    name: str
    kind: str
    topics: tuple[str, ...]
    draw: Callable[..., Plan | None]
    traps: tuple[str, ...] = ()
    any_trap: bool = False

    def plays(self, trap: str) -> bool:
        """Whether it can play on this trap."""
        return self.any_trap or trap in self.traps

    def throw(self, material: Material, dice: Random, topic: str = "", trap: str = "") -> Plan | None:
        """What one throw of the dice gives, if anything."""
        if self.topics:
            return self.draw(material, dice)
        return self.draw(material, dice, topic, *([trap] if self.any_trap else []))


def worded(plan: Plan) -> Variant:
    """The one question that asks what is planned."""
    fingerprint = plan.fingerprint
    question = plan.word(f"{plan.sort}-{fingerprint}", Random(fingerprint))  # noqa: S311 - no secret
    return Variant(plan.sort, plan.about, plan.pieces, fingerprint, question)
