"""The retraining loop as a picture, a list and a table, all told by one `PipelineView`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.web.htmx import Request, render_page_or, wants_part
from syllabus import queries
from syllabus.loop import Edge, Node, PipelineView
from syllabus.models import Pipeline, StepType
from syllabus.pictures import picture

LOOP = "retraining-loop"
PART = "node-detail"


@dataclass(frozen=True, slots=True)
class Row:
    """A node as the list, the table and the detail tell it: with its edges, its step and its traps."""

    node: Node
    region: str
    family: str
    needs: list[tuple[Edge, Node]]
    needed_by: list[tuple[Edge, Node]]
    step: queries.Card | None
    traps: list[queries.Card]


@require_safe
def loop(request: Request) -> HttpResponse:
    """The loop, with nothing chosen yet."""
    return _loop(request, "")


@require_safe
def node(request: Request, key: str) -> HttpResponse:
    """The loop with one node chosen: what it does, needs, gives, and who needs it."""
    return _loop(request, key)


def _loop(request: Request, chosen: str) -> HttpResponse:
    pipeline = Pipeline.objects.current().filter(key=LOOP).first()
    context: dict[str, Any] = {"pipeline": pipeline, "is_part": wants_part(request, PART)}
    if pipeline is not None:
        view = PipelineView.of(pipeline.data, pipeline.page)
        if chosen and chosen not in view.nodes:
            raise Http404
        rows = _rows(view)
        context["rows"] = list(rows.values())
        context["pictures"] = [
            picture(view, pipeline.drawings, "wide", chosen),
            picture(view, pipeline.drawings, "narrow", chosen),
        ]
        context["returns"] = [
            (back, view.nodes[back.before], view.nodes[back.after]) for back in view.returns
        ]
        if chosen:
            context |= _chosen(rows, chosen)
    elif chosen:
        raise Http404
    return render_page_or(PART, request, "syllabus/loop.html", context)


def _chosen(rows: dict[str, Row], key: str) -> dict[str, Any]:
    order = list(rows.values())
    place = order.index(rows[key])
    return {
        "chosen": order[place],
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
    }


def _rows(view: PipelineView) -> dict[str, Row]:
    nodes = view.nodes
    around = queries.around(
        queries.steps(key__in={node.step for node in nodes.values() if node.step}),
        queries.traps(key__in={trap for node in nodes.values() for trap in node.traps}),
    )
    families = dict(StepType.Family.choices)
    steps = {card.key: card for card in around.steps}
    traps = {card.key: card for card in around.traps}
    return {
        key: Row(
            node=node,
            region=view.regions[node.region],
            family=families.get(node.family, ""),
            needs=[(edge, nodes[edge.before]) for edge in view.needs(key)],
            needed_by=[(edge, nodes[edge.after]) for edge in view.needed_by(key)],
            step=steps.get(node.step),
            traps=[traps[trap] for trap in node.traps if trap in traps],
        )
        for key, node in nodes.items()
    }
