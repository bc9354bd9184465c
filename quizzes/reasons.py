"""Every reason that a verdict on a question may tell, each in the words in which it would be told. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from quizzes import engines
from quizzes.engines.base import Reason
from quizzes.rendering import Rendered
from quizzes.told import Line


@dataclass(frozen=True, slots=True)
class Telling:
    """What would be told of one thing, and the trap that it would name.

    Without a `fault` in its line it is told whatever is wrong about the line's subject.
    """

    line: Line
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Tellings:
    """What is told about the pieces of one sort: `needs`, `places`, `distractors`, `prompts`, `responses` or
    `options`.
    """

    sort: str
    rows: tuple[Telling, ...]


def tellings(question: engines.Question, html: Rendered) -> tuple[Tellings, ...]:
    """All of them, in written order; what would be told without a reason is there without one.

    `html` is what quizzes.rendering made of the question.
    """
    inline = html["inline"]

    def telling(fault: str, subject: str, reason: Reason, other: str = "") -> Telling:
        why = (inline[reason.why],) if reason.why else ()
        return Telling(Line(fault, inline[subject], inline[other] if other else "", why), reason.trap)

    def found() -> Iterator[tuple[str, Telling]]:
        match question:
            case engines.Ordering():
                items = question.items
                for after, needs in question.needs.items():
                    for before, reason in needs.items():
                        yield "needs", telling("broken-need", items[after], reason, items[before])
                for before, after in pairwise(question.order):
                    reason = question.why.get(after, Reason())
                    yield "places", telling("out-of-sequence", items[after], reason, items[before])
                for piece in question.distractors.values():
                    yield "distractors", telling("distractor-used", piece.text, Reason(piece.why, piece.trap))
            case engines.Matching():
                for prompt, text in question.prompts.items():
                    yield "prompts", telling("", text, question.why.get(prompt, Reason()))
                for response in question.responses.values():
                    yield "responses", telling("", response.text, Reason(response.why, response.trap))
            case engines.Choice():
                for option in question.options.values():
                    fault = "missing-option" if option.correct else "wrong-option"
                    yield "options", telling(fault, option.text, Reason(option.why, option.trap))

    sorts: dict[str, list[Telling]] = {}
    for sort, row in found():
        sorts.setdefault(sort, []).append(row)
    return tuple(Tellings(sort, tuple(rows)) for sort, rows in sorts.items())
