"""Who writes a bank: asked and not told of, changed, let go, made its owner; and when an account goes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts import services as accounts
from accounts.models import User
from authoring import queries
from authoring.models import Author, BankDraft, Invitation
from authoring.roles import Role
from authoring.services import drafts, leaving, people
from quizzes.models import Bank
from tests.authoring.test_draft_views import begun, browser, person, saved, url
from tests.builders import choice, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def bob() -> User:
    return person("bob")


@pytest.fixture
def hers(ann: User) -> Client:
    return browser(ann)


def joined(draft: BankDraft, user: User, role: Role = Role.EDITOR) -> Author:
    return Author.objects.create(draft=draft, user=user, role=role, since=now())


def roles(draft: BankDraft) -> dict[str, str]:
    return {author.user.email.partition("@")[0]: author.role for author in queries.authors(draft)}


def published_draft(owner: User) -> BankDraft:
    draft = begun(owner)
    published(choice(), slug="mine", owner=owner)
    draft.bank = Bank.objects.get(slug="mine")
    draft.save()
    return draft


def ask(client: Client, draft: BankDraft, email: str, role: str = "editor"):
    return client.post(url(draft, "people"), {"email": email, "role": role})


def test_the_owner_asks_and_who_is_asked_says_yes(ann: User, hers: Client, bob: User) -> None:
    draft, his = begun(ann), browser(bob)
    assert ask(hers, draft, " Bob@Example.ORG ").status_code == 302
    assert his.get(url(draft)).status_code == 404  # nobody is an author without having said so
    page = his.get("/author/").text
    assert "ann@example.org asks you to be an editor of <strong>My bank</strong>" in page
    answer = his.post(f"/author/invitations/{Invitation.objects.get().pk}/", {"do": "accept"})
    assert answer["Location"] == url(draft)
    assert roles(draft) == {"ann": "owner", "bob": "editor"}
    assert not Invitation.objects.exists()
    assert saved(his, draft, "bank: of both\n").status_code == 302


def test_asking_tells_nobody_who_has_an_account(ann: User, hers: Client, bob: User) -> None:
    def answer(email: str) -> tuple[int, str]:
        draft = begun(ann)
        asked = ask(hers, draft, email)
        page = hers.get(url(draft, "people")).text
        moment = page[page.index("<main") : page.index("</main>")].replace(draft.key, "")
        rows = [line for line in moment.splitlines() if "csrf" not in line and "time" not in line]
        told = "\n".join(rows).replace(email, "x").replace(str(draft.invitations.get().pk), "")
        return asked.status_code, "".join(filter(lambda c: not c.isdigit(), told))

    assert answer("bob@example.org") == answer("nobody@example.org")


def test_who_is_asked_may_say_no_and_the_owner_may_ask_no_more(ann: User, hers: Client, bob: User) -> None:
    draft, his = begun(ann), browser(bob)
    ask(hers, draft, bob.email)
    his.post(f"/author/invitations/{Invitation.objects.get().pk}/", {"do": "decline"})
    assert roles(draft) == {"ann": "owner"}
    ask(hers, draft, bob.email)
    asked = Invitation.objects.get()
    hers.post(f"{url(draft, 'people')}asked/{asked.pk}/")
    assert his.post(f"/author/invitations/{asked.pk}/", {"do": "accept"}).status_code == 404
    assert people.accept(invitation=asked, user=bob, now=now()) is None
    assert roles(draft) == {"ann": "owner"}


def test_an_invitation_is_for_whom_it_is(ann: User, hers: Client, bob: User) -> None:
    draft = begun(ann)
    ask(hers, draft, bob.email)
    pk = Invitation.objects.get().pk
    assert browser(person("cid")).post(f"/author/invitations/{pk}/", {"do": "accept"}).status_code == 404
    assert roles(draft) == {"ann": "owner"}


def test_asked_again_it_is_as_said_last_and_authors_are_not_asked(ann: User, hers: Client, bob: User) -> None:
    draft = begun(ann)
    ask(hers, draft, bob.email)
    ask(hers, draft, bob.email, "viewer")
    assert Invitation.objects.get().role == Role.VIEWER
    again = ask(hers, draft, ann.email)
    assert (again.status_code, "are an author of this bank already" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("email", "role", "told"),
    [
        ("", "editor", "Say whom"),
        ("not an address", "editor", "valid email address"),
        ("x@example.org", "owner", "Choose what they may do."),
        ("x@example.org", "", "Choose what they may do."),
        ("x" * 300 + "@example.org", "viewer", "at most 254"),
    ],
)
def test_what_cannot_be_asked_is_told(ann: User, hers: Client, email: str, role: str, told: str) -> None:
    answer = ask(hers, begun(ann), email, role)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert not Invitation.objects.exists()


def test_a_bank_has_only_so_many_authors(ann: User, hers: Client, monkeypatch) -> None:
    monkeypatch.setattr(people, "MOST_PEOPLE", 2)
    draft = begun(ann)
    assert ask(hers, draft, "one@example.org").status_code == 302
    answer = ask(hers, draft, "two@example.org")
    assert (answer.status_code, "authors at most" in answer.text) == (422, True)


def test_the_owner_changes_roles_and_lets_authors_go(ann: User, hers: Client, bob: User) -> None:
    draft = begun(ann)
    at = f"{url(draft, 'people')}{joined(draft, bob).pk}/"
    hers.post(at, {"do": "viewer"})
    assert roles(draft) == {"ann": "owner", "bob": "viewer"}
    assert hers.post(at, {"do": "owner"}).status_code == 422
    hers.post(at, {"do": "remove"})
    assert roles(draft) == {"ann": "owner"}
    assert hers.post(at, {"do": "remove"}).status_code == 404


def test_the_owner_stays_one_whatever_is_sent(ann: User, hers: Client) -> None:
    draft = begun(ann)
    own = f"{url(draft, 'people')}{draft.authors.get().pk}/"
    for do in ("viewer", "remove"):
        hers.post(own, {"do": do})
    assert hers.post(f"{url(draft, 'people')}leave/").status_code == 409
    assert roles(draft) == {"ann": "owner"}


def test_an_editor_leaves_by_themselves(ann: User, bob: User) -> None:
    draft = begun(ann)
    joined(draft, bob)
    his = browser(bob)
    assert "Leave it" in his.get(url(draft, "people")).text
    assert his.post(f"{url(draft, 'people')}leave/")["Location"] == "/author/"
    assert roles(draft) == {"ann": "owner"}


def test_a_bank_handed_over_is_the_others_with_what_is_published(ann: User, hers: Client, bob: User) -> None:
    draft = published_draft(ann)
    to = joined(draft, bob).pk
    unsure = hers.post(f"{url(draft, 'people')}owner/", {"author": to})
    assert (unsure.status_code, "Tick the box first." in unsure.text) == (422, True)
    hers.post(f"{url(draft, 'people')}owner/", {"author": to, "sure": "on"})
    assert roles(draft) == {"ann": "editor", "bob": "owner"}
    assert Bank.objects.get(slug="mine").owner == bob
    again = hers.post(f"{url(draft, 'people')}owner/", {"author": to, "sure": "on"})
    assert again.status_code == 403


def test_nothing_is_handed_to_who_has_left_or_has_too_many(
    ann: User, hers: Client, bob: User, monkeypatch
) -> None:
    draft = begun(ann)
    heir = joined(draft, bob)
    begun(bob)
    monkeypatch.setattr(people, "MOST_DRAFTS", 1)
    full = hers.post(f"{url(draft, 'people')}owner/", {"author": heir.pk, "sure": "on"})
    assert (full.status_code, "as many banks" in full.text) == (409, True)
    gone = Author(pk=heir.pk, draft=draft, user=bob)
    heir.delete()
    with pytest.raises(Author.DoesNotExist):
        people.hand_over(draft=draft, to=gone, now=now())
    assert roles(draft) == {"ann": "owner"}


def test_an_account_goes_only_after_its_published_banks_have_another_owner(ann: User, bob: User) -> None:
    draft = published_draft(ann)
    heir = joined(draft, bob)
    assert [(found.title, found.address) for found in leaving.in_the_way(ann)] == [
        ("A bank", "/author/mine/people/")
    ]
    with pytest.raises(accounts.StillOwned):
        accounts.delete_account(user=ann, now=now())
    people.hand_over(draft=draft, to=heir, now=now())
    accounts.delete_account(user=ann, now=now())
    assert roles(draft) == {"bob": "owner"}


def test_or_after_they_are_retired_and_then_their_history_stays_as_nobodys(ann: User) -> None:
    drafts.delete(draft=published_draft(ann), now=now())
    accounts.delete_account(user=ann, now=now())
    bank = Bank.objects.get(slug="mine")
    assert (bank.owner, bank.questions.count()) == (None, 1)


def test_drafts_of_one_alone_go_with_the_account_and_those_of_several_find_an_heir(
    ann: User, bob: User
) -> None:
    alone, shared, read = begun(ann), begun(ann), begun(ann)
    cid = person("cid")
    joined(shared, cid, Role.VIEWER)
    joined(shared, bob)
    joined(read, cid, Role.VIEWER)
    people.ask(draft=begun(bob), email=ann.email, role=Role.VIEWER, by=bob, now=now())
    assert leaving.told(ann) == [
        "1 draft that nobody else has: gone.",
        "“My bank” becomes that of bob@example.org.",
        "“My bank” becomes that of cid@example.org.",
    ]
    accounts.delete_account(user=ann, now=now())
    assert not BankDraft.objects.filter(pk=alone.pk).exists()
    assert roles(shared) == {"bob": "owner", "cid": "viewer"}  # who writes goes before who reads
    assert roles(read) == {"cid": "owner"}
    assert not Invitation.objects.exists()  # nothing is left that names the address
    shared.refresh_from_db()
    assert shared.updated_by is None
    assert "Somebody who has left wrote at" in browser(bob).get(url(shared)).text


def test_the_page_that_deletes_an_account_says_what_becomes_of_its_banks(ann: User, bob: User) -> None:
    published_draft(ann)
    joined(begun(ann), bob)
    ann.set_password("correct horse battery")
    ann.save()
    hers = browser(ann)
    hers.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    page = hers.get("/accounts/delete/").text
    assert '<a href="/author/mine/people/">' in page
    assert "becomes that of bob@example.org" in page
    assert hers.post("/accounts/delete/", {"sure": "on"}).status_code == 409
