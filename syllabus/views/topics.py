"""The lessons."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studyapp.web.htmx import Request
from syllabus import neighbours, queries, sheets
from syllabus.models import StepType, Topic


@require_safe
def topics(request: Request) -> HttpResponse:
    """What there is to learn, in the order of the syllabus."""
    found = [
        (each, [(passage["anchor"], passage["title"]) for passage in each.page["sections"]])
        for each in Topic.objects.current().defer("data")
    ]
    return render(request, "syllabus/topics.html", {"topics": found})


@require_safe
def topic(request: Request, key: str) -> HttpResponse:
    """A lesson with everything that belongs to it."""
    found = get_object_or_404(Topic.objects.current(), key=key)
    around = queries.around(
        queries.topics(),
        queries.passages(topic=found),
        queries.steps(key__in=found.data["steps"]),
        queries.traps(topics=found),
        queries.faqs(topics=found),
        queries.terms(topics=found),
        queries.tables(topics=found),
        queries.pipelines(topics=found),
    )
    passages = around.passages
    context = {
        "topic": found,
        "around": around,
        "passages": list(zip(passages, [None, *passages], [*passages[1:], None], strict=False)),
        "related": [entry for entry in around.topics if entry.key in found.data["related"]],
        "neighbours": neighbours.among(around.topics, key),
        "within": f"?topic={key}",
    }
    return render(request, "syllabus/topic.html", context)


@require_safe
def sheet(request: Request, key: str) -> HttpResponse:
    """A lesson on one page of paper."""
    found = get_object_or_404(Topic.objects.current(), key=key)
    around = queries.around(queries.traps(topics=found))
    steps = StepType.objects.current().filter(key__in=found.data["steps"])
    facts = sheets.facts(found.data["sections"])
    told = [
        found.html["summary"],
        *(signal["phrase"] + signal["points_to"] for signal in found.html["signals"]),
        *(fact.title + fact.html for fact in facts),
        *(step.html["wraps"] + step.html["purpose"] + step.title for step in steps),
        *(trap.page["bait"] + trap.page["truth"] for trap in around.traps),
    ]
    context = {
        "topic": found,
        "facts": facts,
        "steps": steps,
        "traps": around.traps,
        "setting": sheets.setting(*told),
    }
    return render(request, "syllabus/sheet.html", context)
