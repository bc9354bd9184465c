"""The form of a question: whole without scripts; it edits the text, and of it that question alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from authoring.models import BankDraft
from authoring.services import checking
from authoring.services.beginnings import starter
from authoring.sheets import ASKED, TABLES, Sheet
from quizzes.engines import Question
from quizzes.formats.bank import question_data
from quizzes.formats.bank.editing import question_at
from tests.authoring.test_draft_views import begun, browser, person
from tests.builders import choice, matching, ordering

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
QUESTIONS = (choice(pin=("account",)), matching(), ordering(), ordering("seq", needs={}, order=("a", "b")))


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def hers(ann: User) -> Client:
    return browser(ann)


def at(draft: BankDraft, key: str) -> str:
    return reverse("author:question-form", args=[draft.address, key])


def form_of(text: str, nth: int, revision: int = 1) -> dict[str, Any]:
    """The form of the nth question of a text, as a browser would send it untouched."""
    data = question_at(text, ("questions", nth))
    return {"revision": revision, **as_post(Sheet.of(str(data["kind"]), data))}


def as_post(sheet: Sheet) -> dict[str, str]:
    rows = {
        f"{table.name}-{n}-{column.name}": row[column.name]
        for table in TABLES[sheet.kind]
        for n, row in enumerate(sheet.rows[table.name])
        for column in table.columns
        if row.get(column.name)
    }
    return {**{name: value for name, value in sheet.values.items() if value}, **rows}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_what_nobody_changed_is_what_was_written(question: Question) -> None:
    old = question_data(question)
    sent = {name: [value] for name, value in as_post(Sheet.of(question.kind, old)).items()}
    again = Sheet.posted(question.kind, sent)
    assert list(again.faults()) == []
    assert list(again.data(old).items()) == list(old.items())


@pytest.mark.parametrize("question", QUESTIONS[:3], ids=lambda question: question.key)
def test_a_form_alone_says_the_whole_question_that_it_can_say(question: Question) -> None:
    old = question_data(question)
    made = Sheet.of(question.kind, old).data({})
    assert made == old


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_saving_untouched_leaves_the_text_to_the_byte(ann: User, hers: Client, nth: int) -> None:
    text = starter()
    draft = begun(ann, text)
    form = form_of(draft.text, nth)
    answer = hers.post(at(draft, form["key"]), form)
    assert answer["Location"] == at(draft, form["key"])
    draft.refresh_from_db()
    assert (draft.text, draft.revision) == (text, 1)


def test_a_changed_word_changes_its_line_and_no_other(ann: User, hers: Client) -> None:
    draft = begun(ann, starter())
    before = draft.text
    form = form_of(before, 2) | {"options-2-text": "At the start of a run"}
    hers.post(at(draft, form["key"]), form)
    draft.refresh_from_db()
    assert draft.text == before.replace("run: When a run is started", "run: At the start of a run")


def test_the_page_shows_what_is_written_and_every_field_has_its_label(ann: User, hers: Client) -> None:
    draft = begun(ann, starter())
    page = hers.get(at(draft, "retrain")).text
    assert "Split and clean the raw data" in page
    assert "The evaluation reads the artifact that training writes." in page
    for ident in ("id_prompt", "id_key", "id_items-0-text", "id_needs-1-why", "id_distractors-0-trap"):
        assert f'for="{ident}"' in page
        assert f'id="{ident}"' in page


@pytest.mark.parametrize(
    ("do", "names"),
    [
        ("options:add", ["step", "pipeline", "run", "account", None]),
        ("options:down:0", ["pipeline", "step", "run", "account"]),
        ("options:up:3", ["step", "pipeline", "account", "run"]),
        ("options:remove:1", ["step", "run", "account"]),
        ("options:up:0", ["step", "pipeline", "run", "account"]),
        ("options:remove:99", ["step", "pipeline", "run", "account"]),
        ("options:remove:x", ["step", "pipeline", "run", "account"]),
    ],
)
def test_rows_are_added_moved_and_removed_and_nothing_is_saved_or_lost(
    ann: User, hers: Client, do: str, names: list[str | None]
) -> None:
    draft = begun(ann, starter())
    form = form_of(draft.text, 2) | {"do": do, "prompt": "Typed, not saved"}
    answer = hers.post(at(draft, form["key"]), form)
    assert (answer.status_code, "Not saved yet" in answer.text) == (200, True)
    assert [row.get("id") for row in answer.context["sheet"].rows["options"]] == names
    assert "Typed, not saved" in answer.text
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_row_without_a_name_is_given_one_of_its_text(ann: User, hers: Client) -> None:
    draft = begun(ann, starter())
    form = form_of(draft.text, 2) | {"options-4-text": "In the Studio settings"}
    hers.post(at(draft, form["key"]), form)
    draft.refresh_from_db()
    options = question_at(draft.text, ("questions", 2))["options"]
    assert options["in-the-studio-settings"] == "In the Studio settings"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": "No Slug"}, "A key has small letters"),
        ({"key": "retrain"}, "Another question of this bank has this key"),
        ({"options-1-id": "step"}, "Two rows have the name step"),
        ({"options-7-why": "of nothing"}, "A row has no text"),
        ({"prompt": "a \x07 b"}, "no text can hold"),
        ({"options-0-text": "a \x00 b"}, "no text can hold"),
    ],
)
def test_what_cannot_be_written_is_told_and_kept_in_the_form(
    ann: User, hers: Client, change: dict[str, str], says: str
) -> None:
    draft = begun(ann, starter())
    form = form_of(draft.text, 2)
    answer = hers.post(at(draft, form["key"]), form | change)
    assert (answer.status_code, says in answer.text) == (422, True)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_problem_stands_at_its_field_after_saving(ann: User, hers: Client) -> None:
    draft = begun(ann, starter())
    form = form_of(draft.text, 0) | {"explain": "", "needs-0-before": "train"}
    answer = hers.post(at(draft, "retrain"), form, follow=True)
    draft.refresh_from_db()
    assert draft.problem_count == 2
    faults = answer.context["faults"]
    assert "circle" in " ".join(faults.by_name["needs"])
    assert [problem.code for problem in faults.others] == ["B015"]  # what is missing stands nowhere


def test_written_meanwhile_both_versions_are_shown_and_nothing_is_saved(ann: User, hers: Client) -> None:
    draft = begun(ann, starter())
    form = form_of(draft.text, 2) | {"prompt": "Mine?"}
    BankDraft.objects.filter(pk=draft.pk).update(text=draft.text + "# theirs\n", revision=2)
    answer = hers.post(at(draft, form["key"]), form)
    assert (answer.status_code, "Written meanwhile" in answer.text) == (409, True)
    assert "Mine?" in answer.text
    draft.refresh_from_db()
    assert "Mine?" not in draft.text


def test_a_case_has_a_form_and_each_of_its_questions_one(ann: User, hers: Client) -> None:
    draft = begun(ann, starter())
    before = draft.text
    form = form_of(before, 3)
    assert hers.get(at(draft, "a-shop")).status_code == 200
    hers.post(at(draft, "a-shop"), form | {"title": "A shop that retrains"})
    draft.refresh_from_db()
    renamed = before.replace("title: A shop retrains", "title: A shop that retrains")
    assert draft.text == renamed
    inner = question_at(renamed, ("questions", 3, "questions", 1))
    form = {"revision": 2, **as_post(Sheet.of("choice", inner)), "options-2-text": "Its log"}
    hers.post(at(draft, "a-shop-reads"), form)
    draft.refresh_from_db()
    assert draft.text == renamed.replace("log: The log of the training job", "log: Its log")


def test_no_form_begins_a_case(ann: User, hers: Client) -> None:
    address = reverse("author:question-new", args=[begun(ann, starter()).address])
    assert hers.get(f"{address}?kind=case").status_code == 404


@pytest.mark.parametrize("kind", sorted(ASKED))
def test_a_new_question_comes_to_the_end_of_the_text(ann: User, hers: Client, kind: str) -> None:
    draft = begun(ann, starter())
    before = draft.text
    address = reverse("author:question-new", args=[draft.address]) + f"?kind={kind}"
    assert hers.get(address).status_code == 200
    made = {"choice": choice("newest"), "matching": matching("newest"), "ordering": ordering("newest")}[kind]
    form = {"revision": 1, **as_post(Sheet.of(kind, question_data(made)))}
    answer = hers.post(address, form)
    assert answer["Location"] == at(draft, "newest")
    draft.refresh_from_db()
    assert draft.text.startswith(before.rstrip())
    assert question_at(draft.text, ("questions", 4)) == question_data(made)
    assert draft.problem_count == 0


@pytest.mark.parametrize("key", ["none", "new"])
def test_what_no_form_is_for_is_not_found(ann: User, hers: Client, key: str) -> None:
    assert hers.get(at(begun(ann, starter()), key)).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        "{kind: ordering, key: odd, items: {a: A}, needs: {a: [{b: c}], d: text}}",
        "{kind: ordering, key: odd, items: [a, b], needs: [c], distractors: text}",
        "{kind: matching, key: odd, prompts: {a: {b: c}}, pairs: {a: {d: e}}, responses: {r: [x]}}",
        "{kind: choice, key: odd, options: {a: [1], b: 2, c: {text: {}}}, pin: {a: b}, topics: {t: u}}",
        "{kind: choice, key: odd, options: text, pin: [{a: b}], prompt: [1], explain: {a: b}, difficulty: x}",
        "{kind: case, key: odd, questions: text, title: [a]}",
    ],
)
def test_whatever_is_written_of_a_question_its_form_is_shown_and_saved(
    ann: User, hers: Client, odd: str
) -> None:
    draft = begun(ann, f"bank: b\ntitle: B\nquestions:\n  - {odd}\n")
    assert hers.get(at(draft, "odd")).status_code == 200
    form = form_of(draft.text, 0)
    assert hers.post(at(draft, "odd"), form).status_code in {302, 422}
    draft.refresh_from_db()
    assert odd in draft.text
    changed = hers.post(at(draft, "odd"), form | {"explain": "Now it is said."})
    assert changed.status_code in {302, 422}


def test_a_question_of_more_rows_than_a_form_takes_is_edited_as_a_text(ann: User, hers: Client) -> None:
    many = "".join(f"      o-{n}: Option {n}\n" for n in range(61))
    draft = begun(ann, f"bank: b\nquestions:\n  - kind: choice\n    key: long\n    options:\n{many}")
    answer = hers.get(at(draft, "long"))
    assert (answer.status_code, "Edit its text" in answer.text) == (409, True)


@pytest.mark.parametrize("page", ["question-form", "question-new"])
def test_a_long_text_that_is_being_checked_is_told_so_and_nothing_is_saved(
    ann: User, hers: Client, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    draft = begun(ann, starter())

    def busy(*args: object, **kwargs: object) -> None:
        raise checking.Busy

    form = form_of(draft.text, 2)
    monkeypatch.setattr(checking, "check", busy)
    new = page == "question-new"
    address = reverse(f"author:{page}", args=[draft.address] if new else [draft.address, form["key"]])
    assert hers.post(f"{address}?kind=choice", form).status_code == 503


def test_a_text_that_is_no_sound_yaml_is_edited_as_a_text(ann: User, hers: Client) -> None:
    draft = begun(ann, starter().replace("reads what", "reads  what").replace("title: My", "title: &x My"))
    answer = hers.get(at(draft, "retrain"))
    assert (answer.status_code, "Put that right in the editor first" in answer.text) == (409, True)
