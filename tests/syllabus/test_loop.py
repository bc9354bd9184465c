"""A pipeline as one graph, and how it is drawn."""

from __future__ import annotations

import random

from syllabus import painting, pictures
from syllabus.look import Look
from syllabus.loop import PipelineView
from syllabus.rendering import as_data, as_html
from tests.syllabus.small import sound


def told(**changes):
    """The one pipeline of the small syllabus, as it is stored: data and html."""
    [pipeline] = sound(**changes).pipelines
    return as_data(pipeline), as_html(pipeline)


def view_of(*ways, **changes) -> PipelineView:
    return PipelineView.of(*told(**changes), ways)


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
    assert view.standing("fit", "gate", "needed") == view.standing("keep", "gate", "needs") == "apart"
    assert view.standing("fit", "gate", "needs") == "needed"
    assert view.standing("keep", "gate", "needed") == "dependant"


def test_what_a_node_needs_through_others_is_told_in_an_order_it_can_happen():
    view = view_of()

    assert view.needs_through("keep") == ("start", "fit")
    assert view.needs_through("gate") == ("start",)
    assert view.needs_through("fit") == view.needs_through("start") == ()


def test_only_edges_on_the_way_are_marked():
    view = view_of()

    assert view.on_the_way("start", "fit", "gate")
    assert view.on_the_way("gate", "end", "gate")
    assert not view.on_the_way("gate", "end", "keep")
    assert not view.on_the_way("gate", "end", "")


def test_the_picture_is_the_graph():
    view = view_of()
    drawings = pictures.drawn(*told())

    for form in pictures.DIRECTIONS:
        picture = painting.picture(view, drawings, form, Look("gate"))
        assert [painted.node.key for painted in picture.nodes] == list(view.nodes)
        assert {(e.before, e.after) for e in picture.edges if not e.is_return} == set(view.graph.edges)
        assert [(e.before, e.after) for e in picture.edges if e.is_return] == [("keep", "start")]
        assert [region.title for region in picture.regions] == ["Outside", "Inside"]


def test_the_words_fit_into_their_boxes():
    wordy = ("title: Fit the model", "title: Fit one wide and wordy model on everything")
    view = view_of(loop=wordy)
    drawings = pictures.drawn(*told(loop=wordy))

    for form in pictures.DIRECTIONS:
        for painted in painting.picture(view, drawings, form).nodes:
            widest = max(pictures.letters(line) for _y, line, _wide in painted.lines)
            assert widest <= painted.box.w, painted.node.key
            assert len(painted.lines) * pictures.LINE <= painted.box.h, painted.node.key
            assert all(painted.box.y < y < painted.box.bottom for y, _line, _wide in painted.lines)


def test_a_title_is_never_lost_in_wrapping():
    chance = random.Random(7)
    for _ in range(200):
        words = [
            "".join(chance.choices("aimWx-", k=chance.randint(1, 14))) for _ in range(chance.randint(1, 7))
        ]
        lines = pictures.wrapped(" ".join(words), 72)
        assert " ".join(lines).split() == words
