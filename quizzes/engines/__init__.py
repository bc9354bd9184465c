"""The kinds of question: one module each, and here what is true of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizzes.engines.base import Verdict
from quizzes.engines.case import Case
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering

__all__ = [
    "KINDS",
    "Case",
    "Choice",
    "Given",
    "Matching",
    "Ordering",
    "Question",
    "Written",
    "grade",
    "ids_in",
    "pairs_in",
]

Question = Ordering | Matching | Choice
"""One thing to be asked."""

Written = Question | Case
"""One entry of a bank: a question, or a case that holds several."""

Given = tuple[str, ...] | Mapping[str, str]
"""A response: placed or chosen ids, or response ids by prompt id. Empty is blank."""

KINDS: Final[Mapping[str, type[Written]]] = {
    "ordering": Ordering,
    "matching": Matching,
    "choice": Choice,
    "case": Case,
}
"""What there is to write, and to choose from."""


def grade(question: Question, given: Given) -> Verdict:
    """The verdict on a response. Raises Unanswered for a blank one, TypeError for one of another shape."""
    if isinstance(question, Matching):
        return question.grade(pairs_in(given))
    return question.grade(ids_in(given))


def ids_in(given: Given) -> tuple[str, ...]:
    """The placed or chosen ids. Raises TypeError for a response to a matching: no board sends one here."""
    if isinstance(given, Mapping):
        raise TypeError("These are pairs; an ordering or a choice is answered with ids.")
    return given


def pairs_in(given: Given) -> Mapping[str, str]:
    """The response ids by prompt id. Raises TypeError for a response to another kind."""
    if not isinstance(given, Mapping):
        raise TypeError("These are ids; a matching is answered with pairs.")
    return given
