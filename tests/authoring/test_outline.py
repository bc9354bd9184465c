"""What a text asks, sound or not, and which problem belongs to which question."""

from __future__ import annotations

from datetime import date

import pytest

from authoring.outline import Outline, outline
from quizzes.formats import bank as bank_format
from tests.builders import a_bank, a_case, choice, matching, ordering

SOUND = bank_format.write_bank(a_bank(choice("first"), a_case("shop"), matching("last")))


def outlined(text: str) -> Outline:
    read = bank_format.read_bank(
        text.encode(), file="bank.yaml", judged="upload", known=bank_format.Known(), today=date(2026, 11, 21)
    )
    return outline(read.entries, read.problems)


def broken(key: str) -> str:
    """The text with a question that explains nothing."""
    at = SOUND.index(f"key: {key}\n")
    return SOUND[:at] + SOUND[at:].replace("explain:", "explian:", 1)


def test_questions_are_counted_through_and_cases_hold_theirs() -> None:
    found = outlined(SOUND)
    assert [(row.number, row.key, row.part, row.parts) for row in found.rows] == [
        (1, "first", 0, 0),
        (0, "shop", 0, 0),
        (2, "shop-starts", 1, 3),
        (3, "shop-order", 2, 3),
        (4, "shop-pairs", 3, 3),
        (5, "last", 0, 0),
    ]
    assert [row.number for row in found.questions] == [1, 2, 3, 4, 5]
    assert all(row.question is not None for row in found.questions)


def test_a_question_is_asked_with_what_it_has_of_its_case() -> None:
    case = a_case("shop", choice("alone", topics=()), ordering("other"), topics=("loop",))
    found = outlined(bank_format.write_bank(a_bank(case)))
    row = found.question("alone")
    assert row is not None
    assert row.question == case.asked[0]
    assert row.question != case.questions[0]
    assert row.of_case == case


@pytest.mark.parametrize("key", ["first", "shop-order", "last"])
def test_a_problem_belongs_to_the_question_in_whose_lines_it_stands(key: str) -> None:
    found = outlined(broken(key))
    assert {row.key for row in found.rows if row.problems} == {key}
    assert {row.key for row in found.questions if row.question is None} == {key}
    assert found.before == ()


def test_the_sound_questions_of_a_case_stay_when_another_of_its_questions_is_broken() -> None:
    row = outlined(broken("shop-order")).question("shop-pairs")
    assert row is not None
    assert row.of_case is not None
    assert [question.key for question in row.of_case.questions] == ["shop-starts", "shop-pairs"]
    assert row.question is not None


def test_no_question_of_a_case_is_asked_without_its_scenario() -> None:
    found = outlined(SOUND.replace("scenario:", "scenery:"))
    assert {row.key for row in found.questions if row.question} == {"first", "last"}


def test_what_stands_around_the_questions_is_told_before_them() -> None:
    found = outlined(SOUND.replace("title: A bank", "titel: A bank"))
    assert {problem.code for problem in found.before} == {"B015", "B016"}
    assert not any(row.problems for row in found.rows)


def test_of_two_questions_of_one_key_the_first_has_it_as_its_address() -> None:
    twice = bank_format.write_bank(a_bank(choice("same"), choice("same", prompt="Another?")))
    assert [row.key for row in outlined(twice).rows] == ["same", ""]


@pytest.mark.parametrize(
    "entry", ["just text", "[a, list]", "{kind: essay}", "{key: [a]}", "{kind: choice, key: No Slug}", "{}"]
)
def test_whatever_stands_where_a_question_should_is_listed(entry: str) -> None:
    found = outlined(f"bank: b\ntitle: B\nquestions:\n  - {entry}\n")
    (row,) = found.rows
    assert (row.number, row.key, row.question) == (1, "", None)
    assert row.problems


@pytest.mark.parametrize("text", ["", "bank: [", "bank: b\n", "bank: b\nquestions: none\n", "- a\n"])
def test_a_text_without_questions_has_no_rows(text: str) -> None:
    found = outlined(text)
    assert found.rows == ()
    assert found.before


def test_before_and_after_pass_over_what_has_no_address() -> None:
    found = outlined(SOUND.replace("key: shop-order", "key: Shop Order"))
    row = found.question("shop-pairs")
    assert row is not None
    assert [each.key if each else None for each in found.beside(row)] == ["shop-starts", "last"]
