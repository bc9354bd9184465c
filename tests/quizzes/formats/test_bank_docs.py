"""docs/bank-format.md says what the program does."""

from __future__ import annotations

import os
import re
import textwrap

import pytest

from quizzes.formats.bank.codes import CODES
from quizzes.formats.bank.codes.telling import codes_in_markdown
from quizzes.formats.bank.forms import BankAsRead, CaseAsRead, ChoiceForm, MatchingForm, OrderingForm
from quizzes.formats.bank.rules import sizes
from tests.quizzes.formats.reading import HERE, KNOWN, TODAY, reading

PAGE = HERE.parents[2] / "docs" / "bank-format.md"
BEGIN, END = "<!-- codes: ", "<!-- end of codes -->"
TEXT = PAGE.read_text(encoding="utf-8")
TOLD = TEXT[: TEXT.index(BEGIN)]
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", TOLD, re.MULTILINE | re.DOTALL)


def test_the_codes_on_the_page_are_those_of_the_program():
    """`REWRITE=1 pytest tests/quizzes/formats` writes them anew."""
    start = TEXT.index("\n", TEXT.index(BEGIN)) + 1
    fresh = f"{TEXT[:start]}\n{codes_in_markdown()}\n{TEXT[TEXT.index(END) :]}"
    if os.environ.get("REWRITE"):
        PAGE.write_text(fresh, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == fresh
    assert re.findall(r"^### (B\d{3}) ", fresh, re.MULTILINE) == list(CODES)


def as_bank(example: str) -> str:
    if example.lstrip("# ").startswith(("bank:", "yaml-language-server")):
        return example
    return f"bank: a\ntitle: A\nquestions:\n{textwrap.indent(example, '    ').replace('    ', '  - ', 1)}"


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "…}" not in e and not e.startswith("order:")])
def test_the_examples_on_the_page_are_sound(example):
    problems = reading(as_bank(example)).problems

    assert [str(p) for p in problems] == []


def test_the_short_example_of_an_order_is_sound():
    (order,) = [e for e in EXAMPLES if e.startswith("order:")]
    (ordering,) = [e for e in EXAMPLES if e.startswith("kind: ordering")]
    without_needs = re.sub(r"^needs:.*?(?=^distractors:)", order, ordering, flags=re.MULTILINE | re.DOTALL)

    assert reading(as_bank(without_needs)).problems == ()


def test_every_field_is_told():
    for form in (BankAsRead, CaseAsRead, OrderingForm, MatchingForm, ChoiceForm):
        for field in form.model_fields:
            assert f"`{field}`" in TOLD or f"{field}:" in TOLD, field


def test_the_limits_are_told():
    for number in (sizes.MOST_PIECES, sizes.MOST_EXAMPLES, sizes.MOST_QUESTIONS, 500_000, 5_000, 20_000):
        assert f"{number:,}" in TOLD


def test_the_day_of_the_examples_is_that_of_the_tests():
    from quizzes.formats.bank.codes import telling

    assert telling.TODAY == TODAY
    assert KNOWN.topics > telling.KNOWN.topics
