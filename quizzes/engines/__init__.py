"""The kinds of question: one module each, and here what is true of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizzes.engines.case import Case
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering

__all__ = ["KINDS", "Case", "Choice", "Given", "Matching", "Ordering", "Question", "Written"]

Question = Ordering | Matching | Choice
"""One thing to be asked."""

Written = Question | Case
"""One entry of a bank: a question, or a case that holds several."""

Given = tuple[str, ...] | Mapping[str, str]
"""A response: placed or chosen ids, or response ids by prompt id. Empty is blank."""

KINDS: Final[Mapping[str, type[Question]]] = {
    "ordering": Ordering,
    "matching": Matching,
    "choice": Choice,
}
