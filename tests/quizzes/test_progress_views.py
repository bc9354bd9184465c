"""/progress/: everything at a glance, one's own alone, whole without a script, at a fixed cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from accounts.learners import SALT
from accounts.models import User
from quizzes import queries
from quizzes.models import Sitting
from quizzes.services import practice, saving
from syllabus import services
from tests.builders import (
    MONDAY,
    a_learner,
    a_sitting,
    choice,
    matching,
    ordering,
    published,
    right,
    statements,
)
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BACKWARDS = ("gate", "test", "train", "clean")
PAGE = "/progress/"
MOST = 12


@pytest.fixture
def versions(db):
    services.load(syllabus=sound(), now=MONDAY)
    return published(ordering(), matching(), choice())


@pytest.fixture
def learner(db):
    return a_learner()


@pytest.fixture
def own(learner):
    return client_of(learner)


def client_of(learner) -> Client:
    client = Client()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(learner.key, salt=SALT)
    return client


def answer(learner, version, response, *, now=MONDAY, kind=Sitting.PRACTICE):
    sitting = a_sitting(learner, version, now=now)
    Sitting.objects.filter(pk=sitting.pk).update(kind=kind)
    place = queries.place(sitting_key=sitting.key, number=1, learner=learner)
    if kind == Sitting.EXAM:
        return saving.save(place=place, response=response, seq=1, now=now)
    return practice.submit(place=place, response=response, now=now)


def times(number, learner, version, response):
    for n in range(number):
        answer(learner, version, response, now=MONDAY + timedelta(days=n))


def told(client, path=PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_has_answered_nothing_is_told_where_to_begin(client, versions):
    body = told(client)

    assert "You have answered nothing yet." in body
    assert reverse("quizzes:practice") in body
    assert "Practise next" in body  # what weighs most, and is not met yet
    assert "There is no sitting yet." in told(client, reverse("quizzes:history"))


def test_of_too_few_nothing_is_claimed(own, learner, versions):
    times(4, learner, versions["in-order"], BACKWARDS)

    body = told(own)

    assert "0 of 1" in body  # a question counts once, at its last try
    assert "too few to tell" in body
    assert "per cent at best" not in body
    assert "the dependency that breaks most" not in body


def test_a_dependency_that_breaks_is_named_with_its_interval_and_a_way_to_practise_it(own, learner, versions):
    more = published(*(ordering(f"o{n}", prompt=f"Order {n}.") for n in range(5)), slug="more")
    for version in more.values():
        answer(learner, version, BACKWARDS)

    body = told(own)

    assert "Kept 0 of 5 times at the last try" in body
    assert "0 %, between 0 and 43" in body  # Wilson's, of none of five
    assert '<input type="hidden" name="kinds" value="ordering">' in body
    assert '<input type="hidden" name="step" value="train">' in body


def test_the_first_page_names_the_weakest_dependency(own, learner, versions, client):
    assert "weakest dependency" not in told(own, "/")
    more = published(*(ordering(f"o{n}", prompt=f"Order {n}.") for n in range(5)), slug="more")
    for version in more.values():
        answer(learner, version, BACKWARDS)

    body = told(own, "/")

    assert "kept 0 of 5 times" in body
    assert '<input type="hidden" name="step" value="train">' in body
    assert "weakest dependency" not in told(client, "/")


def test_its_button_starts_that_practice(own, learner, versions):
    answer(learner, versions["in-order"], BACKWARDS)
    start_key = told(own).partition('name="start_key" value="')[2][:22]

    started = own.post(
        reverse("quizzes:practice"),
        {"start_key": start_key, "length": 10, "step": "train", "kinds": "ordering"},
    )

    assert started.status_code == 302
    asked = Sitting.objects.get(start_key=start_key).lineup.values_list(
        "question_version__question__kind", flat=True
    )
    assert set(asked) == {"ordering"}


def test_a_confusion_is_told_of_how_often_it_was_asked(own, learner, versions):
    more = published(*(matching(f"m{n}", prompt=f"Match {n}.") for n in range(6)), slug="more")
    for n, version in enumerate(more.values()):
        answer(learner, version, {"training": "tune" if n < 4 else "fit"})

    body = told(own)

    assert "4 of 6" in body
    assert "taken for" in body


def test_it_links_to_where_it_last_went_wrong(own, learner, versions):
    attempt = answer(learner, versions["in-order"], BACKWARDS)

    assert reverse("quizzes:question", args=[attempt.place.sitting.key, 1]) in told(own)


def test_somebody_elses_progress_is_not_there(learner, versions):
    times(2, learner, versions["in-order"], BACKWARDS)

    body = told(client_of(a_learner()))

    assert "You have answered nothing yet." in body
    assert learner.sittings.first().key not in body + told(client_of(a_learner()), reverse("quizzes:history"))


def test_an_account_has_the_same_page(versions, client):
    user = User.objects.create_user("learner@example.org", "a password of some length")
    mine = a_learner()
    mine.user = user
    mine.save()
    answer(mine, versions["in-order"], BACKWARDS)
    client.force_login(user)

    assert "1 answer since 2 November 2026, 0 of them right." in told(client)


def test_an_open_exam_tells_nothing(own, learner, versions):
    answer(learner, versions["in-order"], BACKWARDS, kind=Sitting.EXAM)

    body = told(own)

    assert "You have answered nothing yet." in body
    past = told(own, reverse("quizzes:history"))
    assert "Exam · open" in past
    assert "right" not in past.partition("<main")[2].partition("</main")[0]


def test_nobody_else_may_keep_the_page_and_it_runs_no_script_of_its_own(own, learner, versions):
    times(2, learner, versions["in-order"], BACKWARDS)

    answered = own.get(PAGE)

    assert "no-store" in answered["Cache-Control"]
    main = answered.content.decode().partition("<main")[2].partition("</main")[0]
    assert "<script" not in main
    assert "style=" not in main
    assert own.post(PAGE).status_code == 405


@pytest.mark.parametrize("number", [1, 30])
def test_what_it_costs_does_not_grow_with_what_was_answered(versions, client, number):
    user = User.objects.create_user("learner@example.org", "a password of some length")
    mine = a_learner()
    mine.user = user
    mine.save()
    for n in range(number):
        answer(mine, list(versions.values())[n % 2], (BACKWARDS, right(matching()))[n % 2])
    client.force_login(user)
    client.get(PAGE)  # what can be asked is read once

    for page in (PAGE, reverse("quizzes:history")):
        with statements() as sent:
            client.get(page)
        assert len(sent) <= MOST, "\n".join(sent)


def test_sittings_come_by_day_the_newest_first_and_in_pages(own, learner, versions):
    times(32, learner, versions["one"], right(choice()))

    first = told(own, reverse("quizzes:history"))
    second = told(own, reverse("quizzes:history") + "?page=2")

    assert first.index("Thursday, 3 December 2026") < first.index("Wednesday, 2 December 2026")
    assert "Monday, 2 November 2026" in second
    assert "1 of 1 right" in second
