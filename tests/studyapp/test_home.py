"""The first page: a newcomer plays at once, and looking writes nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from accounts.models import Learner
from quizzes.boards import as_post
from quizzes.deal import deal
from quizzes.models import Attempt, Sitting
from quizzes.services import practice, starting
from syllabus.models import ExamProfile
from tests.builders import MONDAY, a_topic, ordering, published, statements

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
    dealt = deal(loop.asked, secret=starting.secret_of(start_key), number=1)
    return {**as_post(loop.asked, dealt, response), "start_key": start_key}


def question_url() -> str:
    return reverse("quizzes:question", args=[Sitting.objects.get().key, 1])


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
    assert "or skip the question" not in answer.content.decode()
    assert start_key_of(answer.content) == key
    assert not Learner.objects.exists()


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({}, "Load the page again"),
        ({"start_key": "x"}, "Load the page again"),
        ({"start_key": "a" * 22, "place-zzz": "1"}, "Load the page again"),
        ({"start_key": "a" * 22, "place-zzz": ""}, "Load the page again"),
        ({"start_key": "a" * 22}, "Nothing is placed"),
    ],
)
def test_a_form_of_nowhere_is_refused_in_words(client, loop, bad, told):
    answer = client.post(reverse("home"), bad)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Learner.objects.exists()
    assert not Sitting.objects.exists()


def test_a_double_click_of_a_newcomer_is_one_learner_and_ends_at_the_verdict(loop):
    """The browser sends twice and reads the second answer only: the first brought the cookie."""
    key = start_key_of(Client().get(reverse("home")).content)
    Client().post(reverse("home"), form(loop, key, WRONG))
    browser = Client()

    answer = browser.post(reverse("home"), form(loop, key, loop.asked.right_response()), follow=True)

    assert Learner.objects.count() == Sitting.objects.count() == Attempt.objects.count() == 1
    assert answer.redirect_chain[0][0] == question_url() + "?sent=another#verdict"
    assert "There is no artifact to measure yet." in answer.content.decode()
    assert "What you sent now was not taken" in answer.content.decode()
    same = browser.post(reverse("home"), form(loop, key, WRONG))
    assert same.url == question_url() + "#verdict"


def test_the_same_start_sent_again_blank_is_the_first_verdict_too(client, loop):
    key = start_key_of(client.get(reverse("home")).content)
    client.post(reverse("home"), form(loop, key, WRONG))

    assert client.post(reverse("home"), {"start_key": key}).url == question_url() + "#verdict"


@pytest.mark.parametrize("step", ["start_with", "_recorded"])
def test_a_check_that_the_database_could_not_take_leaves_nothing_and_works_when_sent_again(
    client, loop, monkeypatch, step
):
    key = start_key_of(client.get(reverse("home")).content)
    done = getattr(practice, step)

    def busy(*args, **given):
        done(*args, **given)
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(practice, step, busy)
        assert client.post(reverse("home"), form(loop, key, WRONG)).status_code == 503
    assert not Learner.objects.exists()
    assert not Sitting.objects.exists()

    answer = client.post(reverse("home"), form(loop, key, WRONG), follow=True)

    assert Attempt.objects.get().response == list(WRONG)
    assert "There is no artifact to measure yet." in answer.content.decode()


def test_of_two_that_check_at_the_same_instant_the_slower_gets_the_verdict_of_the_faster(loop, monkeypatch):
    """Neither has seen the other when it looks: the database lets one of them through."""
    key = start_key_of(Client().get(reverse("home")).content)
    start = practice.start_with

    def fast_one_in_between(**given):
        monkeypatch.setattr(practice, "start_with", start)
        Client().post(reverse("home"), form(loop, key, WRONG))
        return start(**given)

    monkeypatch.setattr(practice, "start_with", fast_one_in_between)
    answer = Client().post(reverse("home"), form(loop, key, loop.asked.right_response()))

    assert answer.url == question_url() + "?sent=another#verdict"
    assert Learner.objects.count() == Sitting.objects.count() == 1
    assert Attempt.objects.get().response == list(WRONG)


def another_learner(client: Client, loop) -> None:
    key = start_key_of(client.get(reverse("home")).content)
    client.post(reverse("home"), form(loop, key, WRONG))


def an_account(client: Client, loop) -> None:
    from accounts.models import User

    client.force_login(User.objects.create_user("ann@example.org"))


def a_day_later(client: Client, loop) -> None:
    Sitting.objects.update(started_at=Sitting.objects.get().started_at - timedelta(days=1))


def who_now_has_an_account(client: Client, loop) -> None:
    from accounts.models import User

    Learner.objects.update(user=User.objects.create_user("ann@example.org"))


@pytest.mark.parametrize("who", [another_learner, an_account, a_day_later, who_now_has_an_account])
def test_somebody_elses_start_shows_nothing_of_theirs_and_loses_nothing_of_mine(loop, who):
    key = start_key_of(Client().get(reverse("home")).content)
    Client().post(reverse("home"), form(loop, key, WRONG))
    mine = Client()
    who(mine, loop)
    before = Attempt.objects.count()

    answer = mine.post(reverse("home"), form(loop, key, loop.asked.right_response()))

    page = answer.content.decode()
    fresh = start_key_of(answer.content)
    assert answer.status_code == 422
    assert "check again" in page
    assert "no artifact" not in page
    assert "learner" not in answer.cookies
    assert fresh != key
    assert [page.count(f"<option selected>{place}</option>") for place in range(1, 5)] == [1, 1, 1, 1]
    assert Attempt.objects.count() == before

    mine.post(reverse("home"), form(loop, fresh, loop.asked.right_response()))

    assert Attempt.objects.latest("pk").correct


def test_the_start_of_another_page_is_not_answered_here(client, loop):
    """A practice sitting that begins with the same question, not answered yet."""
    key = starting.new_start_key()
    client.post(reverse("quizzes:practice"), {"topic": "", "length": 5, "start_key": key})

    answer = client.post(reverse("home"), form(loop, key, WRONG))

    assert answer.status_code == 422
    assert not Attempt.objects.exists()


def test_who_returns_can_go_on_with_what_was_begun(client, loop):
    form_ = {"topic": "", "kinds": ["ordering"], "length": 5, "start_key": starting.new_start_key()}
    client.post(reverse("quizzes:practice"), form_)

    page = client.get(reverse("home")).content.decode()

    assert "Go on with “All topics”" in page


def test_before_any_content_is_loaded_the_page_says_what_to_do(client, db):
    answer = client.get(reverse("home"))

    assert answer.status_code == 200
    assert "load_content" in answer.content.decode()


def test_without_its_question_the_page_still_leads_on(client, loop):
    form_ = {"topic": "", "kinds": ["ordering"], "length": 5, "start_key": starting.new_start_key()}
    client.post(reverse("quizzes:practice"), form_)
    loop.question.bank.questions.update(current=None)

    page = client.get(reverse("home")).content.decode()

    assert "load_content" in page
    assert "Go on with “All topics”" in page


@pytest.mark.parametrize("door", ["home", "quizzes:practice"])
def test_the_door_says_what_the_exam_profile_says_of_the_exam(client, loop, door):
    assert "exam-note" not in client.get(reverse(door)).content.decode()
    status = "<p>In English it was in use until <em>Monday</em>.</p>"
    exam = ExamProfile.objects.create(
        key="mla-c01", code="MLA-C01", title="", position=1, data={}, html={"status": status}, digest=""
    )

    without_lesson = client.get(reverse(door)).content.decode()
    lesson = a_topic("exam-craft", "Exam craft")
    lesson.sections.create(anchor="new-exam", title="The old and the new", position=1, html="")
    with_lesson = client.get(reverse(door)).content.decode()

    assert status in without_lesson
    assert "#new-exam" not in without_lesson
    assert f'<a href="{lesson.get_absolute_url()}#new-exam">The old and the new</a>' in with_lesson
    ExamProfile.objects.filter(pk=exam.pk).update(retired_at=MONDAY)
    assert "exam-note" not in client.get(reverse(door)).content.decode()


def test_where_a_lesson_tells_all_of_it_the_door_says_it_in_short(client, loop):
    told = {"status": "<p>All of it.</p>", "in_short": "It has <em>ended</em>."}
    ExamProfile.objects.create(
        key="mla-c01", code="MLA-C01", title="", position=1, data={}, html=told, digest=""
    )
    without_lesson = client.get(reverse("home")).content.decode()
    a_topic("exam-craft", "Exam craft").sections.create(anchor="new-exam", title="Both", position=1, html="")
    with_lesson = client.get(reverse("home")).content.decode()

    assert ("All of it." in without_lesson, "It has <em>ended</em>." in without_lesson) == (True, False)
    assert ("All of it." in with_lesson, "It has <em>ended</em>." in with_lesson) == (False, True)
    assert '<a href="/learn/exam-craft/#new-exam">Both</a>' in with_lesson


def test_home_costs_three_queries_and_its_check_twelve(client, loop, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get(reverse("home"))
    key = start_key_of(page.content)

    with statements() as sent:
        client.post(reverse("home"), form(loop, key, WRONG))

    assert len(sent) <= 12, sent
    assert any("INSERT" in sql for sql in sent), "nothing was written: the figure means nothing"
