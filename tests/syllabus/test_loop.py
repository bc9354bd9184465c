"""One graph tells the picture, the list and the table: they cannot say different things."""

from __future__ import annotations

import random
import re

import pytest
from django.test.html import parse_html
from django.urls import reverse

from syllabus import pictures
from syllabus.loop import PipelineView
from syllabus.models import Pipeline
from syllabus.rendering import as_data, as_html
from tests.syllabus.small import sound


def view_of(**changes) -> PipelineView:
    [pipeline] = sound(**changes).pipelines
    return PipelineView.of(as_data(pipeline), as_html(pipeline))


def test_nodes_come_in_an_order_they_can_happen():
    view = view_of()

    assert list(view.nodes) == ["start", "fit", "gate", "keep", "end"]
    assert [(edge.before, edge.after, edge.when) for edge in view.edges] == [
        ("start", "fit", ""),
        ("fit", "gate", ""),
        ("gate", "keep", "passes"),
        ("gate", "end", "fails"),
    ]


def test_how_nodes_stand_to_the_chosen_one():
    view = view_of()

    assert {key: view.standing(key, "gate") for key in view.nodes} == {
        "start": "needed",
        "fit": "needed",
        "gate": "chosen",
        "keep": "dependant",
        "end": "dependant",
    }
    assert view.standing("end", "keep") == "apart"
    assert view.standing("gate", "") == ""


def test_only_edges_on_the_way_are_marked():
    view = view_of()

    assert view.on_the_way("start", "fit", "gate")
    assert view.on_the_way("gate", "end", "gate")
    assert not view.on_the_way("gate", "end", "keep")
    assert not view.on_the_way("gate", "end", "")


def test_the_picture_is_the_graph():
    view = view_of()
    drawings = pictures.drawn(view)

    for form in pictures.DIRECTIONS:
        picture = pictures.picture(view, drawings, form, "gate")
        assert [painted.node.key for painted in picture.nodes] == list(view.nodes)
        assert {(e.before, e.after) for e in picture.edges if not e.is_return} == set(view.graph.edges)
        assert [(e.before, e.after) for e in picture.edges if e.is_return] == [("keep", "start")]
        assert [region.title for region in picture.regions] == ["Outside", "Inside"]


def test_the_words_fit_into_their_boxes():
    view = view_of(loop=("title: Fit the model", "title: Fit one wide and wordy model on everything"))
    drawings = pictures.drawn(view)

    for form in pictures.DIRECTIONS:
        for painted in pictures.picture(view, drawings, form).nodes:
            widest = max(pictures.letters(line) for _y, line in painted.lines)
            assert widest <= painted.box.w, painted.node.key
            assert len(painted.lines) * pictures.LINE <= painted.box.h, painted.node.key
            assert all(painted.box.y < y < painted.box.bottom for y, _line in painted.lines)


def test_a_title_is_never_lost_in_wrapping():
    chance = random.Random(7)
    for _ in range(200):
        words = [
            "".join(chance.choices("aimWx-", k=chance.randint(1, 14))) for _ in range(chance.randint(1, 7))
        ]
        lines = pictures.wrapped(" ".join(words), 72)
        assert " ".join(lines).split() == words


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["", "gate"])
def test_picture_list_and_table_say_the_same(loaded, client, chosen):
    address = reverse("syllabus:node", args=[chosen]) if chosen else reverse("syllabus:loop")
    body = client.get(address).content.decode()
    pipeline = Pipeline.objects.get()
    graph = PipelineView.of(pipeline.data, pipeline.html).graph

    svgs = re.findall(r"<svg class=\"dag\".*?</svg>", body, re.DOTALL)
    assert len(svgs) == 2
    for svg in svgs:
        assert nodes_in(svg) == list(graph.order())
        assert edges_in(re.sub(r'<path class="edge return".*?/>', "", svg)) == set(graph.edges)
    words = body[body.index('id="as-list"') : body.index('id="as-table"')]
    table = body[body.index('id="as-table"') : body.index("</table>")]
    for part in (words, table):
        assert nodes_in(part) == list(graph.order())
        assert edges_in(part) == set(graph.edges)
    needed_by = {
        (row.split('"')[0], after)
        for row in table.split('<tr data-node="')[1:]
        for after in re.findall(r'data-needed-by="([^"]+)"', row)
    }
    assert needed_by == set(graph.edges)


def nodes_in(html):
    return re.findall(r'data-node="([^"]+)"', html)


def edges_in(html):
    return set(re.findall(r'data-before="([^"]+)" data-after="([^"]+)"', html))


@pytest.mark.django_db
def test_the_picture_is_whole_and_its_links_follow_the_run(loaded, client):
    body = client.get(reverse("syllabus:node", args=["gate"])).content.decode()

    for svg in re.findall(r"<svg class=\"dag\".*?</svg>", body, re.DOTALL):
        picture = parse_html(svg)  # refuses what is not closed
        links = [dict(element.attributes) for element in elements(picture) if element.name == "a"]
        assert [link["aria-label"] for link in links] == [
            "Start, needed",
            "Fit the model, needed",
            "Gate, chosen",
            "Keep, waits",
            "End, waits",
        ]
        assert [link.get("aria-current") for link in links] == [None, None, "true", None, None]
        assert [link["href"] for link in links] == [
            f"/loop/{key}/#node-detail" for key in ("start", "fit", "gate", "keep", "end")
        ]
        returned = re.findall(r'class="edge return" data-before="(.*?)" data-after="(.*?)"', svg)
        assert returned == [("keep", "start")]


def elements(element):
    yield element
    for child in element.children:
        if not isinstance(child, str):
            yield from elements(child)
