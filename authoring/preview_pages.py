"""What the preview of a draft shows: its questions, and one of them as a learner would meet it.

Nothing of it is written: a response that an author tries is graded, told and forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import QueryDict

from authoring.outline import Outline, Row, outline
from authoring.queries import Held
from authoring.services import checking
from authoring.services.checking import Checked
from quizzes import boards, engines, reading
from quizzes.engines.base import Example, Unanswered
from quizzes.pages import QuestionPage
from quizzes.reasons import Tellings, tellings
from quizzes.services import previewing
from quizzes.services.sittings import given_of, plain
from quizzes.state import CaseName, Outcome, Standing, Stop
from syllabus.models import Trap

MOST_DEALS = 9_999
A_PAGE = 100
"""Questions on one page of the list."""


def outlined(held: Held, *, now: datetime) -> tuple[Checked, Outline]:
    """What the draft asks as it is stored. Raises checking.Busy for a long one."""
    checked = checking.check(held.draft.text, name=held.draft.file_name, today=now.date())
    return checked, outline(checked.entries, checked.problems)


@dataclass(frozen=True, slots=True)
class Tried:
    """One of a question's own examples: what it says, and what the grader says of it."""

    number: int
    given: Sequence[str]  # HTML
    claimed: str
    graded: str  # "right", "wrong" or "unanswered"


class Trial:
    """One question of a draft, dealt as a learner would meet it, and what there is to try on it.

    `number` of the deal: another one deals anew.
    """

    def __init__(self, held: Held, row: Row, *, deal: int, now: datetime) -> None:
        question = row.question
        assert question is not None  # noqa: S101 - of others there is no trial
        self.row, self.deal, self.now = row, deal, now
        self.question: engines.Question = question
        start_key = f"preview of {held.draft.key}, {question.key}, deal {deal}"
        self.place = previewing.unpublished(question, case=row.of_case, start_key=start_key)
        self.place.number = row.part or 1
        self.page = self._standing(QuestionPage(self.place))
        self.status = 200

    @property
    def next_deal(self) -> int:
        return self.deal % MOST_DEALS + 1

    @property
    def deal_name(self) -> str:
        return str(self.deal)

    def answer(self, data: QueryDict) -> None:
        """The verdict on what the author did with the board; or the board again, with what is the matter."""
        post = dict(data.lists())
        try:
            self._tell(boards.read_response(self.question, self.place.deal, post))
        except (boards.MalformedResponse, Unanswered) as problem:
            self.page, self.status = self._standing(self.page.with_problem(problem, post)), 422

    def see(self, what: str) -> None:
        """The verdict on the key (`key`) or on the nth example (`2`); for anything else the board stays."""
        by_name = {str(n): example.response for n, example in enumerate(self.question.examples, 1)}
        given = self.question.right_response() if what == "key" else by_name.get(what)
        if given is None:
            return
        try:
            self._tell(given)
        except Unanswered as problem:
            self.page = self._standing(self.page.with_problem(problem, {}))

    @cached_property
    def key_is_right(self) -> bool:
        """What the grader says of the key."""
        return engines.grade(self.question, self.question.right_response()).correct

    @cached_property
    def key(self) -> Sequence[str]:
        """What is right, or one of it where several responses are, as HTML."""
        return self._told(self.question.right_response())

    @property
    def is_ordering(self) -> bool:
        return isinstance(self.question, engines.Ordering)

    @cached_property
    def orders(self) -> int | None:
        """How many orders are right; None where that was not counted, and for other kinds."""
        return self.question.right_orders() if isinstance(self.question, engines.Ordering) else None

    @cached_property
    def examples(self) -> list[Tried]:
        return [self._tried(n, example) for n, example in enumerate(self.question.examples, 1)]

    @cached_property
    def tellings(self) -> tuple[Tellings, ...]:
        return tellings(self.question, self.page.html)

    @cached_property
    def traps(self) -> Mapping[str, Trap]:
        """The traps that any verdict on it may name, by key. One query."""
        named = [row.trap for told in self.tellings for row in told.rows if row.trap]
        keys = list(dict.fromkeys([*self.question.traps, *named]))
        return {trap.key: trap for trap in reading.traps(keys)} if keys else {}

    def _tell(self, given: engines.Given) -> None:
        attempt = previewing.tried(self.place, given, now=self.now)
        self.page = self._standing(self.page.answered(attempt))

    def _tried(self, number: int, example: Example) -> Tried:
        given = given_of(plain(example.response))
        try:
            graded = "right" if engines.grade(self.question, given).correct else "wrong"
        except Unanswered:
            graded = "unanswered"
        return Tried(number, self._told(given), "right" if example.correct else "wrong", graded)

    def _told(self, given: engines.Given) -> list[str]:
        inline, shown = self.page.html["inline"], self.question.shown()
        if isinstance(given, Mapping):
            prompts, responses = shown["prompts"], shown["responses"]
            return [f"{inline[prompts[p]]}: {inline[responses[r]]}" for p, r in given.items() if r]
        (texts_of,) = shown.values()
        return [inline[texts_of[key]] for key in given]

    def _standing(self, page: QuestionPage) -> QuestionPage:
        """It stands alone, as if the other questions of its case were answered."""
        attempt, case = page.attempt, page.case
        outcome: Outcome = "unanswered" if attempt is None else "right" if attempt.correct else "wrong"
        name = CaseName(case.pk, case.title) if case else None
        page.standing = Standing(
            tuple(
                Stop(n, self.question.kind, outcome if n == self.place.number else "right", name)
                for n in range(1, (self.row.parts or 1) + 1)
            )
        )
        return page
