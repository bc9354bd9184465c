"""A decision aid as variants use it: what may be answered, how a stem says it, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from quizzes.engines.base import Source

Answers = Mapping[str, str]
"""Options by question."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When it holds, what is chosen and why, and what speaks against others.

    `doubtful` where an exam may mean something else.
    """

    key: str
    when: Answers
    choose: str
    fact: str
    phrase: str
    against: Mapping[str, str]
    doubtful: bool
    passages: tuple[str, ...]
    traps: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        return all(answers.get(question) == option for question, option in self.when.items())


@dataclass(frozen=True, slots=True)
class Aid:
    """Questions with options and stems, choices with their title and what speaks against them, and rules."""

    key: str
    topics: tuple[str, ...]
    questions: tuple[tuple[str, tuple[str, ...], Mapping[str, tuple[str, ...]]], ...]
    choices: Mapping[str, tuple[str, str]]
    contradictions: tuple[Answers, ...]
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]

    def clear(self) -> list[tuple[Rule, dict[str, str]]]:
        """Whole answers that leave no doubt, with the rule that decides.

        Nothing in them contradicts the rest, the rule is not doubtful, and no other rule with a condition of
        its own that holds, too, chooses something else: whoever weighs one answer alone comes to the same.
        """
        keys = [key for key, _, _ in self.questions]
        found = []
        for way in product(*(options for _, options, _ in self.questions)):
            answers = dict(zip(keys, way, strict=True))
            holding = [rule for rule in self.rules if rule.holds(answers)]
            if not holding or holding[0].doubtful or self._contradicted(answers):
                continue
            if all(rule.choose == holding[0].choose for rule in holding if rule.when):
                found.append((holding[0], answers))
        return found

    def _contradicted(self, answers: Answers) -> bool:
        return any(each.items() <= answers.items() for each in self.contradictions)
