"""A report as staff see it: the question as it was shown then, what was given, and what is right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from quizzes.models import ProblemReport
from quizzes.told import Told, tell

GROUPS = {"pool": "Items", "prompts": "Prompts", "responses": "Responses", "options": "Options"}


class ReportPage:
    """One report, put together without a query."""

    def __init__(self, report: ProblemReport) -> None:
        self.report = report
        self.version = report.question_version
        self.question = self.version.asked

    @property
    def groups(self) -> list[tuple[str, Sequence[str]]]:
        """What was on the board, as HTML, in the order in which it was shown."""
        inline, texts = self.version.html["inline"], self.question.shown()
        return [
            (GROUPS[group], [inline[texts[group][key]] for key in ids])
            for group, ids in self.report.shown.items()
        ]

    @cached_property
    def told(self) -> Told | None:
        """The verdict of what was given, if anything was."""
        return self._tell(self.report.given) if self.report.given else None

    @cached_property
    def right(self) -> Told:
        """What counts as right."""
        return self._tell(self.question.right_response())

    def _tell(self, response: object) -> Told:
        html, drawing = self.version.html, self.version.drawing
        return tell(self.question, response, html, shown=self.report.shown, drawing=drawing)  # type: ignore[arg-type]
