"""Every code has a bad and a good example, and the examples are what they say."""

from __future__ import annotations

import re

import pytest

from kit.problems import Problem
from quizzes.formats.bank import check_banks
from quizzes.formats.bank.codes import CODES
from quizzes.formats.bank.codes.hints import HINTS, hinted
from tests.quizzes.formats.reading import HERE, KNOWN, TODAY


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_has_this_problem_only_and_the_good_one_none(code):
    told = CODES[code]
    bad, good = (
        check_banks({"bank.yaml": raw}, judged=told.judged, known=KNOWN, today=TODAY)
        for raw in (told.bad_file(), told.good_file())
    )

    assert [p.code for p in bad] == ([] if code == "B056" else [code])
    assert good == []


def test_a_slug_is_used_once_among_all_files():
    raw = CODES["B056"].bad_file()
    files = {"a.yaml": raw, "b.yaml": raw.replace(b"Which?", b"What?")}
    (problem,) = check_banks(files, judged="upload", known=KNOWN, today=TODAY)

    assert str(problem).startswith('b.yaml:1:7: B056 the bank "caching" is in a.yaml already')


def test_every_code_in_the_program_is_in_the_table():
    root = HERE.parents[2]
    sources = [*(root / "kit").glob("*.py"), *(root / "quizzes/formats/bank").rglob("*.py")]
    used = {
        code
        for path in sources
        if "codes" not in path.parts
        for code in re.findall(r'"(B[0-9]{3})"', path.read_text())
    }

    assert used == set(CODES)


def test_hints_are_sentences_of_known_codes():
    assert set(HINTS) <= set(CODES)
    assert all(hint[0].isupper() and hint.endswith(".") for hint in HINTS.values())


def test_a_message_that_asks_back_needs_no_hint():
    asks = Problem("a", 1, 1, "B015", 'did you mean "a"?')

    assert hinted(asks) == asks
    assert str(hinted(Problem("a", 1, 1, "B015", '"a" is missing'))) == 'a:1:1: B015 "a" is missing. Add it.'


def test_codes_are_stable():
    """A code means for ever what it means: never renumber, never reuse."""
    titles = {code: told.title for code, told in CODES.items()}

    assert list(titles) == sorted(titles)
    assert titles["B013"] == "The same key twice"
    assert titles["B021"] == "An unknown id"
    assert titles["B031"] == "Needs that run in a circle"
    assert titles["B043"] == "An example that the grader does not agree with"
    assert titles["B064"] == "The same question twice"
