"""One question is edited in the text: everything else stays as it was written, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.services.beginnings import starter
from quizzes.formats.bank import question_data, write_bank
from quizzes.formats.bank.editing import CannotEdit, add, paths_at, question_at, replace
from tests.builders import a_bank, a_case, choice, matching, ordering

WRITTEN = """\
# ours
bank:   a-bank   # spaced
title: 'A bank'

questions:

# the first
- kind: choice
  key: one      # for life
  prompt: |     # asked so
    Where is it?

    And why?


  options:      # four
    step: {text: On each step, correct: true}   # right
    # what many believe
    pipeline:
      text: On the pipeline
      why: "There is none."   # told
    run: When it starts
  explain: >-
    Folded
    text.
  topics: [caching,
           loop]  # two

# the second, flow
- {kind: choice, key: two, prompt: P, options: {a: A, b: {text: B, correct: true}}, explain: E}
# the end
"""
ONE, TWO = ("questions", 0), ("questions", 1)


def edited(change: Callable[[dict[str, Any]], None], path: Any = ONE, text: str = WRITTEN) -> str:
    data = question_at(text, path)
    change(data)
    return replace(text, path, data)


def test_nothing_changed_is_nothing_written() -> None:
    assert edited(lambda data: None) == WRITTEN
    assert edited(lambda data: None, TWO) == WRITTEN


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (lambda d: d.update(key="uno"), "key: one ", "key: uno "),
        (lambda d: d["options"].update(run="Late"), "run: When it starts", "run: Late"),
        (lambda d: d["options"]["pipeline"].update(why="No."), '"There is none."', "No."),
        (lambda d: d["options"]["pipeline"].pop("why"), '      why: "There is none."   # told\n', ""),
        (
            lambda d: d["options"].update(more="Anywhere"),
            "    run: When it starts\n",
            "    run: When it starts\n    more: Anywhere\n",
        ),
        (lambda d: d["options"].pop("run"), "    run: When it starts\n", ""),
        (
            lambda d: d["options"]["step"].update(why="It is."),
            "{text: On each step, correct: true} ",
            "{text: On each step, correct: true, why: It is.} ",
        ),
        (lambda d: d.update(explain="Short."), ">-\n    Folded\n    text.", "Short."),
        (lambda d: d.update(topics=["loop"]), "[caching,\n           loop]  #", "[loop]  #"),
        (lambda d: d.pop("topics"), "  topics: [caching,\n           loop]  # two\n", ""),
        (
            lambda d: d.update(pin=["run"]),
            "           loop]  # two\n",
            "           loop]  # two\n  pin: [run]\n",
        ),
    ],
)
def test_only_what_differs_is_written_anew(
    change: Callable[[dict[str, Any]], None], before: str, after: str
) -> None:
    assert WRITTEN.count(before) == 1
    assert edited(change) == WRITTEN.replace(before, after)


def test_what_was_a_block_is_written_as_one_and_its_blank_lines_stay() -> None:
    text = edited(lambda d: d.update(prompt="Where?\nAnd when?\n"))
    assert "prompt: |\n    Where?\n    And when?\n\n\n  options:      # four" in text


def test_another_order_of_the_pieces_writes_their_field_anew_and_nothing_else() -> None:
    text = edited(lambda d: d.update(options=dict(reversed(d["options"].items()))))
    assert list(question_at(text, ONE)["options"]) == ["run", "pipeline", "step"]
    assert text.partition("  options:")[0] == WRITTEN.partition("  options:")[0]
    assert text.partition("  explain:")[2] == WRITTEN.partition("  explain:")[2]
    assert "options:      # four\n" in text


def test_a_question_on_one_line_stays_on_it() -> None:
    text = edited(lambda d: d.update(explain="Other"), TWO)
    assert text == WRITTEN.replace("explain: E}", "explain: Other}")


def test_line_ends_stay_those_of_the_file() -> None:
    crlf = WRITTEN.replace("\n", "\r\n")
    text = edited(lambda d: d["options"].update(more="Two\nlines\n"), text=crlf)
    assert "\n" not in text.replace("\r\n", "")
    assert text.replace("\r\n", "\n") == edited(lambda d: d["options"].update(more="Two\nlines\n"))


@pytest.mark.parametrize(
    "text", ["a: [", "a: &x b\nc: *x\n", "a: 1\na: 2\n", "", "- a\n", "bank: b\nquestions:\n  - text\n"]
)
def test_what_is_not_sound_yaml_or_no_question_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(CannotEdit, match=r"\.$"):
        replace(text, ONE, {"kind": "choice"})


def test_a_draft_whose_other_questions_are_unsound_is_edited_all_the_same() -> None:
    broken = WRITTEN.replace("key: two", "keey: two")
    assert edited(lambda d: d.update(key="uno"), text=broken) == broken.replace("key: one", "key: uno")


@pytest.mark.parametrize(
    "text", [WRITTEN, starter(), "bank: b\ntitle: B\n", "bank: b\nquestions: []\n# end\n"], ids=range(4)
)
def test_a_question_is_added_at_the_end_and_what_was_there_stays(text: str) -> None:
    data = question_data(ordering("added"))
    longer = add(text, data)
    kept = text.removesuffix("# the end\n").removesuffix("questions: []\n# end\n")
    assert longer.startswith(kept.rstrip("\n"))
    asked = longer.count("key: added")
    assert asked == 1


TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u2028\u2029\ufeff"
    ),
    min_size=1,
).filter(lambda text: text.strip() == text)
QUESTIONS = (choice("a"), a_case("shop"), matching("b"), ordering("c"))
BANK = write_bank(a_bank(*QUESTIONS))


@given(st.sampled_from([("questions", 0), ("questions", 1, "questions", 2), ("questions", 3)]), TEXTS, TEXTS)
def test_whatever_is_said_is_read_back_and_every_other_line_stays(path: Any, prompt: str, why: str) -> None:
    data = question_at(BANK, path)
    data |= {"prompt": prompt, "asks": "recall", "explain": f"{why}\n{prompt}"}
    text = replace(BANK, path, data)
    assert question_at(text, path) == data
    start = BANK.index(f"key: {data['key']}\n")
    assert text[:start] == BANK[:start]
    if path != ("questions", 3):
        rest = BANK[BANK.index("kind", BANK.index("kind", start) - 1) :]
        assert text.endswith(rest)


def test_a_place_belongs_to_the_deepest_field_around_it() -> None:
    line = WRITTEN[: WRITTEN.index('"There is')].count("\n") + 1
    found = paths_at(WRITTEN, [(line, 12), (1, 1)])
    assert found == [(*ONE, "options", "pipeline", "why"), ()]
    assert paths_at("a: [", [(1, 1)]) == [()]
