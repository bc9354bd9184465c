"""Markdown to HTML: what is rendered, what never comes through, and what is too hard."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import hardness, prose
from kit.hardness import ProseTooHard, refuse_hard
from kit.prose import block, inline, sameness, visible_text
from tests.kit.hostile_markdown import HOSTILE

ELEMENTS = {
    "p", "br", "hr", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote", "h3", "h4",
    "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def test_blocks_are_rendered():
    html = block(
        "# One\n\ntext **b** *i* `c<d`\n\n- a\n- b\n\n3. x\n\n> q\n\n---\n\n```python\nx = [1]\n```\n"
    )

    for piece in (
        "<h3>One</h3>",
        "<strong>b</strong>",
        "<em>i</em>",
        "<code>c&lt;d</code>",
        "<ul>\n<li>a</li>",
        '<ol start="3">',
        "<blockquote>",
        "<hr>",
        '<code class="language-python">x = [1]',
    ):
        assert piece in html


def test_headings_begin_below_those_of_the_page():
    assert block("# a\n\n## b\n\nc\n===\n\nd\n---\n\n###### e") == (
        "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n<h4>d</h4>\n<h6>e</h6>"
    )


def test_tables_are_rendered_without_inline_style():
    html = block("| a | b |\n|:--|--:|\n| `x|y` | 2 |")

    assert '<th align="left">a</th>' in html
    assert '<td align="right">2</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "text", ["1. Train", "# of steps", "- x", "+ y", "a | b", "=====", "* * *", "a   b", "    code"]
)
def test_a_line_begins_no_block(text):
    assert inline(text) == " ".join(text.split())


def test_a_line_has_no_paragraph_around_it():
    assert inline("**a** `b`\n\nc & d") == "<strong>a</strong> <code>b</code> c &amp; d"


@given(st.text(st.sampled_from("ab `*_<>&[]()!\\\"'#|:.\n\u00e9"), max_size=30))
def test_a_line_without_markup_is_rendered_as_it_would_be_with_the_renderer(text):
    renderer = prose._renderers.inline
    line = " ".join(text.split())

    slow = prose._sanitised(renderer, line).removeprefix("<p>").removesuffix("</p>")

    assert inline(text) == slow


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](https://b.c/d)", '<a href="https://b.c/d" rel="noopener noreferrer nofollow">a</a>'),
        ("<https://b.c>", '<a href="https://b.c" rel="noopener noreferrer nofollow">https://b.c</a>'),
        ("[a](/learn/x/#y)", '<a href="/learn/x/#y">a</a>'),
        ("[a](mailto:b@c.d)", '<a href="mailto:b@c.d">a</a>'),
        ("[a](http://b.c)", "a"),
        ("[a](//b.c)", "a"),
        ("[a](/\\b.c)", "a"),
        ("[a](relative)", "a"),
        ("[a](ftp://b.c)", "a"),
        ("[a]( javascript:alert(1) )", "a"),
        ("![a](https://b.c/d.png)", "![a](https://b.c/d.png)"),
    ],
)
def test_links_go_to_https_mail_and_our_own_pages(text, expected):
    assert inline(text) == expected


class Seen(HTMLParser):
    """What a browser would make of it: elements, attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found += [(tag, "", ""), *((tag, name, value or "") for name, value in attrs)]

    def handle_comment(self, data):
        self.found.append(("comment", "", ""))

    handle_pi = handle_decl = unknown_decl = handle_comment


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("render", [block, inline])
def test_nothing_dangerous_comes_through(render, text):
    for tag, name, value in Seen(render(text)).found:
        assert tag in ELEMENTS
        if name == "href":
            assert value.startswith(("https://", "mailto:", "/"))
            assert not value.startswith(("//", "/\\"))
        elif name == "class":
            assert tag == "code"
            assert re.fullmatch(r"language-[A-Za-z0-9_+-]+", value)
        else:
            assert name in ("", "rel", "title", "start", "align")


def test_raw_html_is_shown_as_it_is_written():
    assert inline("a <b>c</b> & List<int>") == "a &lt;b&gt;c&lt;/b&gt; &amp; List&lt;int&gt;"


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("**Train** a `model`", "Train a model"),
        ("T\u200brain\u00ad", "Train"),
        ("a   b\nc", "a b c"),
        ("&nbsp;", ""),
        ("\u3164", ""),
        ("[x](https://a.b)", "x"),
        ("[](https://a.b)", ""),
        ("a &amp; <b>", "a & <b>"),
        ("", ""),
    ],
)
def test_visible_text_is_what_a_reader_sees(markup, seen):
    assert visible_text(markup) == seen


def test_a_definition_of_a_link_shows_nothing_as_a_block():
    assert visible_text("[a]: https://b.c", blocks=True) == ""
    assert visible_text("[a]: https://b.c") == "[a]: https://b.c"


@pytest.mark.parametrize(
    "other",
    ["train a MODEL", "*Train* a model", "Train  a model", "\uff34rain a model", "Tr\u200bain a model"],
)
def test_texts_that_look_alike_are_the_same(other):
    assert sameness("Train a model") == sameness(other)
    assert sameness("Train a model") != sameness("Train one model")


TOO_HARD = {
    "a long text": "x" * 5_001,
    "brackets": "[ " * 101,
    "angles": "< " * 101,
    "brackets in code that is not code": "`" + "[ " * 101 + "\n\n`",
    "very many brackets in code": "`" + "[" * 1_001 + "`",
    "headings": "# a\n" * 101,
    "underlines": "a\n=\n" * 101,
    "rules": "* * *\n" * 101,
    "fences": "```a\n" * 101,
    "backticks": "`` ` " * 301,
    "stress": "**a*b" * 1_001,
    "quotes in quotes": "> " * 60 + "x",
    "lists in lists": "- " * 60 + "x",
    "numbers in numbers": "1. " * 60 + "x",
}


@pytest.mark.parametrize("name", TOO_HARD)
def test_what_could_take_long_is_refused_with_a_plain_sentence(name):
    limit = hardness.FIELD if name == "a long text" else hardness.LESSON
    for check in (refuse_hard, block, inline):
        with pytest.raises(ProseTooHard) as refusal:
            check(TOO_HARD[name], limit=limit)
        assert re.fullmatch(r"(the|lists) [^\n]+", str(refusal.value))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000,
        "[ " * 100,
        "< " * 100,
        "`" + "[ " * 300 + "`",
        "```\n" + "[ " * 300 + "\n```",
        "```\n" + "# a\n" * 300 + "```",
        "- a\n" * 1_000,
        "> a\n" * 1_000,
        "*a* " * 1_000,
        "|a|b|\n|-|-|\n" + "|c|d|\n" * 700,
        "a_b " * 1_000,
    ],
)
def test_honest_texts_are_not_refused(text):
    refuse_hard(text)


def test_lessons_may_be_longer():
    text = "word " * 4_000

    assert block(text, limit=hardness.LESSON)
    with pytest.raises(ProseTooHard, match="20001 characters; at most 20000"):
        block(text + "x", limit=hardness.LESSON)


def test_abroad_links_within_the_site_are_text_and_all_else_stays() -> None:
    shown = prose.block("A [gate](/glossary/#gate), [AWS](https://aws.amazon.com/) and `code`.\n\n- one")

    assert prose.abroad(shown) == shown.replace('<a href="/glossary/#gate">gate</a>', "gate")
    assert "https://aws.amazon.com/" in prose.abroad(shown)


def test_a_wide_table_names_the_column_in_each_cell():
    """A phone shows its rows as lists: four columns do not fit beside each other there."""
    four = prose.block("| a | b | `c` | d & e |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |")
    three = prose.block("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |")

    assert re.findall(r'<td data-label="([^"]*)">', four) == ["a", "b", "c", "d &amp; e"]
    assert "data-label" not in three


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("plain", []),
        ("[a](/b/) and <https://c.d>", [("/b/", True, False), ("https://c.d", True, False)]),
        ("[a](javascript:x)", [("javascript:x", False, False)]),
        ("![a](b.png)\n\n- ![c][d]", [("b.png", False, True), ("d", False, True)]),
        ("`[a](http://b)` and `![a](b)`", []),
        ("```\n![a](b)\n```", []),
        ("\\![a](/b/)", [("/b/", True, False)]),
        ("[a][b]\n\n[b]: http://c.d", [("http://c.d", False, False)]),
    ],
)
def test_links_are_told_as_the_renderer_takes_them(markup, found):
    assert [tuple(link) for link in prose.links(markup, blocks=True)] == found


def test_of_a_text_too_hard_to_render_no_link_is_told():
    assert prose.links("[" * 2_000 + "](/b/)") == ()


BITS = ["`", "`", "`", " ", "a", "B", "é", "“", "#", "1", ".", "-", "+", ":", "=", "'", '"', "(", "!", "/"]
BITS += [
    "{",
    "}",
    "$",
    "|",
    "~",
    "\t",
    "\n",
    "\xa0",
    "*",
    "_",
    "\\",
    "<",
    "&",
    "[x](y)",
    "a@b.c",
    "https://x.y",
]


@given(st.lists(st.sampled_from(BITS), max_size=14).map("".join))
def test_what_is_rendered_the_short_way_is_what_the_renderer_makes_of_it(text):
    line = " ".join(text.split())
    slow = prose._sanitised(prose._renderers.inline, line).removeprefix("<p>").removesuffix("</p>")

    if prose._MARKUP.search(line):
        assert inline(text) == slow
    assert block(text) == prose._sanitised(prose._renderers.block, text)


def test_words_in_code_do_not_need_the_renderer(monkeypatch):
    monkeypatch.setattr(prose, "_sanitised", None)

    assert block("Which step is a `TrainingStep`?") == "<p>Which step is a <code>TrainingStep</code>?</p>"
    assert inline("`Fail` after `Condition`") == "<code>Fail</code> after <code>Condition</code>"
