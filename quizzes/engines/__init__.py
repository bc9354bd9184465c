"""The kinds of question: one module each, and here what is true of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizzes.engines.base import Unanswered, Verdict
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
    """The verdict on a response. Raises Unanswered for a blank one.

    Raises TypeError for a response whose shape is that of another kind: no form and no file gives one.
    """
    if not given:
        raise Unanswered
    if isinstance(question, Matching) and isinstance(given, Mapping):
        return question.grade(given)
    if not isinstance(question, Matching) and not isinstance(given, Mapping):
        return question.grade(given)
    raise TypeError(f"A response of this shape is none to a question of the kind {question.kind}.")
