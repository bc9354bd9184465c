"""The text of a draft: begun once, written by one hand at a time, and held by its authors alone."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from accounts.models import User
from authoring import queries
from authoring.models import Author, BankDraft
from authoring.roles import MAY, Deed, Role, may
from authoring.services import drafts

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = now()


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann@example.org")


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob@example.org")


def begun(owner: User, *, form_key: str = "once", text: str = "bank: mine\n") -> BankDraft:
    return drafts.begin(owner=owner, text=text, form_key=form_key, now=NOW)


def test_who_begins_a_draft_owns_it(ann: User, bob: User) -> None:
    draft = begun(ann)

    held = queries.held(ann, draft.key)
    assert held is not None
    assert (held.draft, held.role) == (draft, Role.OWNER)
    assert queries.held(bob, draft.key) is None
    assert [author.draft for author in queries.drafts(ann)] == [draft]
    assert not queries.drafts(bob)


def test_the_same_form_sent_twice_begins_one_draft(ann: User, bob: User) -> None:
    assert begun(ann) == begun(ann, text="bank: other\n")
    with pytest.raises(drafts.FormTaken):
        begun(bob)
    assert BankDraft.objects.count() == 1


def test_one_account_owns_only_so_many(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    begun(ann, form_key="1")
    begun(ann, form_key="2")
    with pytest.raises(drafts.TooMany):
        begun(ann, form_key="3")
    assert begun(ann, form_key="2")  # sent again it is no further one


def test_what_was_written_meanwhile_is_not_overwritten(ann: User) -> None:
    draft = begun(ann)
    later = NOW + timedelta(minutes=1)

    first = drafts.write(draft=draft, text="one\n", revision=1, by=ann, now=later)
    with pytest.raises(drafts.WrittenMeanwhile) as meanwhile:
        drafts.write(draft=draft, text="two\n", revision=1, by=ann, now=later)
    again = drafts.write(draft=draft, text="one\n", revision=1, by=ann, now=later)

    assert first.draft.revision == meanwhile.value.draft.revision == again.draft.revision == 2
    draft.refresh_from_db()
    assert (draft.text, draft.updated_at) == ("one\n", later)


def test_a_draft_has_one_owner(ann: User, bob: User) -> None:
    draft = begun(ann)
    with pytest.raises(IntegrityError):
        Author.objects.create(draft=draft, user=bob, role=Role.OWNER, since=NOW)


def test_each_role_may_do_what_the_one_below_may() -> None:
    for deed in Deed:
        assert may(Role.OWNER, deed)
    for deed, (above, below) in product(Deed, [(Role.OWNER, Role.EDITOR), (Role.EDITOR, Role.VIEWER)]):
        assert may(above, deed) or not may(below, deed)
    assert MAY.keys() == set(Role)
