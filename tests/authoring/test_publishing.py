"""Publishing: exactly what was shown, whole or not at all; versions stay, and can be brought back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from authoring.forms import new_form_key
from authoring.limits import PUBLICATIONS
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import checking, drafts, restoring
from authoring.services import publishing as service
from quizzes.formats import bank as bank_format
from quizzes.generators.proving import SLUG
from quizzes.models import Bank, BankVersion, Question
from quizzes.services import publishing
from tests.builders import MONDAY, a_bank, a_case, choice, matching, ordering, published, statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def text_of(*questions, slug="mine", **head) -> str:
    return bank_format.write_bank(
        bank_format.Bank(slug=slug, title="My bank", questions=questions or (choice(),), **head)
    )


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org")


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def hers(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def begun(owner: User, text: str = "") -> BankDraft:
    return drafts.begin(owner=owner, text=text or text_of(), form_key=new_form_key(), now=now())


def written(draft: BankDraft, by: User, text: str) -> BankDraft:
    return drafts.write(draft=draft, text=text, revision=draft.revision, by=by, now=now()).draft


def url(draft: BankDraft, page: str = "publish", *rest) -> str:
    return reverse(f"author:{page}", args=[draft.address, *rest])


def shown(client: Client, draft: BankDraft) -> dict[str, str]:
    """The form as the page has it."""
    body = client.get(url(draft)).content.decode()
    return dict(re.findall(r'name="(revision|since)" value="(\d+)"', body))


def press(client: Client, draft: BankDraft):
    return client.post(url(draft), shown(client, draft))


def fresh(draft: BankDraft) -> BankDraft:
    return BankDraft.objects.select_related("bank").get(pk=draft.pk)


def test_a_sound_draft_becomes_the_first_version_of_a_private_bank(ann, hers):
    draft = begun(ann)

    answer = press(hers, draft)

    assert answer.headers["Location"] == "/author/mine/sharing/"
    bank = Bank.objects.get()
    assert (bank.slug, bank.owner, bank.visibility) == ("mine", ann, Bank.PRIVATE)
    version = BankVersion.objects.get()
    assert (version.number, version.source, version.created_by) == (1, text_of(), ann)
    assert (fresh(draft).bank, fresh(draft).is_ahead) == (bank, False)
    assert "Version 1 is published, with 1 question." in hers.get("/author/mine/sharing/").content.decode()


def test_the_page_says_what_would_change_and_the_next_version_is_that(ann, hers):
    draft = begun(ann, text_of(choice("kept"), choice("worded", prompt="Old?"), ordering("gone")))
    press(hers, draft)
    draft = written(
        fresh(draft), ann, text_of(choice("kept"), choice("worded", prompt="New?"), matching("new"))
    )

    body = hers.get(url(draft)).content.decode()
    answer = press(hers, draft)

    for said in ("What version 2 would change", "<del>Old?</del>", "<ins>New?</ins>", ">new<", ">gone<"):
        assert said in body
    assert answer.headers["Location"] == url(draft)
    body = hers.get(url(draft)).content.decode()
    assert "Version 2 is published: 1 question added, 1 reworded, 1 retired." in body
    assert "Nothing to publish" in body
    assert set(Question.objects.live().values_list("key", flat=True)) == {"kept", "worded", "new"}


def test_another_key_is_said_to_leave_what_was_answered(ann, hers):
    draft = begun(ann, text_of(matching()))
    press(hers, draft)
    pairs = {**matching().pairs, "fail": ("tune",)}
    draft = written(fresh(draft), ann, text_of(matching(pairs=pairs)))

    body = hers.get(url(draft)).content.decode()

    assert "something else counts as right now" in body
    assert "stands as it was told" in body
    press(hers, draft)
    assert BankVersion.objects.latest("number").changes["rekeyed"] == 1


def test_a_draft_with_problems_is_not_published_and_the_last_version_stays(ann, hers):
    draft = begun(ann)
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of().replace("explain:", "explian:"))

    body = hers.get(url(draft)).content.decode()
    answer = hers.post(url(draft), {"revision": draft.revision, "since": 1})

    assert "to put right first" in body
    assert re.search(r'href="/author/mine/#line-\d+"', body)
    assert answer.status_code == 422
    assert BankVersion.objects.count() == 1
    assert Question.objects.live().count() == 1


def test_what_was_written_after_the_page_was_shown_is_not_published_unseen(ann, hers):
    draft = begun(ann)
    form = shown(hers, draft)
    draft = written(draft, ann, text_of(choice(prompt="Another?")))

    answer = hers.post(url(draft), form)

    assert answer.status_code == 409
    assert "Somebody wrote or published meanwhile" in answer.content.decode()
    assert not Bank.objects.exists()
    again = dict(re.findall(r'name="(revision|since)" value="(\d+)"', answer.content.decode()))
    assert hers.post(url(draft), again).status_code == 302


def test_what_was_published_after_the_page_was_shown_is_not_gone_over_unseen(ann, hers):
    draft = begun(ann)
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of(choice(prompt="Another?")))
    form = shown(hers, draft)
    publishing.publish(bank=a_bank(ordering(), slug="mine"), owner=ann, now=MONDAY)

    answer = hers.post(url(draft), form)

    assert answer.status_code == 409
    assert "What version 3 would change" in answer.content.decode()
    assert BankVersion.objects.count() == 2


def test_the_same_button_pressed_twice_makes_one_version(ann, hers):
    draft = begun(ann)
    form = shown(hers, draft)

    for _ in range(3):
        assert hers.post(url(draft), form).status_code == 302

    assert BankVersion.objects.count() == 1
    assert "Version 1 is published" in hers.get(url(fresh(draft))).content.decode()


@pytest.mark.parametrize(
    "bad", [{}, {"revision": "x", "since": "0"}, {"revision": "1"}, {"revision": "9" * 30}]
)
def test_a_form_that_says_nothing_of_what_was_shown_publishes_nothing(ann, hers, bad):
    draft = begun(ann)

    assert hers.post(url(draft), bad).status_code == 409
    assert not Bank.objects.exists()


@pytest.mark.parametrize("whose", ["ships", "another's", "another draft's", "variants"])
def test_a_slug_that_is_another_banks_is_refused_at_its_line(ann, hers, whose):
    slug = SLUG if whose == "variants" else "mine"
    if whose == "ships":
        published(slug="mine")
    elif whose == "another's":
        publishing.publish(bank=a_bank(slug="mine"), owner=person("bob"), now=MONDAY)
    elif whose == "another draft's":
        press(hers, begun(ann))
    draft, before = begun(ann, text_of(slug=slug)), BankVersion.objects.count()

    body = hers.get(url(draft)).content.decode()
    answer = hers.post(url(draft), {"revision": 1, "since": 0})

    assert "Another bank has this slug" in body
    assert "Line 1</a>" in body
    assert answer.status_code in {409, 422}
    assert BankVersion.objects.count() == before
    assert fresh(draft).bank is None


def test_a_bank_that_its_owner_imported_is_gone_on_with(ann, hers):
    publishing.publish(bank=a_bank(choice("old"), slug="mine"), owner=ann, now=MONDAY)
    draft = begun(ann)

    assert "What version 2 would change" in hers.get(url(draft)).content.decode()
    assert press(hers, draft).status_code == 302
    assert BankVersion.objects.latest("number").number == 2
    assert fresh(draft).bank == Bank.objects.get()


def test_a_slug_is_for_life(ann, hers):
    draft = begun(ann)
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of(slug="other"))

    body = hers.get(url(draft)).content.decode()

    assert "The slug of a bank is for life" in body
    assert '<a href="/author/mine/#line-1">line 1</a>' in body
    assert hers.post(url(draft), {"revision": draft.revision, "since": 1}).status_code == 422
    assert list(Bank.objects.values_list("slug", flat=True)) == ["mine"]


def test_a_retired_bank_comes_back_by_being_published(ann, hers):
    draft = begun(ann)
    press(hers, draft)
    Bank.objects.update(retired_at=MONDAY)

    assert "brings the bank back" in hers.get(url(fresh(draft))).content.decode()
    assert press(hers, fresh(draft)).status_code == 302
    assert Bank.objects.get().retired_at is None


def test_an_editor_publishes_into_the_owners_bank(ann, hers):
    draft, eve = begun(ann), person("eve")
    Author.objects.create(draft=draft, user=eve, role=Role.EDITOR, since=MONDAY)
    client = Client()
    client.force_login(eve)

    press(client, draft)

    assert (Bank.objects.get().owner, BankVersion.objects.get().created_by) == (ann, eve)


def test_a_publication_that_fails_at_its_end_leaves_nothing(ann, hers, monkeypatch):
    draft = begun(ann)
    form = shown(hers, draft)
    monkeypatch.setattr(publishing, "tag", lambda about: (_ for _ in ()).throw(IntegrityError("no")))

    with pytest.raises(IntegrityError):
        hers.post(url(draft), form)

    assert not Bank.objects.exists()
    assert not Question.objects.exists()
    assert fresh(draft).bank is None


def test_the_tie_to_the_bank_is_made_with_it_or_neither(ann, monkeypatch):
    draft = begun(ann)
    monkeypatch.setattr(BankDraft, "save", lambda *a, **k: (_ for _ in ()).throw(IntegrityError("no")))

    with pytest.raises(IntegrityError):
        service.publish(draft=draft, revision=1, since=0, by=ann, now=MONDAY)

    assert not Bank.objects.exists()


def test_what_was_written_while_it_was_rendered_keeps_it_from_being_published(ann, monkeypatch):
    draft = begun(ann)
    prepare = service.preparing.prepare

    def slowly(bank):
        written(draft, ann, text_of(choice(prompt="Another?")))
        return prepare(bank)

    monkeypatch.setattr(service.preparing, "prepare", slowly)

    with pytest.raises(service.ChangedMeanwhile):
        service.publish(draft=draft, revision=1, since=0, by=ann, now=MONDAY)

    assert not Bank.objects.exists()


def test_what_somebody_published_while_it_was_rendered_keeps_it_from_being_published(ann, hers, monkeypatch):
    draft = begun(ann)
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of(choice(prompt="Another?")))
    prepare = service.preparing.prepare

    def slowly(bank):
        made = prepare(bank)
        publishing.publish(bank=a_bank(ordering(), slug="mine"), owner=ann, now=MONDAY)
        return made

    monkeypatch.setattr(service.preparing, "prepare", slowly)

    with pytest.raises(service.ChangedMeanwhile):
        service.publish(draft=draft, revision=draft.revision, since=1, by=ann, now=MONDAY)

    assert BankVersion.objects.latest("number").entries.get().question_version.question.key == "in-order"


def test_while_another_long_text_is_checked_it_is_told_to_come_again(ann, hers, monkeypatch):
    draft = begun(ann)
    form = shown(hers, draft)
    monkeypatch.setattr(checking, "LONG", 10)
    with checking._LONG_ONE:
        assert "Not checked just now" in hers.get(url(draft)).content.decode()
        answer = hers.post(url(draft), form)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert not Bank.objects.exists()


def test_publishing_as_often_as_one_may_has_an_end(ann, hers, monkeypatch):
    once = replace(PUBLICATIONS, free=1)
    monkeypatch.setattr("authoring.views.publishing.PUBLICATIONS", once)
    draft = begun(ann)
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of(choice(prompt="Another?")))

    answer = press(hers, draft)

    assert (answer.status_code, BankVersion.objects.count()) == (429, 1)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_page_and_a_publication_cost_the_same_whatever_is_in_the_bank(ann, hers):
    costs = []
    for slug, count in (("few", 2), ("many", 30)):
        questions = [choice(f"q{n}", prompt=f"Which, {n}?") for n in range(count)]
        draft = begun(ann, text_of(*questions, a_case(), slug=slug))
        press(hers, draft)
        draft = written(fresh(draft), ann, text_of(*questions[1:], a_case(), slug=slug))
        with statements() as looked:
            form = shown(hers, draft)
        with statements() as done:
            hers.post(url(draft), form)
        costs.append((len(looked), len(done)))

    assert costs[0] == costs[1]
    assert costs[0][0] <= 20
    assert costs[0][1] <= 60


def test_every_version_is_listed_and_shown_with_what_it_changed_and_can_be_downloaded(ann, hers):
    draft = begun(ann, text_of(choice(prompt="Old?")))
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of(choice(prompt="New?")))
    press(hers, draft)

    listed = hers.get(url(draft, "versions")).content.decode()
    one = hers.get(url(draft, "version", 2)).content.decode()
    file = hers.get(url(draft, "version-file", 1))

    assert re.findall(r"Version (\d)</a>", listed) == ["2", "1"]
    assert "1 question reworded." in listed
    assert "<del>Old?</del>" in one
    assert "<ins>New?</ins>" in one
    assert file.content.decode() == text_of(choice(prompt="Old?"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="mine-1.yaml"'
    for page in ("version", "version-file"):
        assert hers.get(url(draft, page, 3)).status_code == 404


def test_a_bank_that_was_never_published_has_no_versions(ann, hers):
    draft = begun(ann)

    assert "Nothing of this bank is published yet" in hers.get(url(draft, "versions")).content.decode()
    assert hers.get(url(draft, "version", 1)).status_code == 404


def test_an_old_version_comes_back_and_what_stood_there_can_be_put_back(ann, hers):
    first, second = text_of(choice(prompt="Old?")), text_of(choice(prompt="New?")) + "# a comment\n"
    draft = begun(ann, first)
    press(hers, draft)
    draft = written(fresh(draft), ann, second)
    sent = {"revision": draft.revision}

    unsure = hers.post(url(draft, "version", 1), sent)
    assert unsure.status_code == 422
    assert "may be set aside" in unsure.content.decode()
    assert fresh(draft).text == second

    assert hers.post(url(draft, "version", 1), {**sent, "sure": "on"}).headers["Location"] == "/author/mine/"
    assert (fresh(draft).text, fresh(draft).set_aside) == (first, second)
    assert BankVersion.objects.count() == 1

    assert "A text is set aside" in hers.get(url(draft, "versions")).content.decode()
    hers.post(url(draft, "put-back"), {"revision": fresh(draft).revision})
    assert (fresh(draft).text, fresh(draft).set_aside) == (second, first)


def test_what_is_published_is_brought_back_without_being_asked(ann, hers):
    draft = begun(ann, text_of(choice(prompt="Old?")))
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of(choice(prompt="New?")))
    press(hers, draft)

    hers.post(url(draft, "version", 1), {"revision": fresh(draft).revision})

    assert "Old?" in fresh(draft).text
    assert fresh(draft).is_ahead


@pytest.mark.parametrize("page", ["version", "put-back"])
def test_a_text_written_meanwhile_does_not_give_way_unseen(ann, hers, page):
    draft = begun(ann)
    press(hers, draft)
    version, draft = BankVersion.objects.get(), written(fresh(draft), ann, text_of(ordering()))
    draft = restoring.restore(draft=draft, version=version, revision=draft.revision, by=ann, now=now())
    draft = written(draft, ann, text_of(matching()))
    rest = (1,) if page == "version" else ()

    answer = hers.post(url(draft, page, *rest), {"revision": draft.revision - 1, "sure": "on"})

    assert answer.status_code == (409 if page == "version" else 302)
    assert fresh(draft).text == text_of(matching())


def test_a_viewer_sees_versions_and_changes_nothing(ann, hers):
    draft, vic = begun(ann), person("vic")
    press(hers, draft)
    draft = fresh(draft)
    Author.objects.create(draft=draft, user=vic, role=Role.VIEWER, since=MONDAY)
    client = Client()
    client.force_login(vic)

    assert client.get(url(draft, "version", 1)).status_code == 200
    assert "Bring it back" not in client.get(url(draft, "version", 1)).content.decode()
    for page, rest in (("publish", ()), ("version", (1,)), ("put-back", ())):
        assert client.post(url(draft, page, *rest), {"revision": 1}).status_code == 403


@pytest.mark.parametrize(("page", "rest"), [("publish", ()), ("version", (1,)), ("put-back", ())])
def test_a_draft_that_is_deleted_meanwhile_is_not_there(ann, hers, monkeypatch, page, rest):
    draft = begun(ann)
    press(hers, draft)
    draft = written(fresh(draft), ann, text_of(ordering()))
    BankDraft.objects.update(set_aside=text_of(matching()), set_aside_at=now())
    check = checking._checked

    def deleted_meanwhile(*said):
        drafts.delete(draft=draft, now=now())
        return check(*said)

    monkeypatch.setattr(checking, "_checked", deleted_meanwhile)

    answer = hers.post(url(draft, page, *rest), {"revision": draft.revision, "since": 1, "sure": "on"})

    assert answer.status_code == 404
    assert BankVersion.objects.count() == 1
