"""What an attempt shows: needs kept and broken, what was taken for what, each with what could have been."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizzes.confusions import LONGEST, Sign, name_of, signs, step_of
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from tests.builders import choice, matching, ordering

STEPS = {"ProcessingStep": "processing", "TrainingStep": "training", "Condition": "condition", "Fail": "fail"}
ORDERING = ordering()
MATCHING = matching(
    responses={
        "fit": Response("`TrainingStep`"),
        "branch": Response("`Condition`"),
        "stop": Response("`Fail`"),
        "tune": Response("Nothing"),
    },
    prompts={"training": "Fits", "condition": "Branches", "fail": "Ends"},
)


def found(question, response, sort):
    return {(s.one, s.other, s.wrong) for s in signs(question, response, STEPS) if s.sort == sort}


def test_a_need_is_kept_or_broken_by_the_names_of_its_steps():
    assert found(ORDERING, ("train", "clean", "test"), "need") == {
        ("step:processing", "step:training", True),
        ("step:training", "Measure the model", False),
    }


def test_a_need_of_which_an_end_is_missing_is_neither():
    assert found(ORDERING, ("clean", "gate"), "need") == set()


def test_two_items_of_one_step_are_told_by_their_texts():
    question = ordering(
        items={"clean": "Clean in `ProcessingStep`", "test": "Measure in `ProcessingStep`"},
        needs={"test": {"clean": ORDERING.needs["train"]["clean"]}},
    )

    assert found(question, ("test", "clean"), "need") == {
        ("Clean in `ProcessingStep`", "Measure in `ProcessingStep`", True)
    }


def test_a_distractor_is_an_intruder_where_it_was_taken_in():
    question = ordering(distractors={"deploy": Distractor("Deploy"), "stop": Distractor("`Fail`")})

    assert found(question, ("clean", "stop"), "intruder") == {("", "Deploy", False), ("", "step:fail", True)}


def test_a_wrong_pair_names_the_step_that_was_asked_for_and_the_one_that_was_taken():
    response = {"training": "fit", "condition": "stop", "fail": "tune"}

    assert found(MATCHING, response, "asked") == {
        ("step:training", "", False),
        ("step:condition", "", True),
        ("step:fail", "", True),
    }
    assert found(MATCHING, response, "taken") == {
        ("step:condition", "step:fail", True),
        ("step:fail", "Nothing", True),
    }


def test_steps_in_the_prompts_are_told_by_whom_the_response_belongs_to():
    question = matching(prompts={"training": "`TrainingStep`", "condition": "`Condition`", "fail": "`Fail`"})

    assert found(question, {"training": "branch"}, "taken") == {("step:training", "step:condition", True)}


def test_a_prompt_without_a_response_was_not_asked():
    assert signs(MATCHING, {"training": "", "fail": "gone"}, STEPS) == ()


def test_a_choice_tells_only_where_its_right_option_is_a_step():
    options = {
        "a": Option("A `Condition`", True),
        "b": Option("A `Fail` step"),
        "c": Option("Something"),
    }

    assert found(choice(options=options), ("b", "c"), "taken") == {("step:condition", "step:fail", True)}
    assert found(choice(options=options), ("a",), "asked") == {("step:condition", "", False)}
    assert signs(choice(), ("pipeline",), STEPS) == ()


def test_names_keep_to_what_a_tally_can_hold():
    assert len(name_of("x" * 500, {})) == LONGEST
    assert step_of(name_of("`Fail`", STEPS)) == "fail"
    assert step_of(name_of("`Fail` and `Condition`", STEPS)) == ""


def test_a_step_with_something_beside_it_is_shown_whole():
    assert name_of("`Fail` plus a rule for SNS", STEPS) == "`Fail` plus a rule for SNS"
    assert name_of("A `Fail` step, and an alarm", STEPS) == "A `Fail` step, and an alarm"
    assert step_of(name_of("A `ProcessingStep` cleans and splits the data", STEPS)) == "processing"


ids = st.sampled_from([*ORDERING.items, *ORDERING.distractors])


@given(st.lists(ids, unique=True, min_size=1))
def test_what_is_wrong_among_the_signs_of_an_ordering_is_what_the_verdict_finds(response):
    verdict = ORDERING.grade(response)
    shown = signs(ORDERING, tuple(response), STEPS)

    assert sum(s.wrong for s in shown if s.sort == "need") == sum(
        f.fault == "broken-need" for f in verdict.findings
    )
    assert sum(s.wrong for s in shown if s.sort == "intruder") == sum(
        f.fault == "distractor-used" for f in verdict.findings
    )
    assert not verdict.correct or not any(s.wrong for s in shown)


@given(
    st.dictionaries(st.sampled_from([*MATCHING.prompts]), st.sampled_from([*MATCHING.responses]), min_size=1)
)
def test_every_wrong_pair_is_one_confusion_of_something_that_was_asked(response):
    wrong = {f.subject for f in MATCHING.grade(response).findings if f.fault == "wrong-pair"}
    shown = signs(MATCHING, response, STEPS)

    taken = [s for s in shown if s.sort == "taken"]
    assert len(taken) == len(wrong)
    assert {s.one for s in taken} == {s.one for s in shown if s == Sign("asked", s.one, "", True)}
