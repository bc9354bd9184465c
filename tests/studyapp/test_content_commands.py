"""check_content and load_content: all problems in one run, all of the content or nothing."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.models import Bank, Question
from syllabus.models import Topic, Trap
from tests.syllabus.small import files

CONTENT = Path(__file__).resolve().parents[2] / "content"
BANK = """\
bank: a-bank
title: A bank
questions:
  - kind: ordering
    key: in-order
    prompt: Put them in order.
    items: {clean: Clean, train: Train}
    needs: {train: {clean: It reads the split.}}
    topics: [caching]
    traps: [data-is-compared]
    reread: ["caching#uris"]
    difficulty: 2
    asks: recall
    source: {url: "https://docs.aws.amazon.com/sagemaker/", checked: 2026-11-21}
    explain: Training reads the split.
"""


def written(folder: Path, **changes: tuple[str, str]) -> Path:
    """The small syllabus and a bank, as a folder of files."""
    told = {**files(**changes), "banks/a-bank.yaml": BANK.encode()}
    for name, raw in told.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


def check(*paths, **options):
    """Status, standard output and standard error of check_content."""
    out, err = StringIO(), StringIO()
    options.setdefault("today", date(2026, 11, 21))
    try:
        call_command("check_content", *map(str, paths), stdout=out, stderr=err, **options)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def load(path=None, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command("load_content", *([str(path)] if path else []), stdout=out, stderr=err, **options)
    except CommandError as refusal:
        return str(refusal), out.getvalue(), err.getvalue()
    return "", out.getvalue(), err.getvalue()


def test_sound_content_says_what_was_read(tmp_path):
    status, out, err = check(written(tmp_path))

    assert (status, err) == (0, "")
    assert out == (
        "1 question in 1 bank, 2 topics, 3 steps, 2 traps, 1 FAQ, 2 terms, 2 tables, "
        "1 decision aid, 1 pipeline, 1 exam profile: 0 problems, 0 warnings\n"
    )


def test_an_empty_folder_says_that_nothing_was_read(tmp_path):
    assert check(tmp_path) == (0, "nothing: 0 problems, 0 warnings\n", "")


def test_all_problems_of_all_files_in_one_run(tmp_path):
    folder = written(
        tmp_path, traps=("topics: [caching]", "topics: [cashing]"), loop=("to: start", "to: stat")
    )
    (folder / "banks/a-bank.yaml").write_text(
        BANK.replace("topics: [caching]", "topics: [cashing]\n    tropics: x")
    )
    (folder / "banks/b-bank.yaml").write_bytes(b"\xff\xfe")

    status, out, err = check(folder, judged="shipped")

    assert status == 1
    codes = re.findall(r"^\S+/([\w-]+\.yaml):\d+:\d+: (?:warning )?([A-Z]\d{3}) ", out, re.MULTILINE)
    assert ("traps.yaml", "S001") in codes
    assert ("retraining-loop.yaml", "S010") in codes
    assert ("b-bank.yaml", "B001") in codes
    assert len([name for name, _code in codes if name == "a-bank.yaml"]) > 1
    assert len(out.splitlines()) == len(codes)
    assert re.search(r"\d+ problems, 0 warnings", err)


def test_a_warning_alone_is_status_0(tmp_path):
    status, out, err = check(written(tmp_path), today=date(2028, 1, 1))

    assert status == 0
    assert ": warning S050 " in out
    assert "0 problems, " in err


def test_json_and_github(tmp_path):
    folder = written(tmp_path, traps=("topics: [caching]", "topics: [cashing]"))

    status, out, _err = check(folder, form="json")
    [problem] = json.loads(out)
    assert (status, problem["code"], problem["line"], problem["column"]) == (1, "S001", 6, 14)
    assert problem["file"].endswith("syllabus/traps.yaml")

    _status, out, _err = check(folder, form="github")
    assert re.match(r"::error file=\S*syllabus/traps.yaml,line=6,col=14,title=S001::", out)


def test_json_of_sound_content_is_an_empty_list(tmp_path):
    status, out, _err = check(written(tmp_path), form="json")

    assert (status, json.loads(out)) == (0, [])


def test_what_cannot_be_read_is_a_problem_and_no_traceback(tmp_path):
    (tmp_path / "real.yaml").symlink_to(tmp_path / "nowhere")

    status, out, _err = check(tmp_path / "missing.yaml", "/dev/null", tmp_path / "real.yaml")

    assert status == 1
    assert len(re.findall(r":1:1: S040 cannot be read: ", out)) == 3


def test_a_file_named_twice_is_read_once(tmp_path):
    folder = written(tmp_path)

    status, out, _err = check(folder, folder / "syllabus/traps.yaml", folder / "syllabus/../syllabus")

    assert status == 0, out
    assert "2 traps" in out


def test_a_bank_by_itself_is_judged_by_the_shipped_syllabus(tmp_path):
    bank = tmp_path / "bank.yaml"
    bank.write_text(BANK.replace("topics: [caching]", "topics: [step-caching]"))

    _status, out, _err = check(bank)

    assert '"step-caching"' not in out  # known in content/
    assert re.search(r"warning B\d{3} .*data-is-compared", out)  # and this trap is not


def test_files_in_content_are_shipped_and_others_are_uploads(tmp_path, settings):
    folder = written(tmp_path)
    (folder / "banks/a-bank.yaml").write_text(BANK.replace("    difficulty: 2\n", ""))
    assert check(folder)[0] == 0

    settings.CONTENT_DIR = folder
    assert check(folder)[0] == 1
    assert check(folder, judged="upload")[0] == 0


def test_a_bad_date_is_refused():
    with pytest.raises(CommandError, match="not a date"):
        call_command("check_content", "--today", "2026-02-30")


@pytest.mark.django_db
def test_content_is_loaded_and_told(tmp_path):
    refusal, out, _err = load(written(tmp_path))

    assert refusal == ""
    assert out.splitlines() == [
        "topics: 2 added",
        "steps: 3 added",
        "traps: 2 added",
        "FAQs: 1 added",
        "terms: 2 added",
        "tables: 2 added",
        "decision aids: 1 added",
        "pipelines: 1 added",
        "exam profiles: 1 added",
        "bank a-bank, version 1: 1 added",
    ]
    assert list(Question.objects.get().topics.values_list("key", flat=True)) == ["caching"]


@pytest.mark.django_db
def test_a_second_load_writes_nothing_and_says_so(tmp_path):
    folder = written(tmp_path)
    load(folder)

    with CaptureQueriesContext(connection) as queries:
        _refusal, out, _err = load(folder)

    assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert out.endswith("1 exam profile: nothing has changed\n")


@pytest.mark.django_db
def test_what_changed_is_told(tmp_path):
    load(written(tmp_path))
    folder = written(tmp_path, traps=("A constant prefix.", "A prefix that stays."))
    (folder / "banks/a-bank.yaml").write_text(BANK.replace("Put them in order.", "Put these in order."))

    _refusal, out, _err = load(folder)

    assert out.splitlines() == ["traps: 1 changed, 1 unchanged", "bank a-bank, version 2: 1 changed"]


@pytest.mark.django_db
def test_one_broken_file_keeps_all_the_good_ones_out(tmp_path):
    folder = written(tmp_path, faqs=("topics: [caching]", "topics: [cashing]"))

    refusal, out, err = load(folder)

    assert refusal == "Nothing was loaded: 1 problem, 0 warnings."
    assert out == ""
    assert ": S001 " in err
    assert not Topic.objects.exists()
    assert not Bank.objects.exists()


@pytest.mark.django_db
def test_a_broken_bank_keeps_the_syllabus_out(tmp_path):
    folder = written(tmp_path)
    (folder / "banks/a-bank.yaml").write_text(BANK.replace("needs: {train:", "needs: {trane:"))

    assert load(folder)[0].startswith("Nothing was loaded: ")
    assert not Topic.objects.exists()


@pytest.mark.django_db
def test_a_failure_half_way_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr("quizzes.services.publishing.publish_shipped", lambda **given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        load(written(tmp_path))

    assert not Topic.objects.exists()


@pytest.mark.django_db
def test_what_left_the_folder_is_retired(tmp_path):
    folder = written(tmp_path)
    load(folder)
    (folder / "banks/a-bank.yaml").unlink()
    shutil.rmtree(folder / "exams")
    (folder / "banks/b-bank.yaml").write_text(BANK.replace("a-bank", "b-bank"))

    _refusal, out, _err = load(folder)

    assert "exam profiles: 1 retired" in out
    assert "bank a-bank: retired" in out
    assert Bank.objects.get(slug="a-bank").retired_at is not None


@pytest.mark.django_db
def test_what_is_loaded_is_judged_as_shipped_wherever_its_files_lie(tmp_path):
    folder = written(tmp_path)
    (folder / "banks/a-bank.yaml").write_text(BANK.replace("    difficulty: 2\n", ""))

    refusal, _out, err = load(folder)

    assert refusal == "Nothing was loaded: 1 problem, 0 warnings."
    assert "B050 a shipped question says its difficulty" in err
    assert Bank.objects.count() == 0


@pytest.mark.django_db
def test_one_bank_speaks_of_itself_only(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path / "content"
    load(written(settings.CONTENT_DIR), verbosity=0)
    other = tmp_path / "other.yaml"
    other.write_text(BANK.replace("a-bank", "b-bank"))

    refusal, out, _err = load(other)

    assert (refusal, out) == ("", "bank b-bank, version 1: 1 added\n")
    assert Bank.objects.filter(retired_at=None).count() == 2
    assert Topic.objects.current().count() == 2


@pytest.mark.django_db
def test_a_folder_without_a_syllabus_leaves_the_syllabus_alone(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path / "content"
    folder = written(settings.CONTENT_DIR)
    load(folder)

    refusal, out, _err = load(folder / "banks")

    assert (refusal, out) == ("", "1 question in 1 bank: nothing has changed\n")
    assert Topic.objects.current().count() == 2


@pytest.mark.django_db
def test_a_piece_of_the_syllabus_is_not_loaded(tmp_path):
    folder = written(tmp_path)
    load(folder)

    refusal, _out, _err = load(folder / "syllabus/traps.yaml")

    assert refusal == "The syllabus is loaded as a whole: give its folder."
    assert Trap.objects.current().count() == 2


@pytest.mark.django_db
def test_a_bank_of_somebody_else_is_not_taken(tmp_path):
    folder = written(tmp_path)
    Bank.objects.create(slug="a-bank", title="Mine", shipped=False)

    refusal, _out, _err = load(folder)

    assert 'the bank "a-bank" belongs to somebody here' in refusal
    assert not Topic.objects.exists()
