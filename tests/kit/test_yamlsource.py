"""YAML read event by event: what it gives, where it says things stand, and what it refuses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import yamlsource
from kit.yamlsource import Document, Scalar, read


def reading(text: str | bytes) -> Document:
    return read(text.encode() if isinstance(text, str) else text, file="a.yaml")


def told(text: str | bytes) -> list[str]:
    return [f"{p.line}:{p.column} {p.code}" for p in reading(text).problems]


def test_plain_text_stays_text_whatever_it_looks_like():
    written = ["no", "true", "null", "~", "010", "0x1F", "1:30", "2026-11-21", "1e3", "=", ".inf"]
    document = reading("a: [" + ", ".join(written) + "]")

    assert document.data == {"a": written}
    assert all(type(value) is Scalar and value.plain for value in document.data["a"])


def test_quoted_and_block_text_is_told_from_plain_text():
    document = reading("a: plain\nb: 'quoted'\nc: \"quoted\"\nd: |\n  block\ne: >\n  folded\n")

    assert {key: value.plain for key, value in document.data.items()} == {
        "a": True, "b": False, "c": False, "d": False, "e": False,
    }  # fmt: skip


def test_only_dicts_lists_and_text_are_ever_built():
    document = reading("a: {b: [c, {d: e}], f: ''}\ng:\n- h\n")

    def kinds(node: object) -> set[type]:
        below = (
            [*node.keys(), *node.values()]
            if isinstance(node, dict)
            else node
            if isinstance(node, list)
            else []
        )
        return {type(node)}.union(*map(kinds, below))

    assert kinds(document.data) == {dict, list, Scalar}


def test_places_are_those_of_values_keys_and_first_keys():
    document = reading("# c\ntop:\n  one: [a,  b]\n  two:\n    - x: y\n      z: {q: r}\n")

    assert document.place(("top",)) == (3, 3)
    assert document.place(("top", "one")) == (3, 8)
    assert document.place(("top", "one", 1)) == (3, 13)
    assert document.key_place(("top", "two")) == (4, 3)
    assert document.place(("top", "two", 0)) == (5, 7)
    assert document.key_place(("top", "two", 0, "z")) == (6, 7)
    assert document.place(("top", "two", 0, "z")) == (6, 10)
    assert document.first_key_place(("top", "two", 0)) == (5, 7)
    assert document.key_place(("top", "one", 1)) == (3, 13), "what is no key has the place of the value"


def test_quoted_and_block_text_begins_at_its_mark():
    document = reading("a: 'b'\nc: [x, \"d\"]\ne: |\n  f\n")

    assert document.place(("a",)) == (1, 4)
    assert document.place(("c", 1)) == (2, 8)
    assert document.place(("e",)) == (3, 4)


def test_a_path_that_leads_nowhere_has_the_place_of_what_is_nearest():
    document = reading("top:\n  one: [a]\n")

    assert document.place(("top", "two", "three")) == document.place(("top",))
    assert document.place(("top", "one", 7)) == document.place(("top", "one"))
    assert document.place(("top", "one", 0, 0)) == document.place(("top", "one", 0))
    assert document.first_key_place(("nothing",)) == (1, 1)
    assert reading("").place(("top",)) == (1, 1)


def test_columns_count_code_points_beyond_the_basic_plane_too():
    document = reading("\u00e9\U0001f600: {\U0001f680\U0001f680: 'x', b: [c]}")

    assert document.key_place(("\u00e9\U0001f600", "b")) == (1, 15)
    assert document.place(("\u00e9\U0001f600", "b", 0)) == (1, 19)


def test_one_byte_order_mark_is_not_counted():
    assert reading("\ufeffa: [b]").place(("a", 0)) == (1, 5)
    assert told("\ufeff\ufeffa: b") == ["1:1 B002"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end):
    text = f"a: b{end}c: |{end}  d{end}  e{end}f: [g,{end}  h]{end}"

    assert reading(text).place(("f", 1)) == (6, 3)
    assert told(text + "x: \x07") == ["7:4 B002"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 'b\nc: d", "1:4"),
        ("a: [b\n", "1:4"),
        ("a: {b: c\n", "1:4"),
        ("a: b: c", "1:5"),
        ("a:\n\t- b", "2:1"),
        ("a: b\nc", "2:1"),
        ("a:\n  b: c\n d: e", "3:2"),
        ("a: **bold**", "1:4"),
        ("a: `code`", "1:4"),
        ("a: @x", "1:4"),
        ("{a: b} x", "1:8"),
        ('a: "\\q"', "1:5"),
    ],
)
def test_a_syntax_error_has_its_place_and_a_plain_sentence(text, place):
    (problem,) = reading(text).problems

    assert f"{problem.line}:{problem.column} {problem.code}" == f"{place} B004"
    for jargon in ("token", "scalar", "simple key", "block", "flow", "context", "node"):
        assert jargon not in problem.message


def test_a_second_document_is_refused_and_never_parsed():
    assert told("a: b\n---\nc: d") == ["2:1 B005"]
    assert told("a: b\n...\n# more\n%TAG ! x\n---\nc: [\n") == ["4:1 B005"]
    assert told("---\na: b\n...\n# the end\n...\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 B006"]),
        ("# c", ["1:1 B006"]),
        ("- a", ["1:1 B006"]),
        ("\n  text", ["2:3 B006"]),
        ("%YAML 1.2\n# c\n%TAG ! x:\n---\na: b", ["1:1 B010", "3:1 B010"]),
        ("a: !!str b", ["1:4 B009"]),
        ("a: ! b", ["1:4 B009"]),
        ("!x {a: b}", ["1:1 B009"]),
        ("a: !<tag:x,2026:y> b", ["1:4 B009"]),
        ("a: &b c", ["1:4 B011"]),
        ("a: &b [*b]", ["1:4 B011", "1:8 B011"]),
        ("*a : b", ["1:1 B011"]),
        ("<<: {a: b}", ["1:1 B012"]),
        ("'<<': b", []),
        ("? [a]\n: b\n? {c: d}\n: e", ["1:3 B014", "3:3 B014"]),
        ("a: b\nc: d\n'a': e", ["3:1 B013"]),
    ],
)
def test_what_yaml_offers_beyond_mappings_lists_and_text_is_refused(text, expected):
    assert told(text) == expected


def test_of_two_equal_keys_the_second_is_told_with_the_line_of_the_first():
    document = reading("a:\n  b: 1\n  c: 2\n  b: 3\n")

    assert "line 2" in document.problems[0].message
    assert document.data == {"a": {"b": "1", "c": "2"}}


def test_a_merge_key_leaves_a_mark_on_its_mapping():
    document = reading("a: {<<: {b: c}}\nd: {}")

    assert document.merged(("a",))
    assert not document.merged(("d",))


def test_sixteen_levels_are_read_and_seventeen_are_not():
    assert told("a: " + "[" * 15 + "]" * 15) == []
    assert told("a: " + "[" * 16 + "]" * 16) == ["1:19 B007"]
    assert told("a:\n" + "- " * 15 + "b") == []
    assert told("a:\n" + "- " * 16 + "b") == ["2:31 B007"]


def test_as_many_nodes_as_are_allowed_are_read(monkeypatch):
    monkeypatch.setattr(yamlsource, "MAX_NODES", 1_000)

    assert told("a: [" + "b," * 997 + "]") == [], "the mapping, its key and the list count too"
    assert told("a: [" + "b," * 998 + "]") == ["1:1999 B008"]
    assert told("a: " + "{}") == []
    assert told("".join(f"k{i}: v\n" for i in range(500))) == ["500:7 B008"]


@pytest.mark.parametrize("piece", ["[", "{a: ", "- ", "? ", "[{", "{? ["])
def test_deep_nesting_is_refused_at_once(piece):
    text = "a:\n  " + piece * 50_000
    start = time.process_time()

    assert [code[-4:] for code in told(text)] == ["B007"]
    assert time.process_time() - start < 1


TOKENS = [
    "a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "\n", "\n  ", "\n    ", "'", "\"", "|\n",
    ">-\n", "&x ", "*x", "!t ", "%Y", "---\n", "...\n", "# c\n", "<<: ", "\\0", "\t", "\x00", "\ufeff",
    "\u2028", "~", "\U0001f600",
]  # fmt: skip


@given(
    st.one_of(
        st.binary(max_size=80),
        st.lists(st.sampled_from(TOKENS), max_size=40).map(lambda t: "".join(t).encode()),
    )
)
def test_nothing_that_a_file_holds_raises(raw):
    document = read(raw, file="a.yaml")

    lines = raw.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in document.problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= len([*lines, ""][problem.line - 1]) + 2
    assert document.problems or document.data is not None
