"""What every view of a sitting's question shares: finding it, and showing its page or the part of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, Protocol

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import cache_control

from accounts.models import Learner
from quizzes import queries
from quizzes.boards import Post
from quizzes.exam_pages import Clock
from quizzes.models import SittingQuestion
from quizzes.pages import QuestionPage
from quizzes.services import exams, starting
from studyapp.web.htmx import Request, render_page_or

EPOCH: Final = re.compile(r"[0-9]{1,11}", re.ASCII)
"""Whole seconds since 1970."""


class Find(Protocol):
    """How a place is looked up: with all that its page shows, or with less."""

    def __call__(
        self, *, sitting_key: str, number: int, learner: Learner | None
    ) -> SittingQuestion | None: ...


kept_nowhere = cache_control(no_store=True)
"""For the pages of a sitting: on a shared computer the back button must not show them to the next person."""


def place_of(request: Request, sitting_key: str, number: int, find: Find = queries.place) -> SittingQuestion:
    """The nth question of one's own sitting, as it is now. What is somebody else's is not there: 404.

    An exam whose time is up is closed by this look at it.
    """
    place = find(sitting_key=sitting_key, number=number, learner=request.learner)
    if place is not None and exams.closes(sitting=place.sitting, now=now()):
        place = find(sitting_key=sitting_key, number=number, learner=request.learner)
    if place is None:
        raise Http404
    return place


def opened_at(post: Post) -> datetime | None:
    """When the page was shown that a board was sent from, as we wrote it into the form; none if it is odd."""
    told = (post.get("opened") or [""])[-1]
    return datetime.fromtimestamp(int(told), UTC) if EPOCH.fullmatch(told) else None


def shown_question(request: Request, page: QuestionPage, status: int = 200) -> HttpResponse:
    """The page of a question, or its card if htmx asked for that."""
    sitting = page.place.sitting
    context: dict[str, object] = {"page": page, "sitting": sitting, "start_key": starting.new_start_key()}
    context["opened"] = int(now().timestamp())
    if sitting.is_open_exam:
        context["clock"] = Clock(sitting, now())
    return render_page_or("question-card", request, "quizzes/question.html", context, status=status)
