"""Putting items in order: what is right, and what is told about what is not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.graph import CycleFound
from quizzes.engines.base import Finding, Reason, Unanswered
from tests.quizzes.engines import oracle
from tests.quizzes.engines.samples import ordering, random_ordering

STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=300)

RUN = ordering(
    ["clean", "train", "test", "gate"],
    {"train": ["clean"], "test": ["clean", "train"], "gate": ["test"]},
    ["deploy"],
)
LOOSE = ordering(["clean", "train", "test"], {"train": ["clean"], "test": ["clean"]})
SEQUENCE = ordering(
    ["b", "a", "d", "c"], order=("a", "b", "c", "d"), why={"c": Reason("c reads b", "c-first")}
)


def faults(question, response) -> list[tuple[str, str, str]]:
    return [(f.fault, f.subject, f.other) for f in question.grade(response).findings]


def test_every_item_once_in_an_order_that_breaks_no_need_is_right():
    verdict = RUN.grade(["clean", "train", "test", "gate"])

    assert verdict.correct
    assert verdict.findings == ()
    assert verdict.traps == ()


def test_items_with_no_path_between_them_may_stand_either_way_round():
    assert LOOSE.grade(["clean", "train", "test"]).correct
    assert LOOSE.grade(["clean", "test", "train"]).correct


def test_wrong_blocks_after_a_right_prefix_are_wrong():
    assert faults(RUN, ["clean", "train", "gate", "test"]) == [("broken-need", "gate", "test")]


def test_a_broken_need_tells_why_and_which_trap():
    assert RUN.grade(["clean", "test", "train", "gate"]).findings == (
        Finding("broken-need", "test", "train", "test reads train", "test-before-train"),
    )


def test_every_broken_need_is_named_as_written_and_none_that_only_follows():
    assert faults(RUN, ["gate", "test", "train", "clean"]) == [
        ("broken-need", "train", "clean"),
        ("broken-need", "test", "clean"),
        ("broken-need", "test", "train"),
        ("broken-need", "gate", "test"),
    ]


def test_a_used_distractor_is_named_with_why_it_does_not_belong():
    verdict = RUN.grade(["clean", "train", "test", "gate", "deploy"])

    assert verdict.findings == (Finding("distractor-used", "deploy", "", "no deploy", "trap-deploy"),)
    assert verdict.traps == ("trap-deploy",)


def test_a_distractor_in_the_place_of_an_item_leaves_the_item_out():
    assert faults(RUN, ["clean", "deploy", "test", "gate"]) == [
        ("distractor-used", "deploy", ""),
        ("left-out", "train", ""),
    ]


def test_fewer_items_than_places_are_graded_and_each_item_left_out_is_named():
    assert faults(RUN, ["train", "clean"]) == [
        ("broken-need", "train", "clean"),
        ("left-out", "test", ""),
        ("left-out", "gate", ""),
    ]


def test_a_repeated_item_is_never_right_and_its_first_place_counts():
    assert faults(RUN, ["clean", "train", "test", "gate", "clean"]) == [("repeated", "clean", "")]


def test_an_id_of_another_question_is_never_right():
    assert faults(RUN, ["clean", "train", "test", "gate", "elsewhere"]) == [("foreign", "elsewhere", "")]


def test_all_that_is_wrong_is_told_at_once():
    assert {f.fault for f in RUN.grade(["test", "clean", "clean", "deploy", "?"]).findings} == {
        "broken-need",
        "repeated",
        "distractor-used",
        "foreign",
        "left-out",
    }


def test_blank_is_unanswered_and_gets_no_verdict():
    assert RUN.is_blank([])
    assert not RUN.is_blank(["deploy"])
    with pytest.raises(Unanswered):
        RUN.grade([])


def test_where_one_sequence_is_asked_for_no_other_order_is_right():
    assert SEQUENCE.grade(["a", "b", "c", "d"]).correct
    assert SEQUENCE.right_response() == ("a", "b", "c", "d")
    assert SEQUENCE.right_orders() == 1


def test_a_break_in_the_sequence_names_the_neighbours_that_stand_the_wrong_way_round():
    assert SEQUENCE.grade(["a", "c", "b", "d"]).findings == (
        Finding("out-of-sequence", "c", "b", "c reads b", "c-first"),
    )


def test_the_right_response_is_right_and_follows_the_written_order_where_it_may():
    assert LOOSE.right_response() == ("clean", "train", "test")
    assert RUN.grade(RUN.right_response()).correct


def test_right_orders_are_counted():
    assert LOOSE.right_orders() == 2
    assert RUN.right_orders() == 1


def test_needs_in_a_circle_are_told_by_the_graph():
    with pytest.raises(CycleFound):
        _ = ordering("ab", {"a": "b", "b": "a"}).graph


def test_items_and_distractors_share_one_pool():
    assert RUN.shown() == {"pool": RUN.texts()}
    assert RUN.texts()["deploy"] == "DEPLOY"


@STEADY
@given(st.lists(st.one_of(st.sampled_from([*RUN.items, *RUN.distractors]), st.text(max_size=3)), min_size=1))
def test_any_list_of_strings_gets_a_verdict_that_the_oracle_shares(response: list[str]):
    for question in (RUN, LOOSE, SEQUENCE):
        assert question.grade(response).correct == oracle.is_right(question, tuple(response))


@STEADY
@given(st.permutations(["clean", "train", "test", "gate", "deploy"]), st.integers(1, 5))
def test_findings_are_all_that_speaks_against_a_response_and_nothing_else(pool: list[str], length: int):
    placed = pool[:length]
    broken = {
        ("broken-need", after, before)
        for after, wanted in RUN.needs.items()
        for before in wanted
        if before in placed and after in placed and placed.index(after) < placed.index(before)
    }
    used = {("distractor-used", "deploy", "")} if "deploy" in placed else set()
    missing = {("left-out", item, "") for item in RUN.items if item not in placed}

    told = faults(RUN, placed)
    assert len(told) == len(set(told))
    assert set(told) == broken | used | missing


def test_the_grader_agrees_with_the_oracle_on_every_arrangement_of_a_thousand_random_graphs():
    dice = Random(20261102)
    pools = [
        *[(2, 1), (3, 1), (3, 2), (4, 1)] * 230,
        *[(5, 1), (4, 2)] * 33,
        (7, 0),
        *[(6, 1)] * 7,
        *[(5, 2)] * 6,
    ]
    assert len(pools) == 1_000
    for places, distractors in pools:
        question = random_ordering(dice, places, distractors)

        assert oracle.disagreements(question) == []
        assert oracle.is_right(question, question.right_response())
        assert question.right_orders() == oracle.right_orders(question)


def test_the_grader_agrees_with_the_oracle_where_one_sequence_is_asked_for():
    dice = Random(7)
    for places in (2, 3, 4, 5, 6):
        items = [f"i{n}" for n in range(places)]
        question = ordering(items, distractors=["d"], order=tuple(dice.sample(items, places)))

        assert oracle.disagreements(question) == []
        assert question.right_orders() == oracle.right_orders(question) == 1
