"""A pipeline is written once and built in several ways; each way is a sound graph of its own."""

from __future__ import annotations

from syllabus import painting, pictures
from syllabus.alternatives import built, ways
from syllabus.loop import PipelineView
from tests.syllabus.test_loop import told, view_of


def keys(*way):
    return [node["key"] for node in built(told()[0], way)]


def test_as_first_written_nothing_is_changed():
    data, _html = told()

    assert built(data) == data["nodes"]


def test_a_new_node_stands_after_the_last_that_it_needs():
    assert keys("ready") == ["start", "put", "gate", "keep", "end"]


def test_what_is_left_out_takes_its_needs_along():
    view = view_of("ready")

    assert view.graph.edges == (("start", "put"), ("put", "gate"), ("gate", "keep"), ("gate", "end"))
    [edge] = view.needs("gate")
    assert edge.why == "The metric comes with it."


def test_a_return_of_what_is_left_out_is_not_told():
    assert [back.before for back in view_of("open-end").returns] == ["keep"]
    assert view_of(loop=("without: [end]", "without: [keep, end]")).returns != ()
    assert view_of("open-end", loop=("without: [end]", "without: [keep, end]")).returns == ()


def test_a_view_knows_how_it_is_built():
    assert view_of().way == ""
    assert view_of("open-end", "ready").way == "ready open-end"
    assert [(way.key, way.taken) for way in view_of("ready").alternatives] == [
        ("ready", True),
        ("open-end", False),
    ]
    assert view_of("ready").alternatives[0].text == "Nothing is <code>fitted</code>."


def test_every_way_has_its_own_pictures():
    data, html = told()
    drawings = pictures.drawn(data, html)

    assert list(drawings) == ["", "ready", "open-end", "ready open-end"]
    for way in ways(["ready", "open-end"]):
        view = PipelineView.of(data, html, way)
        for form in pictures.DIRECTIONS:
            picture = painting.picture(view, drawings, form)
            assert [painted.node.key for painted in picture.nodes] == list(view.nodes)
            assert {(e.before, e.after) for e in picture.edges if not e.is_return} == set(view.graph.edges)
