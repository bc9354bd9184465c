"""Every text of a question with its address, so that it can be rendered once and found again."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering


@dataclass(frozen=True, slots=True)
class Wording:
    """One text: Markdown in paragraphs (`block`), or a line of it."""

    at: str
    text: str
    block: bool = False


def wordings(question: Ordering | Matching | Choice) -> tuple[Wording, ...]:
    """Every text that is not empty.

    Addresses: `prompt`, `explain`; what a board shows, `<group>.<id>` (pool, prompts, responses, options);
    the reasons, as `Finding.reasons_at` names them. Ids hold no dots, so no two addresses are equal. Only
    `prompt` and the shown texts may reach a page before the verdict.
    """
    return (
        Wording("prompt", question.prompt, block=True),
        *(
            Wording(f"{group}.{key}", text)
            for group, texts in question.shown().items()
            for key, text in texts.items()
        ),
        *(Wording(at, why) for at, why in question.reasons().items() if why),
        *((Wording("explain", question.explain, block=True),) if question.explain else ()),
    )
