"""Problems with questions: a learner reports one and reads the answer; staff answer.

Whoever is not staff finds nothing at staff's addresses: 404, as for what is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from quizzes import queries
from quizzes.pages import QuestionPage
from quizzes.report_forms import ReportForm
from quizzes.report_pages import Answering
from quizzes.services import reporting, starting
from quizzes.views.asked import kept_nowhere, place_of
from studyapp.web.htmx import Request

P = ParamSpec("P")
A_PAGE = 30
TOO_MANY = (
    f"{reporting.MOST} reports of yours wait for an answer, as many as one may add in a day. "
    "Copy your sentence, and send it tomorrow."
)


def staff_only(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """For others than staff there is nothing here."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_staff):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, sitting_key: str, number: int) -> HttpResponse:
    """Say what is the matter with a question; once it is said, what happens next."""
    page, status = QuestionPage(place_of(request, sitting_key, number)), 200
    form = ReportForm(initial={"start_key": starting.new_start_key()})
    if request.method == "POST":
        form, status = ReportForm(request.POST), 422
        if form.is_valid():
            try:
                return _reported(page, form)
            except reporting.FormTaken:
                form.renew(starting.new_start_key())
            except reporting.TooMany:
                form.add_error(None, TOO_MANY)
                status = 429
        elif "start_key" in form.errors:
            form.renew(starting.new_start_key())
    thanks = request.method != "POST" and "thanks" in request.GET and bool(page.reports)
    context = {"page": page, "sitting": page.place.sitting, "form": form, "thanks": thanks}
    return render(request, "quizzes/report.html", context, status=status)


def _reported(page: QuestionPage, form: ReportForm) -> HttpResponse:
    said = form.cleaned_data
    reporting.report(
        place=page.place,
        about=said["about"],
        sentence=said["sentence"],
        form_key=said["start_key"],
        now=now(),
    )
    address = reverse("quizzes:report", args=[page.place.sitting.key, page.place.number])
    return redirect(f"{address}?thanks#thanks")


@kept_nowhere
@require_safe
def reports(request: Request) -> HttpResponse:
    """One's own reports, and what was answered."""
    page = Paginator(queries.reports(request.learner), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "new": queries.new_answers(request.learner)}
    return render(request, "quizzes/reports.html", context)


@kept_nowhere
@require_POST
def seen(request: Request) -> HttpResponse:
    """The answers are read: the first page tells of them no more."""
    if request.learner:
        reporting.seen(learner=request.learner, now=now())
    return redirect("quizzes:reports")


@kept_nowhere
@require_safe
@staff_only
def inbox(request: Request) -> HttpResponse:
    """Every report, those that wait for an answer first."""
    page = Paginator(queries.inbox(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "quizzes/inbox.html", {"page": page})


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def reported(request: Request, report_key: str) -> HttpResponse:
    """One report, with the question as it was shown; POST answers it."""
    found = queries.report(report_key)
    if found is None:
        raise Http404
    assert isinstance(request.user, User)  # noqa: S101 - staff are users
    answering = Answering(found, request.POST if request.method == "POST" else None)
    if answering.send(by=request.user, now=now()):
        return redirect("quizzes:inbox")
    context = {"page": answering.page, "report": answering.report, "form": answering.form}
    return render(request, "quizzes/reported.html", context, status=answering.status)
