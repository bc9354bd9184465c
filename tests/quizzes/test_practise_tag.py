"""From reading to practising: a topic, a step, a trap and a node each start their own questions."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Sitting
from syllabus import services
from tests.builders import choice, form_of, ordering, published
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def questions(db, now):
    services.load(syllabus=sound(), now=now)
    return published(
        ordering(topics=("caching",), traps=("data-is-compared",)),  # it names TrainingStep
        choice("one", topics=("caching",)),
        choice("two", prompt="And `Condition`?", topics=("gates",)),
        now=now,
    )


def page(client: Client, name: str, key: str = "") -> str:
    return client.get(reverse(f"syllabus:{name}", args=[key] if key else [])).content.decode()


def form_in(body: str) -> dict[str, str]:
    """The form of the practise button, as a browser would send it."""
    practise = re.search(r'<div class="practise">.*?</form>', body, re.DOTALL)
    assert practise, "there is no way to practise"
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', practise[0])
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize(
    ("name", "key", "keys"),
    [
        ("topic", "caching", {"in-order", "one"}),
        ("step", "train", {"in-order"}),
        ("trap", "data-is-compared", {"in-order"}),
        ("node", "gate", {"two"}),
    ],
)
def test_the_button_starts_a_sitting_of_what_the_page_is_about(client, name, key, keys):
    body = page(client, name, key)
    assert f"{len(keys)} question{'s' if len(keys) > 1 else ''} on this" in body

    answer = client.post(reverse("quizzes:practice"), form_in(body))

    sitting = Sitting.objects.get()
    assert answer.url == reverse("quizzes:question", args=[sitting.key, 1])
    assert {place.question_version.question.key for place in sitting.lineup.all()} == keys


def test_a_sitting_is_called_by_what_it_is_about(client):
    titles = []
    for name, key in [("topic", "caching"), ("step", "train"), ("trap", "data-is-compared")]:
        client.post(reverse("quizzes:practice"), form_in(page(client, name, key)))
        titles.append(Sitting.objects.latest("pk").title)

    assert titles == ["Caching & keys", "The Training step", "“New files are noticed.”"]


def test_pressed_twice_it_starts_once(client):
    form = form_in(page(client, "trap", "data-is-compared"))

    first, second = (client.post(reverse("quizzes:practice"), form).url for _ in range(2))

    assert first == second
    assert Sitting.objects.count() == 1


def test_the_button_needs_the_token_of_its_form(questions):
    client = Client(enforce_csrf_checks=True)
    body = page(client, "step", "train")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)

    assert client.post(reverse("quizzes:practice"), form_in(body)).status_code == 403
    form = {**form_in(body), "csrfmiddlewaretoken": token[1]}
    assert client.post(reverse("quizzes:practice"), form).status_code == 302


@pytest.mark.parametrize(("name", "key"), [("trap", "many-branches"), ("step", "fail")])
def test_what_has_no_question_says_so_and_offers_its_lesson(client, name, key):
    body = page(client, name, key)

    assert "There is no question on this alone yet." in body
    assert form_in(body)["topic"] in {"caching", "gates"}
    assert client.post(reverse("quizzes:practice"), form_in(body)).status_code == 302


def test_a_node_that_is_no_step_offers_its_trap_and_one_without_either_its_lesson(client, now):
    node = ("    outputs: [a run]", "    outputs: [a run]\n    traps: [data-is-compared]")
    without = page(client, "node", "start")
    assert "Practise its lesson" in without
    assert form_in(without)["topic"] == "gates"

    services.load(syllabus=sound(retraining=node), now=now)

    body = page(client, "node", "start")
    assert "Practise its trap" in body
    assert form_in(body)["trap"] == "data-is-compared"


def test_a_lesson_without_questions_says_so(client, now):
    published(choice("one", topics=("gates",)), now=now)

    body = page(client, "topic", "caching")

    assert "There is no question on this yet." in body
    assert "Practise this" not in body


def test_a_step_or_trap_that_is_not_there_is_refused_in_words(client):
    for field in ("step", "trap"):
        form = {**form_in(page(client, "topic", "caching")), field: "nobody"}
        answer = client.post(reverse("quizzes:practice"), form)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not Sitting.objects.exists()


def test_a_wish_narrowed_to_a_trap_stays_so_when_the_form_comes_back(client):
    body = client.get(reverse("quizzes:practice"), {"trap": "data-is-compared"}).content.decode()
    assert "“New files are noticed.”" in body

    answer = client.post(
        reverse("quizzes:practice"), {**form_in_practice(body), "kinds": ["matching"], "length": 5}
    )

    assert answer.status_code == 422
    assert "“New files are noticed.”" in answer.content.decode()
    assert 'name="trap" value="data-is-compared"' in answer.content.decode()


def form_in_practice(body: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(start_key|trap)" value="([^"]*)"', body))


def test_progress_is_told_in_words_once_something_was_answered(client):
    for name, key in [("topics", ""), ("topic", "caching"), ("step", "train")]:
        assert "at the last try" not in page(client, name, key)

    client.post(reverse("quizzes:practice"), form_in(page(client, "trap", "data-is-compared")))
    sitting = Sitting.objects.get()
    response = ("clean", "train", "test", "gate")
    client.post(reverse("quizzes:question", args=[sitting.key, 1]), form_of(sitting, 1, response))

    assert "1 of 2 questions met, 1 right at the last try" in page(client, "topics")
    assert "1 of 2 questions met, 1 right at the last try" in page(client, "topic", "caching")
    assert "1 of 1 question met, 1 right at the last try" in page(client, "step", "train")
    assert "at the last try" not in page(Client(), "topic", "caching")


def test_progress_costs_at_most_three_queries_more(client, django_assert_max_num_queries):
    client.post(reverse("quizzes:practice"), form_in(page(client, "topic", "caching")))
    sitting = Sitting.objects.get()
    for place in sitting.lineup.all():
        response = place.question_version.asked.right_response()
        client.post(
            reverse("quizzes:question", args=[sitting.key, place.number]),
            form_of(sitting, place.number, response),
        )

    with django_assert_max_num_queries(1 + 3):
        assert "at the last try" in page(client, "topics")
    with django_assert_max_num_queries(5):  # the learner and what they keep are among them
        assert "at the last try" in page(client, "topic", "caching")
