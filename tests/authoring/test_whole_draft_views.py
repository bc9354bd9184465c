"""A draft as a whole: downloaded byte for byte, copied under a name of its own, deleted after asking."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.models import User
from authoring.forms import new_form_key
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import drafts
from quizzes.models import Bank, Question
from tests.authoring.test_draft_views import BROKEN, SOUND, begun, browser, person, url
from tests.builders import choice, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def hers(ann: User) -> Client:
    return browser(ann)


def test_the_text_is_downloaded_byte_for_byte(ann: User, hers: Client) -> None:
    text = BROKEN + "# é\n\n "
    answer = hers.get(url(begun(ann, text), "text"))
    assert answer.content == text.encode()
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "named"),
    [(SOUND, "bank: mine-"), ("bank: 'quoted'\n", "bank: quoted-"), ("bank: Not a slug\n", "bank: bank-")],
)
def test_a_copy_has_a_name_of_its_own_and_everything_else(
    ann: User, hers: Client, text: str, named: str
) -> None:
    draft = begun(ann, text)
    key = new_form_key()
    for _ in range(2):  # sent twice it is one
        answer = hers.post(url(draft, "copy"), {"form_key": key})
    copy = BankDraft.objects.exclude(pk=draft.pk).get()
    assert answer["Location"] == url(copy)
    assert copy.text.startswith(named)
    assert copy.text.partition("\n")[2] == text.partition("\n")[2]
    draft.refresh_from_db()
    assert draft.text == text


def test_who_may_only_read_owns_the_copy(ann: User) -> None:
    draft, vic = begun(ann), person("vic")
    Author.objects.create(draft=draft, user=vic, role=Role.VIEWER, since=now())
    browser(vic).post(url(draft, "copy"), {"form_key": new_form_key()})
    copy = BankDraft.objects.exclude(pk=draft.pk).get()
    assert [(author.user, author.role) for author in copy.authors.all()] == [(vic, Role.OWNER)]


@pytest.mark.parametrize("key", ["", "x" * 200, "\u00e9"])
def test_a_copy_under_any_name_of_a_form_is_made_or_refused_and_nothing_breaks(
    ann: User, hers: Client, key: str
) -> None:
    assert hers.post(url(begun(ann), "copy"), {"form_key": key}).status_code == 302
    assert BankDraft.objects.count() == 2


def test_a_form_of_somebody_else_copies_nothing_and_shows_nothing(ann: User, hers: Client) -> None:
    key, draft = new_form_key(), begun(ann)
    drafts.begin(owner=person("bob"), text=SOUND, form_key=key, now=now())
    assert hers.post(url(draft, "copy"), {"form_key": key})["Location"] == url(draft)
    assert BankDraft.objects.count() == 2


def test_who_owns_as_many_as_one_may_copies_nothing(ann: User, hers: Client, monkeypatch) -> None:
    draft = begun(ann)
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    assert hers.post(url(draft, "copy"))["Location"] == url(draft)
    assert "It was not copied." in hers.get(url(draft)).text
    assert BankDraft.objects.count() == 1


def test_deleting_asks_first_and_names_who_loses_it_too(ann: User, hers: Client) -> None:
    draft = begun(ann)
    Author.objects.create(draft=draft, user=person("bob"), role=Role.EDITOR, since=now())
    assert "bob@example.org" in hers.get(url(draft, "delete")).text
    unsure = hers.post(url(draft, "delete"))
    assert (unsure.status_code, "Tick the box first." in unsure.text) == (422, True)
    assert hers.post(url(draft, "delete"), {"sure": "yes"})["Location"] == "/author/"
    assert not BankDraft.objects.exists()
    assert "is deleted." in hers.get("/author/").text


def test_what_was_published_of_it_is_asked_no_more_and_stays(ann: User, hers: Client) -> None:
    published(choice(), slug="mine", owner=ann)
    draft = begun(ann)
    draft.bank = Bank.objects.get(slug="mine")
    draft.save()
    page = hers.get(url(draft, "delete")).text
    assert "Its questions are not asked any more." in page
    hers.post(url(draft, "delete"), {"sure": "yes"})
    bank = Bank.objects.get(slug="mine")
    assert bank.retired_at is not None
    assert not Question.objects.live().exists()
    assert Question.objects.exists()
