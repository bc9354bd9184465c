"""Choose what is right and leave the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from quizzes.engines.base import About, Fault, Finding, Reason, Unanswered, Verdict


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen, whether it is right to, and why."""

    text: str
    correct: bool = False
    why: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(About):
    """Choose every correct option and no other. `pin` names options that keep their written place."""

    kind: Literal["choice"] = "choice"
    options: Mapping[str, Option]
    pin: tuple[str, ...] = ()

    @property
    def wanted(self) -> int:
        """How many options are to be chosen: the learner is told."""
        return len(self.right_response())

    @property
    def several(self) -> bool:
        """More than one option is to be chosen: boxes to tick, not one of a row."""
        return self.wanted > 1

    def shown(self) -> dict[str, dict[str, str]]:
        """What a board shows: the options' texts by id."""
        return {"options": {key: option.text for key, option in self.options.items()}}

    def right_texts(self) -> Iterator[str]:
        """What it is right to choose."""
        yield from (option.text for option in self.options.values() if option.correct)

    def reasons(self) -> Iterator[Reason]:
        """Every reason that a verdict may tell, whatever it is about."""
        yield from (Reason(option.why, option.trap) for option in self.options.values())

    def is_blank(self, response: Collection[str]) -> bool:
        """Nothing is chosen: unanswered, not wrong."""
        return not response

    def grade(self, response: Collection[str]) -> Verdict:
        """Right when the set of chosen ids is the set of correct ones.

        Any collection of strings gets a verdict; a blank one raises Unanswered.
        """
        if self.is_blank(response):
            raise Unanswered
        chosen = dict.fromkeys(response)
        return Verdict(
            (
                *(self._finding("wrong-option", key) for key in self.options if self._wrong(key, chosen)),
                *(self._finding("missing-option", key) for key in self.right_response() if key not in chosen),
                *(Finding("foreign", key) for key in chosen if key not in self.options),
            )
        )

    def right_response(self) -> tuple[str, ...]:
        """The correct options, in written order."""
        return tuple(key for key, option in self.options.items() if option.correct)

    def _wrong(self, key: str, chosen: Collection[str]) -> bool:
        return key in chosen and not self.options[key].correct

    def _finding(self, fault: Fault, key: str) -> Finding:
        return Finding(fault, key, why=self.options[key].why, trap=self.options[key].trap)
