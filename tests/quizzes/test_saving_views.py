"""The address of a draft, "Save and go on", the flag: fragments, plain forms, refusals, what is foreign."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.learners import remember
from quizzes.models import Attempt, Sitting
from quizzes.services import practice
from tests.builders import (
    MONDAY,
    a_case,
    a_learner,
    a_sitting,
    choice,
    form_of,
    matching,
    ordering,
    published,
    statements,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CARD = {"HX-Request": "true", "HX-Target": "question-card"}
STOPS = {"HX-Request": "true", "HX-Target": "stops"}
RIGHT = ("clean", "train", "test", "gate")
HALF = ("clean", "train")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock of the views that a test may set: `clock["now"]`."""
    at = {"now": MONDAY + timedelta(seconds=5)}
    for module in ("asked", "exams", "saving", "practice"):
        monkeypatch.setattr(f"quizzes.views.{module}.now", lambda: at["now"])
    return at


@pytest.fixture
def sitting() -> Sitting:
    versions = published(ordering(), matching(), choice())
    return a_sitting(a_learner(), *(versions[key] for key in ("in-order", "pairs", "one")))


@pytest.fixture
def learner(sitting, client) -> Client:
    return known(client, sitting)


def known(client: Client, sitting: Sitting) -> Client:
    """The browser of whose sitting it is."""
    cookie = HttpResponse()
    remember(cookie, sitting.owner)
    client.cookies.update(cookie.cookies)
    return client


def url(name: str, sitting: Sitting, number: int = 1) -> str:
    return reverse(f"quizzes:{name}", args=[sitting.key, number])


def save(client: Client, sitting: Sitting, response, seq: object, number: int = 1):
    return client.post(url("draft", sitting, number), {**form_of(sitting, number, response), "seq": str(seq)})


def on(sitting: Sitting, number: int = 1):
    """What is kept of a place."""
    return sitting.lineup.get(number=number)


RESPONSES = [(1, RIGHT), (2, {"training": "fit"}), (3, ("run",))]


@pytest.mark.parametrize(("number", "response"), RESPONSES, ids=["ordering", "matching", "choice"])
def test_what_is_saved_is_told_with_its_time_and_stands_on_the_board(learner, sitting, number, response):
    answer = save(learner, sitting, response, 1, number)

    assert answer.status_code == 200
    assert re.search(
        r'data-became="saved" data-seq="1".*Saved <time[^>]*>09:00:05</time> UTC', answer.content.decode()
    )
    page = learner.get(url("question", sitting, number))
    chosen = form_of(sitting, number, response)
    for name, values in chosen.items():
        shown = [
            p
            for group in ("pool", "prompts", "options")
            for p in getattr(page.context["page"].board, group, ())
        ]
        assert values[0] in [piece.value for piece in shown if piece.field == name]
    assert "Saved <time" in page.content.decode()
    assert 'name="seq" value="2"' in page.content.decode()


def test_a_question_of_a_case_is_saved_like_any_other(client):
    versions = published(a_case())
    sitting = a_sitting(a_learner(), *(versions[f"shop-{part}"] for part in ("starts", "order", "pairs")))

    assert save(known(client, sitting), sitting, RIGHT, 1, 2).status_code == 200
    assert on(sitting, 2).draft == list(RIGHT)


def test_a_save_that_comes_too_late_is_told_what_is_kept_and_offered_both(learner, sitting):
    save(learner, sitting, RIGHT, 7)

    answer = save(learner, sitting, HALF, 7)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-became="elsewhere" data-seq="7"' in text
    assert "Show what is saved" in text
    assert "Keep this one" in text
    assert on(sitting).draft == list(RIGHT)


def test_the_same_save_sent_again_is_acknowledged(learner, sitting):
    first, again = save(learner, sitting, HALF, 1), save(learner, sitting, HALF, 1)

    assert first.content == again.content
    assert on(sitting).draft_seq == 1


def test_who_asks_is_told_the_number_that_is_kept(learner, sitting):
    assert 'data-seq="0"' in learner.get(url("draft", sitting)).content.decode()

    save(learner, sitting, HALF, 4)

    assert 'data-became="saved" data-seq="4"' in learner.get(url("draft", sitting)).content.decode()


GAP = "Place 1 is empty, but place 2 is used. Fill the places without a gap."


def with_a_gap(sitting: Sitting) -> dict[str, str]:
    return {name: str(int(value[0]) + 1) for name, value in form_of(sitting, 1, HALF).items()}


def test_a_board_that_is_no_response_yet_is_not_saved_and_told_in_words(learner, sitting):
    answer = learner.post(url("draft", sitting), {**with_a_gap(sitting), "seq": "1"})

    assert answer.status_code == 422
    assert GAP in answer.content.decode()
    assert on(sitting).draft is None


@pytest.mark.parametrize("seq", ["", "0", "-1", "1.5", "x", "9" * 16, "\u0663", "1\x00"])
def test_a_number_that_is_none_is_refused_in_words(learner, sitting, seq):
    answer = save(learner, sitting, HALF, seq)

    assert answer.status_code == 422
    assert "Load it again" in answer.content.decode()
    assert on(sitting).draft_seq == 0


def test_after_the_verdict_a_save_is_409_and_leads_to_the_verdict(learner, sitting):
    learner.post(url("question", sitting), form_of(sitting, 1, RIGHT))

    for answer in (save(learner, sitting, HALF, 9), learner.post(url("draft", sitting), {"seq": "10"})):
        assert answer.status_code == 409
        assert f'<a href="{url("question", sitting)}">See the verdict</a>' in answer.content.decode()
    assert 'data-became="over"' in learner.get(url("draft", sitting)).content.decode()


def test_after_the_end_a_save_is_409_and_leads_to_the_summary(learner, sitting):
    practice.finish(sitting=sitting, now=MONDAY)

    answer = save(learner, sitting, HALF, 1)

    assert answer.status_code == 409
    assert reverse("quizzes:sitting", args=[sitting.key]) in answer.content.decode()


def test_an_exam_takes_a_save_within_the_grace_and_none_after_it(learner, sitting, clock):
    Sitting.objects.filter(pk=sitting.pk).update(kind="exam", deadline_at=MONDAY + timedelta(seconds=600))
    clock["now"] = MONDAY + timedelta(seconds=629)
    assert save(learner, sitting, HALF, 1).status_code == 200
    clock["now"] = MONDAY + timedelta(seconds=631)

    looked = learner.get(url("draft", sitting)).content.decode()
    assert 'data-became="over"' in looked
    assert save(learner, sitting, RIGHT, 2).status_code == 409
    assert Attempt.objects.get().response == list(HALF)


@pytest.mark.parametrize("name", ["draft", "flag"])
def test_somebody_elses_and_none_at_all_are_404_alike(learner, sitting, name):
    stranger = a_sitting(a_learner(), on(sitting).question_version)
    addresses = [url(name, stranger), url(name, sitting, 9), reverse(f"quizzes:{name}", args=["nowhere", 1])]

    for address in addresses:
        assert [Client().post(address).status_code, learner.post(address).status_code] == [404, 404]
    assert not stranger.lineup.filter(flagged=True).exists()


def test_what_is_kept_of_a_draft_is_in_no_cache(learner, sitting):
    assert "no-store" in save(learner, sitting, HALF, 1)["Cache-Control"]


def test_a_save_costs_few_queries(learner, sitting):
    form = {**form_of(sitting, 1, HALF), "seq": "1"}
    with statements() as sent:
        learner.post(url("draft", sitting), form)
    assert len(sent) <= 6, sent  # of which the write lock is held for four


def test_without_a_script_save_and_go_on_saves_and_goes_to_the_next(learner, sitting):
    form = {**form_of(sitting, 1, HALF), "seq": "1", "save": ""}

    answer = learner.post(url("question", sitting), form)

    assert (answer.status_code, answer["Location"]) == (302, url("question", sitting, 2))
    assert on(sitting).draft == list(HALF)
    assert not Attempt.objects.exists()


def test_after_the_last_question_comes_the_overview_which_tells_what_is_begun(learner, sitting):
    form = {**form_of(sitting, 3, ("run",)), "seq": "1", "save": ""}

    answer = learner.post(url("question", sitting, 3), form, follow=True)

    assert answer.redirect_chain == [(reverse("quizzes:sitting", args=[sitting.key]), 302)]
    assert "choice · begun, not checked" in answer.content.decode()


def test_where_htmx_has_sent_the_form_it_is_told_where_to_go(learner, sitting):
    answer = learner.post(url("question", sitting), {"seq": "1", "save": ""}, headers=CARD)

    assert answer["HX-Redirect"] == url("question", sitting, 2)


@pytest.mark.parametrize("headers", [{}, CARD], ids=["page", "part"])
def test_save_and_go_on_keeps_what_cannot_be_saved_on_the_page(learner, sitting, headers):
    answer = learner.post(
        url("question", sitting), {**with_a_gap(sitting), "seq": "1", "save": ""}, headers=headers
    )

    assert answer.status_code == 422
    assert GAP in answer.content.decode()
    assert answer.content.decode().count("<option selected>") == 2


@pytest.mark.parametrize("headers", [{}, CARD], ids=["page", "part"])
def test_save_and_go_on_from_a_page_that_was_overtaken_tells_so_and_works_the_second_time(
    learner, sitting, headers
):
    save(learner, sitting, RIGHT, 1)
    form = {**form_of(sitting, 1, HALF), "seq": "1", "save": ""}

    answer = learner.post(url("question", sitting), form, headers=headers)

    assert answer.status_code == 409
    assert "changed in another tab" in answer.content.decode()
    assert answer.content.decode().count("<option selected>") == 2
    assert on(sitting).draft == list(RIGHT)
    assert 'name="seq" value="2"' in answer.content.decode()
    learner.post(url("question", sitting), {**form, "seq": "2"})
    assert on(sitting).draft == list(HALF)


@pytest.mark.parametrize("headers", [{}, CARD], ids=["page", "part"])
def test_save_and_go_on_after_the_verdict_or_the_end_is_409(learner, sitting, headers):
    learner.post(url("question", sitting), form_of(sitting, 1, RIGHT))

    answer = learner.post(url("question", sitting), {"seq": "1", "save": ""}, headers=headers)
    assert (answer.status_code, 'id="verdict"' in answer.content.decode()) == (409, True)

    practice.finish(sitting=sitting, now=MONDAY)
    answer = learner.post(url("question", sitting, 2), {"seq": "1", "save": ""}, headers=headers)
    assert (answer.status_code, "was finished before" in answer.content.decode()) == (409, True)


def test_a_form_of_an_exam_is_saved_whatever_button_it_was_sent_with(learner, sitting):
    Sitting.objects.filter(pk=sitting.pk).update(kind="exam", deadline_at=MONDAY + timedelta(seconds=600))

    answer = learner.post(url("question", sitting), {**form_of(sitting, 1, RIGHT), "seq": "1", "check": ""})

    assert (answer.status_code, Attempt.objects.exists()) == (302, False)
    assert on(sitting).draft == list(RIGHT)


def test_an_exam_has_no_button_to_check_with_and_tells_what_is_answered(learner, sitting):
    Sitting.objects.filter(pk=sitting.pk).update(kind="exam", deadline_at=MONDAY + timedelta(seconds=600))
    save(learner, sitting, RIGHT, 1)

    page = learner.get(url("question", sitting)).content.decode()

    assert 'name="check"' not in page
    assert '<button class="go" name="save">Save and go on</button>' in page
    assert '<span class="vh">answered</span>' in page


def test_without_a_script_it_is_told_how_the_buttons_differ(learner, sitting):
    page = learner.get(url("question", sitting)).content.decode()

    assert re.search(r"<noscript>[^<]*“Check” tells its verdict[^<]*“Skip” saves nothing", page)


def test_a_flag_without_a_script_comes_back_to_the_question_and_is_seen_from_others(learner, sitting):
    answer = learner.post(url("flag", sitting), {"flagged": "on"})

    assert (answer.status_code, answer["Location"]) == (302, url("question", sitting))
    flagged = learner.get(url("question", sitting)).content.decode()
    assert 'aria-pressed="true"' in flagged
    assert '<span aria-hidden="true">· flagged</span>' in flagged  # seen; the name stays what it was
    assert "to come back to" in learner.get(url("question", sitting, 2)).content.decode()


def test_a_flag_with_htmx_brings_the_navigator_and_goes_off_again(learner, sitting):
    flagged = learner.post(url("flag", sitting), {"flagged": "on"}, headers=STOPS).content.decode()
    off = learner.post(url("flag", sitting), {"flagged": ""}, headers=STOPS).content.decode()

    assert 'id="stops"' in flagged
    assert "<html" not in flagged
    assert ("to come back to" in flagged, "to come back to" in off) == (True, False)
    assert not on(sitting).flagged


@pytest.mark.parametrize(("headers", "status"), [({}, 302), (STOPS, 409)], ids=["page", "part"])
def test_after_the_verdict_nothing_is_flagged_and_no_button_is_there(learner, sitting, headers, status):
    learner.post(url("question", sitting), form_of(sitting, 1, RIGHT))

    answer = learner.post(url("flag", sitting), {"flagged": "on"}, headers=headers)

    assert answer.status_code == status
    assert not on(sitting).flagged
    assert 'id="flag"' not in learner.get(url("question", sitting)).content.decode()


def test_a_board_that_was_emptied_counts_as_unanswered_in_the_navigator(learner, sitting):
    save(learner, sitting, HALF, 1)
    assert learner.get(url("question", sitting, 2)).context["page"].standing.stops[0].state == "drafted"

    told = save(learner, sitting, (), 2).content.decode()

    assert 'data-board="unanswered"' in told
    assert learner.get(url("question", sitting, 2)).context["page"].standing.stops[0].state == "unanswered"


def test_a_draft_on_the_board_is_what_the_first_check_grades(learner, sitting):
    save(learner, sitting, HALF, 1)

    learner.post(url("question", sitting), form_of(sitting, 1, RIGHT))

    assert Attempt.objects.get().correct
