"""Banks of other systems on the command line: in, with all that is lost and wrong told, out, and compared."""

from __future__ import annotations

import io
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from django.core.management import CommandError, call_command

from accounts.models import User
from quizzes.formats import bank as bank_format
from quizzes.formats import exchange
from quizzes.models import Bank, BankVersion
from tests.builders import a_bank, a_case, a_topic, choice, matching, ordering

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OWNER = "instructor@example.org"
GIFT = "::One::Which?{~%50%a ~%50%b ~c####So.}\n\n::Two::Order them.{>3 ALL\nx\ny\nz\n}\n"


@pytest.fixture(autouse=True)
def instructor():
    a_topic()
    return User.objects.create_user(OWNER, "a-long-password")


def run(*words: object) -> tuple[str, str]:
    """What a command says, and what it says beside that."""
    out, beside = StringIO(), StringIO()
    call_command(*map(str, words), stdout=out, stderr=beside)
    return out.getvalue(), beside.getvalue()


def refused(*words: object) -> tuple[str, str]:
    """Why a command ended, and what it said before."""
    beside = StringIO()
    with pytest.raises(CommandError) as ended:
        call_command(*map(str, words), stdout=StringIO(), stderr=beside)
    return str(ended.value), beside.getvalue()


def a_file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_bank_with_problems_is_not_stored_and_each_is_told_at_its_place_in_the_file(tmp_path):
    file = a_file(tmp_path, "quiz.gift", GIFT)

    parts = "each right answer gave a part of the mark; here all of them and no other give it"

    why, told = refused("import_bank", file, "--owner", OWNER)

    assert why.startswith("Nothing was stored.")
    assert told.splitlines() == [
        f"{file}:1:1: note one: {parts}",
        f'{file}:3:1: B015 two: "explain" is missing. Add it.',
    ]
    assert not Bank.objects.exists()


def test_what_is_lost_keeps_no_sound_bank_out(tmp_path):
    file = a_file(tmp_path, "Some Quiz.gift", GIFT.partition("::Two")[0])

    said, told = run("import_bank", file, "--owner", OWNER, "--title", "Some questions")

    assert "some-quiz: version 1 is published; 1 added" in said
    assert "note one: each right answer" in told
    assert Bank.objects.get().title == "Some questions"


def test_a_draft_is_written_mended_and_imported(tmp_path):
    file, draft = a_file(tmp_path, "quiz.gift", GIFT), tmp_path / "draft.yaml"

    said, told = run("import_bank", file, "--owner", OWNER, "--slug", "mine", "--draft", draft)
    assert said == f"The draft is in {draft}. Nothing was stored.\n"
    assert "B015" in told
    assert not Bank.objects.exists()

    draft.write_text(draft.read_text() + "    explain: As the letters go.\n")
    said, _ = run("import_bank", draft, "--owner", OWNER)

    assert "mine: version 1 is published; 2 added" in said


def test_a_zip_is_stored_whole_or_not_at_all(tmp_path):
    def zipped(*banks: str) -> Path:
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as made:
            for i, bank in enumerate(banks):
                made.writestr(f"{i}.yaml", bank)
        return a_file(tmp_path, "banks.zip", body.getvalue())

    one, two = (bank_format.write_bank(a_bank(choice(key), slug=key)) for key in ("one", "two"))

    assert refused("import_bank", zipped(one, "bank: x\n"), "--owner", OWNER)[0].startswith(
        "Nothing was stored"
    )
    assert "Two of these banks" in refused("import_bank", zipped(one, two, one), "--owner", OWNER)[0]
    assert not Bank.objects.exists()
    run("import_bank", zipped(one, two), "--owner", OWNER)
    assert set(Bank.objects.values_list("slug", flat=True)) == {"one", "two"}


def test_several_files_are_stored_together_or_not_at_all(tmp_path):
    good, bad = (
        a_file(tmp_path, f"{key}.yaml", bank_format.write_bank(a_bank(choice(key), slug=key)))
        for key in ("a", "b")
    )
    sound = bad.read_text()
    bad.write_text(sound.replace("explain:", "expalin:"))

    assert refused("import_bank", good, bad, "--owner", OWNER)[0].startswith("Nothing was stored")
    assert "are for one file" in refused("import_bank", good, bad, "--owner", OWNER, "--slug", "x")[0]
    assert not Bank.objects.exists()
    bad.write_text(sound)
    said, _ = run("import_bank", good, bad, "--owner", OWNER)
    assert [line.partition(":")[0] for line in said.splitlines()] == ["a", "b"]


@pytest.mark.parametrize("form", ["gift", "moodle"])
def test_a_bank_goes_out_in_another_format_with_its_losses(tmp_path, form):
    file = a_file(tmp_path, "a.yaml", bank_format.write_bank(a_bank()))
    run("import_bank", file, "--owner", OWNER)

    text, told = run("export_bank", "a-bank", "--format", form)

    assert exchange.sniff(text.encode(), "x") == form
    assert text == exchange.write(a_bank(), form).text
    assert told.splitlines()[0].startswith("note in-order: not carried over: its distractors")


def test_what_goes_out_to_moodle_comes_in_again(tmp_path):
    run("import_bank", a_file(tmp_path, "a.yaml", bank_format.write_bank(a_bank())), "--owner", OWNER)
    out = tmp_path / "out.xml"
    run("export_bank", "a-bank", "--format", "moodle", "--output", out)

    said, _ = run("import_bank", out, "--owner", OWNER, "--slug", "again")

    assert "again: version 1 is published; 3 added" in said


def test_cards_are_taken_by_anki_and_doubled_by_no_second_time(tmp_path):
    bank = a_bank(ordering(), matching(), choice(), a_case())
    run("import_bank", a_file(tmp_path, "a.yaml", bank_format.write_bank(bank)), "--owner", OWNER)
    package = tmp_path / "cards.apkg"
    run("export_bank", "a-bank", "--format", "anki", "--output", package)
    first = package.read_bytes()
    run("export_bank", "a-bank", "--format", "anki", "--output", package)
    request = ImportAnkiPackageRequest(
        package_path=str(package), options=ImportAnkiPackageOptions(with_scheduling=False)
    )
    collection = Collection(str(tmp_path / "mine.anki2"))

    logs = [collection.import_anki_package(request).log for _ in range(2)]

    assert package.read_bytes() == first
    assert [(len(log.new), len(log.duplicate)) for log in logs] == [(6, 0), (0, 6)]
    assert "Pipeline Study::A bank" in {deck.name for deck in collection.decks.all_names_and_ids()}
    (note,) = (collection.get_note(found) for found in collection.find_notes("Where*caching"))
    assert "<li>On each step: It is a field of the step.</li>" in note.fields[1]
    collection.close()


def test_two_banks_are_compared_in_words(tmp_path):
    old = a_file(tmp_path, "old.yaml", bank_format.write_bank(a_bank()))
    new = a_file(
        tmp_path,
        "new.yaml",
        bank_format.write_bank(a_bank(ordering(), choice(prompt="Where?"), choice("two", prompt="And?"))),
    )
    run("import_bank", old, "--owner", OWNER)
    run("import_bank", new, "--owner", OWNER)
    assert BankVersion.objects.count() == 2

    between_files, _ = run("diff_bank", old, new)

    assert between_files.splitlines() == [
        'added: two (choice) "And?"',
        'retired: pairs (matching) "Match each step to what it does."',
        'reworded: one (choice) "Where?": prompt',
        "1 added, 1 retired, 1 reworded.",
    ]
    assert run("diff_bank", "a-bank@1", "a-bank@2")[0] == between_files
    assert run("diff_bank", old, "a-bank")[0] == between_files
    assert run("diff_bank", "a-bank@2", new)[0] == "Nothing differs.\n"


def test_what_cannot_be_done_is_said_in_words(tmp_path):
    good = a_file(tmp_path, "a.yaml", bank_format.write_bank(a_bank()))
    bad = a_file(tmp_path, "b.gift", "x {T}")
    run("import_bank", good, "--owner", OWNER)

    assert "Say where to write it" in refused("export_bank", "a-bank", "--format", "anki")[0]
    assert refused("diff_bank", "a-bnak", good)[0] == 'There is no bank "a-bnak"; did you mean "a-bank"?'
    assert refused("diff_bank", "a-bank@7", good)[0] == 'The bank "a-bank" has no version 7.'
    assert "cannot be read: No such file" in refused("diff_bank", "/nowhere.yaml", good)[0]
    why, told = refused("diff_bank", bad, good)
    assert "is no sound bank" in why
    assert told == f'{bad}:1:1: B015 x: "explain" is missing. Add it.\n'
    why = refused("import_bank", bad, "--owner", OWNER, "--draft", "/nowhere/x.yaml")[0]
    assert "cannot be written: No such file" in why
    nothing = a_file(tmp_path, "c.gift", "")
    assert "A draft is made of one bank" in refused(
        "import_bank", nothing, "--owner", OWNER, "--draft", tmp_path / "x"
    )[0]  # fmt: skip
