"""The same thing sent many times in the same instant: it is done once, and everybody is told the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Learner
from quizzes.boards import as_post
from quizzes.deal import deal
from quizzes.models import Attempt, Sitting
from quizzes.services import starting
from tests.builders import form_of, ordering, published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

AT_ONCE, ROUNDS = 6, 5
WRONG, RIGHT = ("clean", "test", "train", "gate"), ("clean", "train", "test", "gate")


@pytest.fixture
def loop():
    return published(ordering(key="loop-in-order"), slug="retraining-loop")["loop-in-order"]


def all_at_once(send: Callable[[int], HttpResponse]) -> list[HttpResponse]:
    """What each of the senders is answered; none starts before all are ready."""
    ready = Barrier(AT_ONCE)

    def one(number: int) -> HttpResponse:
        try:
            connection.ensure_connection()
            ready.wait(timeout=30)
            return send(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as senders:
        return list(senders.map(one, range(AT_ONCE)))


def verdicts_of(sitting: Sitting) -> list[str]:
    """Where each sender of WRONG and RIGHT by turns ends: at one verdict, told whether theirs is another."""
    address = reverse("quizzes:question", args=[sitting.key, 1])
    counts = Attempt.objects.get(place__sitting=sitting).correct
    return [
        f"{address}{'' if correct is counts else '?sent=another'}#verdict"
        for correct in (False, True) * (AT_ONCE // 2)
    ]


@pytest.fixture
def start_keys() -> Iterator[str]:
    return (starting.new_start_key() for _ in range(ROUNDS))


def test_newcomers_who_click_many_times_are_one_learner_with_one_verdict(loop, start_keys) -> None:
    for before, key in enumerate(start_keys):
        dealt = deal(loop.asked, secret=starting.secret_of(key), number=1)
        forms = [
            {**as_post(loop.asked, dealt, response), "start_key": key}
            for response in (WRONG, RIGHT) * (AT_ONCE // 2)
        ]

        answers = all_at_once(lambda number, forms=forms: Client().post(reverse("home"), forms[number]))

        sitting = Sitting.objects.get(start_key=key)
        assert [answer.url for answer in answers] == verdicts_of(sitting)
        assert len({answer.cookies["learner"].value.split(":")[0] for answer in answers}) == 1
        counts = [model.objects.count() for model in (Learner, Sitting, Attempt)]
        assert counts == [before + 1] * 3


def test_newcomers_who_press_start_many_times_have_one_sitting(loop, start_keys) -> None:
    for before, key in enumerate(start_keys):
        form = {"topic": "", "kinds": ["ordering"], "length": 5, "start_key": key}

        answers = all_at_once(lambda _, form=form: Client().post(reverse("quizzes:practice"), form))

        assert len({answer.url for answer in answers}) == 1
        assert [model.objects.count() for model in (Learner, Sitting)] == [before + 1] * 2


def test_a_question_that_is_checked_many_times_has_the_verdict_of_the_first(client, loop, start_keys) -> None:
    for key in start_keys:
        client.post(reverse("quizzes:practice"), {"topic": "", "length": 5, "start_key": key})
        sitting = Sitting.objects.get(start_key=key)
        address = reverse("quizzes:question", args=[sitting.key, 1])
        forms = [form_of(sitting, 1, response) for response in (WRONG, RIGHT) * (AT_ONCE // 2)]

        def send(number: int, address: str = address, forms: list = forms) -> HttpResponse:
            learner = Client()
            learner.cookies = client.cookies
            return learner.post(address, forms[number])

        answers = all_at_once(send)

        assert [answer.url for answer in answers] == verdicts_of(sitting)
        first = Attempt.objects.get(place__sitting=sitting)
        page = re.sub(r"\s+", " ", client.get(address).content.decode())
        assert ("Right." in page) is first.correct
