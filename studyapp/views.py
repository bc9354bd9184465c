"""Home: the one page that shows several rooms at once, and on which a newcomer plays at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from accounts.learners import begin, remember
from quizzes import boards, queries
from quizzes.deal import Deal, deal
from quizzes.engines.base import Unanswered
from quizzes.forms import StartKeyForm
from quizzes.models import QuestionVersion
from quizzes.pages import BLANK
from quizzes.services import practice
from studyapp.web.htmx import Request

TITLE = "The retraining loop"


@dataclass
class HomeBoard:
    """The loop as a board, dealt under a start that nobody has made yet: looking writes nothing."""

    version: QuestionVersion
    start_key: str
    problem: str = ""
    bad_fields: Sequence[str] = ()
    posted: boards.Post | None = None

    @cached_property
    def deal(self) -> Deal:
        return deal(self.version.asked, secret=practice.secret_of(self.start_key), number=1)

    @cached_property
    def board(self) -> boards.Board:
        empty = boards.board(self.version.asked, self.deal, self.version.html)
        return boards.refill(empty, self.posted) if self.posted is not None else empty


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Request) -> HttpResponse:
    """An ordering board at once; its first check starts a sitting. For who returns: what was begun."""
    version = practice.home_version()
    if version is None:
        return render(request, "home.html", {"home": None})
    page, status = HomeBoard(version, practice.new_start_key()), 200
    if request.method == "POST":
        outcome = _play(request, version)
        if isinstance(outcome, HttpResponse):
            return outcome
        page, status = outcome, 422
    context = {"home": page, "unfinished": queries.unfinished(request.learner)}
    return render(request, "home.html", context, status=status)


def _play(request: Request, version: QuestionVersion) -> HttpResponse | HomeBoard:
    """Start the sitting of one question and answer it; or the board again, with what is the matter."""
    form = StartKeyForm(request.POST)
    if not form.is_valid():
        return HomeBoard(version, practice.new_start_key(), problem=boards.ELSEWHERE)
    page = HomeBoard(version, form.cleaned_data["start_key"])
    page.posted = post = dict(request.POST.lists())
    moment = now()
    try:
        response = boards.read_response(version.asked, page.deal, post)
        if not response:
            raise Unanswered
        learner = begin(request, now=moment)
        sitting = practice.start_with(
            learner=learner, versions=[version.pk], title=TITLE, start_key=page.start_key, now=moment
        )
        practice.submit(place=sitting.lineup.get(number=1), response=response, now=moment)
    except boards.MalformedResponse as problem:
        page.problem, page.bad_fields = problem.message, problem.fields
        return page
    except Unanswered:
        page.problem = BLANK["ordering"]
        return page
    except practice.StartTaken:
        return redirect("home")
    answer = redirect(f"{reverse('quizzes:question', args=[sitting.key, 1])}#verdict")
    remember(answer, learner)
    return answer
