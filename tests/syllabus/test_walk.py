"""One run, moment by moment: as AWS runs a pipeline, and for any pipeline at all."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kit.graph import Graph
from syllabus.going import STARTED
from syllabus.loop import PipelineView
from syllabus.walk import deciders, walk
from tests.syllabus.pipelines import pipeline_views
from tests.syllabus.test_loop import view_of


def states(moment):
    return {key: state.name for key, state in moment.states.items()}


def words(text):
    """A sentence as it is read."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def last(view, fails=""):
    return walk(view, fails)[-1]


def told(view, fails=""):
    return [[words(line) for line in moment.told] for moment in walk(view, fails)]


def test_before_its_start_everything_waits():
    first = walk(view_of())[0]

    assert set(states(first).values()) == {"waiting"}
    assert first.run == ""
    assert words(first.states["start"].why) == "Comes first: it needs nothing."
    assert words(first.states["gate"].why) == "Waits for Fit the model."


def test_a_run_that_goes_well():
    moments = walk(view_of())

    assert [key for moment in moments for key, name in states(moment).items() if name == "running"] == [
        "start",
        "fit",
        "gate",
        "keep",
    ]
    assert [moment.run for moment in moments] == [
        "",
        "",
        "Executing",
        "Executing",
        "Executing",
        "Succeeded",
    ]
    assert states(moments[-1]) == {
        "start": "succeeded",
        "fit": "succeeded",
        "gate": "succeeded",
        "keep": "succeeded",
        "end": "never",
    }


def test_a_gate_that_fails_leads_to_the_fail_step_which_fails_the_run():
    end = last(view_of(), "gate")

    assert end.run == "Failed"
    assert states(end)["gate"] == "succeeded"
    assert states(end)["end"] == "failed"
    assert words(end.states["keep"].why) == (
        "Keep never started: AUC 0.7 < 0.8 sent the condition to its else steps."
    )


def test_a_gate_that_fails_with_an_empty_else_list_fails_no_run():
    end = last(view_of("open-end"), "gate")

    assert end.run == "Succeeded"
    assert states(end)["keep"] == "never"
    assert "sent the condition to its else list, which is empty" in end.states["keep"].why
    assert "a condition that is false is no failure" in " ".join(end.told)


def test_no_state_is_called_skipped_and_only_statuses_of_the_api_are_told_as_such():
    for fails in ("", "gate"):
        for moment in walk(view_of(), fails):
            for key, state in moment.states.items():
                assert state.is_status == (state.word in {"Executing", "Succeeded", "Failed"}), key
                assert "skip" not in state.word.lower()


def test_the_branch_that_is_not_taken_is_given_up_when_the_gate_has_decided():
    at = [states(moment)["end"] for moment in walk(view_of())]

    assert at == ["waiting", "waiting", "waiting", "waiting", "never", "never"]


def test_what_has_happened_is_told():
    lines = told(view_of(), "gate")

    assert lines[0] == ["Nothing has started yet. Start comes first: nothing stands before."]
    assert lines[1] == ["Outside, Start is under way."]
    assert lines[2] == ["Start has happened.", "Fit the model starts: all that it needs is there."]
    assert lines[4] == [
        "Gate has Succeeded with the outcome False: AUC 0.7 < 0.8. Its else steps are next.",
        "Keep never starts: AUC 0.7 < 0.8 sent the condition to its else steps.",
        "End starts: all that it needs is there.",
    ]
    assert lines[5] == [
        "End has Failed, as a Fail step always does, and the execution fails with it.",
        "No step is left: the execution has ended as Failed, because a step has failed.",
    ]
    assert told(view_of())[-1][-1] == "The loop closes outside, by a new run (“drift”). It grows old."


def test_a_title_is_text_and_not_html():
    view = view_of(loop=("title: Fit the model", "title: Fit <i> & more"))

    assert "<b>Fit &lt;i&gt; &amp; more</b> starts" in " ".join(walk(view)[2].told)


@given(pipeline_views(), st.data())
def test_a_walk_keeps_the_needs_of_every_pipeline(view: PipelineView, data: st.DataObject):
    fails = data.draw(st.sampled_from(["", *(node.key for node in deciders(view))]))
    moments = walk(view, fails)
    graph: Graph = view.graph

    assert [moment.number for moment in moments] == list(range(len(moments)))
    assert len(moments) <= 2 * len(view.nodes) + 2
    for moment in moments:
        name = states(moment)
        for edge in view.edges:
            if name[edge.after] in STARTED:
                assert name[edge.before] == "succeeded"
                outcome = "fails" if edge.before == fails else "passes"
                assert edge.when in ("", outcome)
        for one in graph.nodes:
            for other in graph.ancestors(one):
                assert not (name[one] == name[other] == "running")
    for before, after in pairwise(moments):
        assert states(before) != states(after), "every moment changes something"
        for key, name in states(before).items():
            if name in ("succeeded", "failed", "never"):
                assert states(after)[key] == name, "what has ended stays as it is"
    assert {"waiting", "running"}.isdisjoint(states(moments[-1]).values())


@given(pipeline_views(), st.data())
def test_a_run_fails_only_where_a_step_fails_and_what_never_starts_says_why(view, data):
    fails = data.draw(st.sampled_from(["", *(node.key for node in deciders(view))]))
    end = last(view, fails)

    inside = [key for key, node in view.nodes.items() if not node.is_outside]
    failed = [key for key in inside if end.states[key].name == "failed"]
    started = [key for key in inside if end.states[key].name in STARTED]
    assert end.run == ("" if not started else "Failed" if failed else "Succeeded")
    for key in failed:
        assert view.nodes[key].ends_the_run or key == fails
    for key, state in end.states.items():
        if state.name == "never":
            assert view.nodes[key].title in words(state.why)
            assert len(words(state.why)) > len(view.nodes[key].title) + 10


@given(pipeline_views())
def test_what_comes_after_the_run_waits_for_its_end(view):
    for moment in walk(view):
        for key, node in view.nodes.items():
            if not node.is_outside or moment.states[key].name != "running":
                continue
            before = [n for n in view.graph.ancestors(key) if not view.nodes[n].is_outside]
            after = [n for n in view.graph.descendants(key) if not view.nodes[n].is_outside]
            if before and not after:
                assert moment.run in ("Succeeded", "Failed")
