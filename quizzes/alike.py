"""Which wordings of a question ask the same, so that their counts are of one thing. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from quizzes import engines
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering


def asks(question: engines.Question, scenario: str = "") -> Hashable:
    """Equal for two wordings that show the same and of which the same is right.

    Where only the explanation, a reason, the difficulty or what it is about was changed, the counts go on.
    Another prompt, scenario or piece, under whichever id, is another question to who answers it; another
    need, pair or right option too.
    """
    return (
        question.kind,
        scenario,
        question.prompt,
        tuple((group, frozenset(texts.items())) for group, texts in question.shown().items()),
        frozenset(_key(question)),
    )


def _key(question: engines.Question) -> Iterator[Hashable]:
    match question:
        case Choice():
            yield from question.right_response()
        case Matching():
            yield question.reuse
            yield from ((prompt, frozenset(allowed)) for prompt, allowed in question.pairs.items())
        case Ordering():
            yield bool(question.order)
            yield from question.items
            yield from question.graph.edges
