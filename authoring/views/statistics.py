"""What became of a bank's questions: all of them, one, and all as a table to take along."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from authoring import statistics as told
from authoring.doors import for_readers
from authoring.queries import Shown
from kit import csvtext
from quizzes import charts, counted
from quizzes import statistics as figures
from quizzes.counts import FEWEST
from quizzes.figures import ENOUGH, Tries, guess
from quizzes.models import Bank
from studyapp.web.htmx import Request


@require_safe
@for_readers
def statistics(request: Request, shown: Shown) -> HttpResponse:
    """The bank as a whole, and a row for each question. Before it is published there is nothing to tell."""
    tries, order = told.tries_of(request.GET.get("tries")), request.GET.get("order", "")
    context = {**_common(shown, tries), "order": order, "orders": told.ORDERS}
    if shown.bank is not None:
        found = figures.of_bank(shown.bank, tries)
        page = Paginator(told.ordered(found.questions, order), told.A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "figures": found,
            "page": page,
            "rows": [(question, told.labels(question)) for question in page],
            "look_at": sum(bool(question.flags) for question in found.questions),
            "scores": charts.scores(found.scores),
            "months": told.months(found),
        }
    return render(request, "authoring/statistics.html", context)


@require_safe
@for_readers
def question(request: Request, shown: Shown, key: str) -> HttpResponse:
    """One question: its figures, and its board with what was counted of each piece."""
    tries = told.tries_of(request.GET.get("tries"))
    found = figures.of_question(_bank(shown), key, tries)
    if found is None:
        raise Http404
    asked = found.read.question
    context = {
        **_common(shown, tries),
        "question": found,
        "asked": asked,
        "figures": found.figures,
        "guess": guess(asked),
        "slip": told.told_slip(most := counted.slip(found.figures, asked)),
        "slip_share": most.share if most else None,
        "advice": [told.advice(found, flag) for flag in found.flags],
        "groups": counted.groups(found.figures),
        "sections": counted.sections(found.figures, asked),
        "matrices": counted.matrices(found.figures, asked),
        "months": told.months(found.figures),
    }
    return render(request, "authoring/question_statistics.html", context)


@require_safe
@for_readers
def table(request: Request, shown: Shown) -> HttpResponse:
    """The questions with their figures, safe to open in a spreadsheet."""
    bank = _bank(shown)
    return HttpResponse(
        "".join(csvtext.lines(told.table(bank))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{bank.slug}-statistics.csv"'},
    )


def _common(shown: Shown, tries: Tries) -> dict[str, Any]:
    return {
        "shown": shown,
        "held": shown.held,
        "tries": tries,
        "enough": ENOUGH,
        "told_from": told.TOLD,
        "fewest": FEWEST,
        "few": counted.FEW,
    }


def _bank(shown: Shown) -> Bank:
    if shown.bank is None:
        raise Http404
    return shown.bank
