"""What is asked of shipped banks, what is only a warning, and what shows side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kit.report import render
from quizzes.formats.bank import Known, check_banks, read_bank, read_banks
from tests.quizzes.formats.reading import HEAD, KNOWN, SOUND, TODAY, choice, ordering, reading, told


def test_references_are_problems_in_shipped_banks_and_warnings_in_uploads():
    text = HEAD + choice(rest="    topics: [nowhere]\n")

    assert [p.severity for p in reading(text).problems] == ["warning"]
    assert "problem" in {p.severity for p in reading(text, "shipped").problems if p.code == "B052"}


def test_references_are_not_judged_where_nothing_is_known():
    read = read_bank(
        SOUND.replace(b"retraining-loop", b"nowhere"), file="a", judged="upload", known=Known(), today=TODAY
    )

    assert read.problems == ()


def test_shipped_questions_of_a_case_may_inherit():
    problems = reading(SOUND, "shipped").problems

    assert {p.code for p in problems} == {"B050", "B051"}
    lines = SOUND.decode().splitlines()
    start = next(i for i, line in enumerate(lines, 1) if "kind: case" in line)
    in_case = {p.message.split("its ")[-1] for p in problems if p.line > start and p.code == "B050"}
    assert in_case == {"asks", "difficulty"}


def test_reasons_are_asked_for_in_short_and_long_forms():
    short = HEAD + ordering(3, "{i1: {i0: {}}, i2: {i1: {trap: skipped-status}}}")
    bare = [p for p in reading(short, "shipped").problems if p.code == "B051"]

    assert [(p.line, p.column) for p in bare] == [(8, 22), (8, 37)]


@pytest.mark.parametrize(
    ("checked", "today", "expected"),
    [("2025-11-20", TODAY, ["9:66 B063"]), ("2025-11-21", TODAY, []), ("2023-02-28", date(2024, 2, 29), []),
     ("2023-02-27", date(2024, 2, 29), ["9:66 B063"]), ("2026-11-21", TODAY, []),
     ("2026-11-22", TODAY, ["9:66 B065"]), ("2030-01-01", date(2026, 1, 1), ["9:66 B065"])],
)  # fmt: skip
def test_a_source_is_old_after_a_year_and_not_read_tomorrow(checked, today, expected):
    text = HEAD + choice(
        rest=f'    source: {{url: "https://docs.aws.amazon.com/abcdef", checked: {checked}}}\n'
    )
    read = read_bank(text.encode(), file="a", judged="upload", known=KNOWN, today=today)

    assert [f"{p.line}:{p.column} {p.code}" for p in read.problems] == expected


@pytest.mark.parametrize(
    ("options", "shape"),
    [(4, True), (3, False), (5, False)],
)
def test_a_choice_of_one_has_four_options_in_an_exam(options, shape):
    others = ", ".join(f"o{i}: Option {i}" for i in range(options - 1))
    text = HEAD + choice(
        options=f"a: {{text: A, correct: true}}, {others}", rest='    exams: {MLA-C01: ["1"]}\n'
    )

    assert told(text) == ([] if shape else ["7:14 B062"])


@pytest.mark.parametrize("options", ["a: {text: A, correct: true}, b: {text: B, correct: true}, c: C, d: D"])
def test_a_choice_of_several_has_five_options_in_an_exam(options):
    text = HEAD + choice(options=options, rest='    exams: {MLA-C01: ["1"]}\n')

    assert told(text) == ["7:14 B062"]
    assert told(text.replace("d: D", "d: D, e: E")) == []


@pytest.mark.parametrize(("items", "shape"), [(2, False), (3, True), (5, True), (6, False)])
def test_an_ordering_has_three_to_five_places_in_an_exam(items, shape):
    text = HEAD + ordering(items, "{i1: [i0]}", '    exams: {MLA-C01: ["1"]}\n')

    assert told(text) == ([] if shape else ["7:12 B062"])


@pytest.mark.parametrize(
    "text", ["TODO", "write this, FIXME", "Lorem ipsum dolor", "what ???", "...", "\u2026", "tbd"]
)
def test_placeholders_are_told(text):
    assert told(HEAD + choice(prompt=f"'{text}'")) == ["6:13 B061"]


@pytest.mark.parametrize("text", ["A to-do list", "Is it so?", "xxx rated", "ToDo items are kept"])
def test_honest_texts_are_no_placeholders(text):
    assert told(HEAD + choice(prompt=f"'{text}'")) == []


def test_the_longest_option_is_told_when_most_choices_give_the_key_away():
    def bank(telling: int, of: int) -> str:
        long, short = "the long one", "x"
        rows = [
            choice(
                f"q{i}",
                f"Which {i}?",
                options=f"a: {{text: {long if i < telling else short} {i}, correct: true}}, b: other {i}",
            )
            for i in range(of)
        ]
        return HEAD + "".join(rows)

    assert told(bank(3, 3)) == [], "of three, most says nothing"
    assert told(bank(2, 4)) == [], "half is not most"
    assert told(bank(3, 4)) == ["7:14 B060"]


def test_questions_are_the_same_whatever_their_ids():
    one = choice()
    two = choice("two", options="y: B, x: {text: '**a**', correct: true}")

    assert told(HEAD + one + two) == ["9:5 B064"]
    assert (
        told(HEAD + one + two.replace("correct: true}", "}").replace("y: B", "y: {text: B, correct: true}"))
        == []
    )


def test_files_are_looked_at_side_by_side():
    files = {
        "b.yaml": (HEAD + choice()).encode(),
        "a.yaml": (HEAD.replace("bank: a", "bank: b") + choice()).encode(),
    }
    problems = check_banks(files, judged="upload", known=KNOWN, today=TODAY)

    assert render(problems, "text") == (
        'a.yaml:4:5: warning B064 this asks the same as "one" (b.yaml, line 4). '
        "Take one away, or ask it differently.\n"
    )


def test_a_bank_whose_slug_is_taken_is_not_given():
    sound = (HEAD + choice()).encode()
    files = {"a": sound, "b": sound.replace(b"Which", b"What")}
    read = read_banks(files, judged={"a": "upload", "b": "upload"}, known=KNOWN, today=TODAY)

    assert list(read.banks) == ["a"]
    assert [(p.file, p.code) for p in read.problems] == [("b", "B056")]


def test_questions_with_another_key_are_not_the_same():
    one, two = ordering(3, "{i1: [i0]}"), ordering(3, "{i2: [i0]}", key="two")
    pairs = (
        "  - {{kind: matching, key: {}, prompt: Which?, explain: So., prompts: {{a: A, b: B}}, "
        "responses: {{x: X, y: Y}}, pairs: {}}}\n"
    )
    matchings = pairs.format("m", "{a: x, b: y}") + pairs.format("n", "{a: y, b: x}")

    assert told(HEAD + one + two + matchings) == []
    assert told(HEAD + one + one.replace("key: one", "key: two")) == ["10:5 B064"]
    assert told(HEAD + matchings.replace("{a: y, b: x}", "{b: y, a: x}")) == ["5:5 B064"]


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [('"3"', []), ('"3.3"', []), ('"3.4"', ["9:23 B057"]), ('"9.9"', ["9:23 B057"]),
     ('"1", "2"', ["9:28 B057"]),
     ('"3.3", "3.9"', ["9:30 B057"])],
)  # fmt: skip
def test_a_task_is_one_of_its_exam(tasks, expected):
    four = "a: {text: A, correct: true}, b: B, c: C, d: D"
    text = HEAD + choice(options=four, rest=f"    exams: {{MLA-C01: [{tasks}]}}\n")

    assert told(text) == expected
    assert {p.severity for p in reading(text).problems} <= {"warning"}
    assert {p.severity for p in reading(text, "shipped").problems if p.code == "B057"} <= {"problem"}


def test_tasks_are_judged_where_the_profile_counts_them():
    known = replace(KNOWN, tasks={"MLA-C01#1"})
    four = "a: {text: A, correct: true}, b: B, c: C, d: D"
    text = HEAD + choice(options=four, rest='    exams: {MLA-C01: ["1.7", "2.1"]}\n')
    read = read_bank(text.encode(), file="a", judged="upload", known=known, today=TODAY)

    assert [(p.code, p.message) for p in read.problems] == [
        ("B057", 'MLA-C01 has no domain "2.1"; there are "1"')
    ]


def test_an_exam_asks_only_the_kinds_of_its_profile():
    known = replace(KNOWN, exams={"X-1"}, kinds={"X-1#choice-one", "X-1#case"})
    four = "a: {text: A, correct: true}, b: B, c: C, d: D"
    several = "a: {text: A, correct: true}, b: {text: B, correct: true}, c: C, d: D, e: E"
    rest = '    exams: {X-1: ["1"]}\n'
    text = HEAD + choice(options=four, rest=rest) + choice("two", "Which two?", rest, several)
    text += ordering(3, "{i1: [i0]}", rest, "three")
    read = read_bank(text.encode(), file="a", judged="upload", known=known, today=TODAY)

    assert [(p.line, p.column, p.code) for p in read.problems] == [(15, 13, "B062"), (22, 13, "B062")]
    assert read.problems[1].message == (
        'X-1 has no questions of the kind "ordering", but "case" and "choice-one"'
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [("[a](https://aws.amazon.com)", []), ("[a](mailto:a@b.org)", []), ("[a](/learn/step-caching/#uris)", []),
     ("[a](/)", []), ("[a](/learn/nope/)", ["B068"]), ("[a](/learn/step-caching/#nope)", ["B068"]),
     ("[a](javascript:alert(1))", ["B066"]), ("[a](http://aws.amazon.com)", ["B066"]),
     ("[a](#uris)", ["B066"]),
     ("[a](../learn/)", ["B066"]), ("[a](//evil.example)", ["B066"]), ("<http://a.example>", ["B066"]),
     ("![a](https://a.example/b.png)", ["B067"]), ("![a](b.png)", ["B067"]),
     ("`[a](javascript:alert(1))`", []), ("[a] (b), [c]", []), ("no! [a](/)", []),
     ("[a](/nope/) and ![b](c.png)", ["B067", "B068"])],
)  # fmt: skip
def test_links_that_no_reader_gets_are_told(written, code):
    prompt = choice(prompt=f"'{written} which?'")
    option = choice(options=f"a: {{text: A, correct: true, why: '{written}'}}, b: B")
    explain = choice().replace("explain: So.", f"explain: '{written} so.'")

    for text, place in ((prompt, "6:13"), (option, "7:48"), (explain, "8:14")):
        assert sorted(told(HEAD + text)) == [f"{place} {c}" for c in code]


def test_pages_are_not_judged_where_none_are_known():
    raw = (HEAD + choice(prompt="'[a](/nope/)?'")).encode()

    assert read_bank(raw, file="a", judged="upload", known=Known(), today=TODAY).problems == ()
