"""The orchestrators side by side, and four questions that lead to one of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from studyapp.web.htmx import Request, render_page_or
from syllabus import queries
from syllabus.deciding import Decided, contradicted, decide, heard
from syllabus.models import Aid, Table
from syllabus.places import AID
from syllabus.tables import rows_of

PART = "aid-answer"


@require_safe
def compare(request: Request) -> HttpResponse:
    """The aid with what follows from the answers in the address, and the table that it draws on."""
    aid = Aid.objects.current().filter(key=AID).first()
    context: dict[str, Any] = {"aid": aid}
    if aid is not None:
        said = {question["key"]: request.GET.get(question["key"], "") for question in aid.data["questions"]}
        answers = heard(aid.data, said)
        context |= {"answers": answers, "odd": any(said[key] for key in said if key not in answers)}
        context |= _told(aid, answers)
        context["table"] = table = Table.objects.current().filter(key=aid.data["table"]).first()
        context["rows"] = rows_of(table.page) if table else []
    return render_page_or(PART, request, "syllabus/compare.html", context)


def _told(aid: Aid, answers: dict[str, str]) -> dict[str, Any]:
    """What follows from the answers, with the words, and what stands around it."""
    asked = {question["key"]: question["ask"] for question in aid.page["questions"]}
    choices = {choice["key"]: choice for choice in aid.page["choices"]}
    if broken := contradicted(aid.page, answers):
        return {
            "contradictions": broken.contradictions,
            "ways_out": [_without(aid, answers, way) for way in broken.ways_out],
            "around": queries.around(queries.topics(key__in=aid.data["topics"])),
        }
    outcome = decide(aid.page, answers)
    if not isinstance(outcome, Decided):
        return {
            "possible": [choices[key] for key in outcome.possible],
            "asking": [asked[key] for key in outcome.asking],
            "around": queries.around(queries.topics(key__in=aid.data["topics"])),
        }
    rule = outcome.rule
    said_against = {reason["key"]: reason["value"] for reason in rule["against"]}
    return {
        "rule": rule,
        "choice": choices[rule["choose"]],
        "against": [
            (choice["title"], said_against.get(key, choice["against"]))
            for key, choice in choices.items()
            if key != rule["choose"]
        ],
        "idle": [asked[key] for key in outcome.idle],
        "around": queries.around(
            queries.topics(key__in=aid.data["topics"]),
            queries.passages(topic__key__in={passage.split("#")[0] for passage in rule["passages"]}),
            queries.traps(key__in=rule["traps"]),
            queries.faqs(key__in=rule["faqs"]),
        ),
    }


def _without(aid: Aid, answers: dict[str, str], taken_back: tuple[str, ...]) -> dict[str, Any]:
    """What follows when some answers are taken back: what they were, the choices left, and the address."""
    kept = {question: option for question, option in answers.items() if question not in taken_back}
    outcome = decide(aid.page, kept)
    left = {outcome.rule["choose"]} if isinstance(outcome, Decided) else set(outcome.possible)
    offers = {
        question["key"]: option["value"]
        for question in aid.page["questions"]
        for option in question["options"]
        if option["key"] == answers.get(question["key"])
    }
    return {
        "answers": [offers[question] for question in taken_back],
        "choices": [choice["title"] for choice in aid.page["choices"] if choice["key"] in left],
        "query": urlencode(kept),
    }
