"""The first page: a newcomer plays at once, and looking writes nothing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.models import Learner
from quizzes.boards import as_post
from quizzes.deal import deal
from quizzes.models import Attempt, Sitting
from quizzes.services import practice
from tests.builders import ordering, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WRONG = ("clean", "test", "train", "gate")


@pytest.fixture
def loop():
    return published(ordering(key="loop-in-order"), slug="retraining-loop")["loop-in-order"]


def start_key_of(page: bytes) -> str:
    found = re.search(r'name="start_key" value="([^"]+)"', page.decode())
    assert found
    return found[1]


def form(loop, start_key, response):
    dealt = deal(loop.asked, secret=practice.secret_of(start_key), number=1)
    return {**as_post(loop.asked, dealt, response), "start_key": start_key}


def test_looking_writes_nothing(client, loop):
    assert client.get(reverse("home")).status_code == 200

    assert not Learner.objects.exists()
    assert not Sitting.objects.exists()


def test_every_look_is_dealt_afresh(client, loop):
    keys = {start_key_of(client.get(reverse("home")).content) for _ in range(5)}

    assert len(keys) == 5


def test_the_first_check_starts_a_sitting_and_leads_to_its_verdict(client, loop):
    key = start_key_of(client.get(reverse("home")).content)

    answer = client.post(reverse("home"), form(loop, key, WRONG), follow=True)

    sitting = Sitting.objects.get()
    assert answer.redirect_chain == [(reverse("quizzes:question", args=[sitting.key, 1]) + "#verdict", 302)]
    assert Attempt.objects.get().response == list(WRONG)
    assert "There is no artifact to measure yet." in answer.content.decode()


def test_the_same_check_sent_twice_is_one_attempt(client, loop):
    key = start_key_of(client.get(reverse("home")).content)

    for response in (WRONG, loop.asked.right_response()):
        client.post(reverse("home"), form(loop, key, response))

    assert Sitting.objects.count() == 1
    assert Attempt.objects.get().response == list(WRONG)


def test_nothing_placed_is_told_and_starts_nothing(client, loop):
    key = start_key_of(client.get(reverse("home")).content)

    answer = client.post(reverse("home"), {"start_key": key})

    assert answer.status_code == 422
    assert "Nothing is placed yet" in answer.content.decode()
    assert start_key_of(answer.content) == key
    assert not Learner.objects.exists()


@pytest.mark.parametrize("bad", [{}, {"start_key": "x"}, {"start_key": "a" * 22, "place-zzz": "1"}])
def test_a_form_of_nowhere_is_refused_in_words(client, loop, bad):
    answer = client.post(reverse("home"), bad)

    assert answer.status_code == 422
    assert "Load the page again" in answer.content.decode() or "Nothing is placed" in answer.content.decode()
    assert not Sitting.objects.exists()


def test_somebody_elses_start_begins_nothing_of_mine(client, loop, django_user_model):
    key = start_key_of(client.get(reverse("home")).content)
    client.post(reverse("home"), form(loop, key, WRONG))
    client.cookies.clear()

    answer = client.post(reverse("home"), form(loop, key, WRONG))

    assert answer.url == reverse("home")
    assert Attempt.objects.count() == 1


def test_who_returns_can_go_on_with_what_was_begun(client, loop):
    form_ = {"topic": "", "kinds": ["ordering"], "length": 5, "start_key": practice.new_start_key()}
    client.post(reverse("quizzes:practice"), form_)

    page = client.get(reverse("home")).content.decode()

    assert "Go on with “All topics”" in page


def test_before_any_content_is_loaded_the_page_says_what_to_do(client, db):
    answer = client.get(reverse("home"))

    assert answer.status_code == 200
    assert "load_content" in answer.content.decode()


def test_home_costs_three_queries_and_its_check_twelve(client, loop, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get(reverse("home"))
    key = start_key_of(page.content)

    with django_assert_max_num_queries(12 + 6):  # savepoints, begins and commits are not counted
        client.post(reverse("home"), form(loop, key, WRONG))
