"""What learners report of a bank's questions, answered by its authors. Staff go on seeing all."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from authoring import queries
from authoring.doors import for_authors
from authoring.queries import Held
from authoring.roles import Deed
from quizzes.report_pages import Answering
from studyapp.web.htmx import Request

A_PAGE = 30


@require_safe
@for_authors(Deed.ANSWER)
def reports(request: Request, held: Held) -> HttpResponse:
    """Every report on a question of this bank, those that wait first. None before it is published."""
    page = Paginator(queries.reports(held.draft), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "authoring/reports.html", {"held": held, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.ANSWER)
def report(request: Request, held: Held, report_key: str) -> HttpResponse:
    """One report, with the question as it was shown; POST answers it."""
    found = queries.report(held.draft, report_key)
    if found is None:
        raise Http404
    answering = Answering(found, request.POST if request.method == "POST" else None)
    if answering.send(by=held.user, now=now()):
        messages.success(request, "It is answered: whoever reported it reads your answer.")
        return redirect("author:reports", held.draft.address)
    context = {"held": held, "page": answering.page, "report": answering.report, "form": answering.form}
    return render(request, "authoring/report.html", context, status=answering.status)
