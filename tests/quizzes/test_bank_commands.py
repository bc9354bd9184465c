"""A bank goes in with its problems told, and comes out as it went in."""

from __future__ import annotations

import gc
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from quizzes.formats import bank as bank_format
from quizzes.generators.proving import SLUG
from quizzes.models import Bank, BankVersion
from quizzes.services import importing, preparing
from tests.builders import a_bank, a_topic

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OWNER = "instructor@example.org"


@pytest.fixture
def instructor():
    return User.objects.create_user(OWNER, "a-long-password")


@pytest.fixture
def file(tmp_path):
    a_topic()
    path = tmp_path / "bank.yaml"
    path.write_text(bank_format.write_bank(a_bank()), encoding="utf-8")
    return path


def run(*words: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out, stderr=out)
    return out.getvalue()


def test_a_bank_goes_in_as_its_owners(instructor, file):
    said = run("import_bank", file, "--owner", OWNER)

    assert "version 1 is published; 3 added" in said
    assert Bank.objects.get().owner == instructor


def test_importing_the_same_file_again_changes_nothing(instructor, file):
    run("import_bank", file, "--owner", OWNER)

    assert "nothing has changed" in run("import_bank", file, "--owner", OWNER)
    assert BankVersion.objects.count() == 1


def test_export_then_import_then_export_is_the_same_to_the_byte(instructor, file, tmp_path):
    run("import_bank", file, "--owner", OWNER)
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    run("export_bank", "a-bank", "--output", first)
    changed = first.read_text().replace("Where is step caching", "Where now is step caching")
    first.write_text(changed)
    run("import_bank", first, "--owner", OWNER)

    run("export_bank", "a-bank", "--output", second)

    assert second.read_bytes() == first.read_bytes()


def test_an_older_version_comes_out_as_it_was(instructor, file):
    run("import_bank", file, "--owner", OWNER)
    before = run("export_bank", "a-bank")
    file.write_text(file.read_text().replace("Where is", "Where, then, is"))
    run("import_bank", file, "--owner", OWNER)

    assert run("export_bank", "a-bank", "--version-number", 1) == before
    assert run("export_bank", "a-bank") != before


def test_a_bank_with_a_problem_is_told_with_its_place_and_leaves_no_trace(instructor, file):
    file.write_text("bank: a-bank\ntitle: T\nquestions:\n  - kind: choise\n")
    out = StringIO()

    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("import_bank", str(file), owner=OWNER, stdout=out, stderr=out)

    assert f"{file}:4:11: " in out.getvalue()
    assert not Bank.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import_bank", "{file}", "--owner", "nobody@example.org"), "Nobody here has the address"),
        (("import_bank", "/nowhere/bank.yaml", "--owner", OWNER), "cannot be read: No such file"),
        (("export_bank", "a-bnak"), 'There is no bank "a-bnak"; did you mean "a-bank"?'),
        (("export_bank", "a-bank", "--version-number", "7"), "has no version 7"),
        (("export_bank", "a-bank", "--output", "/nowhere/x.yaml"), "cannot be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(instructor, file, words, said):
    run("import_bank", file, "--owner", OWNER)

    with pytest.raises(CommandError, match=said.replace("?", r"\?")):
        run(*(word.format(file=file) for word in words))


def test_another_ones_slug_is_refused(instructor, file):
    run("import_bank", file, "--owner", OWNER)
    User.objects.create_user("stranger@example.org", "a-long-password")

    with pytest.raises(CommandError, match="belongs to another bank"):
        run("import_bank", file, "--owner", "stranger@example.org")


@pytest.fixture
def three(tmp_path):
    a_topic()
    paths = [tmp_path / f"{slug}.yaml" for slug in ("one", "two", "three")]
    for path in paths:
        path.write_text(bank_format.write_bank(a_bank(slug=path.stem)), encoding="utf-8")
    return paths


def test_several_files_go_in_together_and_each_is_told(instructor, three):
    said = run("import_bank", *three, "--owner", OWNER)

    assert [line for line in said.splitlines() if "checked" in line] == [
        f"{n} of 3 checked: {path}" for n, path in enumerate(three, 1)
    ]
    assert set(Bank.objects.values_list("slug", flat=True)) == {"one", "two", "three"}


def test_a_problem_in_one_of_several_files_keeps_all_out_and_all_are_told(instructor, three):
    for path in three[1:]:
        path.write_text(path.read_text().replace("explain:", "explian:"))
    out = StringIO()

    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("import_bank", *map(str, three), owner=OWNER, stdout=out, stderr=out)

    assert f"{three[1]}:" in out.getvalue()
    assert f"{three[2]}:" in out.getvalue()
    assert not Bank.objects.exists()


@pytest.mark.parametrize("whose", ["twice", "another's", "ships", "variants"])
def test_a_slug_that_cannot_be_had_keeps_all_of_several_files_out(instructor, three, whose):
    slug = {"twice": "one", "variants": SLUG}.get(whose, "three")
    three[2].write_text(three[2].read_text().replace("bank: three", f"bank: {slug}"))
    if whose in {"another's", "ships"}:
        Bank.objects.create(slug="three", visibility="public", shipped=whose == "ships", title="Theirs")

    with pytest.raises(CommandError, match=r"slug|are called"):
        run("import_bank", *three, "--owner", OWNER)

    assert not BankVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_long_files_are_made_ready_in_processes_of_their_own(instructor, three, monkeypatch):
    monkeypatch.setattr(importing, "LONG", 0)
    monkeypatch.setattr(importing.os, "cpu_count", lambda: 2)
    here = os.getpid()
    monkeypatch.setattr(importing, "prepare", lambda bank: _elsewhere(bank, here))

    run("import_bank", *three, "--owner", OWNER)

    assert BankVersion.objects.count() == 3
    assert gc.isenabled()


def _elsewhere(bank, here):
    assert os.getpid() != here
    return preparing.prepare(bank)
