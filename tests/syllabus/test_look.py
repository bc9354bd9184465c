"""What an address asks for is read, and written again, without loss."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.look import Look, NotThere, look_of, ways_asked
from syllabus.loop import PipelineView
from syllabus.walk import deciders
from tests.syllabus.pipelines import pipeline_data, pipeline_views
from tests.syllabus.test_loop import view_of


def asked(query: str) -> dict[str, list[str]]:
    pairs = [pair.split("=") for pair in query.split("&") if pair]
    return {name: [value for other, value in pairs if other == name] for name, _value in pairs}


@given(pipeline_views(), st.data())
def test_a_look_is_read_as_it_was_written(view, data):
    node = data.draw(st.sampled_from(["", *view.nodes]))
    moment = data.draw(st.none() | st.integers(0, 99))
    kin = data.draw(st.sampled_from(["", "needs", "needed"])) if node and moment is None else ""
    fails = data.draw(st.sampled_from(["", *(decider.key for decider in deciders(view))]))
    look = Look(node, kin, moment, fails)

    assert look_of(view, node, asked(look.query(view))) == look


def test_a_query_says_no_more_than_it_must():
    assert Look().query(view_of()) == ""
    assert Look("gate", "needs", 3, "gate", ("ready",)).query(view_of("ready")) == "with=ready&gate=fails&t=3"


def test_alternatives_are_told_in_written_order_and_unknown_ones_refused():
    assert ways_asked({"with": ["b", "a", "b"]}, ["a", "b", "c"]) == ("a", "b")
    assert ways_asked({}, ["a"]) == ()
    with pytest.raises(NotThere):
        ways_asked({"with": ["d"]}, ["a"])


def test_a_gate_is_not_there_where_there_is_none():
    seeds = (random.Random(seed) for seed in range(99))
    views = [PipelineView.of(data, data) for data in map(pipeline_data, seeds)]
    view = next(view for view in views if not any(node.is_gate for node in view.nodes.values()))

    for gate in ("passes", "fails"):
        with pytest.raises(NotThere):
            look_of(view, "", {"gate": [gate]})


def test_a_number_of_any_length_is_a_moment():
    assert look_of(view_of(), "", {"t": ["9" * 5000]}).moment == 999_999
