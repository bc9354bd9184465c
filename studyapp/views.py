"""Home: the one page that shows several rooms at once, and on which a newcomer plays at once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from accounts.learners import remember, visitor_of
from quizzes import deck, queries
from quizzes.boards import ELSEWHERE, MalformedResponse
from quizzes.engines.base import Unanswered
from quizzes.forms import StartKeyForm
from quizzes.models import QuestionVersion
from quizzes.pages import QuestionPage, is_another, verdict_of
from quizzes.services import exams, practice, starting
from quizzes.tallied import weakest_need
from studyapp.web.htmx import Request
from syllabus.queries import exam_studied

TITLE = "The retraining loop"


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Request) -> HttpResponse:
    """An ordering board at once; its first check starts a sitting. For who returns: what was begun."""
    version = starting.home_version()
    page, status = None, 200
    if version is not None:
        page = _dealt(version, starting.new_start_key())
        if request.method == "POST":
            outcome = _play(request, version)
            if isinstance(outcome, HttpResponse):
                return outcome
            page, status = outcome, 422
    context = {
        "home": page,
        "exam": exam_studied(),
        "unfinished": queries.unfinished(request.learner),
        "weakest": weakest_need(request.learner or None) if request.method != "POST" else None,
        "due": deck.due_today(request.learner, now=now()),
        "answers": queries.new_answers(request.learner),
        "running": exams.running(request.learner, now=now()),
    }
    return render(request, "home.html", context, status=status)


def _dealt(version: QuestionVersion, start_key: str) -> QuestionPage:
    """The board under a start that nobody has made yet: looking writes nothing."""
    return QuestionPage(starting.unstarted(version=version, start_key=start_key))


def _play(request: Request, version: QuestionVersion) -> HttpResponse | QuestionPage:
    """To the verdict; or the board again, with what is the matter."""
    form, post = StartKeyForm(request.POST), dict(request.POST.lists())
    if not form.is_valid():
        fresh = _dealt(version, starting.new_start_key())
        return fresh.with_problem(MalformedResponse(ELSEWHERE), {})
    page = _dealt(version, form.cleaned_data["start_key"])
    try:
        attempt = practice.play(
            learner=visitor_of(request), place=page.place, post=post, title=TITLE, now=now()
        )
    except (MalformedResponse, Unanswered) as problem:
        return page.with_problem(problem, post)
    except starting.StartTaken:
        return page.moved_to(_dealt(version, starting.new_start_key()), post)
    sitting = attempt.place.sitting
    answer = redirect(verdict_of(sitting, 1, another=is_another(attempt, page, post)))
    remember(answer, sitting.owner)
    return answer
