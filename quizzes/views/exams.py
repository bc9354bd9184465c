"""Mock exams: which there are, the start of one, where it stands, its end and how it went."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from accounts.learners import remember, visitor_of
from quizzes import queries
from quizzes.exam_pages import Clock, ExamPage
from quizzes.exams import facts_of, name_of
from quizzes.forms import ExamForm
from quizzes.models import Sitting
from quizzes.services import exams as service
from quizzes.services import practice, starting
from quizzes.views.asked import kept_nowhere
from studyapp.web.htmx import Request
from syllabus.models import ExamProfile

NOTHING = "The banks here have no question for this exam."


@require_safe
def exams(request: Request) -> HttpResponse:
    """Every exam profile as it is known, and what the banks here do not cover of it. None is preselected."""
    running = service.running(request.learner, now=now())
    offers = [
        (profile, name_of(profile.code, profile.title), exam, facts_of(profile.data))
        for profile, exam in service.offers()
    ]
    results = queries.exam_results(request.learner)
    return render(request, "quizzes/exams.html", {"offers": offers, "running": running, "results": results})


@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: Request, profile_key: str) -> HttpResponse:
    """One exam profile: what a mock exam of it will be, and its start. The clock runs from the start on."""
    profile = get_object_or_404(ExamProfile.objects.current(), key=profile_key)
    form = ExamForm(request.POST if request.method == "POST" else None, start_key=starting.new_start_key())
    if form.is_bound and form.is_valid():
        response = _started(request, profile, form)
        if response is not None:
            return response
    elif "start_key" in form.errors:
        form.renew(starting.new_start_key())
    context = {
        "profile": profile,
        "name": name_of(profile.code, profile.title),
        "facts": facts_of(profile.data),
        "exam": service.drawn(profile, start_key=form.named()),
        "form": form,
        "running": service.running(request.learner, now=now()),
        "results": queries.exam_results(request.learner, code=profile.code),
    }
    return render(request, "quizzes/exam.html", context, status=422 if form.is_bound else 200)


def _started(request: Request, profile: ExamProfile, form: ExamForm) -> HttpResponse | None:
    try:
        sitting = service.start(
            learner=visitor_of(request),
            profile=profile,
            extra_time=form.cleaned_data["extra_time"],
            start_key=form.cleaned_data["start_key"],
            now=now(),
        )
    except starting.NothingToAsk:
        form.add_error(None, NOTHING)
        return None
    except starting.StartTaken:
        form.renew(starting.new_start_key())
        return None
    response = redirect("quizzes:question", sitting.key, 1)
    remember(response, sitting.owner)
    return response


def time_is_up(sitting: Sitting) -> bool:
    """Whether the deadline has passed: nothing more is shown to work on, though saves are still taken."""
    return Clock(sitting, now()).is_up


def overview(request: Request, found: Sitting, problem: str = "") -> HttpResponse:
    """Where an exam stands, or how it went. Past the deadline: when the last saves will have been taken."""
    page = ExamPage(service.touch(sitting=found, now=now()), now())
    context = {
        "page": page,
        "problem": problem,
        "sitting": page.sitting,
        "start_key": starting.new_start_key(),
    }
    if page.sitting.finished_at is not None:
        return render(request, "quizzes/exam_result.html", context, status=422 if problem else 200)
    response = render(request, "quizzes/exam_overview.html", context)
    if page.clock.is_up:
        response.headers["Refresh"] = str(page.clock.settled_in)
    return response


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: Request, sitting_key: str) -> HttpResponse:
    """Ask once before an exam is closed; POST closes it."""
    sitting = get_object_or_404(Sitting.objects.of(request.learner), key=sitting_key)
    if request.method == "POST":
        practice.finish(sitting=sitting, now=now())
        return redirect("quizzes:sitting", sitting.key)
    page = ExamPage(service.touch(sitting=sitting, now=now()), now())
    if sitting.kind != Sitting.EXAM or page.sitting.finished_at is not None or page.clock.is_up:
        return redirect("quizzes:sitting", sitting.key)
    return render(request, "quizzes/exam_finish.html", {"page": page, "sitting": page.sitting})
