"""Problems told to people, programs and GitHub."""

from __future__ import annotations

import json

import pytest

from kit.problems import Problem
from kit.report import FORMATS, render
from kit.wording import did_you_mean, is_blank, listed, one_line, quoted

PROBLEMS = [
    Problem("a.yaml", 17, 7, "B021", '"gate" needs "tset"; did you mean "test"?'),
    Problem("a.yaml", 18, 1, "B063", "an old source.", "Read it again.", "warning"),
]
HOSTILE = Problem(
    "a,b:%.yaml\n::error::", 1, 2, "B001", "100%\r\n::error::x \x1b[31m\u202e\u2028 \U0001f600" + "y" * 5_000
)


def test_text_is_one_line_for_each():
    assert render(PROBLEMS, "text") == (
        'a.yaml:17:7: B021 "gate" needs "tset"; did you mean "test"?\n'
        "a.yaml:18:1: warning B063 an old source. Read it again.\n"
    )


def test_json_has_every_part():
    assert json.loads(render(PROBLEMS, "json"))[1] == {
        "file": "a.yaml", "line": 18, "column": 1, "severity": "warning", "code": "B063",
        "message": "an old source.", "hint": "Read it again.",
    }  # fmt: skip


def test_github_gets_annotations():
    assert render(PROBLEMS, "github").splitlines() == [
        '::error file=a.yaml,line=17,col=7,title=B021::"gate" needs "tset"; did you mean "test"?',
        "::warning file=a.yaml,line=18,col=1,title=B063::an old source. Read it again.",
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_goes_out_that_a_terminal_or_a_log_would_obey(form):
    out = render([HOSTILE], form)

    assert len(out) < 1_500
    assert not [c for c in out if not c.isprintable() and c != "\n"]
    assert form == "json" or out.count("\n") == 1


def test_github_cannot_be_given_a_second_command():
    line = render([HOSTILE], "github").rstrip("\n")

    assert line.startswith(
        "::error file=a%2Cb%3A%25.yaml%0A%3A%3Aerror%3A%3A,line=1,col=2,title=B001::100%25"
    )


def test_no_problem_is_nothing_to_say():
    assert [render([], form) for form in FORMATS] == ["", "[]\n", ""]


def test_a_quote_is_one_clipped_line():
    assert quoted('a"b\\\n\u202e') == '"a\\"b\\\\\\n\\u202e"'
    assert len(quoted("x" * 500)) == 62
    assert one_line("a\tb\U000e0001") == "a\\tb\\U000e0001"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("expalin", "explain"), ("EXPLAIN", "explain"), ("topcis", "topics"), ("zzz", None), ("", None)],
)
def test_a_near_miss_is_guessed(word, meant):
    assert did_you_mean(word, ["explain", "topics"]) == (f'; did you mean "{meant}"?' if meant else "")


def test_a_long_list_is_cut():
    assert listed(["a"]) == '"a"'
    assert listed(["a", "b"]) == '"a" and "b"'
    assert listed([]) == ""
    assert listed(map(str, range(20)), most=2) == '"0", "1" and 18 more'


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u2060", "\u3164", "\u00ad", "\u0301", "\u2800", "\u00a0"])
def test_what_shows_nothing_is_blank(text):
    assert is_blank(text)
    assert not is_blank(text + ".")
