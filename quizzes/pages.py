"""What the pages of a sitting show, put together with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from quizzes import boards, engines, queries, reading
from quizzes.engines.base import Unanswered
from quizzes.models import Attempt, CaseVersion, ProblemReport, QuestionVersion, Sitting, SittingQuestion
from quizzes.regraded import Regraded, order_in, regraded
from quizzes.rendering import Rendered
from quizzes.services.sittings import given_of
from quizzes.state import CaseName, Standing, Stop, outcome
from quizzes.told import Told, tell
from syllabus.models import Section, StepType, Trap

BLANK = {
    "ordering": "Nothing is placed yet. Place at least one item",
    "matching": "Nothing is matched yet. Give at least one prompt a response",
    "choice": "Nothing is chosen yet. Choose an option",
}
OR_SKIP = ", or skip the question"
MOVED = "This board was checked before, by somebody else or long ago. Yours is on a fresh one: check again."
CHANGED_ELSEWHERE = (
    "This question was changed in another tab or on another device since this page was loaded. "
    "What you see here is not saved yet: save it again if it is what you want to keep."
)
CLOSED = "This sitting was finished before your response came, so it was not graded. Try the question anew."


@dataclass
class QuestionPage:
    """The nth question of a sitting: the board, and once it is answered, the verdict.

    Or a question of a sitting that has not been started yet (`practice.unstarted`): then only its board.
    """

    place: SittingQuestion
    problem: str = ""
    bad_fields: Sequence[str] = ()
    posted: boards.Post | None = None
    just_answered: bool = False
    another: bool = False  # another response was sent after the one that counts

    @cached_property
    def question(self) -> engines.Question:
        return self.place.question_version.asked

    @cached_property
    def attempt(self) -> Attempt | None:
        return getattr(self.place, "attempt", None)

    @property
    def closed(self) -> bool:
        """The sitting is finished and this question stays unanswered: there is nothing to send any more."""
        return self.attempt is None and self.place.sitting.finished_at is not None

    @property
    def after_exam(self) -> bool:
        """An exam that is over: every question is reviewed, answered or not."""
        return self.place.sitting.kind == Sitting.EXAM and self.place.sitting.finished_at is not None

    @property
    def begun(self) -> bool:
        """The sitting is there: it has other questions, an overview and an end."""
        return self.place.sitting.pk is not None

    @property
    def may_finish(self) -> bool:
        """The last of several questions, while the sitting is open: the way out of it."""
        sitting = self.place.sitting
        if not self.begun or sitting.finished_at is not None or sitting.kind == Sitting.EXAM:
            return False  # an exam asks before it ends, on a page of its own
        return self.place.number == self.standing.total > 1 and self.standing.unanswered > 0

    @property
    def html(self) -> Rendered:
        html: Rendered = self.place.question_version.html
        return html

    @property
    def case(self) -> CaseVersion | None:
        """The case that the question belongs to, if any, as it was worded when the sitting began."""
        return self.place.question_version.case_version

    @cached_property
    def case_stops(self) -> Sequence[Stop]:
        """The places of this sitting that ask about the same case."""
        return self.standing.of_case(self.case.pk) if self.case else ()

    @property
    def case_part(self) -> int:
        """The question is the nth of its case in this sitting; 0 where it has no case."""
        return [0, *(stop.number for stop in self.case_stops)].index(self.place.number) if self.case else 0

    @property
    def case_explained(self) -> str:
        """What is to be said of the case as a whole, as HTML.

        It may give away any answer. So it is told with the last verdict of the case, and not in a sitting
        that asks some of its questions again: the others may be open elsewhere.
        """
        waiting = any(stop.outcome == "unanswered" for stop in self.case_stops) and not self.after_exam
        if self.case is None or waiting or self.place.sitting.again_of_id is not None:
            return ""
        explained: str = self.case.html["explain"]
        return explained

    @cached_property
    def board(self) -> boards.Board:
        """The board as it is shown: with the draft on it, or what was sent and could not be used."""
        if self.posted is not None:
            return boards.refill(boards.board(self.question, self.place.deal, self.html), self.posted)
        return boards.board(self.question, self.place.deal, self.html, given_of(self.place.draft))

    @property
    def seq(self) -> int:
        """The number under which the next change of the board is saved."""
        return self.place.draft_seq + 1

    @cached_property
    def told(self) -> Told | None:
        """The verdict in words; nothing before there is one."""
        return self._tell(given_of(self.attempt.response)) if self.attempt else None

    @cached_property
    def right(self) -> Told | None:
        """What would have been right, told after an exam of a question that stayed unanswered."""
        if self.attempt is not None or not self.after_exam:
            return None
        return self._tell(self.judge.asked.right_response())

    @cached_property
    def judge(self) -> QuestionVersion:
        """The wording by whose key it is judged, which tells why: its own, where nothing was regraded."""
        version = self.place.question_version
        if self.attempt is not None:
            return self.attempt.judged_by or version
        regrade = version.regrade if self.after_exam else None
        return (regrade.judged_by if regrade else None) or version

    @cached_property
    def regraded(self) -> Regraded | None:
        """What was regraded here, once there is a verdict; no query where nothing was."""
        out = self.attempt is not None or self.closed
        return regraded(self.place, self.attempt) if out else None

    def _tell(self, response: engines.Given) -> Told:
        judge = self.judge
        order = order_in(self.place.deal.order, judge.asked)
        return tell(judge.asked, response, judge.html, shown=order, drawing=judge.drawing)

    @cached_property
    def standing(self) -> Standing:
        return Standing(queries.stops(self.place.sitting))

    @property
    def next_number(self) -> int | None:
        """The next question to answer, while the sitting takes answers."""
        return None if self.place.sitting.finished_at else self.standing.next_after(self.place.number)

    @cached_property
    def traps(self) -> list[Trap]:
        told = self.told or self.right
        return reading.traps(told.traps) if told and told.traps else []

    @cached_property
    def passages(self) -> list[Section]:
        told = self.told or self.right
        reread = self.judge.asked.reread
        return reading.passages(reread) if told and reread else []

    @cached_property
    def steps(self) -> list[StepType]:
        """The steps that the verdict names: where to read on."""
        told = self.told or self.right
        return reading.steps_named(told.texts, self.attempt.steps if self.attempt else None) if told else []

    @cached_property
    def reports(self) -> list[ProblemReport]:
        """What the learner has reported of this question. Before its verdict: what was reported here."""
        found = queries.reports_on(self.place) if getattr(self.place, "reported", True) else []
        out = self.told is not None or self.right is not None
        return [report for report in found if out or report.place_id == self.place.pk]

    def with_problem(self, problem: boards.MalformedResponse | Unanswered, post: boards.Post) -> QuestionPage:
        """The board again, with what was sent on it and what is the matter with it."""
        if isinstance(problem, Unanswered):
            way_on = OR_SKIP if self.begun and self.next_number else ""
            return QuestionPage(self.place, f"{BLANK[self.question.kind]}{way_on}.")
        return QuestionPage(self.place, problem.message, problem.fields, post)

    def moved_to(self, fresh: QuestionPage, post: boards.Post) -> QuestionPage:
        """A fresh board with what was given on this one, as far as it can be read."""
        try:
            given = boards.read_response(self.question, self.place.deal, post)
        except boards.MalformedResponse:
            given = ()
        kept = boards.as_post(fresh.question, fresh.place.deal, given)
        return QuestionPage(fresh.place, MOVED, posted=kept)

    def answered(self, attempt: Attempt, *, another: bool = False) -> QuestionPage:
        page = QuestionPage(self.place, just_answered=True, another=another)
        page.attempt = attempt
        if attempt.beside:
            page.standing = standing(attempt.beside)
        return page


def is_another(attempt: Attempt, page: QuestionPage, post: boards.Post) -> bool:
    """Whether a form says something else than the response that counts. A blank one says nothing."""
    try:
        given = boards.read_response(page.question, page.place.deal, post)
    except boards.MalformedResponse:
        return True
    return bool(given) and given != given_of(attempt.response)


def verdict_of(sitting: Sitting, number: int, *, another: bool) -> str:
    """The address of a verdict; where another response was sent meanwhile, its page says so."""
    address = reverse("quizzes:question", args=[sitting.key, number])
    return f"{address}{'?sent=another' if another else ''}#verdict"


def standing(places: Sequence[SittingQuestion]) -> Standing:
    """Where a sitting stands, from its places and their attempts."""
    return Standing(tuple(_stop(place) for place in places))


def _stop(place: SittingQuestion) -> Stop:
    attempt: Attempt | None = getattr(place, "attempt", None)
    went = outcome(attempt.correct if attempt else None, void=place.voided)
    version = place.question_version
    case = CaseName(version.case_version.pk, version.case_version.title) if version.case_version else None
    return Stop(place.number, version.question.kind, went, case, bool(place.draft), place.flagged)
