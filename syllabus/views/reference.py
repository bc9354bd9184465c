"""What is looked up: steps, traps, FAQs and the glossary."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studyapp.web.htmx import Request, render_page_or
from syllabus import neighbours, queries
from syllabus.models import Faq, StepType, Term, Trap


@require_safe
def steps(request: Request) -> HttpResponse:
    """Every step type in one table, to compare; of one family, if one is asked for."""
    family = request.GET.get("family", "")
    found = StepType.objects.current()
    if family:
        found = found.filter(family=family)
    context = {"steps": found, "families": StepType.Family.choices, "family": family}
    return render_page_or("step-table", request, "syllabus/steps.html", context)


@require_safe
def step(request: Request, key: str) -> HttpResponse:
    """One step type in full. Opened from a topic (`?topic=`), it leads on through the steps of that topic."""
    found = get_object_or_404(StepType.objects.current(), key=key)
    around = queries.around(
        queries.steps(),
        queries.lessons(key=request.GET.get("topic", "")),
        queries.topics(key__in=found.data["topics"]),
        queries.traps(steps=found),
        queries.faqs(steps=found),
        queries.pipelines(steps=found),
    )
    by_key = {entry.key: entry for entry in around.steps}
    confused = [(by_key[other["step"]], other["why"]) for other in found.page["confused_with"]]
    context = {
        "step": found,
        "around": around,
        "confused": confused,
        "neighbours": neighbours.of_step(around, key),
    }
    return render(request, "syllabus/step.html", context)


@require_safe
def traps(request: Request) -> HttpResponse:
    """Every wrong belief; of one topic, if one is asked for. The truth is told on opening."""
    wanted = request.GET.get("topic", "")
    found = Trap.objects.current().defer("data")
    if wanted:
        found = found.filter(topics__key=wanted)
    topics = queries.around(queries.topics(traps__retired_at=None, traps__isnull=False).distinct()).topics
    within = f"?topic={wanted}" if any(entry.key == wanted for entry in topics) else ""
    context = {"traps": found, "topics": topics, "wanted": wanted, "within": within}
    return render_page_or("trap-list", request, "syllabus/traps.html", context)


@require_safe
def trap(request: Request, key: str) -> HttpResponse:
    """One wrong belief: the bait, the truth, and what gives it away. `?topic=` as with a step."""
    found = get_object_or_404(Trap.objects.current(), key=key)
    topics = {reference.split("#")[0] for reference in found.data["reread"]}
    around = queries.around(
        queries.baits(),
        queries.topics(key__in=found.data["topics"]),
        queries.steps(key__in=found.data["steps"]),
        queries.passages(topic__key__in=topics),
    )
    passages = {entry.address: entry for entry in around.passages}
    reread = [passages[reference] for reference in found.data["reread"] if reference in passages]
    context = {
        "trap": found,
        "around": around,
        "reread": reread,
        "neighbours": neighbours.of_trap(around, key, request.GET.get("topic", "")),
    }
    return render(request, "syllabus/trap.html", context)


@require_safe
def faqs(request: Request) -> HttpResponse:
    """What learners ask, each with its answer on opening."""
    around = queries.around(queries.topics(), queries.steps())
    context = {
        "faqs": Faq.objects.current(),
        "topics": {entry.key: entry for entry in around.topics},
        "steps": {entry.key: entry for entry in around.steps},
    }
    return render(request, "syllabus/faqs.html", context)


@require_safe
def glossary(request: Request) -> HttpResponse:
    """The words, from A to Z; what begins with no letter comes first."""
    letters = groupby(Term.objects.current(), key=_letter)
    context = {
        "letters": [(letter, list(terms)) for letter, terms in letters],
        "topics": {entry.key: entry for entry in queries.around(queries.topics()).topics},
    }
    return render(request, "syllabus/glossary.html", context)


def _letter(term: Term) -> str:
    first = term.title[0].upper()
    return first if first.isalpha() else "@"
