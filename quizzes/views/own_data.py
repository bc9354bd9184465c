"""One's own data: taken along, or deleted. A guest has the same rights, by the cookie."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts import belongings
from accounts.exporting import json_of
from accounts.learners import forget_cookie
from accounts.services import forget
from kit import csvtext
from quizzes import exporting
from studyapp.web.htmx import Request

kept_nowhere = cache_control(no_store=True)


@kept_nowhere
@require_safe
def export_json(request: Request) -> StreamingHttpResponse | HttpResponse:
    """All of it, as JSON. Who has begun nothing has nothing to take along."""
    if not request.learner:
        return redirect("quizzes:own-data")
    return _file(json_of(request.learner, now=now()), "application/json", "pipeline-study.json")


@kept_nowhere
@require_safe
def export_csv(request: Request) -> StreamingHttpResponse | HttpResponse:
    """Every answer as a line, safe to open in a spreadsheet."""
    rows = csvtext.lines(exporting.attempts(request.learner or None))
    return _file(rows, "text/csv; charset=utf-8", "pipeline-study-answers.csv")


@kept_nowhere
@require_safe
def own_data(request: Request) -> HttpResponse:
    """What is kept, how to take it along, and the way to its deletion."""
    learner = request.learner or None
    context = {"kept": belongings.told_of(learner) if learner else [], "learner": learner}
    return render(request, "quizzes/own_data.html", context)


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request) -> HttpResponse:
    """Asks, and says what goes and what stays; sent again by who has nothing left, it is done as well."""
    learner = request.learner or None
    if request.method == "POST" and "sure" in request.POST:
        if learner is not None:
            forget(learner=learner, now=now())
        gone = redirect("quizzes:own-data-gone")
        if not request.user.is_authenticated:  # else it is that of a guest who stands apart, and stays
            forget_cookie(gone)
        return gone
    if learner is None:
        return redirect("quizzes:own-data")
    unsure = request.method == "POST"
    context = {"kept": belongings.told_of(learner), "unsure": unsure}
    return render(request, "quizzes/own_data_delete.html", context, status=422 if unsure else 200)


@kept_nowhere
@require_safe
def gone(request: Request) -> HttpResponse:
    """Says that it is deleted."""
    return render(request, "quizzes/own_data_gone.html")


def _file(pieces: object, content_type: str, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,  # type: ignore[arg-type]
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
