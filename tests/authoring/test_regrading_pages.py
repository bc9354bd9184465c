"""The pages of a regrade: what would change is shown, and just that is done, by the owner."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.models import User
from authoring.forms import new_form_key
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import drafts
from quizzes.engines.choice import Option
from quizzes.models import Attempt, Bank, Regrade
from quizzes.services import practice
from tests.builders import a_learner, a_sitting, choice, published

pytestmark = pytest.mark.django_db
HOME = "/author/a-bank/regrade/one/"
LOG = "/author/a-bank/regrades/"
NOTE = "The second option was right all along."


def wording(right_one):
    options = {"a": "The first option", "b": "The second option"}
    return choice(options={key: Option(text, key == right_one) for key, text in options.items()})


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def versions(db):
    """Two wordings of one question of Ann's bank: the key of the first was wrong."""
    ann = User.objects.create_user("ann@example.org")
    draft = drafts.begin(owner=ann, text="bank: a-bank\n", form_key=new_form_key(), now=now())
    first = published(wording("a"), owner=ann)["one"]
    second = published(wording("b"), owner=ann)["one"]
    BankDraft.objects.filter(pk=draft.pk).update(bank=Bank.objects.get())
    return first, second


@pytest.fixture
def ann(versions):
    return browser(User.objects.get())


def answered(version, option):
    sitting = a_sitting(a_learner(), version)
    return practice.submit(place=sitting.lineup.get(), response=(option,), now=now())


def digest_in(response) -> str:
    return re.search(r'name="digest" value="([0-9a-f]+)"', response.content.decode())[1]


def test_without_a_choice_it_offers_the_last_two_wordings(ann, versions):
    told = ann.get(HOME).content.decode()

    assert '<option value="1" selected>' in told
    assert '<option value="2" selected>' in told
    assert "What would change" not in told


def test_the_preview_tells_numbers_and_responses(ann, versions):
    for option in ("b", "b", "a"):
        answered(versions[0], option)
    told = ann.get(HOME, {"of": "1", "by": "2"}).content.decode()

    assert "Of 3 answers by 3 learners in 3 sittings" in told
    assert "Wrong becomes right" in told
    assert "The second option</th>" in told
    assert "2 times" in told


def test_what_was_shown_is_done_and_written_down(ann, versions):
    attempt = answered(versions[0], "b")
    seen = ann.get(HOME, {"of": "1", "by": "2"})
    done = ann.post(HOME, {"of": "1", "by": "2", "note": NOTE, "digest": digest_in(seen)})
    made = Regrade.objects.get()

    assert done["Location"] == f"{LOG}#{made.key}"
    assert (made.by.email, made.note) == ("ann@example.org", NOTE)
    assert Attempt.objects.get(pk=attempt.pk).correct
    told = ann.get(LOG).content.decode()
    assert "wording 1 by the key of wording 2" in told
    assert "wrong to right: 1" in told


def test_what_came_in_meanwhile_is_shown_first(ann, versions):
    answered(versions[0], "b")
    old = digest_in(ann.get(HOME, {"of": "1", "by": "2"}))
    answered(versions[0], "b")
    sent = ann.post(HOME, {"of": "1", "by": "2", "note": NOTE, "digest": old})

    assert sent.status_code == 409
    assert "Something was answered or regraded meanwhile" in sent.content.decode()
    assert NOTE in sent.content.decode()
    assert not Regrade.objects.exists()
    assert digest_in(sent) != old


def test_without_a_note_nothing_is_done(ann, versions):
    seen = digest_in(ann.get(HOME, {"of": "1", "by": "void"}))
    sent = ann.post(HOME, {"of": "1", "by": "void", "note": " ", "digest": seen})

    assert sent.status_code == 422
    assert "Say why, in one sentence" in sent.content.decode()
    assert not Regrade.objects.exists()


@pytest.mark.parametrize("asked", [{"of": "9", "by": "2"}, {"of": "1", "by": "9"}, {"of": "x"}])
def test_a_wording_that_is_not_there_is_told(ann, versions, asked):
    assert ann.get(HOME, asked).status_code == 422


def test_one_that_was_stopped_is_gone_on_with(ann, versions):
    answered(versions[0], "b")
    seen = digest_in(ann.get(HOME, {"of": "1", "by": "2"}))
    ann.post(HOME, {"of": "1", "by": "2", "note": NOTE, "digest": seen})
    Regrade.objects.update(done_at=None, reached=0)
    assert "Go on" in ann.get(LOG).content.decode()

    ann.post(LOG, {"regrade": Regrade.objects.get().key})

    assert Regrade.objects.get().done_at is not None


def test_an_editor_reads_the_log_and_changes_nothing(versions):
    ed = User.objects.create_user("ed@example.org")
    Author.objects.create(draft=BankDraft.objects.get(), user=ed, role=Role.EDITOR, since=now())
    client = browser(ed)

    assert client.get(LOG).status_code == 200
    assert client.get(HOME).status_code == 403
    assert client.post(LOG, {"regrade": "x"}).status_code == 403
