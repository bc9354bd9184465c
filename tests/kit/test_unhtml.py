"""HTML as Markdown: the same words, the same shape where there is one, and the rest named."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kit import prose
from kit.hardness import ProseTooHard, refuse_hard
from kit.unhtml import MOST, looks_like_html, markdown

SAME = [
    ("<p>Put <b>these </b>in <i>order</i>.</p>", "Put **these** in *order*."),
    ("<p dir=\"ltr\" style='x: y'>One<br />two</p><p>three</p>", "One  \ntwo\n\nthree"),
    ("<ul><li>one</li><li>two<ol><li>in</li></ol></li></ul>after", "-   one\n-   two\n    1.  in\n\nafter"),
    ("<ol><li><p>x</p><p>y</p></li><li>z</li></ol>", "1.  x\n\n    y\n\n1.  z"),
    ("<pre>a = 1\n  b</pre>", "```\na = 1\n  b\n```"),
    ("Use <code>a`b</code>", "Use ``a`b``"),
    ("<table><tr><th>A</th><th>B|</th></tr><tr><td>1</td></tr></table>",
     "| A | B&#124; |\n| --- | --- |\n| 1 |  |"),
    ("<blockquote><p>q</p></blockquote>p", "> q\n\np"),
    ("<h2>Head</h2>body", "## Head\n\nbody"),
    ("1. x", "1\\. x"),
    ('<a href="https://x.org/?a=1&amp;b=2">the [guide]</a>', "[the \\[guide\\]](https://x.org/?a=1&b=2)"),
    ("a &lt;b&gt; &amp;amp; &nbsp; &copy;", "a <b> &amp;amp; ©"),
    ("<b>a <b>b</b></b> <i></i>c", "**a b** c"),
    ("a <!-- no --> b <!-- to the end", "a b"),
    ("1 < 2 <and", "1 < 2 <and"),
    ("<unknown>x</unknown><p", "x<p"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "said"), SAME)
def test_what_markdown_can_say_is_said(markup, said):
    found = markdown(markup, blocks=True)

    assert (found.text, found.lost) == (said, ())


def test_a_line_stays_one_line():
    found = markdown("<p>a</p><ul><li># b</li></ul><pre>c\nd</pre>", blocks=False)

    assert found.text == "a # b `c d`"


@pytest.mark.parametrize(
    ("markup", "said", "lost"),
    [
        ('<img src="@@PLUGINFILE@@/a.png" alt="The loop">', "The loop", 'an image ("The loop")'),
        ("<img src=a.png>", "", 'an image ("a.png")'),
        ('<a href="@@PLUGINFILE@@/a.mp3">Listen</a>', "Listen", 'a link to "@@PLUGINFILE@@/a.mp3"'),
        ('<a href="javascript:alert(1)">x</a>', "x", 'a link to "javascript:alert(1)"'),
        ("x<sup>2</sup>", "x2", "superscript"),
        ("<iframe src=x>no</iframe>y", "y", "an embedded page"),
        ("<input type=text>", "", "a field"),
        ("a" * (MOST + 1), "a" * MOST, "what comes after 20,000 characters"),
    ],
)
def test_what_it_cannot_say_is_named(markup, said, lost):
    found = markdown(markup, blocks=True)

    assert (found.text, found.lost) == (said, (lost,))


def test_scripts_and_styles_leave_nothing():
    assert markdown("<style>p{}</style>a<script>alert('<b>')</script>", blocks=True).text == "a"


NAMES = "p b em ul ol li table tr td h3 blockquote div span"


def easy(text: str) -> bool:
    try:
        refuse_hard(text)
    except ProseTooHard:
        return False
    return True


TAGS = st.sampled_from(
    [
        *(tag for name in NAMES.split() for tag in (f"<{name}>", f"</{name}>")),
        '<a href="https://x.org/">',
        "</a>",
        "<br>",
    ]
)
WORDS = st.sampled_from(
    ["one", "two ", " ", "# ", "1. ", "- ", "*", "_x_", "&lt;i&gt;", "&amp;", "[a](b)", "|", "---", "\n"]
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.one_of(TAGS, WORDS), max_size=14).map("".join))
def test_no_word_is_lost_or_made_up(markup):
    """Ends of blocks are spaces to one and nothing to the other, so spaces do not count."""
    assume("<" in markup)
    seen = "".join(prose.text_of(markup).split())
    for blocks in (True, False):
        found = markdown(markup, blocks=blocks)
        assume(easy(found.text))
        assert "".join(prose.visible_text(found.text, blocks=blocks).split()) == seen


UNITS = [
    "<!--",
    "<a ",
    "<a '",
    '<a "',
    "<![",
    "<b>",
    "<li>",
    "<ul><li>",
    "<table>",
    "<td>",
    "<a b='x\" ",
    "<",
    "</",
]
UNITS += ["<blockquote>", '<a href="https://x.org">', "<script>", "<pre>", "`", "&#", "<i><b>", "\n"]


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_takes_long(unit):
    started = time.process_time()
    markdown((unit * MOST)[:MOST], blocks=True)

    assert time.process_time() - started < 0.5


def test_what_looks_like_html():
    assert all(map(looks_like_html, ["<p>x", "a<br/>b", "&nbsp;", "</b>"]))
    assert not any(map(looks_like_html, ["1 < 2", "a & b", "x <- y", "AT&T;", "->"]))
