"""content_report: what is covered, what is not, and where."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from studyapp.management import report
from tests.studyapp.test_content_commands import BANK, written

CASE = """\
  - kind: case
    key: shop
    scenario: A shop.
    topics: [gates]
    reread: ["gates#branches"]
    exams: {ABC-01: ["2.1"]}
    questions:
      - kind: choice
        key: several
        prompt: Which two?
        options: {a: {text: A, correct: true}, b: {text: B, correct: true}, c: {text: C, trap: many-branches}}
        difficulty: 3
        asks: judgement
        explain: So.
      - kind: choice
        key: one
        prompt: Which?
        options: {a: {text: A, correct: true}, b: {text: B, why: No., trap: many-branches}}
        difficulty: 2
        asks: recall
        explain: So.
        topics: [gates, caching]
        traps: [data-is-compared]
"""


@pytest.fixture(autouse=True)
def wanted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """So few that the small folder has enough; a test may want more."""
    few = {"ordering": 1, "matching": 0, "choice": 0, "case": 1}
    for kind, number in few.items():
        monkeypatch.setitem(report.WANTED, kind, number)
    return report.WANTED


def told(folder, **options):
    out, err = StringIO(), StringIO()
    options.setdefault("today", date(2026, 11, 21))
    try:
        call_command("content_report", str(folder), stdout=out, stderr=err, **options)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def with_bank(folder, text):
    written(folder)
    (folder / "banks/a-bank.yaml").write_text(text)
    return folder


def test_covered_content_is_status_0(tmp_path):
    status, out, err = told(with_bank(tmp_path, BANK + CASE))

    assert (status, err) == (0, "")
    assert out.startswith("3 questions: 1 ask for judgement, 2 for recall\n")
    assert "  case          1 of 1, with 2 questions, 2 each\n" in out
    assert "  data-is-compared                   2  a-bank/in-order, a-bank/one\n" in out
    assert "a-bank.yaml:5: a-bank/in-order: caching#uris\n" in out


def test_a_case_is_one_entry_and_its_questions_are_asked(tmp_path):
    _status, out, _err = told(with_bank(tmp_path, BANK + CASE), form="json")
    data = json.loads(out)

    assert data["kinds"] == {"ordering": 1, "matching": 0, "choice": 0, "case": 1}
    assert data["several"] == 0, "those of a case are not counted among the choices"
    assert data["cases"] == {"a-bank/shop": 2}
    assert data["topics"]["gates"] == {"ordering": 0, "matching": 0, "choice": 2}
    assert data["topics"]["caching"] == {"ordering": 1, "matching": 0, "choice": 1}
    assert data["difficulty"] == {"2": 2, "3": 1}


def test_a_task_counts_for_its_domain_and_a_case_hands_it_down(tmp_path):
    _status, out, _err = told(with_bank(tmp_path, BANK + CASE), form="json")

    assert json.loads(out)["exams"] == {"ABC-01": {"1": 0, "2": 2, "2.1": 2, "2.2": 0}}


def test_a_trap_with_one_question_is_told_at_its_line(tmp_path):
    status, _out, err = told(written(tmp_path))

    assert status == 1
    lines = [line for line in err.splitlines() if "R003" not in line]
    assert [line.partition(" ")[0].rpartition("/")[2] for line in lines] == [
        "traps.yaml:2:11:",
        "traps.yaml:12:11:",
    ]
    assert 'R002 the trap "data-is-compared" is tested by a-bank/in-order alone' in lines[0]
    assert 'R002 the trap "many-branches" is tested by no question' in lines[1]


def test_a_question_without_a_passage_is_told_at_its_line(tmp_path):
    without = BANK.replace('    reread: ["caching#uris"]\n', "")
    status, out, err = told(with_bank(tmp_path, without + CASE))

    assert status == 1
    assert err.endswith(
        '/banks/a-bank.yaml:5:10: R001 no passage answers "a-bank/in-order" Name it in reread.\n'
    )
    assert "a-bank/in-order: none\n" in out


def test_a_passage_that_is_not_there_answers_nothing(tmp_path):
    status, _out, err = told(with_bank(tmp_path, BANK.replace("caching#uris", "caching#nope") + CASE))

    assert status == 1
    assert "R001" in err


def test_fewer_of_a_kind_than_are_to_ship_are_told_with_how_many_are_missing(tmp_path, wanted):
    wanted.update(ordering=3, choice=4)
    status, out, err = told(with_bank(tmp_path, BANK + CASE))

    folder = tmp_path / "banks"
    assert status == 1
    assert "  ordering      1 of 3\n" in out
    assert err.splitlines() == [
        f"{folder}:1:1: R003 kind ordering: 1 of 3 are there Write 2 more.",
        f"{folder}:1:1: R003 kind choice: 0 of 4 are there Write 4 more.",
        f"{folder}:1:1: R003 choices with several right options: 0 of 2 are there "
        "Write 2 more, or give others a second one.",
    ]


def test_without_a_bank_all_of_them_are_missing(tmp_path):
    written(tmp_path)
    (tmp_path / "banks/a-bank.yaml").unlink()

    status, _out, err = told(tmp_path)

    assert status == 1
    assert "banks:1:1: R003 kind ordering: 0 of 1 are there" in err


def test_shortfalls_are_in_the_data_too(tmp_path):
    status, out, _err = told(written(tmp_path), form="json")

    assert status == 1
    assert [line.split()[1] for line in json.loads(out)["shortfalls"]] == ["R003", "R002", "R002"]


def test_in_brief_the_counts_alone_are_told(tmp_path):
    _status, out, _err = told(with_bank(tmp_path, BANK + CASE), verbosity=0)

    assert len(out.splitlines()) == 5


def test_unsound_content_is_not_counted(tmp_path):
    status, out, err = told(with_bank(tmp_path, BANK.replace("{train:", "{trane:")))

    assert (status, out) == (1, "")
    assert "B021" in err
    assert "see check_content" in err


def test_a_folder_without_a_syllabus_is_told(tmp_path):
    status, _out, err = told(tmp_path)

    assert status == 1
    assert err.startswith("There is no syllabus here.")
