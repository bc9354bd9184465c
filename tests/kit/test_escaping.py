"""Plain text as Markdown: a reader sees exactly the text, whatever was in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kit import prose
from kit.escaping import in_blocks, in_line
from kit.hardness import ProseTooHard, refuse_hard

WORDS = "* ** _ a_b ` `` \\ [ ]( ](x) ]: [1] < <b> <http://x> & &lt; &#35; # - --- === + > 1. 10. ~~~ |"
MORE = [
    "|---|",
    "=",
    "~",
    "# ",
    "- ",
    "+ ",
    "> ",
    "1. ",
    "| a |",
    "]: y",
    " ",
    "   ",
    "    ",
    "\u200b",
    "\\n",
    "![a](b)",
    "é",
    "word",
    ":",
    "(",
]
PIECES = st.sampled_from([*WORDS.split(), *MORE])
TEXTS = st.lists(PIECES, max_size=9).map("".join)


def easy(markdown: str) -> bool:
    try:
        refuse_hard(markdown)
    except ProseTooHard:
        return False
    return True


def seen(text: str) -> str:
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


@settings(max_examples=500, deadline=None, derandomize=True)
@given(TEXTS)
@example("<https://x.org>")
def test_a_line_is_shown_as_it_is(text):
    assume(easy(in_line(text)))

    assert prose.visible_text(in_line(text)) == seen(text)
    assert "<a" not in prose.inline(in_line(text))
    assert "<em" not in prose.inline(in_line(text))


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(TEXTS, max_size=4).map("\n".join))
@example("a\n===")
@example("a | b\n--- | ---\n1 | 2")
def test_lines_are_shown_as_they_are(text):
    assume(easy(in_blocks(text)))
    shown = prose.block(in_blocks(text))

    assert prose.text_of(shown) == seen(text)
    assert not any(
        f"<{tag}" in shown for tag in ("h3", "ul", "ol", "pre", "code", "table", "blockquote", "em")
    )


def test_ends_of_lines_and_paragraphs_are_kept():
    assert prose.block(in_blocks("a\nb\n\n \n  c")) == "<p>a<br>\nb</p>\n<p>c</p>"


@pytest.mark.parametrize(
    "text", ["snake_case", "a * b", "1 < 2", "[1]", "AT&T", "C:\\new", "a-b", "(x)", "x = y"]
)
def test_nothing_is_escaped_without_need(text):
    assert in_line(text) == text
    assert in_blocks(text) == text
