"""The banks are as large and as varied as was promised, and the lessons answer them."""

from __future__ import annotations

import pytest

from kit.yamlsource import read
from quizzes.engines import Choice, Matching, Ordering
from studyapp.management.content import find
from studyapp.management.report import FEWEST, WANTED, report
from tests.content.reality import ROOT


@pytest.fixture(scope="module")
def covered(checked):
    documents = {file: read(raw, file=file) for file, raw in find([ROOT / "content"]).files.items()}
    return report(checked.syllabus, checked.known, checked.by_file, documents)


def test_nothing_falls_short(covered):
    assert [str(problem) for problem in covered.shortfalls] == []


def test_there_are_as_many_of_each_kind_as_were_promised(covered):
    assert all(covered.kinds[kind] >= wanted for kind, wanted in WANTED.items()), covered.kinds


def test_half_of_the_choices_have_several_right_options(covered):
    assert 0.45 <= covered.several / covered.kinds["choice"] <= 0.6


def test_a_case_has_two_to_four_questions(covered):
    assert set(covered.cases.values()) <= {2, 3, 4}


def test_half_ask_for_judgement(covered):
    assert covered.by("asks")["judgement"] >= len(covered.asked) / 2


def test_every_trap_is_tested_twice_and_every_topic_asked(covered):
    assert all(len(names) >= FEWEST for names in covered.traps.values())
    assert all(covered.of_topic(topic).total() >= 5 for topic in covered.topics)


def test_every_question_names_its_task(covered):
    """But for those about the exam itself, which no task covers."""
    without = {one.name for one in covered.asked if not one.question.exams}

    assert all("exam-craft" in one.question.topics for one in covered.asked if one.name in without)
    assert {exam for one in covered.asked for exam in one.question.exams} == {"MLA-C01", "MLA-C02"}


def test_a_choice_of_mla_c01_is_one_of_mla_c02_in_the_same_domain(covered):
    """The newer exam asks choices alone, outside cases; its four domains are those of the older one."""
    for one in covered.asked:
        exams = one.question.exams
        asked_there = isinstance(one.question, Choice) and not one.in_case and "MLA-C01" in exams
        assert ("MLA-C02" in exams) == asked_there, one.name
        if asked_there:
            assert set(exams["MLA-C02"]) == {task[0] for task in exams["MLA-C01"]}, one.name


def test_every_question_that_names_an_exam_has_a_shape_of_its_profile(covered, shipped):
    profiles = {exam.exam: exam.kinds for exam in shipped.exams}
    for one in covered.asked:
        for exam in one.question.exams:
            kinds = profiles[exam]
            assert kinds.case is not None or not one.in_case, one.name
            match one.question:
                case Ordering() as q:
                    low, high = kinds.ordering.places
                    assert low <= len(q.items) <= high, one.name
                case Matching() as q:
                    low, high = kinds.matching.prompts
                    assert low <= len(q.prompts) <= high, one.name
                case Choice() as q if q.several:
                    assert len(q.options) >= kinds.choice_several.options_at_least, one.name
                case Choice() as q:
                    assert len(q.options) == kinds.choice_one.options, one.name
