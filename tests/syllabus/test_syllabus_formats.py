"""The written forms: every problem is told, at its place, with a code that stays."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from syllabus.formats import Known, names_in, read_syllabus, sort_of
from tests.syllabus.small import FILES, TODAY, files, read, sound

ROOT = Path(__file__).resolve().parents[2]

# code, what is broken, and the text that stands at the place that is told
CROWD = "".join(
    f"  n{i}: {{title: N, region: inside, family: job, step: train, does: It is., text: T.}}\n"
    for i in range(76)
)
CONTRADICTED = "contradictions: [{{answers: {}, why: Both cannot be.}}]\n"
ALL_CONTRADICTED = "contradictions:\n" + "".join(
    f'  - {{answers: {{light: {light}, road: "{road}"}}, why: No.}}\n'
    for light in ("red", "green")
    for road in ("yes", "no")
)
BROKEN = [
    ("S001", {"traps": ("topics: [caching]", "topics: [cashing]")}, "cashing]"),
    ("S001", {"caching": ("related: [gates]", "related: [doors]")}, "doors]"),
    ("S001", {"glossary": ("topics: [caching]", "topics: [nope]")}, "nope]"),
    ("S002", {"gates": ("steps: [condition, fail]", "steps: [condition, fall]")}, "fall]"),
    ("S002", {"train": ("{step: condition,", "{step: conditions,")}, "conditions,"),
    ("S002", {"loop": ("step: train", "step: training")}, "training"),
    ("S003", {"loop": ("traps: [data-is-compared]", "traps: [data-compared]")}, "data-compared]"),
    ("S004", {"traps": ('"caching#uris"', '"caching#uri"')}, '"caching#uri"'),
    ("S005", {"gates": ("topic: gates", "topic: caching"), "fail": ("Never", "Ever")}, "caching\n"),
    (
        "S005",
        {"traps": ("trap: many-branches", "trap: data-is-compared")},
        "data-is-compared\n    bait: A gate",
    ),
    ("S006", {"caching": ("anchor: expiry", "anchor: uris")}, "uris\n    title: Which"),
    ("S007", {"gates": ("number: 2", "number: 1")}, "1\ntitle: Gates"),
    ("S006", {"signs": ("row: go", "row: stop")}, "stop\n    cells: {name: Go"),
    ("S007", {"tables/keys": ("number: 2", "number: 1")}, "1\ntitle: Signs"),
    ("S008", {"gates": ("steps: [condition", "related: [gates]\nsteps: [condition")}, "gates]"),
    ("S008", {"train": ("{step: condition,", "{step: train,")}, "train, why"),
    ("S009", {"gates": ("table: {table: signs,", "table: {table: sign,")}, "sign, rows"),
    ("S010", {"loop": ("start: There must", "begin: There must")}, "begin: There"),
    ("S010", {"loop": ("to: start", "to: stat")}, "stat, label"),
    (
        "S011",
        {"loop": ("    traps: [data-is-compared]\n    needs:\n", "    needs:\n      gate: Round.\n")},
        "fit: The metric",
    ),
    ("S012", {"loop": ("region: before\n", "region: inside\n")}, "before: Outside"),
    ("S012", {"loop": ("region: before\n", "region: besides\n")}, "besides\n"),
    ("S013", {"loop": ("start: There must be a run.", "start: {why: A run., when: passes}")}, "passes}"),
    ("S013", {"loop": ("gate: {why: Only good ones., when: passes}", "gate: Only good ones.")}, "Only good"),
    ("S014", {"loop": ("family: outside", "family: outside\n    step: train")}, "train\n    does: Starts"),
    (
        "S014",
        {"loop": ("family: job\n    step: train\n    does: Fits", "family: job\n    does: Fits")},
        "job\n    does",
    ),
    (
        "S014",
        {
            "loop": (
                "family: job\n    step: train\n    does: Fits",
                "family: glue\n    step: train\n    does: Fits",
            )
        },
        "glue",
    ),
    ("S015", {"loop": ("from: keep, to: start", "from: fit, to: keep")}, "keep, label"),
    (
        "S016",
        {"loop": ("needs: {gate: {why: Only good ones., when: passes}}", "needs: {end: Last.}")},
        "end: Last",
    ),
    ("S017", {"loop": ("nodes:\n", f"nodes:\n{CROWD}")}, "nodes:"),
    ("S018", {"aids/": ("faqs: [when-cached]", "faqs: [when-cashed]")}, "when-cashed]"),
    ("S020", {"train": ("type: Training\n", "")}, "step: train"),
    (
        "S021",
        {"train": ("{cacheable: true, in_key: [the image], ", "{cacheable: true, ")},
        "{cacheable: true, not",
    ),
    ("S021", {"condition": ("{cacheable: false}", "{cacheable: false, in_key: [a]}")}, "{cacheable"),
    ("S022", {"gates": ("Exactly one runs.", f'"{"[" * 101}"')}, '"['),
    ("S023", {"signs": ("{name: Sign, meaning", "{meaning: Sign, mening")}, "columns"),
    ("S023", {"signs": ("seen: at a gate}", "sen: at a gate}")}, "sen: at"),
    ("S023", {"signs": (", seen: at a gate}", "}")}, "stop\n"),
    ("S023", {"tables/keys": (", not-compared: Not compared}", "}")}, "columns"),
    ("S024", {"tables/keys": ("built: step-caching\n", "")}, "keys\n"),
    ("S024", {"signs": ("rows:\n", "built: step-caching\nrows:\n")}, "signs\n"),
    ("S025", {"signs": ("[guide, model]", "[guide, modell]")}, "modell]"),
    ("S026", {"gates": ("rows: [go]", "rows: [wait]")}, "wait]"),
    ("S026", {"gates": ("columns: [name, meaning]", "columns: [name, means]")}, "means]"),
    (
        "S026",
        {"gates": ("    table: {table: signs, rows: [go], columns: [name, meaning]}\n", "")},
        "And no",
    ),
    ("S027", {"loop": ("without: [fit]", "without: [fitt]")}, "fitt]"),
    ("S027", {"loop": ("      put:\n", "      keep:\n")}, "keep:\n        title: Put"),
    ("S027", {"loop": ("gate: {put: The", "gait: {put: The")}, "gait: {put"),
    ("S028", {"loop": ("needs: {start: There must still be a run.}", "needs: {}")}, "ready:\n"),
    (
        "S029",
        {
            "loop": (
                "alternatives:\n",
                "alternatives:\n  a: {title: A, text: A.}\n  b: {title: B, text: B.}\n",
            )
        },
        "alternatives:\n",
    ),
    ("S030", {"exam": ("exam: ABC-01", "exam: ABC 01")}, "ABC 01"),
    ("S031", {"exam": ("weight: 40", "weight: 30")}, "domains"),
    ("S031", {"exam": ("scored: 15", "scored: 25")}, "25"),
    ("S031", {"exam": ("pass_line: 720", "pass_line: 1720")}, "1720"),
    ("S031", {"exam": ("5], count: 10", "5], count: 11")}, "kinds"),
    ("S003", {"traps": ("not_beside: [many-branches]", "not_beside: [many-twigs]")}, "many-twigs]"),
    ("S008", {"traps": ("not_beside: [many-branches]", "not_beside: [data-is-compared]")}, "data-is"),
    ("S033", {"traps": ("instead: Nobody", f"instead: {'No. ' * 40}Nobody")}, "No. No."),
    ("S053", {"traps": ("    instead: A gate has two branches.\n", "")}, "many-branches\n"),
    ("S032", {"exam": ("second_hand: [minutes]", "second_hand: [minute]")}, "minute]"),
    ("S052", {"faqs": ("checked: 2026-11-21", "checked: 2026-11-22")}, "2026-11-22"),
    ("S051", {"gates": ("Exactly one runs.", "TODO write this.")}, "TODO"),
    ("S060", {"aids/": ("when: {light: red}", "when: {lamp: red}")}, "lamp: red"),
    ("S060", {"aids/": ("when: {light: red}", "when: {light: blue}")}, "blue}"),
    ("S060", {"aids/": ("choose: go", "choose: run")}, "run\n"),
    ("S060", {"aids/": ("against: {go: There", "against: {stop: There")}, "stop: There"),
    ("S060", {"aids/": ("green: it is green}", "green: it is green}, stems: {blue: [It is.]}")}, "blue: [It"),
    ("S061", {"aids/": ("    choose: go\n", '    when: {road: "no"}\n    choose: go\n')}, "rules:"),
    ("S061", {"aids/": ('when: {road: "no"}', "when: {light: red}")}, "blocked"),
    ("S061", {"aids/": ("rules:", CONTRADICTED.format('{light: green, road: "no"}') + "rules:")}, "blocked"),
    ("S061", {"aids/": ("rules:", f"{ALL_CONTRADICTED}rules:")}, "contradictions:"),
    ("S060", {"aids/": ("rules:", f"{CONTRADICTED.format('{light: red, rod: no}')}rules:")}, "rod"),
    ("S060", {"aids/": ("rules:", f"{CONTRADICTED.format('{light: red, road: nay}')}rules:")}, "nay"),
    ("S062", {"aids/": ("rules:", f"{CONTRADICTED.format('{light: red}')}rules:")}, "answers: {light"),
    # the kit's own codes reach the syllabus too
    ("B013", {"gates": ("number: 2", "number: 2\nnumber: 3")}, "number: 3"),
    ("B015", {"gates": ("title: Gates\n", "")}, "topic: gates"),
    ("B016", {"gates": ("title: Gates\n", "title: Gates\ntittle: Gates\n")}, "tittle"),
    ("B017", {"gates": ("summary: A gate compares.", "summary:")}, "\nsignals"),
    ("B018", {"gates": ("number: 2", "number: two")}, "two"),
    ("B020", {"gates": ("checked: 2026-11-21", "checked: 2026-02-30")}, "2026-02-30"),
    ("B020", {"gates": ("https://", "http://")}, '"http://'),
    ("B022", {"gates": ("topic: gates", "topic: Gates")}, "Gates\nnumber"),
]


@pytest.mark.parametrize(
    ("code", "change", "at"), BROKEN, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(BROKEN)]
)
def test_a_broken_file_gives_its_problem_at_its_place(code, change, at):
    found = read(**change)

    told = [problem for problem in found.problems if problem.code == code]
    assert told, [str(problem) for problem in found.problems]
    broken = files(**change)
    places = [place_of(broken[problem.file].decode(), problem.line, problem.column) for problem in told]
    assert any(text.startswith(at) for text in places), [text[:60] for text in places]
    assert found.syllabus is None or all(problem.severity == "warning" for problem in found.problems)


def place_of(text: str, line: int, column: int) -> str:
    """What stands at a place, to the end of the file; an empty value is the line break after its key."""
    lines = text.splitlines(keepends=True)
    return lines[line - 1][column - 1 :] + "".join(lines[line:])


def test_the_small_syllabus_is_sound():
    assert read().problems == ()


def test_what_contradicts_itself_needs_no_rule():
    contradiction = CONTRADICTED.format('{light: green, road: "yes"}')
    broken = files()
    name = next(name for name in broken if "/aids/" in name)
    text = broken[name].decode()
    begins, ends = text.index("  - rule: free"), text.index("sources:")
    broken[name] = (text[:begins] + contradiction + text[ends:]).encode()

    assert read_syllabus(broken, today=TODAY).problems == ()


def test_the_place_is_exact():
    problem = read(traps=("topics: [caching]", "topics: [cashing]")).problems[0]

    assert str(problem) == (
        'syllabus/traps.yaml:6:14: S001 "cashing" is not a topic of the syllabus; did you mean "caching"?'
    )


def test_a_key_in_two_files_names_both_places():
    broken = files()
    broken["syllabus/topics/zz.yaml"] = broken["syllabus/topics/gates.yaml"].replace(
        b"number: 2", b"number: 3"
    )

    [problem] = read_syllabus(broken, today=TODAY).problems

    assert str(problem) == (
        'syllabus/topics/zz.yaml:1:8: S005 the topic "gates" is written twice. '
        "The other is syllabus/topics/gates.yaml:1."
    )


def test_one_exam_is_not_written_in_large_and_in_small_letters():
    broken = files()
    broken["exams/other.yaml"] = broken["exams/abc-01.yaml"].replace(b"exam: ABC-01", b"exam: abc-01")

    assert [problem.code for problem in read_syllabus(broken, today=TODAY).problems] == ["S005"]


def test_a_cycle_is_named_whole():
    change = {"loop": ("    traps: [data-is-compared]\n    needs:\n", "    needs:\n      gate: Round.\n")}

    problem = next(p for p in read(**change).problems if p.code == "S011")

    assert (
        '"fit" needs "gate" needs "fit"' in problem.message
        or '"gate" needs "fit" needs "gate"' in problem.message
    )


def test_all_problems_of_all_files_come_in_one_run():
    found = read(
        gates=("title: Gates\n", ""),
        traps=("steps: [train]", "steps: [trane]"),
        exam=("weight: 40", "weight: 30"),
        loop=("to: start", "to: stat"),
    )

    assert [problem.code for problem in found.problems] == ["S031", "S010", "B015", "S002"]
    assert found.syllabus is None


def test_a_faulty_entry_may_still_be_spoken_of():
    """One fault, one problem: what is wrong within a topic makes no reference to it wrong."""
    found = read(caching=("summary: A **URI** is compared, never the data.\n", ""))

    assert [problem.code for problem in found.problems] == ["B015"]


def test_a_faulty_entry_of_a_list_hides_no_other():
    broken = files(traps=("bait: New files are *noticed*.\n", "bite: New.\n"))
    broken["syllabus/traps.yaml"] = broken["syllabus/traps.yaml"].replace(b"gates#branches", b"gates#twigs")

    codes = [problem.code for problem in read_syllabus(broken, today=TODAY).problems]

    assert sorted(codes) == ["B015", "B016", "S004"]


def test_an_old_source_is_a_warning_and_no_problem():
    found = read_syllabus(files(), today=date(2027, 11, 22))

    assert {(problem.code, problem.severity) for problem in found.problems} == {("S050", "warning")}
    assert found.syllabus is not None
    assert not read_syllabus(files(), today=date(2027, 11, 21)).problems


def test_one_file_by_itself_is_judged_beside_the_others():
    alone = {"traps.yaml": FILES["syllabus/traps.yaml"].encode()}
    beside = names_in({path: raw for path, raw in files().items() if "traps" not in path})

    assert not read_syllabus(alone, today=TODAY, beside=beside, complete=False).problems
    assert read_syllabus(alone, today=TODAY, beside=Known(), complete=False).problems


def test_a_folder_is_judged_by_itself_in_the_sorts_it_holds():
    """A topic that left the folder is unknown there, however well the installed content knows it."""
    left = {path: raw for path, raw in files().items() if path != "syllabus/topics/gates.yaml"}

    told = read_syllabus(left, today=TODAY, beside=names_in(files()), complete=True).problems

    assert {problem.code for problem in told} == {"S001", "S004"}


@pytest.mark.parametrize(
    ("file", "text", "sort"),
    [
        ("anything.yaml", "topic: x", "topic"),
        ("anything.yaml", "# a comment\n\nfaqs:\n", "faq"),
        ("content/syllabus/topics/x.yaml", "topik: x", "topic"),
        ("content/syllabus/glossary.yaml", "", "term"),
        ("content/syllabus/traps.yaml", "bank: x", None),
        ("content/banks/x.yaml", "title: x\nquestions: []", None),
        ("x.yaml", "nothing: known", None),
    ],
)
def test_a_file_tells_what_it_is(file, text, sort):
    found = sort_of(file, text.encode())

    assert (found.name if found else None) == sort


def test_the_order_is_that_of_the_numbers_and_of_the_alphabet():
    syllabus = sound(caching=("number: 1", "number: 9"), glossary=("title: URI", 'title: "~uri"'))

    assert [topic.topic for topic in syllabus.topics] == ["gates", "caching"]
    assert [term.term for term in syllabus.terms] == ["uri", "artifact"]
    assert [trap.trap for trap in syllabus.traps] == ["data-is-compared", "many-branches"]


def test_every_code_is_in_the_documentation_and_in_a_test():
    sources = [*(ROOT / "syllabus/formats").glob("*.py"), ROOT / "studyapp/management/content.py"]
    used = {code for path in sources for code in re.findall(r'"(S\d{3})"', path.read_text())}
    told = set(re.findall(r"^\| `(S\d{3})` \|", (ROOT / "docs/content-format.md").read_text(), re.MULTILINE))

    assert used == told
    elsewhere = {"S040", "S050"}  # a file that cannot be read, and the calendar
    assert used - elsewhere == {code for code, _, _ in BROKEN if code.startswith("S")}
