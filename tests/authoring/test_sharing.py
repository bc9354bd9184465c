"""Who may practise a bank: said by its owner, asked of staff, answered with a sentence."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import sharing as service
from quizzes.models import Bank, Petition
from quizzes.services import publishing
from tests.builders import MONDAY, a_bank, choice, matching, statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SHARING, APPROVALS = "/author/mine/sharing/", "/author/approvals/"


def somebody(name: str, **facts) -> tuple[User, Client]:
    user, client = User.objects.create_user(f"{name}@example.org", **facts), Client()
    client.force_login(user)
    return user, client


@pytest.fixture
def ann():
    return somebody("ann")


@pytest.fixture
def staff() -> Client:
    return somebody("staff", is_staff=True)[1]


@pytest.fixture
def bank(ann) -> Bank:
    publish(ann[0], choice())
    draft = BankDraft.objects.create(
        bank=Bank.objects.get(), form_key="x", title="Mine", created_at=MONDAY, updated_at=MONDAY
    )
    Author.objects.create(draft=draft, user=ann[0], role=Role.OWNER, since=MONDAY)
    return Bank.objects.get()


def publish(owner: User, *questions) -> None:
    publishing.publish(bank=a_bank(*questions, slug="mine"), owner=owner, now=MONDAY)


def say(client: Client, what: str):
    return client.post(SHARING, {"what": what})


def the_link(client: Client) -> str:
    return re.search(r'value="http://testserver([^"]+)"', client.get(SHARING).content.decode())[1]


def rule(client: Client, ruling: str, sentence: str = "", version: int = 1):
    return client.post(
        reverse("author:approval", args=[Petition.objects.get().key]),
        {"ruling": ruling, "sentence": sentence, "version": version},
    )


def visible() -> str:
    return Bank.objects.get(slug="mine").visibility


def test_an_owner_lets_in_who_has_the_link_and_ends_it(ann, bank, client):
    say(ann[1], "link")
    link = the_link(ann[1])
    assert client.get(link).status_code == 200

    say(ann[1], "new-link")
    assert client.get(link).status_code == 404
    assert client.get(the_link(ann[1])).status_code == 200

    say(ann[1], "private")
    assert visible() == Bank.PRIVATE
    assert client.get(link).status_code == 404


def test_nothing_is_shared_before_it_is_published(ann):
    user, hers = ann
    draft = BankDraft.objects.create(form_key="x", title="Mine", created_at=MONDAY, updated_at=MONDAY)
    Author.objects.create(draft=draft, user=user, role=Role.OWNER, since=MONDAY)
    page = reverse("author:sharing", args=[draft.key])

    assert "Publish a first version" in hers.get(page).content.decode()
    assert hers.post(page, {"what": "link"}).status_code == 422


@pytest.mark.parametrize("what", ["", "public", "everything", "a\x00b"])
def test_an_owner_cannot_make_a_bank_public(ann, bank, what):
    assert say(ann[1], what).status_code == 422
    assert visible() == Bank.PRIVATE


def test_others_than_the_owner_see_the_link_and_change_nothing(ann, bank):
    for role in (Role.EDITOR, Role.VIEWER):
        user, theirs = somebody(role)
        Author.objects.create(draft=bank.draft, user=user, role=role, since=MONDAY)
        say(ann[1], "link")

        assert the_link(theirs) == the_link(ann[1])
        assert 'name="what"' not in theirs.get(SHARING).content.decode()
        assert say(theirs, "private").status_code == 403
    assert visible() == Bank.LINK


def test_what_is_asked_waits_for_staff_who_see_the_bank_as_learners_would(ann, bank, staff):
    say(ann[1], "ask")
    say(ann[1], "ask")

    assert Petition.objects.count() == 1
    assert "Staff were asked" in ann[1].get(SHARING).content.decode()
    assert APPROVALS in staff.get("/author/").content.decode()
    assert APPROVALS not in ann[1].get("/author/").content.decode()
    listed = staff.get(APPROVALS).content.decode()
    page = reverse("author:approval", args=[Petition.objects.get().key])
    assert page in listed
    assert "/b/mine/" in staff.get(page).content.decode()
    assert staff.get("/b/mine/").status_code == 200
    assert visible() == Bank.PRIVATE


def test_what_is_granted_is_public_and_listed(ann, bank, staff, client):
    say(ann[1], "ask")

    assert rule(staff, "grant").status_code == 302

    assert visible() == Bank.PUBLIC
    assert "/b/mine/" in client.get("/b/").content.decode()
    assert client.get("/b/mine/").status_code == 200
    assert "Nobody is waiting" in staff.get(APPROVALS).content.decode()


def test_a_refusal_has_a_sentence_that_its_authors_read_and_may_be_asked_again_after(ann, bank, staff):
    say(ann[1], "ask")

    assert rule(staff, "refuse").status_code == 422
    assert Petition.objects.get().answered_at is None
    assert rule(staff, "refuse", "The <second> question has no reason.").status_code == 302

    body = ann[1].get(SHARING).content.decode()
    assert "The &lt;second&gt; question has no reason." in body
    assert "Ask again" in body
    assert visible() == Bank.PRIVATE
    say(ann[1], "ask")
    assert Petition.objects.open().count() == 1


def test_what_is_asked_can_be_taken_back(ann, bank, staff):
    say(ann[1], "ask")
    page = reverse("author:approval", args=[Petition.objects.get().key])

    say(ann[1], "take-back")

    assert staff.get(page).status_code == 404
    assert "Nobody is waiting" in staff.get(APPROVALS).content.decode()
    assert staff.get("/b/mine/").status_code == 404


def test_a_version_that_nobody_looked_at_is_not_granted(ann, bank, staff):
    say(ann[1], "ask")
    publish(ann[0], choice(), matching())

    answer = rule(staff, "grant", version=1)

    assert answer.status_code == 409
    assert "another version meanwhile" in answer.content.decode()
    assert visible() == Bank.PRIVATE
    assert rule(staff, "grant", version=2).status_code == 302


def test_the_first_answer_stands(ann, bank, staff):
    say(ann[1], "ask")
    _, other = somebody("other", is_staff=True)
    rule(staff, "grant")

    assert rule(staff, "grant").status_code == 422  # it is public: this is not what is asked now
    assert rule(other, "refuse", "No, for these reasons.").status_code == 422
    with pytest.raises(service.AnsweredMeanwhile):
        service.answer(
            petition=Petition.objects.get(),
            granted=False,
            sentence="No.",
            version=1,
            by=ann[0],
            now=MONDAY,
        )
    assert visible() == Bank.PUBLIC


def test_a_later_version_of_a_public_bank_is_public_and_waits_to_be_looked_at(ann, bank, staff, client):
    say(ann[1], "ask")
    rule(staff, "grant")
    publish(ann[0], choice(prompt="Reworded?"), matching())

    assert "1 question added, 1 reworded." in client.get("/b/mine/").content.decode()
    listed = staff.get(APPROVALS).content.decode()
    assert "Version 2; looked at: version 1" in listed
    page = staff.get(reverse("author:approval", args=[Petition.objects.get().key])).content.decode()
    assert "<ins>Reworded?</ins>" in page

    assert rule(staff, "keep", version=1).status_code == 409
    assert rule(staff, "keep", version=2).status_code == 302
    assert "Every public bank is as it was" in staff.get(APPROVALS).content.decode()
    assert visible() == Bank.PUBLIC


def test_staff_take_a_bank_out_with_a_sentence(ann, bank, staff, client):
    say(ann[1], "ask")
    rule(staff, "grant")

    assert rule(staff, "take-out").status_code == 422
    assert rule(staff, "take-out", "It is not about pipelines any more.").status_code == 302

    assert visible() == Bank.PRIVATE
    assert client.get("/b/mine/").status_code == 404
    assert "not about pipelines any more" in ann[1].get(SHARING).content.decode()


def test_an_owner_takes_a_public_bank_back_and_asks_anew(ann, bank, staff):
    say(ann[1], "ask")
    rule(staff, "grant")
    say(ann[1], "link")
    assert visible() == Bank.LINK

    say(ann[1], "ask")

    assert Petition.objects.open().count() == 1
    Petition.objects.filter(granted=True).delete()
    rule(staff, "grant")
    assert visible() == Bank.PUBLIC
    assert say(ann[1], "ask").status_code == 409


def test_whoever_is_not_staff_finds_nothing_of_it(ann, bank, client):
    say(ann[1], "ask")
    page = reverse("author:approval", args=[Petition.objects.get().key])

    for who in (ann[1], client):
        assert who.get(APPROVALS).status_code == 404
        assert who.get(page).status_code == 404
        assert rule(who, "grant").status_code == 404
    assert visible() == Bank.PRIVATE


def test_a_bank_called_approvals_does_not_hide_the_page(ann, staff):
    publishing.publish(bank=a_bank(slug="approvals"), owner=ann[0], now=MONDAY)
    draft = BankDraft.objects.create(
        bank=Bank.objects.get(), form_key="x", title="Mine", created_at=MONDAY, updated_at=MONDAY
    )
    Author.objects.create(draft=draft, user=ann[0], role=Role.OWNER, since=MONDAY)

    assert "Banks to look at" in staff.get(APPROVALS).content.decode()
    assert ann[1].get(reverse("author:sharing", args=[draft.address])).status_code == 200
    assert draft.address == draft.key


def test_what_staff_and_authors_look_at_costs_the_same_whatever_there_is(ann, bank, staff):
    costs = []
    for n in (1, 5):
        for i in range(n):
            slug = f"more-{n}-{i}"
            publishing.publish(bank=a_bank(slug=slug), owner=ann[0], now=MONDAY)
            asked = service.ask(bank=Bank.objects.get(slug=slug), by=ann[0], now=MONDAY)
            if i % 2:
                service.answer(petition=asked, granted=True, sentence="", version=1, by=ann[0], now=MONDAY)
                publishing.publish(bank=a_bank(choice(), slug=slug), owner=ann[0], now=MONDAY)
            publish(ann[0], choice(prompt=f"Which, {n}, {i}?"))
        with statements() as listed:
            staff.get(APPROVALS)
        with statements() as versions:
            ann[1].get("/author/mine/versions/")
        with statements() as shared:
            ann[1].get(SHARING)
        costs.append((len(listed), len(versions), len(shared)))

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8
