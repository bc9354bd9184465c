"""One's own data: all of it and nobody else's, no key before its verdict, gone when it is deleted."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.db.models import CASCADE, SET_NULL, Model
from django.test import Client
from django.urls import reverse

from accounts.learners import SALT
from accounts.models import Learner, User
from accounts.services import forget
from notebook.models import Leaf
from quizzes import queries
from quizzes.models import (
    Attempt,
    Card,
    CardReview,
    ProblemReport,
    Record,
    RegradedAttempt,
    Sitting,
    SittingQuestion,
    StudyPlan,
    Tally,
)
from quizzes.services import practice, reporting, saving
from tests.builders import MONDAY, a_learner, a_sitting, choice, matching, ordering, published, statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SURE = {"sure": "yes"}
DELETE = "/progress/data/delete/"
HALF = {"training": "fit", "condition": "stop"}
BACKWARDS = ("gate", "test", "train", "deploy")


@pytest.fixture
def versions(db):
    return published(ordering(), matching(), choice(prompt="=HYPERLINK(1)"))


@pytest.fixture
def learner(versions):
    """Somebody of whom everything is kept: answers, a draft, an open exam, a card, a plan, a note."""
    learner = a_learner()
    sitting = a_sitting(learner, *versions.values())
    practice.submit(place=place(sitting, 1), response=BACKWARDS, now=MONDAY)
    practice.submit(place=place(sitting, 2), response=HALF, now=MONDAY)
    saving.save(place=place(sitting, 3), response=("run",), seq=1, now=MONDAY)
    exam = a_sitting(learner, *versions.values())
    Sitting.objects.filter(pk=exam.pk).update(kind=Sitting.EXAM, title="Mock exam")
    saving.save(place=place(exam, 3), response=("run",), seq=1, now=MONDAY)
    state = {"due_at": MONDAY, "first_review_at": MONDAY, "last_review_at": MONDAY}
    question = versions["one"].question
    Card.objects.create(learner=learner, question=question, stability=2, difficulty=5, **state)
    StudyPlan.objects.create(learner=learner, exam="mla-c01")
    Leaf.objects.create(learner=learner, sort="trap", key="a-trap", note="Mind the gap", changed_at=MONDAY)
    return learner


def place(sitting, number):
    return queries.place(sitting_key=sitting.key, number=number, learner=sitting.learner)


def client_of(learner) -> Client:
    client = Client()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(learner.key, salt=SALT)
    return client


def body(client, name) -> str:
    return b"".join(client.get(reverse(f"quizzes:{name}"))).decode()


def rows(client):
    return list(csv.DictReader(io.StringIO(body(client, "export-csv"), newline="")))


def test_the_json_is_whole_and_in_words(learner):
    told = json.loads(body(client_of(learner), "export-json"))

    first, second, third = told["sittings"][0]["questions"]
    assert first["response"][-1] == "Update the endpoint"
    assert first["right"] is False
    assert {"distractor-used", "left-out", "broken-need"} == {f["fault"] for f in first["findings"]}
    assert second["response"] == {"TrainingStep": "Fits a model", "ConditionStep": "Ends the run as failed"}
    assert third["on_the_board"] == ["When a run is started"]
    assert [sitting["extra_time"] for sitting in told["sittings"]] == [None, 100]
    assert told["cards"][0]["about"] == "one"
    assert told["plan"] == [{"exam": "mla-c01", "exam_on": None, "daily_load": 20}]
    assert told["bookmarks_and_notes"][0]["note"] == "Mind the gap"


EXPORTED = {
    Sitting: "sittings",
    SittingQuestion: "sittings",
    Attempt: "sittings",
    RegradedAttempt: "sittings",
    Card: "cards",
    CardReview: "cards",
    StudyPlan: "plan",
    ProblemReport: "reports",
    Leaf: "bookmarks_and_notes",
}
COUNTED_FROM_THEM = {Record, Tally}
"""Left out: they are found again from the answers, and the page says so."""
STAYS = {Sitting, ProblemReport}
"""Without its person, as the page of the deletion says. All else that hangs on a learner goes with them."""


def hanging_on(*models: type[Model]) -> set[type[Model]]:
    """What points at these, and what points at that."""
    found: set[type[Model]] = set()
    waiting = list(models)
    while waiting:
        new = {r.related_model for r in waiting.pop()._meta.related_objects} - found - {Learner}
        found |= new
        waiting += new
    return found


def test_whatever_hangs_on_a_learner_is_taken_along_or_named_as_left_out(learner):
    first = queries.place(sitting_key=Sitting.objects.first().key, number=1, learner=learner)
    said = {"about": "stem", "sentence": "It is unclear.", "form_key": "f" * 22, "now": MONDAY}
    reporting.report(place=first, **said)

    told = json.loads(body(client_of(learner), "export-json"))

    assert hanging_on(Learner) == set(EXPORTED) | COUNTED_FROM_THEM
    assert set(told) == {"made_at", "learner", *EXPORTED.values()}
    assert all(told[section] for section in EXPORTED.values())
    page = client_of(learner).get(reverse("quizzes:own-data")).content.decode()
    assert "What is counted from your answers is not in it" in page


def test_whatever_hangs_on_a_learner_goes_with_them_or_stays_without_them(db):
    ways = {r.related_model: r.on_delete for r in Learner._meta.related_objects}

    assert {model for model, on_delete in ways.items() if on_delete is SET_NULL} == STAYS
    assert {on_delete for model, on_delete in ways.items() if model not in STAYS} == {CASCADE}


def test_of_what_has_no_verdict_yet_there_is_no_key(learner):
    told = json.loads(body(client_of(learner), "export-json"))

    exam = told["sittings"][1]
    assert exam["finished_at"] is None
    for question in [told["sittings"][0]["questions"][2], *exam["questions"]]:
        assert set(question) == {"number", "kind", "prompt", "flagged", "on_the_board"}
    assert "It is a field of the step." not in json.dumps(told)
    assert [row["sitting"] for row in rows(client_of(learner))] == ["A sitting", "A sitting"]


def test_the_csv_is_read_again_and_runs_nothing(learner, versions):
    sitting = a_sitting(learner, versions["one"])
    practice.submit(place=place(sitting, 1), response=("step",), now=MONDAY)

    found = rows(client_of(learner))

    assert found[-1]["prompt"] == "'=HYPERLINK(1)"
    assert (found[-1]["response"], found[-1]["right"]) == ("On each step", "yes")
    assert found[1]["response"] == "TrainingStep = Fits a model; ConditionStep = Ends the run as failed"


def test_it_is_streamed_in_a_few_queries(learner, versions):
    for _ in range(20):
        practice.submit(place=place(a_sitting(learner, versions["one"]), 1), response=("run",), now=MONDAY)

    for name in ("export-json", "export-csv"):
        with statements() as sent:
            answer = client_of(learner).get(reverse(f"quizzes:{name}"))
            assert answer.streaming
            list(answer)
        assert len(sent) <= 8, sent


def test_when_somebody_was_last_seen_is_told_as_the_day_that_it_is(learner):
    about = json.loads(body(client_of(learner), "export-json"))["learner"]

    assert about["last_seen_on"] == Learner.objects.get().seen_at.date().isoformat()
    assert "last_seen_at" not in about


def test_somebody_elses_is_not_in_it(learner):
    assert rows(client_of(a_learner())) == []
    assert json.loads(body(client_of(a_learner()), "export-json"))["sittings"] == []
    assert rows(Client()) == []
    assert Client().get(reverse("quizzes:export-json")).status_code == 302


def test_the_page_asks_and_says_what_is_kept(learner):
    page = client_of(learner).get(reverse("quizzes:own-data")).content.decode()

    assert "Kept of you: " in page
    assert "2 sittings" in page
    assert "what you reported of questions" in page
    assert DELETE in page
    assert Learner.objects.filter(pk=learner.pk).exists()
    assert "Nothing is kept of you" in Client().get(reverse("quizzes:own-data")).content.decode()


def test_deleting_leaves_answers_without_their_person(learner, versions):
    keys = set(Sitting.objects.values_list("key", flat=True)) | set(
        Sitting.objects.values_list("start_key", flat=True)
    )
    client = client_of(learner)

    answered = client.post(DELETE, SURE, follow=True)

    assert "Your data is deleted." in answered.content.decode()
    assert not client.cookies[settings.LEARNER_COOKIE_NAME].value
    for kept in (Learner, Card, StudyPlan, Leaf, Tally, Record):
        assert not kept.objects.exists()
    sitting = Sitting.objects.get()  # the open exam is gone
    assert (sitting.learner, sitting.title, sitting.wants, bytes(sitting.secret)) == (
        None,
        "A sitting",
        {},
        b"",
    )
    assert not keys & {sitting.key, sitting.start_key}
    assert sitting.finished_at
    assert Attempt.objects.count() == 2
    assert not SittingQuestion.objects.filter(draft__isnull=False).exists()


def test_who_deletes_the_accounts_data_keeps_the_guests_that_stands_apart(learner):
    client = client_of(learner)
    client.force_login(User.objects.create_user("ann@example.org", "three words nobody guesses"))
    own = Learner.objects.create(user=User.objects.get(), created_at=MONDAY, seen_at=MONDAY)

    for _ in range(2):  # the second time there is nothing of the account's any more
        client.post(DELETE, SURE)

    assert not Learner.objects.filter(pk=own.pk).exists()
    assert "2 sittings" in client.get("/accounts/guest/").content.decode()


def test_deleting_twice_is_deleting_once(learner):
    client = client_of(learner)
    for _ in range(2):
        assert client.post(DELETE, SURE).status_code == 302


def test_deleting_takes_a_page_and_a_tick_and_says_what_goes_and_what_stays(learner):
    client = client_of(learner)
    asked = client.get(DELETE)
    unsure = client.post(DELETE)

    assert "What you reported of questions" in asked.content.decode()
    assert unsure.status_code == 422
    assert "Tick the box first." in unsure.content.decode()
    assert client.post(reverse("quizzes:own-data"), SURE).status_code == 405
    assert Learner.objects.filter(pk=learner.pk).exists()
    assert Client().get(DELETE)["Location"] == reverse("quizzes:own-data")


def test_two_who_are_forgotten_do_not_meet(learner, versions):
    other = a_learner()
    practice.submit(place=place(a_sitting(other, versions["one"]), 1), response=("run",), now=MONDAY)

    for person in (learner, other):
        forget(learner=person, now=MONDAY + timedelta(days=1))

    assert Attempt.objects.count() == 3
    assert Sitting.objects.filter(learner=None).count() == 2


def test_the_others_keep_theirs(learner, versions):
    other = a_learner()
    practice.submit(place=place(a_sitting(other, versions["one"]), 1), response=("run",), now=MONDAY)

    forget(learner=learner, now=MONDAY)

    assert Record.objects.get().learner == other
    assert rows(client_of(other))[0]["sitting"] == "A sitting"


def test_an_account_stays_and_begins_anew(learner):
    user = User.objects.create_user("learner@example.org", "a password of some length")
    Learner.objects.filter(pk=learner.pk).update(user=user)
    client = Client()
    client.force_login(user)
    assert "Your account, which begins anew." in client.get(DELETE).content.decode()

    client.post(DELETE, SURE)

    assert User.objects.filter(pk=user.pk).exists()
    assert "You have answered nothing yet." in client.get(reverse("quizzes:progress")).content.decode()
