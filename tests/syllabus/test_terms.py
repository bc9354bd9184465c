"""Terms as links: nothing but links is added, each term once in a text, and the longest that fits."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import prose
from syllabus.formats.forms import Term
from syllabus.formats.texts import Block
from syllabus.terms import Glossary, forms_of

LINK = re.compile(r'<a class="term" href="/glossary/#([a-z0-9-]+)">')


def term(key, title, *also, linked=True):
    return Term.model_construct(term=key, title=title, text=Block("x"), also=also, linked=linked)


def glossary(*terms):
    return Glossary(forms_of(terms))


WORDS = glossary(
    term("model", "Model"),
    term("model-registry", "Model registry"),
    term("retry-policy", "Retry policy"),
    term("branch", "Branch", linked=False),
    term("if-branch", "If branch", "if list"),
    term("json-get", "JsonGet"),
    term("join", "Join", "`Join`", linked=False),
    term("lineage-artifact", "Artifact (lineage)", "lineage artifact"),
    term("tom", "Tom & <Jerry>"),
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("A model is kept.", ["model"]),
        ("Models, and a model.", ["model"]),
        ("The model registry keeps a model.", ["model-registry", "model"]),
        ("A model\nregistry.", ["model-registry"]),
        ("Retry policies and a retry policy.", ["retry-policy"]),
        ("Two if branches, and a branch.", ["if-branch"]),
        ("An if list.", ["if-branch"]),
        ("`JsonGet` and JsonGet.", ["json-get"]),
        ("jsonget", []),
        ("The branches join; `Join` does too, `Join(on)` does not.", ["join"]),
        ("An artifact. A lineage artifact.", ["lineage-artifact"]),
        ("remodel model-like premodel models2", []),
        ("MODEL", []),
        ("`model`", []),
        ("[model](https://aws.amazon.com/)", []),
        ("[a **model**](/learn/x/) and a model", ["model"]),
        ("### A model", []),
        ("```\na model\n```", []),
        ("    a model", []),
        ("| a model | b |\n|---|---|\n| x | the model |", ["model"]),
        ("**Model** *registry*", ["model"]),
        ("Tom & <Jerry>", ["tom"]),
    ],
)
def test_what_is_linked(text, keys):
    shown = prose.block(text)
    linked = WORDS.link(shown)

    assert LINK.findall(linked) == keys
    assert prose.text_of(linked) == prose.text_of(shown)


def test_a_link_is_quiet_and_leads_to_the_term():
    assert WORDS.link("<p>A <code>JsonGet</code> &amp; a model.</p>") == (
        '<p>A <a class="term" href="/glossary/#json-get"><code>JsonGet</code></a> &amp; '
        'a <a class="term" href="/glossary/#model">model</a>.</p>'
    )


def test_a_header_of_a_table_holds_no_link():
    shown = WORDS.link(prose.block("| a model | b |\n|---|---|\n| x | y |"))

    assert not LINK.search(shown)


def test_an_empty_glossary_links_nothing():
    shown = prose.block("A model.")

    assert glossary().link(shown) == shown
    assert glossary().said_in(["A model."]) == ()


def test_of_two_terms_with_one_form_the_first_by_key_has_it_whatever_the_order():
    one, two = term("a", "Model"), term("b", "Model")

    assert forms_of([one, two]) == forms_of([two, one])
    assert LINK.findall(glossary(two, one).link("<p>Model</p>")) == ["a"]


def test_what_is_said_covers_what_is_linked_and_nothing_of_what_is_not_there():
    said = WORDS.said_in(["The model\nregist\\ry."])

    assert {key for _form, key, _code in said} == {"model", "model-registry"}


PIECES = [
    *("model", "Model", "models", "model registry", "registry", "retry policies", "lineage artifact"),
    *("branch", "if branch", "join", "model-like", "a > b model", "é", "&", "<", ">", '"', "&amp;", "\n\n"),
    *("JsonGet", "`JsonGet`", "`Join`", "`a model`", "**model**", "*a model registry*", "\\*model\\*"),
    *("[model](/learn/x/)", "[`JsonGet`](https://x.org/)", "Tom & <Jerry>", "<b>model</b>", "### model"),
    *("| model | b |\n|---|---|\n| model | `JsonGet` |", "- model\n- models", "```\nmodel\n```"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda pieces: st.sampled_from([" ", "\n", "\n\n", ""]).map(lambda between: between.join(pieces))
)


class _Reader(HTMLParser):
    """Whether every element is closed in its turn, what the links are, and what is read within which."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[str] = []
        self.text: list[str] = []
        self.terms: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag, attrs):
        if ("class", "term") in attrs:
            self.terms.append((dict(attrs)["href"], tuple(self.within)))
        if tag not in {"br", "hr"}:
            self.within.append(tag)

    def handle_endtag(self, tag):
        assert self.within.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(shown):
    reader = _Reader()
    reader.feed(shown)
    reader.close()
    assert reader.within == []
    return reader


@given(TEXTS)
def test_nothing_but_links_is_added(text):
    shown = prose.block(text)
    linked = WORDS.link(shown)

    bare = re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", linked, flags=re.DOTALL)
    assert html.unescape(bare) == html.unescape(shown)
    assert "".join(read(linked).text) == "".join(read(shown).text)


@given(TEXTS)
def test_no_link_stands_in_another_in_a_heading_or_in_a_block_of_code(text):
    for _href, within in read(WORDS.link(prose.block(text))).terms:
        assert not {"a", "h3", "h4", "h5", "h6", "pre", "th", "code"} & set(within)


@given(TEXTS)
def test_each_term_is_linked_once_and_only_if_it_is_said(text):
    keys = LINK.findall(WORDS.link(prose.block(text)))

    assert len(keys) == len(set(keys))
    assert set(keys) <= {key for _form, key, _code in WORDS.said_in([text])}


@given(TEXTS)
def test_the_longest_form_that_begins_at_a_place_is_linked(text):
    for shown in re.findall(r'<a class="term"[^>]*>model</a>([^<]*)', WORDS.link(prose.block(text))):
        assert not re.match(r"\s+(?:registry|registries)(?![\w-])", shown)


@given(
    st.text(alphabet="abB <>&\"'/=-`", max_size=60),
    st.lists(st.text(alphabet="abB&", min_size=1), max_size=4),
)
def test_any_words_leave_any_text_whole(text, titles):
    words = glossary(*(term(f"t{n}", title) for n, title in enumerate(titles)))
    shown = prose.block(text)

    assert "".join(read(words.link(shown)).text) == "".join(read(shown).text)
