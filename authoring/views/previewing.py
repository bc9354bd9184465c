"""A draft as a learner will see it: all that it asks, and each question to be tried. Nothing is written."""

from __future__ import annotations

import re
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from authoring import preview_pages as pages
from authoring import texts
from authoring.doors import for_authors
from authoring.outline import Outline
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import checking
from authoring.sheets import ASKED
from studyapp.web.htmx import Request, render_page_or
from studyapp.web.pages import busy_page

DEAL: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


@require_safe
@for_authors(Deed.VIEW)
def preview(request: Request, held: Held) -> HttpResponse:
    """Every question of the draft: to be tried where it can be asked, else with what is in the way."""
    try:
        checked, found = pages.outlined(held, now=now())
    except checking.Busy:
        checked, found = checking.NOT_CHECKED, Outline()
    context = {
        "held": held,
        "checked": checked,
        "outline": found,
        "page": Paginator(found.rows, pages.A_PAGE).get_page(request.GET.get("page")),
        "before": found.before[: texts.MOST_SHOWN],
        "kinds": ASKED,
    }
    return render(request, "authoring/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.VIEW)
def question(request: Request, held: Held, key: str) -> HttpResponse:
    """One question on its board; POST is a response to it, graded and told and nowhere kept.

    `?deal=2` deals it anew, `?see=key` or `?see=2` shows the verdict on the key or on the second example.
    """
    moment = now()
    try:
        _checked, found = pages.outlined(held, now=moment)
    except checking.Busy:
        return busy_page(request)
    row = found.question(key)
    if row is None:
        raise Http404
    trial = pages.Trial(held, row, deal=_deal(request), now=moment) if row.question is not None else None
    if trial is not None and request.method == "POST":
        trial.answer(request.POST)
    elif trial is not None:
        trial.see(request.GET.get("see", ""))
    before, after = found.beside(row)
    context = {
        "held": held,
        "row": row,
        "trial": trial,
        "page": trial.page if trial else None,
        "before": before,
        "after": after,
        "total": len(found.questions),
    }
    status = trial.status if trial else 200
    return render_page_or("question-card", request, "authoring/preview_question.html", context, status=status)


def _deal(request: Request) -> int:
    asked = request.GET.get("deal", "")
    return int(asked) if DEAL.fullmatch(asked) else 1
