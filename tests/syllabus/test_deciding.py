"""What follows from the answers to a decision aid: on every way of answering, and on every part of one."""

from __future__ import annotations

from itertools import product

import pytest

from syllabus.deciding import Decided, Open, completions, contradicted, decide, first_rule, heard, options
from syllabus.formats import read_syllabus
from syllabus.rendering import as_data
from tests.syllabus.small import TODAY, read, sound
from tests.syllabus.test_syllabus_formats import ROOT


def shipped():
    """The aid as it is shipped, beside the topics, traps and FAQs that it speaks of."""
    folder = ROOT / "content"
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    syllabus = read_syllabus(files, today=TODAY).syllabus
    assert syllabus is not None
    return as_data(syllabus.aids[0])


SMALL = as_data(sound().aids[0])
SHIPPED = shipped()
AIDS = [pytest.param(SMALL, id="small"), pytest.param(SHIPPED, id="shipped")]


def ways(aid):
    """Every way of answering some of the questions, all and none among them."""
    keys = [question["key"] for question in aid["questions"]]
    for way in product(*[[None, *options(question)] for question in aid["questions"]]):
        yield {key: option for key, option in zip(keys, way, strict=True) if option is not None}


def expected(work, flow, airflow, asks):
    """What the lesson on orchestrators says, in its order; the rules say it in another form."""
    if work == "start":
        return "eventbridge"
    if work == "code":
        return "codepipeline"
    if airflow == "yes":
        return "mwaa"
    if work == "services" or flow == "many" or asks == "errors":
        return "step-functions"
    return "pipelines"


def clashes(way):
    """What the lesson on orchestrators says of a single start: there are no steps to say anything of."""
    return way.get("work") == "start" and (way.get("flow") == "many" or way.get("asks") in ("ml", "errors"))


def sensible(aid, way):
    """The ways of answering the rest that contradict nothing; all, where what is answered already does."""
    wholes = list(completions(aid, way))
    return [whole for whole in wholes if aid is SMALL or not clashes(whole)] or wholes


def test_every_full_set_of_answers_gives_what_the_lesson_says():
    all_ways = list(completions(SHIPPED, {}))

    assert len(all_ways) == 64
    for way in all_ways:
        outcome = decide(SHIPPED, way)
        assert isinstance(outcome, Decided)
        assert outcome.rule["choose"] == expected(**way), way
        assert outcome.idle == ()


@pytest.mark.parametrize("aid", AIDS)
def test_some_answers_decide_exactly_when_all_ways_to_go_on_agree(aid):
    for way in ways(aid):
        chosen = {first_rule(aid, whole)["choose"] for whole in sensible(aid, way)}
        outcome = decide(aid, way)

        assert isinstance(outcome, Decided) == (len(chosen) == 1), way
        if isinstance(outcome, Decided):
            assert {outcome.rule["choose"]} == chosen
            assert not set(outcome.idle) & set(way)
        else:
            assert set(outcome.possible) == chosen


@pytest.mark.parametrize("aid", AIDS)
def test_a_question_is_still_asked_exactly_when_its_answer_can_matter(aid):
    every = {question["key"]: options(question) for question in aid["questions"]}
    for way in ways(aid):
        outcome = decide(aid, way)
        if isinstance(outcome, Open):
            matters = {
                asked
                for asked in every.keys() - way.keys()
                for whole in sensible(aid, way)
                for other in every[asked]
                if (changed := whole | {asked: other}) in sensible(aid, way)
                and first_rule(aid, changed)["choose"] != first_rule(aid, whole)["choose"]
            }
            assert set(outcome.asking) == matters
            assert matters


@pytest.mark.parametrize("aid", AIDS)
def test_the_reasons_hold_for_the_answers_given(aid):
    """A rule that is shown rests on no answer that was not given, wherever there is such a rule."""
    for way in ways(aid):
        outcome = decide(aid, way)
        if isinstance(outcome, Decided):
            wanted = {when["key"]: when["value"] for when in outcome.rule["when"]}
            assert wanted.items() <= way.items() or aid is SMALL, (way, outcome.rule["rule"])


@pytest.mark.parametrize("aid", AIDS)
def test_every_rule_is_shown_for_some_answers(aid):
    shown = {outcome.rule["rule"] for way in ways(aid) if isinstance(outcome := decide(aid, way), Decided)}

    assert shown == {rule["rule"] for rule in aid["rules"]}


def test_answers_that_cannot_all_be_right_are_told_as_such_and_no_others():
    for way in ways(SHIPPED):
        assert (contradicted(SHIPPED, way) is not None) == clashes(way), way


def test_a_way_out_takes_back_no_more_than_is_needed():
    for way in ways(SHIPPED):
        if broken := contradicted(SHIPPED, way):
            assert broken.ways_out
            for out in broken.ways_out:
                kept = {key: option for key, option in way.items() if key not in out}
                assert contradicted(SHIPPED, kept) is None
                for key in out:
                    assert contradicted(SHIPPED, {**kept, key: way[key]}) is not None

    both = contradicted(SHIPPED, {"work": "start", "flow": "many", "airflow": "no", "asks": "ml"})
    assert both is not None
    assert len(both.contradictions) == 2
    assert both.ways_out == (("work",), ("flow", "asks"))


def test_a_question_whose_answer_may_contradict_is_not_said_to_be_idle():
    outcome = decide(SHIPPED, {"work": "start"})

    assert isinstance(outcome, Decided)
    assert outcome.idle == ("airflow",)


def test_what_would_contradict_an_answer_is_not_possible_any_more():
    outcome = decide(SHIPPED, {"flow": "many"})

    assert isinstance(outcome, Open)
    assert outcome.possible == ("step-functions", "mwaa", "codepipeline")


def test_nothing_answered_leaves_everything_open():
    outcome = decide(SHIPPED, {})

    assert isinstance(outcome, Open)
    assert outcome.possible == tuple(choice["key"] for choice in SHIPPED["choices"])
    assert outcome.asking == ("work", "flow", "airflow", "asks")


def test_what_is_not_asked_or_no_option_is_not_heard():
    said = {"work": "sagemaker", "flow": "round", "colour": "red", "asks": ""}

    assert heard(SHIPPED, said) == {"work": "sagemaker"}


def test_each_answer_tells_why_and_where_to_read():
    for rule in SHIPPED["rules"]:
        assert rule["fact"]
        assert rule["phrase"]
        assert rule["passages"]
        assert rule["traps"]
        assert rule["faqs"]


def test_too_many_ways_are_refused_and_not_walked():
    many = "\n".join(
        f"  q{n}: {{ask: What?, options: {{{', '.join(f'o{m}: x' for m in range(50))}}}}}" for n in range(50)
    )
    found = read(**{"aids/": ("questions:\n", f"questions:\n{many}\n")})

    assert [problem.code for problem in found.problems] == ["S061"]
