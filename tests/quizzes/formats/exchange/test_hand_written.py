"""Files as other systems write them, and what becomes of each: the draft, and all that is told of it.

`REWRITE=1 pytest tests/quizzes/formats/exchange` writes what is expected anew: look at the difference.
"""

from __future__ import annotations

import os

import pytest

from tests.quizzes.formats.exchange.importing import SOURCES, importing, questions


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_file_becomes_the_draft_that_is_expected(path):
    found = importing(path.read_bytes(), file=path.name)
    told = "".join(f"{line}\n" for line in (*found.losses, *found.at_source))
    for expected, got in ((path.with_suffix(".yaml"), found.text), (path.with_suffix(".told"), told)):
        if os.environ.get("REWRITE"):
            expected.write_text(got, encoding="utf-8")

        assert got == expected.read_text(encoding="utf-8")


def test_what_is_carried_and_what_is_to_be_mended():
    """The points of the expected files, said once more: those are written by the program itself."""
    found = {
        question["key"]: question
        for path in SOURCES
        for question in questions(importing(path.read_bytes(), file=path.name))
    }

    assert right(found["two-of-four"]) == ["A failed step", "The last step"]
    assert right(found["half-a-mark"]) == ["a person"]
    assert right(found["any-of-them"]) == []
    assert right(found["truth"]) == ["False"]
    assert right(found["a-hit-false"]) == ["False"]
    assert right(found["an-old-file"]) == ["False"]
    assert right(found["greeting"]) == ["A *step*", "A <pipeline>"]
    pairs = {"trainingstep": "fits-a-model", "conditionstep": "branches", "failstep": "ends-the-run"}
    assert found["pairs"]["pairs"] == pairs
    assert "nothing-at-all" in found["pairs"]["responses"]
    assert found["who-does-what"]["reuse"] == "true"
    assert found["essay"]["kind"] == "essay"
    assert found["the-gate-is-a-1-shortanswer"]["kind"] == "cloze"
    assert found["two-plus-two-equals"]["accepted"] == ["four", "4"]
    assert "kind" not in found["not-closed"]
    assert found["words-in-order"]["order"] == ["modular", "object", "oriented-dynamic", "learning"]
    assert found["dd1"]["order"] == ["modular", "object", "oriented"]
    assert found["core"]["why"] == {"clean": "First of all."}


def right(question: dict) -> list[str]:
    options = question["options"].values()
    return [
        option["text"] for option in options if isinstance(option, dict) and option.get("correct") == "true"
    ]


def test_a_question_that_is_mended_makes_a_bank():
    found = importing("::One:: Which?{~a =b}", slug="mine", title="Mine")
    assert found.bank is None

    mended = importing(found.text + "    explain: So.\n", file="draft.yaml")

    assert (mended.bank.slug, mended.bank.title) == ("mine", "Mine")
    assert mended.bank.questions[0].right_response() == ("b",)


def test_keys_are_unique_and_the_same_each_time():
    titles = ["One", "one", "ONE!", "日本", "日本語", "One-2", "x" * 99]
    text = "".join(f"::{title}::Which?{{~a =b}}\n\n" for title in titles)

    keys = [question["key"] for question in questions(importing(text))]

    assert keys == ["one", "one-2", "one-3", "which", "which-2", "one-2-2", "x" * 64]
