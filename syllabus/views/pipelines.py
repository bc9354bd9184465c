"""The pipelines, each as a picture, a list and a table, to study and to walk. The loop is at /loop/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyapp.web.htmx import Request, render_page_or, wants_part
from syllabus import addresses, queries
from syllabus.alternatives import built
from syllabus.look import Look, NotThere, look_of, ways_asked
from syllabus.loop import PipelineView
from syllabus.measures import Form
from syllabus.models import Pipeline
from syllabus.painting import picture
from syllabus.pictures import DIRECTIONS
from syllabus.places import LOOP
from syllabus.views.telling import Link, Telling

PART = "pipeline"


@require_safe
def pipelines(request: Request) -> HttpResponse:
    """Every pipeline, with what is special about it; the loop first."""
    found = sorted(Pipeline.objects.current().defer("data", "drawings"), key=lambda each: each.key != LOOP)
    return render(request, "syllabus/pipelines.html", {"pipelines": found})


@require_safe
def loop(request: Request, node: str = "") -> HttpResponse:
    """The retraining loop; with a node, its panel too."""
    found = Pipeline.objects.current().filter(key=LOOP).first()
    if found is None:
        if node:
            raise Http404
        return render(request, "syllabus/pipeline.html", {"is_loop": True})
    return _page(request, found, node)


@require_safe
def pipeline(request: Request, key: str, node: str = "") -> HttpResponse:
    """Any other pipeline, told as the loop is. The loop itself is at its own address."""
    if key == LOOP:
        return _to_the_loop(request, node)
    return _page(request, get_object_or_404(Pipeline.objects.current(), key=key), node)


@require_safe
def loop_picture(request: Request) -> HttpResponse:
    """The loop's picture as a file."""
    return picture_file(request, LOOP)


@require_safe
def picture_file(request: Request, key: str) -> HttpResponse:
    """The picture as a file of its own, in the state that the address asks for, with its styles inside."""
    found = get_object_or_404(Pipeline.objects.current(), key=key)
    telling = _telling(request, found, request.GET.get("node", ""))
    form = _form(request.GET.get("form", "wide"))
    painted = picture(telling.view, telling.drawings, form, telling.look, telling.moment)
    context = {
        "pipeline": found,
        "picture": painted,
        "moment": telling.moment,
        "told": telling.told,
        "saved": True,
    }
    response = render(request, "syllabus/picture.svg", context, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{key}-{form}.svg"'
    return response


def _form(asked: str) -> Form:
    for form in DIRECTIONS:
        if form == asked:
            return form
    raise Http404


def _to_the_loop(request: Request, node: str) -> HttpResponse:
    address = addresses.of_node(LOOP, node) if node else addresses.of_entry("pipeline", LOOP)
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def _page(request: Request, found: Pipeline, node: str) -> HttpResponse:
    telling = _telling(request, found, node)
    view = telling.view
    around = queries.around(
        queries.steps(key__in={node.step for node in view.nodes.values() if node.step}),
        queries.traps(key__in={trap for node in view.nodes.values() for trap in node.traps}),
        queries.topics(key__in=found.data["topics"]),
        queries.pipelines(),
    )
    context = {
        **telling.context(around),
        "pipeline": found,
        "is_loop": found.key == LOOP,
        "is_part": wants_part(request, PART),
        "lessons": around.topics,
        "others": [other for other in around.pipelines if other.key != found.key],
        "ways": _ways(telling, found),
        "files": _files(telling, found),
    }
    return render_page_or(PART, request, "syllabus/pipeline.html", context)


def _telling(request: Request, found: Pipeline, node: str) -> Telling:
    """What the address asks for; not found where this pipeline has no such thing."""
    query = dict(request.GET.lists())
    try:
        ways = ways_asked(query, (way["key"] for way in found.data["alternatives"]))
        view = PipelineView.of(found.data, found.page, ways)
        look = look_of(view, node, query)
    except NotThere:
        raise Http404 from None
    return Telling.of(view, look, found.drawings, _addresses(found, view))


def _addresses(found: Pipeline, view: PipelineView) -> Callable[[Look], str]:
    def address(look: Look) -> str:
        path = found.node_address(look.node) if look.node else found.href
        query = look.query(view)
        return f"{path}?{query}" if query else path

    return address


def _ways(telling: Telling, found: Pipeline) -> list[Link]:
    """Each alternative, to be taken or given back. What is chosen is dropped where it is not there then."""
    links = []
    for way in telling.view.alternatives:
        ways = tuple(
            other.key for other in telling.view.alternatives if other.taken != (other.key == way.key)
        )
        there = {node["key"] for node in built(found.data, ways)}
        changes: dict[str, Any] = {"ways": ways}
        for name in ("node", "fails"):
            if getattr(telling.look, name) not in there:
                changes[name] = ""
        links.append(Link(way.title, telling.changed(**changes), way.taken, way.text))
    return links


def _files(telling: Telling, found: Pipeline) -> list[Link]:
    """The picture as a file, in the state at hand: lying and standing."""
    path = (
        reverse("syllabus:loop-picture")
        if found.key == LOOP
        else reverse("syllabus:pipeline-picture", args=[found.key])
    )
    told = [f"node={telling.look.node}" if telling.look.node else "", telling.look.query(telling.view)]
    words = {"wide": "left to right", "narrow": "top to bottom"}
    return [
        Link(word, f"{path}?{'&'.join(part for part in (*told, f'form={form}') if part)}")
        for form, word in words.items()
    ]
