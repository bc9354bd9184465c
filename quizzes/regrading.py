"""A stored response is judged again, under the key of another wording of its question. Pure.

A learner answered a board, and only what that board let them say can be judged. Where the other wording asks
for something that it did not offer, a response to it is no response to the other: it stands as it was judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from quizzes import engines
from quizzes.engines.base import Verdict
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching

Obstacle = Literal["", "kind", "gone", "asked", "unseen"]
"""Why a response cannot be judged by another wording; "" where it can."""

OBSTACLES: Final[Mapping[Obstacle, str]] = {
    "kind": "the other wording is of another kind",
    "gone": "it holds something that the other wording does not have",
    "asked": "another number of options was to be chosen",
    "unseen": "what is right in the other wording was not on its board",
}

Mark = Literal["right", "wrong", "void"]
"""What an attempt counts as. A void one counts for nobody: it is neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and why it is that of the wording's own key where another one was to give it."""

    verdict: Verdict
    obstacle: Obstacle = ""


def obstacle(own: engines.Question, other: engines.Question, response: engines.Given) -> Obstacle:
    """Why a response to `own` cannot be judged by `other`."""
    if own.kind != other.kind:
        return "kind"
    if isinstance(own, Choice) and isinstance(other, Choice) and own.wanted != other.wanted:
        return "asked"
    if not _offers(other, response):
        return "gone"
    return "" if _can_be_right(own, other) else "unseen"


def judged(own: engines.Question, other: engines.Question | None, response: engines.Given) -> Judged:
    """The verdict on a response to `own` under the key of `other`, or of its own where there is no other.

    Raises Unanswered for a blank response, TypeError for one of another shape, as grading does.
    """
    if other is None:
        return Judged(engines.grade(own, response))
    if why := obstacle(own, other, response):
        return Judged(engines.grade(own, response), why)
    return Judged(engines.grade(other, response))


def same(findings: Iterable[Mapping[str, Any]], verdict: Verdict) -> bool:
    """Whether stored findings say what a verdict says, whatever the words of its reasons."""
    stored = [(f["fault"], f["subject"], f["other"]) for f in findings]
    return stored == [(f.fault, f.subject, f.other) for f in verdict.findings]


def mark_of(correct: bool, *, void: bool) -> Mark:
    """
    >>> mark_of(True, void=False), mark_of(True, void=True)
    ('right', 'void')
    """
    return "void" if void else "right" if correct else "wrong"


def _offers(question: engines.Question, response: engines.Given) -> bool:
    """Whether a board of this question has all that a response holds."""
    ids = [frozenset(group) for group in question.shown().values()]
    if isinstance(question, Matching):
        pairs = engines.pairs_in(response)
        return pairs.keys() <= question.prompts.keys() and set(pairs.values()) <= question.responses.keys()
    return set(engines.ids_in(response)) <= frozenset[str]().union(*ids)


def _can_be_right(own: engines.Question, other: engines.Question) -> bool:
    """Whether some response to `own` is right by `other`: learners were offered what it asks for."""
    if isinstance(own, Matching) and isinstance(other, Matching):
        if own.prompts.keys() != other.prompts.keys():
            return False
        return all(any(key in own.responses for key in keys) for keys in other.pairs.values())
    return _offers(own, other.right_response())
