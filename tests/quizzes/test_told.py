from __future__ import annotations

from itertools import combinations, permutations

import pytest

from quizzes.drawings import drawing_of
from quizzes.engines.base import Unanswered
from quizzes.rendering import render
from quizzes.told import Told, tell
from tests.builders import choice, matching, ordering, right


def told(question, response) -> Told:
    return tell(question, response, render(question), shown=question.shown(), drawing=drawing_of(question))


@pytest.mark.parametrize("question", [ordering(), matching(), choice()], ids=lambda q: q.kind)
def test_a_right_response_has_nothing_to_look_at_and_every_row_stands_right(question):
    verdict = told(question, right(question))

    assert verdict.correct
    assert verdict.lines == ()
    assert "wrong" not in {row.state for row in verdict.given}


@pytest.mark.parametrize("question", [ordering(), matching(), choice()], ids=lambda q: q.kind)
def test_blank_has_no_verdict(question):
    with pytest.raises(Unanswered):
        told(question, {} if question.kind == "matching" else ())


def test_a_broken_need_is_told_with_both_texts_and_its_reason():
    verdict = told(ordering(), ("clean", "test", "train", "gate"))

    (line,) = verdict.lines
    assert line.fault == "broken-need"
    assert line.subject == "Measure the model"
    assert "TrainingStep" in line.other
    assert line.reasons == ("There is no artifact to measure yet.",)


def test_both_ends_of_a_broken_need_are_marked_and_its_line_in_the_picture_is_named():
    verdict = told(ordering(), ("clean", "test", "train", "gate"))

    assert [row.state for row in verdict.given] == ["right", "wrong", "wrong", "right"]
    assert verdict.broken == {("2", "3")}
    assert [row.number for row in verdict.right] == ["1", "2", "3", "4"]


def test_what_a_tick_means_is_told_where_something_is_wrong_and_something_ticked():
    assert told(ordering(), ("clean", "test", "train", "gate")).ticked
    assert not told(ordering(), right(ordering())).ticked
    assert not told(ordering(), ("train", "clean")).ticked


def test_what_comes_too_early_through_what_is_missing_stands_not_right():
    """The gate needs the metric, which needs the model: without the metric it still comes after the model."""
    verdict = told(ordering(), ("clean", "deploy", "gate", "train"))

    assert [row.state for row in verdict.given] == ["right", "wrong", "wrong", "wrong"]
    (line,) = [line for line in verdict.lines if line.fault == "too-early"]
    assert line.subject == "Compare the metric with the limit"
    assert "TrainingStep" in line.other
    assert verdict.broken == frozenset()


@pytest.mark.parametrize("changes", [{}, {"needs": {}, "order": ("clean", "train", "test", "gate")}])
def test_a_row_stands_right_where_no_right_order_has_it_otherwise(changes):
    question = ordering(**changes)
    for size in range(1, 6):
        for placed in permutations([*question.items, "deploy"], size):
            after = question.graph.ancestors
            turned = {
                end
                for a, b in combinations(placed, 2)
                if a in question.items and b in after(a)
                for end in (a, b)
            }
            states = {item: row.state for item, row in zip(placed, told(question, placed).given, strict=True)}
            assert {item for item in question.items if states.get(item) == "wrong"} <= turned
            standing = [item for item in placed if states[item] == "right"]
            assert not any(b in after(a) for a, b in combinations(standing, 2))


def test_what_stands_before_all_that_it_needs_in_the_end_stands_not_right():
    verdict = told(ordering(), ("test", "gate", "clean", "train"))

    assert [row.state for row in verdict.given] == ["wrong", "wrong", "right", "wrong"]
    assert [line.fault for line in verdict.lines] == ["broken-need"]


def test_a_used_distractor_and_what_it_pushed_out_are_both_told():
    verdict = told(ordering(), ("clean", "train", "test", "deploy"))

    assert {line.fault for line in verdict.lines} == {"distractor-used", "left-out"}
    assert verdict.traps == ("register-deploys",)


def test_the_steps_named_in_what_went_wrong_are_what_is_linked():
    verdict = told(ordering(), ("train", "clean", "test", "gate"))

    assert verdict.texts == ("Fit a model with `TrainingStep`", "Split the raw data with `ProcessingStep`")


def test_how_many_orders_are_right_is_told():
    loose = ordering(needs={"gate": ordering().needs["gate"]})

    assert told(loose, right(loose)).orders == 12


def test_an_order_of_one_sequence_is_told_like_any_other():
    sequence = ordering(needs={}, order=("clean", "train", "test", "gate"), distractors={})
    verdict = told(sequence, ("train", "clean", "test", "gate"))

    assert [line.fault for line in verdict.lines] == ["out-of-sequence"]
    assert verdict.orders == 1


def test_each_pair_is_told_with_what_was_given_and_what_is_right():
    verdict = told(matching(), {"training": "tune", "condition": "branch"})

    rows = [(row.state, row.given, row.right) for row in verdict.given]
    assert rows == [
        ("wrong", "Searches hyperparameters", "Fits a model"),
        ("right", "Branches on a metric", "Branches on a metric"),
        ("wrong", "", "Ends the run as failed"),
    ]
    assert [line.fault for line in verdict.lines] == ["wrong-pair", "unpaired"]
    assert verdict.lines[0].reasons == ("That is TuningStep.",)


def test_a_response_that_serves_twice_is_named_by_its_own_text():
    verdict = told(matching(), {"training": "fit", "condition": "fit", "fail": "stop"})

    assert ("reused", "Fits a model") in [(line.fault, line.subject) for line in verdict.lines]


def test_every_option_is_told_with_its_reason_whatever_was_chosen():
    verdict = told(choice(), ("pipeline",))

    assert [(row.state, row.chosen) for row in verdict.given] == [
        ("right", False),
        ("wrong", True),
        ("plain", False),
        ("plain", False),
    ]
    assert all(row.why for row in verdict.given)
    assert verdict.traps == ("pipeline-level-cache",)


def test_options_stay_in_the_order_in_which_the_board_showed_them():
    question = choice()
    shown = {"options": ("run", "step", "account", "pipeline")}

    verdict = tell(question, ("step",), render(question), shown=shown)

    assert [row.text for row in verdict.given] == [question.options[key].text for key in shown["options"]]


def test_reasons_have_a_column_where_a_pair_has_one():
    bare = matching(why={})

    assert told(matching(), right(matching())).reasoned
    assert not told(bare, right(bare)).reasoned
