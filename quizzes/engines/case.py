"""One situation, several questions about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from quizzes.engines.base import Source
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation, several questions about it, each asked and graded by itself.

    The case has no mark of its own. It keeps what its author wrote; `asked` gives the questions as they are
    asked, with what they inherit.
    """

    kind: Literal["case"] = "case"
    key: str
    scenario: str
    questions: tuple[Ordering | Matching | Choice, ...]
    title: str = ""
    explain: str = ""
    topics: tuple[str, ...] = ()
    exams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reread: tuple[str, ...] = ()
    source: tuple[Source, ...] = ()

    @property
    def asked(self) -> tuple[Ordering | Matching | Choice, ...]:
        """The inner questions; topics, exams, reread and source that one lacks come from the case."""
        return tuple(
            replace(
                question,
                topics=question.topics or self.topics,
                exams=question.exams or self.exams,
                reread=question.reread or self.reread,
                source=question.source or self.source,
            )
            for question in self.questions
        )
