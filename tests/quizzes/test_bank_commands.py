"""A bank goes in with its problems told, and comes out as it went in."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from quizzes.formats import bank as bank_format
from quizzes.models import Bank, BankVersion
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
