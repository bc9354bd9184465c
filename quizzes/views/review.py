"""Review: what today asks, how the days until the exam look, and what the learner says about their time."""

from __future__ import annotations

from datetime import UTC, date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from accounts.learners import remember, visitor_of
from quizzes import deck as reads
from quizzes.forecast import plot_of
from quizzes.forms import GROWN_OLD, PlanForm, StartKeyForm
from quizzes.services import review as service
from quizzes.services import starting
from quizzes.workload import MOST
from studyapp.web.htmx import Request

kept_nowhere = cache_control(no_store=True)


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request) -> HttpResponse:
    """What is due, told and drawn. POST starts the sitting, or goes on with the one that is open."""
    if request.method != "POST":
        return _shown(request)
    form = StartKeyForm(request.POST)
    if not form.is_valid():
        return _shown(request, GROWN_OLD)
    try:
        sitting = service.start(
            learner=visitor_of(request), start_key=form.cleaned_data["start_key"], now=now()
        )
    except service.NothingDue:
        return redirect("quizzes:review")
    except starting.StartTaken:
        return _shown(request, GROWN_OLD)
    response = redirect("quizzes:sitting", sitting.key)
    remember(response, sitting.owner)
    return response


@kept_nowhere
@require_POST
def plan(request: Request) -> HttpResponse:
    """Keep what the learner says about exam and load; the page again, with words, where it cannot be."""
    form = _form(request.POST)
    if not form.is_valid():
        return _shown(request, form=form)
    kept = service.set_plan(learner=visitor_of(request), now=now(), **form.cleaned_data)
    response = redirect("quizzes:review")
    remember(response, kept.learner)
    return response


def _form(data: object = None, **initial: object) -> PlanForm:
    exams = reads.exams()
    return PlanForm(data, today=now().astimezone(UTC).date(), exams=exams, initial=initial)


def _shown(request: Request, problem: str = "", form: PlanForm | None = None) -> HttpResponse:
    deck = reads.deck(request.learner, now=now())
    due, new = deck.asks
    if form is None:
        form = _form(exam=deck.exam, exam_on=deck.plan.exam_on, daily_load=deck.plan.load)
    exam: date | None = deck.plan.exam_from(deck.today)
    context = {
        "deck": deck,
        "due": due,
        "new": new,
        "total": due + new,
        "portion": min(due + new, service.PORTION),
        "exam_on": exam,
        "days_left": (exam - deck.today).days if exam else None,
        "last_day": exam == deck.today,
        "passed": deck.plan.exam_on if not exam else None,
        "most": MOST,
        "open": reads.open_review(request.learner),
        "plot": plot_of(deck.forecast, exam) if deck.held or deck.unseen else None,
        "form": form,
        "problem": problem,
        "start_key": starting.new_start_key(),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "quizzes/review.html", context, status=status)
