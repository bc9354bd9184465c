"""A report as staff and authors see it: the question as it was shown then, what was given, what is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from django.http import QueryDict

from accounts.models import User
from quizzes.models import ProblemReport
from quizzes.regraded import GROUPS
from quizzes.report_forms import AnswerForm
from quizzes.services import reporting
from quizzes.told import Told, tell

MEANWHILE = (
    "Somebody else has answered meanwhile. Their answer stands above: yours replaces it if you send it again."
)


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


class Answering:
    """A report and the form that answers it: its answer as it stands, or what somebody sends.

    `status` is what the page is shown with where nothing was answered.
    """

    def __init__(self, report: ProblemReport, data: QueryDict | None) -> None:
        told = {"ruling": report.ruling, "words": report.answer, "replaces": reporting.stand_of(report)}
        self.report = report
        self.form = AnswerForm(data, initial=told)
        self.status = 200

    @property
    def page(self) -> ReportPage:
        return ReportPage(self.report)

    def send(self, *, by: User, now: datetime) -> bool:
        """Answer as the form says. False where nothing was sent, or it cannot be: the form says why."""
        if not self.form.is_bound:
            return False
        if not self.form.is_valid():
            self.status = 422
            return False
        said = self.form.cleaned_data
        try:
            reporting.answer(report=self.report, by=by, now=now, **said)
        except reporting.AnsweredMeanwhile as meanwhile:
            self.form = AnswerForm({**said, "replaces": reporting.stand_of(meanwhile.report)})
            self.form.add_error(None, MEANWHILE)
            self._take_over(meanwhile.report)
            self.status = 409
            return False
        return True

    def _take_over(self, other: ProblemReport) -> None:
        """The answer of somebody else onto the report on this page."""
        for field in ("ruling", "answer", "answered_at", "answered_by"):
            setattr(self.report, field, getattr(other, field))
