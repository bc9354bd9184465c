"""How a learner stands: mastery, dependencies, confusions, what to do next, and every sitting there was."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quizzes import charts, history
from quizzes.mastery import ENOUGH
from quizzes.portrait import portrait
from quizzes.templatetags.practise import LENGTH
from studyapp.web.htmx import Request

A_PAGE = 30
RECENT = 8
kept_nowhere = cache_control(no_store=True)


@kept_nowhere
@require_safe
def progress(request: Request) -> HttpResponse:
    """Everything at a glance; who has answered nothing yet is told where to begin."""
    shown = portrait(request.learner or None, now=now())
    context = {
        "portrait": shown,
        "answers": charts.answers(shown.days, shown.today),
        "recall": charts.recall(shown),
        "recent": history.sittings(request.learner or None)[:RECENT],
        "enough": ENOUGH,
        "length": LENGTH,
    }
    return render(request, "quizzes/progress.html", context)


@kept_nowhere
@require_safe
def past(request: Request) -> HttpResponse:
    """Every sitting there was, the newest first."""
    page = Paginator(history.sittings(request.learner or None), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "quizzes/history.html", {"page": page})
