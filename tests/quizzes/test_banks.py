"""A bank by itself: who may practise it, what its page tells, and that nobody meets it elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Learner, User
from quizzes import catalogue, deck, progress, queries, shelf
from quizzes.models import Bank, Card, Petition, Question, Sitting
from quizzes.recall import review as reviewed
from quizzes.services import exams, practice, publishing, review, starting
from tests.builders import (
    MONDAY,
    a_bank,
    a_case,
    a_learner,
    a_sitting,
    a_topic,
    choice,
    matching,
    ordering,
    published,
    right,
    statements,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("owner@example.org", "a-long-password")


def theirs(owner: User, *questions, visibility: str = Bank.PRIVATE, slug: str = "theirs", **head) -> Bank:
    """An instructor's bank, published."""
    a_topic()
    written = replace(a_bank(*questions, slug=slug, title="Their bank"), **head)
    publishing.publish(bank=written, owner=owner, now=MONDAY)
    Bank.objects.filter(slug=slug).update(visibility=visibility)
    return Bank.objects.get(slug=slug)


def page(bank: Bank) -> str:
    return reverse("quizzes:bank", args=[bank.slug])


def link(bank: Bank) -> str:
    return reverse("quizzes:bank-by-link", args=[bank.slug, bank.link_key])


def start(client: Client, address: str, **wish):
    return client.post(address, {"length": "3", "start_key": starting.new_start_key(), **wish})


@pytest.mark.parametrize(
    ("visibility", "by_name", "by_link"),
    [(Bank.PRIVATE, 404, 404), (Bank.LINK, 404, 200), (Bank.PUBLIC, 200, 200)],
)
def test_visibility_says_who_may_practise(client, owner, visibility, by_name, by_link):
    bank = theirs(owner, visibility=visibility)

    for address, status in ((page(bank), by_name), (link(bank), by_link)):
        assert client.get(address).status_code == status
        assert start(client, address).status_code == (302 if status == 200 else status)


def test_a_foreign_a_retired_and_a_missing_bank_are_answered_alike(client, owner):
    private = theirs(owner)
    retired = theirs(owner, visibility=Bank.PUBLIC, slug="retired")
    Bank.objects.filter(slug="retired").update(retired_at=MONDAY)

    bodies = set()
    for slug in (private.slug, retired.slug, "no-such"):
        for address in (f"/b/{slug}/", f"/b/{slug}/{private.link_key}/", f"/b/{slug}/x/"):
            answer = client.get(address)
            assert answer.status_code == 404
            bodies.add(answer.content.decode().replace(address, ""))
    assert len(bodies) == 1


def test_another_link_of_the_bank_ends_the_one_before(client, owner):
    bank = theirs(owner, visibility=Bank.LINK)
    other = link(bank).replace(bank.link_key, "x" * 22)

    assert client.get(link(bank)).status_code == 200
    assert client.get(other).status_code == 404


def test_authors_may_always_and_staff_while_they_are_asked(client, owner, monkeypatch):
    bank, staff = theirs(owner), User.objects.create_user("staff@example.org", "x" * 12, is_staff=True)
    monkeypatch.setattr(shelf, "_holds", [lambda user, bank: user == owner])

    client.force_login(owner)
    assert client.get(page(bank)).status_code == 200
    assert start(client, page(bank)).status_code == 302
    client.force_login(staff)
    assert client.get(page(bank)).status_code == 404
    Petition.objects.create(bank=bank, asked_by=owner, asked_at=MONDAY)
    assert client.get(page(bank)).status_code == 200
    Petition.objects.update(answered_at=MONDAY, granted=False)
    assert client.get(page(bank)).status_code == 404


def test_the_page_tells_what_is_in_the_bank(client, owner):
    said = {"description": "Of *steps* & <b>gates</b>.", "license": "CC-BY-4.0", "language": "de"}
    bank = theirs(owner, ordering(), choice(), a_case(), visibility=Bank.LINK, **said)

    body = client.get(link(bank)).content.decode()
    text = " ".join(re.sub("<[^>]+>", " ", body).split())

    assert "<p>Of <em>steps</em> &amp; &lt;b&gt;gates&lt;/b&gt;.</p>" in body
    assert "Questions 5 Ordering: 1 Choice: 1 Case: 3" in text
    assert "The loop : 5" in text
    assert "Version 1, of 2 November 2026" in text
    assert "CC-BY-4.0" in text
    assert 'content="noindex"' in body


def test_a_later_version_says_what_has_changed(client, owner):
    theirs(owner, choice("kept"), choice("gone"))
    bank = theirs(owner, choice("kept", prompt="Reworded?"), matching(), visibility=Bank.LINK)

    assert "1 question added, 1 reworded, 1 retired." in client.get(link(bank)).content.decode()


def test_a_guest_practises_it_without_a_script_and_keeps_what_they_began_with(client, owner):
    bank = theirs(owner, visibility=Bank.LINK)

    answer = start(client, link(bank), kinds=["choice", "ordering"])

    sitting = Sitting.objects.get()
    assert answer.headers["Location"] == reverse("quizzes:question", args=[sitting.key, 1])
    assert client.get(answer.headers["Location"]).status_code == 200
    assert {p.question_version.question.bank for p in sitting.lineup.all()} == {bank}
    assert {p.question_version.question.kind for p in sitting.lineup.all()} == {"choice", "ordering"}
    began = [place.question_version_id for place in sitting.lineup.all()]
    theirs(owner, choice(prompt="Reworded?"), visibility=Bank.PRIVATE)
    assert client.get(answer.headers["Location"]).status_code == 200
    assert [place.question_version_id for place in sitting.lineup.all()] == began


def test_the_same_start_sent_twice_is_one_sitting_and_another_banks_is_another(client, owner):
    one, two = theirs(owner, visibility=Bank.LINK), theirs(owner, slug="two", visibility=Bank.LINK)
    key = starting.new_start_key()

    for address in (link(one), link(one), link(two)):
        assert start(client, address, start_key=key).status_code == 302

    assert Sitting.objects.count() == 2
    assert {sitting.wants["bank"] for sitting in Sitting.objects.all()} == {"theirs", "two"}


@pytest.mark.parametrize(
    "bad",
    [
        {"length": "1000"},
        {"length": "x"},
        {"kinds": ["essay"]},
        {"kinds": ["case"]},
        {"kinds": [""]},
        {"start_key": ""},
        {"start_key": "a\x00b"},
    ],
)
def test_a_start_that_cannot_be_used_says_why(client, owner, bad):
    bank = theirs(owner, visibility=Bank.LINK)

    answer = start(client, link(bank), **bad)

    assert answer.status_code == 422
    assert 'class="problem"' in answer.content.decode()
    assert not Sitting.objects.exists()


def test_a_bank_without_a_question_has_a_page(client, owner):
    bank = theirs(owner, visibility=Bank.LINK)
    Question.objects.update(current=None)

    assert "no question now" in client.get(link(bank)).content.decode()
    assert start(client, link(bank)).status_code == 200


def test_public_banks_are_listed_those_that_ship_first(client, owner):
    assert "no public bank yet" in client.get("/b/").content.decode()
    theirs(owner, visibility=Bank.PUBLIC, slug="aaa", description="Words about *steps*.")
    for visibility in (Bank.PRIVATE, Bank.LINK):
        theirs(owner, visibility=visibility, slug=visibility)
    published(slug="ships")

    body = client.get("/b/").content.decode()

    assert re.findall(r'class="entry"><a href="([^"]+)"', body) == ["/b/ships/", "/b/aaa/"]
    assert "Words about steps." in body


def test_the_pages_take_the_same_number_of_statements_whatever_is_there(client, owner):
    counts = []
    for n in (1, 12):
        for i in range(n):
            theirs(
                owner,
                *[choice(f"q{j}", prompt=f"Which, {j}?") for j in range(n)],
                slug=f"s{i}",
                visibility=Bank.PUBLIC,
            )
        with statements() as listed:
            client.get("/b/")
        with statements() as one:
            client.get("/b/s0/")
        counts.append((len(listed), len(one)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 6


@pytest.mark.parametrize("visibility", [Bank.PRIVATE, Bank.LINK, Bank.PUBLIC])
def test_nobody_meets_a_banks_questions_but_in_that_bank(client, owner, visibility):
    published(slug="ships")
    before = [offer.total for offer in queries.offers()]
    bank = theirs(owner, visibility=visibility)
    hidden = set(Question.objects.filter(bank=bank).values_list("current_id", flat=True))
    learner = a_learner()

    def asked(found):
        return {version for candidate in found for version in candidate.versions}

    assert hidden.isdisjoint(asked(queries.candidates(learner=learner, kinds=())))
    assert hidden.isdisjoint({a.version for c in exams._candidates("MLA-C01") for a in c.parts})
    assert hidden.isdisjoint({v for new in deck.new_questions(learner) for v in new.versions})
    assert [offer.total for offer in queries.offers()] == before
    assert progress.on(learner, topic="loop").total == 3
    assert deck.deck(learner, now=MONDAY).unseen == 3
    assert [total for _, _, total in catalogue.catalogue().topics] == [3]
    if visibility != Bank.PUBLIC:
        for address in ("/", "/practice/", "/b/", "/search/?q=caching", "/progress/", "/review/"):
            assert "Their bank" not in client.get(address).content.decode(), address


def answered(learner: Learner, bank: Bank) -> Sitting:
    """A learner has answered every question of a bank, in a sitting of it."""
    versions = [q.current for q in Question.objects.filter(bank=bank, current__isnull=False)]
    sitting = a_sitting(learner, *versions)
    for place in sitting.lineup.all():
        practice.submit(place=place, response=right(place.question_version.asked), now=MONDAY)
    return sitting


def a_card(learner: Learner, question: Question) -> Card:
    card = Card(learner=learner, question=question, first_review_at=MONDAY)
    card.state = reviewed(None, "good", MONDAY)
    card.save()
    return card


@pytest.mark.parametrize("closed", ["private", "retired"])
def test_what_was_met_in_a_bank_is_reviewed_while_it_is_open_and_kept_when_it_closes(owner, closed):
    bank = theirs(owner, visibility=Bank.LINK)
    learner, stranger = a_learner(), a_learner()
    sitting = answered(learner, bank)
    card = a_card(learner, Question.objects.filter(bank=bank)[0])
    later = MONDAY + timedelta(days=60)
    assert (deck.deck(learner, now=later).due, deck.deck(learner, now=later).unseen) == (1, 2)
    assert deck.due_today(learner, now=later).due == 1
    assert deck.deck(stranger, now=later).known == 0

    Bank.objects.update(**({"visibility": Bank.PRIVATE} if closed == "private" else {"retired_at": LATER}))

    assert deck.deck(learner, now=later).known == 0
    assert deck.due_today(learner, now=later) is None
    with pytest.raises(review.NothingDue):
        review.start(learner=learner, start_key=starting.new_start_key(), now=later)
    assert Card.objects.get() == card
    assert sitting.lineup.filter(attempt__correct=True).count() == 3
    Bank.objects.update(visibility=Bank.PUBLIC, retired_at=None)
    assert deck.deck(learner, now=later).due == 1


@pytest.mark.parametrize("visibility", [Bank.PRIVATE, Bank.LINK])
def test_going_again_asks_the_new_wording_only_while_the_bank_is_open(owner, visibility):
    bank = theirs(owner, choice(), visibility=Bank.LINK)
    sitting = answered(a_learner(), bank)
    theirs(owner, choice(prompt="Reworded?"), visibility=visibility)

    again = starting.again(
        sitting=sitting, places=list(sitting.lineup.all()), start_key=starting.new_start_key(), now=LATER
    )

    asked = again.lineup.get().question_version.asked.prompt
    assert asked == (choice().prompt if visibility == Bank.PRIVATE else "Reworded?")
