"""Reading into a written form: every misfit at once, with its place, its code and a near miss."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationInfo, field_validator

from kit.fields import Day, Flag, Form, LongText, Many, Slug, Text, Url, Whole, problem, short
from kit.shape import MOST_SHAPE_PROBLEMS, fields_at, validate
from kit.yamlsource import read


class Reason(Form):
    why: Text
    trap: Slug | None = None


class Entry(Form):
    key: Slug
    title: Text
    text: LongText = "-"
    topics: Many[Slug] = ()
    checked: Day = "2026-11-21"
    url: Url = "https://example.org/"
    weight: Annotated[Whole, Field(ge=1, le=5)] | None = None
    flag: Flag = False
    needs: dict[Slug, Annotated[Reason, short("why")]] = {}
    asks: Literal["recall", "judgement"] = "recall"
    some: Annotated[Many[Slug], Field(min_length=1)] = ("one",)

    @field_validator("topics")
    @classmethod
    def known(cls, topics: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for topic in topics:
            if isinstance(info.context, set) and topic not in info.context:
                raise problem("T001", f"no topic {topic}")
        return topics


class Top(Form):
    entries: Many[Entry]


def told(text: str, form: object = Entry) -> list[str]:
    value, problems = validate(form, read(text.encode(), file="a.yaml"))
    assert (value is None) == bool(problems)
    return [f"{p.line}:{p.column} {p.code}" for p in problems]


def test_what_fits_is_read():
    text = (
        "key: a\ntitle: T\ntopics: [x, y]\nchecked: 2026-11-20\n"
        "url: https://a.b/c?d#e\nweight: 3\nflag: true\n"
        "needs: {b: short, c: {why: long, trap: t}}\nasks: judgement"
    )
    value, problems = validate(Entry, read(text.encode(), file="a.yaml"))

    assert problems == ()
    assert (value.topics, value.checked, value.weight, value.flag) == (("x", "y"), "2026-11-20", 3, True)
    assert value.needs == {"b": Reason(why="short"), "c": Reason(why="long", trap="t")}
    assert type(value.title) is str


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("key: ''", "3:6 B017"),
        ("key: A b", "3:6 B022"),
        ("title: [a]", "3:8 B018"),
        ("title: '\u200b'", "3:8 B017"),
        ("title:", "3:7 B017"),
        ("text: " + "x" * 20_001, "3:7 B019"),
        ("topics: a", "3:9 B018"),
        ("topics: [a, B]", "3:13 B022"),
        ("checked: 2026-02-30", "3:10 B020"),
        ("checked: 21.11.2026", "3:10 B020"),
        ("url: http://a.b", "3:6 B020"),
        ("url: https://a b", "3:6 B020"),
        ("url: 'https://user@a.b'", "3:6 B020"),
        ("weight: 6", "3:9 B020"),
        ("weight: '3'", "3:9 B018"),
        ("weight: 03", "3:9 B018"),
        ("weight: -3", "3:9 B018"),
        ("weight: \u0663", "3:9 B018"),
        ("weight: " + "9" * 5_000, "3:9 B018"),
        ("flag: True", "3:7 B018"),
        ("flag: 'true'", "3:7 B018"),
        ("flag: yes", "3:7 B018"),
        ("flag: []", "3:7 B018"),
        ("needs: {b: ''}", "3:12 B017"),
        ("needs: {b: {trap: t}}", "3:13 B015"),
        ("needs: {b: {why: w, tarp: t}}", "3:21 B016"),
        ("needs: {B: w}", "3:9 B022"),
        ("asks: recal", "3:7 B020"),
        ("asks: []", "3:7 B020"),
        ("titel: T", "3:1 B016"),
        ("some: [Bad]", "3:8 B022"),
        ("some: []", "3:7 B017"),
    ],
)
def test_a_misfit_is_told_at_its_place(field, expected):
    base = {"key": "key: a\n", "title": "title: T\n"}
    rest = [text for name, text in base.items() if not field.startswith(f"{name}:")]

    assert told("# one\n" * (3 - len(rest) - 1) + "".join(rest) + field) == [expected]


def test_a_missing_field_is_told_at_the_first_key_and_all_misfits_at_once():
    text = "entries:\n  - titel: T\n    weight: x\n  - nothing\n  - key: A\n    title: T\nmore: x\n"

    assert told(text, Top) == [
        "2:5 B015",
        "2:5 B015",
        "2:5 B016",
        "3:13 B018",
        "4:5 B018",
        "5:10 B022",
        "7:1 B016",
    ]


def test_a_near_miss_is_suggested():
    _, problems = validate(Entry, read(b"key: a\ntitle: T\ntopcis: [x]\nasks: judgment\n", file="a.yaml"))

    assert problems[0].message == '"topcis" is not a field here; did you mean "topics"?'
    assert problems[1].message.endswith('did you mean "judgement"?')


def test_where_nothing_is_near_the_fields_are_listed():
    _, (found,) = validate(Reason, read(b"why: w\nzzz: x\n", file="a.yaml"))

    assert found.message == '"zzz" is not a field here.'
    assert found.hint == "Fields here: why, trap."


def test_fields_are_known_below_lists_mappings_and_short_forms():
    assert fields_at(Top, ("entries", 3, "needs", "any")) == ["why", "trap"]


def test_plain_bool_and_int_never_accept_text():
    class Careless(Form):
        flag: bool = False
        count: int = 0

    assert told("flag: true\ncount: 3", Careless) == ["1:7 B018", "2:8 B018"]


def test_a_validator_says_its_own_code_and_may_know_a_context():
    document = read(b"key: a\ntitle: T\ntopics: [x, y]\n", file="a.yaml")

    assert validate(Entry, document, context={"x", "y"})[1] == ()
    assert [(p.code, p.message) for p in validate(Entry, document, context={"x"})[1]] == [
        ("T001", "no topic y")
    ]


def test_nothing_is_said_of_lines_that_could_not_be_read():
    assert told_of(b"key: a\ntitle: T\nca\x00fe: x\n") == []


def told_of(raw: bytes) -> list[str]:
    return [p.code for p in validate(Entry, read(raw, file="a.yaml"))[1]]


def test_what_a_merge_key_was_to_bring_is_not_missed():
    assert told_of(b"weight: 1\n<<: {key: a, title: T}\n") == []


def test_a_document_that_could_not_be_read_gives_nothing():
    assert validate(Entry, read(b"- a", file="a.yaml")) == (None, ())


def test_very_many_misfits_are_told_as_one():
    text = "key: a\ntitle: T\n" + "".join(f"f{i}: x\n" for i in range(MOST_SHAPE_PROBLEMS + 1))

    assert told(text) == ["1:1 B018"]
