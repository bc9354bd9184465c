"""Practising cases: whole, in order, each question with its own verdict, and again with the scenario."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes import queries
from quizzes.models import Attempt, Sitting
from quizzes.services import practice, publishing, starting
from quizzes.services.starting import Wish
from tests.builders import (
    MONDAY,
    a_bank,
    a_case,
    a_learner,
    a_sitting,
    a_topic,
    a_trap,
    choice,
    form_of,
    ordering,
    published,
    right,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(minutes=5)
HTMX = {"HX-Request": "true", "HX-Target": "question-card"}
KEYS = ["shop-starts", "shop-order", "shop-pairs"]


def begin(learner=None, **wish) -> Sitting:
    return starting.start(
        learner=learner or a_learner(),
        wish=Wish(**{"length": 5, **wish}),
        title="",
        start_key=starting.new_start_key(),
        now=MONDAY,
    )


def keys(sitting: Sitting) -> list[str]:
    return [place.question_version.question.key for place in sitting.lineup.all()]


def start(client, **wish) -> Sitting:
    form = {"kinds": ["case"], "length": 5, "start_key": starting.new_start_key(), **wish}
    assert client.post(reverse("quizzes:practice"), form).status_code == 302
    return Sitting.objects.latest("pk")


def url(sitting: Sitting, number: int = 1) -> str:
    return reverse("quizzes:question", args=[sitting.key, number])


def answer(client, sitting: Sitting, number: int, response=None, **headers):
    """A right response, or the one given."""
    question = sitting.lineup.get(number=number).question_version.asked
    form = form_of(sitting, number, response or right(question))
    return client.post(url(sitting, number), form, **headers)


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.decode()))


def test_the_kind_case_asks_cases_and_nothing_else():
    published(choice(), ordering(), a_case())

    assert keys(begin(kinds=("case",))) == KEYS


def test_a_question_of_a_case_is_not_asked_by_its_own_kind():
    published(choice(), a_case())

    assert keys(begin(kinds=("choice",))) == ["one"]
    with pytest.raises(starting.NothingToAsk):
        begin(kinds=("ordering",))


def test_without_kinds_cases_are_among_what_is_asked():
    published(choice(), choice("two", prompt="And this?"), a_case())
    chosen = keys(begin())

    at = chosen.index(KEYS[0])
    assert chosen[at : at + 3] == KEYS
    assert len(chosen) == 5


def test_a_case_is_about_all_that_one_of_its_questions_is_about_and_comes_whole():
    a_topic("gate"), a_trap()
    case = a_case()
    published(
        choice(), replace(case, questions=(replace(case.questions[0], topics=("gate",)), *case.questions[1:]))
    )

    assert keys(begin(topic="gate")) == KEYS
    assert keys(begin(trap="register-deploys")) == KEYS


def test_how_the_questions_of_a_case_went_decides_together_when_it_comes_again():
    versions = published(a_case(), a_case("second"))
    learner = a_learner()
    sitting = a_sitting(learner, *(versions[key] for key in [*KEYS, "second-starts"]))
    for number, response in ((1, ("step",)), (2, ("clean",)), (3, {"fail": "stop"}), (4, ("step",))):
        place = queries.place(sitting_key=sitting.key, number=number, learner=learner)
        practice.submit(place=place, response=response, now=MONDAY)

    past = {c.versions: c.past for c in queries.candidates(learner=learner, kinds=())}

    assert past == {
        tuple(versions[key].pk for key in KEYS): "wrong",
        tuple(versions[key].pk for key in ("second-starts", "second-order", "second-pairs")): "unseen",
    }


def test_topics_are_offered_with_the_questions_of_their_cases():
    published(choice(), a_case())

    (offer,) = queries.offers()
    assert dict(offer.counts) == {"ordering": 0, "matching": 0, "choice": 1, "case": 3}


@pytest.mark.parametrize("size", [1, 60])
def test_a_start_reads_and_writes_as_often_whatever_the_number_of_cases(size):
    published(choice(), *(a_case(f"c{n}") for n in range(size)))
    learner = a_learner()

    with CaptureQueriesContext(connection) as seen:
        begin(learner)

    words = [query["sql"].split()[0] for query in seen.captured_queries]
    assert [word for word in words if word not in ("SAVEPOINT", "RELEASE")] == [
        "SELECT",  # has this start been sent before?
        "SELECT",  # what may be asked, and how it last went
        "SELECT",  # the guest, kept from being merged into an account meanwhile
        "INSERT",
        "INSERT",
    ]


def test_the_same_start_sent_twice_is_one_sitting_of_whole_cases():
    published(a_case(), a_case("second"))
    learner, key = a_learner(), starting.new_start_key()
    wish = {"learner": learner, "wish": Wish(length=5), "title": "", "start_key": key}

    first, second = starting.start(**wish, now=MONDAY), starting.start(**wish, now=LATER)

    assert first.pk == second.pk
    assert len(keys(first)) == 6


def test_a_running_sitting_keeps_the_scenario_it_began_with(client):
    published(a_case())
    sitting = start(client)
    case = a_case(scenario="Told anew.")
    publishing.publish(bank=a_bank(case), owner=None, shipped=True, now=LATER)

    page = client.get(url(sitting)).content.decode()
    assert "retrains weekly" in page
    assert "Told anew" not in page
    publishing.publish(bank=a_bank(choice()), owner=None, shipped=True, now=LATER)
    assert "retrains weekly" in client.get(url(sitting, 2)).content.decode()


def test_a_question_stands_beside_its_scenario_and_says_which_of_the_case_it_is(client):
    published(a_case())
    sitting = start(client)

    for number in (1, 2, 3):
        page = client.get(url(sitting, number))
        assert f"Case: The shop, question {number} of 3" in text(page.content)
        assert page.content.decode().count("retrains weekly") == 1


def test_what_htmx_replaces_leaves_the_scenario_where_it_is(client):
    published(a_case())
    sitting = start(client)

    part = answer(client, sitting, 1, headers=HTMX).content.decode()

    assert "Right." in part
    assert "retrains weekly" not in part
    assert "retrains weekly" in client.get(url(sitting)).content.decode()


def test_a_case_without_a_title_is_called_a_case(client):
    published(a_case(title=""))

    assert "Case, question 1 of 3" in text(client.get(url(start(client))).content)


def test_the_questions_of_a_case_stand_together_in_the_navigator_and_the_summary(client):
    published(choice(), a_case(), choice("two", prompt="And this?"))
    sitting = start(client, kinds=["choice", "case"])

    for address in (url(sitting), reverse("quizzes:sitting", args=[sitting.key])):
        page = client.get(address).content.decode()
        (group,) = re.findall(r'<li class="of-case">.*?</ol>', page, re.DOTALL)
        first = keys(sitting).index(KEYS[0]) + 1
        linked = re.findall(r'href="/s/[^/]+/(\d+)/"', group)
        assert linked == [str(n) for n in range(first, first + 3)]
        assert "Case: The shop" in text(group.encode())


def test_each_question_of_a_case_has_a_verdict_of_its_own(client):
    published(a_case())
    sitting = start(client)

    answer(client, sitting, 1)
    answer(client, sitting, 2, ("clean", "test", "train", "gate"))

    assert list(Attempt.objects.order_by("pk").values_list("correct", flat=True)) == [True, False]
    page = client.get(reverse("quizzes:sitting", args=[sitting.key])).content.decode()
    assert "1 of 3 right" in page


def test_what_was_missed_is_asked_again_with_its_scenario_in_the_order_of_the_case(client):
    published(choice(), a_case())
    sitting = start(client)
    answer(client, sitting, 1, ("pipeline",))
    answer(client, sitting, 2)
    answer(client, sitting, 3, {"fail": "tune"})

    client.post(reverse("quizzes:again", args=[sitting.key]), {"start_key": starting.new_start_key()})

    fresh = Sitting.objects.latest("pk")
    assert keys(fresh) == ["shop-starts", "shop-pairs"]
    page = client.get(url(fresh, 2)).content
    assert "Case: The shop, question 2 of 2" in text(page)
    assert b"retrains weekly" in page


def test_one_question_of_a_case_tried_again_comes_with_its_scenario(client):
    published(a_case())
    sitting = start(client)
    answer(client, sitting, 2)

    client.post(
        reverse("quizzes:question-again", args=[sitting.key, 2]), {"start_key": starting.new_start_key()}
    )

    page = client.get(url(Sitting.objects.latest("pk"))).content
    assert b"retrains weekly" in page
    assert "Case: The shop" in text(page)
    assert "question 1 of 1" not in text(page)


def test_what_is_said_of_the_case_as_a_whole_waits_for_its_last_verdict(client):
    published(a_case(explain="It all turns on the gate."))
    sitting = start(client)

    def told(of: Sitting) -> list[bool]:
        return [
            b"turns on the gate" in client.get(url(of, n)).content for n in range(1, of.lineup.count() + 1)
        ]

    for number in (1, 3, 2):
        assert told(sitting) == [False, False, False]
        answer(client, sitting, number, ("pipeline",) if number == 1 else None)
    assert told(sitting) == [True, True, True]

    client.post(reverse("quizzes:again", args=[sitting.key]), {"start_key": starting.new_start_key()})
    fresh = Sitting.objects.latest("pk")
    answer(client, fresh, 1)
    assert told(fresh) == [False]


@pytest.mark.parametrize("size", [1, 60])
def test_what_a_question_of_a_case_and_a_submit_cost_does_not_grow_with_the_bank(
    client, size, django_assert_max_num_queries
):
    published(*(a_case(f"c{n}", explain="Why.") for n in range(size)))
    sitting = start(client, length=20)

    for number in (1, 2):
        form = form_of(sitting, number, right(sitting.lineup.get(number=number).question_version.asked))
        with django_assert_max_num_queries(6):
            client.get(url(sitting, number))
        with django_assert_max_num_queries(12 + 2):  # begin and commit are not counted
            client.post(url(sitting, number), form, headers=HTMX)
        with django_assert_max_num_queries(6):
            client.get(url(sitting, number))
    with django_assert_max_num_queries(3):
        client.get(reverse("quizzes:sitting", args=[sitting.key]))


def test_two_cases_with_one_title_are_two(client):
    published(a_case("first"), a_case("second"))
    sitting = start(client)

    page = client.get(url(sitting, 5)).content
    assert page.decode().count('class="of-case"') == 2
    assert "question 2 of 3" in text(page)
