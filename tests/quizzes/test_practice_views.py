"""The pages of practice: whole pages, parts for htmx, plain forms, other people's things, and their cost."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Learner
from quizzes.engines.base import Source
from quizzes.models import Attempt, Sitting
from quizzes.services import starting
from tests.builders import choice, form_of, matching, ordering, published, statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HTMX = {"HX-Request": "true", "HX-Target": "question-card"}
WRONG = ("clean", "test", "train", "gate")
RIGHT = ("clean", "train", "test", "gate")


@pytest.fixture
def versions():
    return published(ordering(), matching(), choice())


def start(client: Client, **wish) -> Sitting:
    form = {"topic": "", "kinds": ["ordering"], "length": 5, "start_key": starting.new_start_key(), **wish}
    answer = client.post(reverse("quizzes:practice"), form)
    assert answer.status_code == 302, answer.content.decode()
    return Sitting.objects.latest("pk")


def url(sitting: Sitting, number: int = 1) -> str:
    return reverse("quizzes:question", args=[sitting.key, number])


def test_looking_around_makes_nobody_a_learner(client, versions):
    client.get(reverse("quizzes:practice"))
    client.get(reverse("home"))

    assert not Learner.objects.exists()


def test_a_guest_starts_at_once_and_is_known_afterwards(client, versions):
    sitting = start(client)

    assert client.get(url(sitting)).status_code == 200
    assert client.get(reverse("quizzes:practice")).context["recent"] == [sitting]


def test_a_start_that_nothing_fits_says_what_to_do_and_keeps_the_wish(client, versions):
    published(choice(), slug="other")
    form = {"topic": "loop", "kinds": ["matching"], "length": 5, "start_key": starting.new_start_key()}
    Sitting.objects.all().delete()
    from quizzes.models import Question

    Question.objects.filter(kind="matching").update(current=None)

    answer = client.post(reverse("quizzes:practice"), form)

    assert answer.status_code == 422
    assert not Learner.objects.exists()
    assert "Choose more kinds" in answer.content.decode()
    assert re.search(r'value="loop"[^>]*checked', answer.content.decode())


@pytest.mark.parametrize(
    "bad",
    [
        {"length": "1000000"},
        {"length": "ten"},
        {"topic": "nowhere"},
        {"kinds": ["essay"]},
        {"start_key": ""},
        {"start_key": "x" * 500},
        {"start_key": "a\x00b"},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_in_words(client, versions, bad):
    form = {"topic": "", "kinds": ["choice"], "length": 5, "start_key": starting.new_start_key(), **bad}

    answer = client.post(reverse("quizzes:practice"), form)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Sitting.objects.exists()


@pytest.mark.parametrize("name", ["length", "topic", "kinds", "fresh"])
def test_what_was_refused_is_not_said_back(client, versions, name):
    form = {"topic": "", "kinds": ["choice"], "length": 5, "start_key": starting.new_start_key()}

    page = client.post(reverse("quizzes:practice"), {**form, name: "7" * 5_000}).content.decode()

    assert "Choose one of what is offered here." in page
    assert "7" * 50 not in page


def test_a_sitting_of_one_question_leads_on_after_a_wrong_answer_too(client, versions):
    sitting = start(client)

    page = client.post(url(sitting), form_of(sitting, 1, WRONG), follow=True).content.decode()

    assert f'<a class="also" href="{reverse("quizzes:practice")}">Practise more</a>' in page


def test_who_tries_again_finds_the_way_back_before_answering_and_after(client, versions):
    sitting = start(client)
    client.post(url(sitting), form_of(sitting, 1, WRONG))
    again = reverse("quizzes:question-again", args=[sitting.key, 1])
    client.post(again, {"start_key": starting.new_start_key()})
    fresh = Sitting.objects.latest("pk")
    back = f'<a href="{reverse("quizzes:sitting", args=[sitting.key])}">Back to the first sitting</a>'

    before = client.get(url(fresh)).content.decode()
    after = client.post(url(fresh), form_of(fresh, 1, RIGHT), follow=True).content.decode()

    assert before.count(back) == after.count(back) == 1
    assert back not in client.get(url(sitting)).content.decode()


def test_a_source_without_a_title_is_called_by_its_host_and_page(client):
    source = Source("https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-overview.html", "2026-11-01")
    published(choice(source=(source,)))
    sitting = start(client, kinds=["choice"])

    page = client.post(url(sitting), form_of(sitting, 1, ("step",)), follow=True).content.decode()

    assert ">docs.aws.amazon.com: pipelines-overview</a>, read 2026-11-01" in page


def test_a_start_without_a_good_name_gets_one_and_works_when_sent_again(client, versions):
    form = {"topic": "loop", "kinds": ["choice"], "length": 5, "start_key": "x"}

    page = client.post(reverse("quizzes:practice"), form).content.decode()
    key = re.search(r'name="start_key" value="([^"]+)"', page)

    assert "press the button again" in page
    assert client.post(reverse("quizzes:practice"), {**form, "start_key": key[1]}).status_code == 302


def test_a_newcomer_who_presses_start_twice_is_one_learner_with_one_sitting(versions):
    """The browser reads the second answer only, and the first brought the cookie."""
    form = {"topic": "", "kinds": ["choice"], "length": 5, "start_key": starting.new_start_key()}
    Client().post(reverse("quizzes:practice"), form)
    browser = Client()

    answer = browser.post(reverse("quizzes:practice"), form, follow=True)

    assert answer.redirect_chain == [(url(Sitting.objects.get()), 302)]
    assert answer.status_code == 200
    assert Learner.objects.count() == 1


def test_somebody_elses_start_is_made_anew_when_it_is_sent_again(client, versions):
    start(client)
    form = {"topic": "", "kinds": ["choice"], "length": 5, "start_key": starting.new_start_key()}
    Client().post(reverse("quizzes:practice"), form)

    answer = client.post(reverse("quizzes:practice"), form)
    key = re.search(r'name="start_key" value="([^"]+)"', answer.content.decode())

    assert answer.status_code == 422
    assert "press the button again" in answer.content.decode()
    assert client.post(reverse("quizzes:practice"), {**form, "start_key": key[1]}).status_code == 302


def test_a_form_on_which_no_kind_is_chosen_asks_for_one(client, versions):
    form = {"topic": "", "kinds": [""], "length": 5, "start_key": starting.new_start_key()}

    answer = client.post(reverse("quizzes:practice"), form)

    assert answer.status_code == 422
    assert "Choose at least one kind." in answer.content.decode()
    assert not Sitting.objects.exists()
    assert start(client, kinds=["", "choice"]).wants["kinds"] == ["choice"]
    assert (
        '<input type="hidden" name="kinds" value="">'
        in client.get(reverse("quizzes:practice")).content.decode()
    )


@pytest.mark.parametrize(
    ("kinds", "told"), [(["choice"], "Only 1 question is"), ([], "Only 3 questions are")]
)
def test_that_there_are_fewer_than_were_asked_for_is_told(client, versions, kinds, told):
    sitting = start(client, kinds=kinds, length=20)

    for address in (url(sitting), reverse("quizzes:sitting", args=[sitting.key])):
        assert f"{told} there for this choice, not 20." in client.get(address).content.decode()


def test_where_there_are_as_many_as_were_asked_for_nothing_is_said(client):
    published(*(choice(f"q{n}", prompt=f"Which one, number {n}?") for n in range(5)))
    sitting = start(client, kinds=["choice"])

    assert "for this choice" not in client.get(url(sitting)).content.decode()


def test_the_last_question_offers_to_finish_and_each_leads_to_the_overview(client, versions):
    sitting = start(client, kinds=["ordering", "matching", "choice"])
    finish = 'form="finish">Finish here</button>'
    overview = reverse("quizzes:sitting", args=[sitting.key])

    first, last = (client.get(url(sitting, number)).content.decode() for number in (1, 3))

    assert f'<a href="{overview}">Overview</a>' in first
    assert finish not in first
    assert finish in last
    assert f'<form id="finish" method="post" action="{overview}">' in last
    client.post(overview)
    assert finish not in client.get(url(sitting, 3)).content.decode()


def test_the_last_verdict_offers_to_finish_while_others_are_open(client, versions):
    sitting = start(client, kinds=["ordering", "choice"])
    kind = sitting.lineup.get(number=2).question_version.question.kind
    response = {"ordering": WRONG, "choice": ("step",)}[kind]

    answer = client.post(url(sitting, 2), form_of(sitting, 2, response), headers=HTMX)

    assert 'form="finish">Finish here</button>' in answer.content.decode()
    assert '<form id="finish"' in answer.content.decode()


@pytest.mark.parametrize(("kinds", "told"), [(["ordering"], False), (["ordering", "choice"], True)])
def test_a_blank_board_speaks_of_skipping_where_that_can_be_done(client, versions, kinds, told):
    sitting = start(client, kinds=kinds)

    page = client.post(url(sitting), {}).content.decode()

    assert ("or skip the question" in page) is told
    assert (">Skip</a>" in page) is told


def test_an_option_that_was_missed_is_marked_otherwise_than_one_that_was_chosen(client, versions):
    sitting = start(client, kinds=["choice"])
    chosen = start(client, kinds=["choice"])

    missed = client.post(url(sitting), form_of(sitting, 1, ("pipeline",)), follow=True).content.decode()
    right = client.post(url(chosen), form_of(chosen, 1, ("step",)), follow=True).content.decode()

    assert missed.count("data-missed") == 1
    assert "data-missed" not in right


def test_without_script_a_check_leads_to_the_verdict(client, versions):
    sitting = start(client)

    answer = client.post(url(sitting), form_of(sitting, 1, WRONG), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{url(sitting)}#verdict", 302)]
    assert "There is no artifact to measure yet." in page
    assert "Measure the model" in page


def test_with_htmx_a_check_brings_the_verdict_in_the_same_part(client, versions):
    sitting = start(client)

    answer = client.post(url(sitting), form_of(sitting, 1, WRONG), headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert page.strip().startswith('<div id="question-card"')
    assert "There is no artifact to measure yet." in page


def test_a_right_response_is_told_so_and_how_many_orders_are_right(client, versions):
    sitting = start(client)

    page = client.post(url(sitting), form_of(sitting, 1, RIGHT), follow=True).content.decode()

    assert "This is the only right order." in page
    assert Attempt.objects.get().correct


def test_nothing_placed_is_no_answer_and_no_verdict(client, versions):
    sitting = start(client)

    for headers in ({}, HTMX):
        answer = client.post(url(sitting), {}, headers=headers)
        assert answer.status_code == 422
        assert "Nothing is placed yet" in answer.content.decode()
    assert not Attempt.objects.exists()


def test_a_form_that_cannot_be_meant_is_refused_and_its_input_kept(client, versions):
    sitting = start(client)
    form = form_of(sitting, 1, RIGHT)
    fields = list(form)
    form[fields[1]] = form[fields[0]]

    answer = client.post(url(sitting), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "share place 1" in page
    assert [page.count(f"<option selected>{place}</option>") for place in range(1, 5)] == [2, 0, 1, 1]


def test_tokens_of_one_sitting_mean_nothing_in_another(client, versions):
    first, second = start(client), start(client)

    answer = client.post(url(second), form_of(first, 1, RIGHT))

    assert answer.status_code == 422
    assert not Attempt.objects.exists()


def test_a_second_check_gets_the_first_verdict(client, versions):
    sitting = start(client)
    client.post(url(sitting), form_of(sitting, 1, WRONG))

    page = client.post(url(sitting), form_of(sitting, 1, RIGHT), follow=True).content.decode()

    assert "There is no artifact to measure yet." in page
    assert Attempt.objects.get().response == list(WRONG)


NOT_TAKEN = "What you sent now was not taken"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_who_answers_in_a_second_tab_is_told_that_the_first_answer_counts(client, versions, headers):
    sitting = start(client)
    first = client.post(url(sitting), form_of(sitting, 1, WRONG), headers=headers, follow=True)

    other = client.post(url(sitting), form_of(sitting, 1, RIGHT), headers=headers, follow=True)
    clicked_twice = client.post(url(sitting), form_of(sitting, 1, WRONG), headers=headers, follow=True)
    blank = client.post(url(sitting), {}, headers=headers, follow=True)

    assert NOT_TAKEN in other.content.decode()
    for same in (first, clicked_twice, blank, client.get(url(sitting))):
        assert NOT_TAKEN not in same.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("spoilt", ["blank", "malformed", "foreign"])
def test_a_second_check_in_no_useful_form_gets_the_first_verdict_too(client, versions, spoilt, headers):
    sitting = start(client)
    form = form_of(sitting, 1, RIGHT)
    client.post(url(sitting), form_of(sitting, 1, WRONG))
    fields = list(form)
    forms = {"blank": {}, "malformed": {**form, fields[1]: form[fields[0]]}, "foreign": {"option": "x"}}

    answer = client.post(url(sitting), forms[spoilt], headers=headers, follow=True)

    assert answer.status_code == 200
    assert "There is no artifact to measure yet." in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_after_the_end_a_question_has_no_form_and_takes_no_response(client, versions, headers):
    sitting = start(client, kinds=["ordering", "choice"])
    numbers = {p.question_version.question.kind: p.number for p in sitting.lineup.all()}
    address = url(sitting, numbers["ordering"])
    form = form_of(sitting, numbers["ordering"], WRONG)
    client.post(url(sitting, numbers["choice"]), form_of(sitting, numbers["choice"], ("step",)))
    client.post(reverse("quizzes:sitting", args=[sitting.key]))

    shown = client.get(address, headers=headers)
    sent = client.post(address, form, headers=headers)

    assert (shown.status_code, sent.status_code) == (200, 409)
    assert "was not graded" in sent.content.decode()
    assert "was not graded" not in shown.content.decode()
    for page in (shown.content.decode(), sent.content.decode()):
        assert "Unanswered." in page
        assert "Put the run in order." in page
        assert 'name="check"' not in page
        assert "place-" not in page
        assert "There is no artifact" not in page
        assert ("<html" in page) is not bool(headers)
    assert Attempt.objects.count() == 1


def test_a_closed_question_can_be_tried_in_a_new_sitting(client, versions):
    sitting = start(client)
    client.post(reverse("quizzes:sitting", args=[sitting.key]))
    again = reverse("quizzes:question-again", args=[sitting.key, 1])
    assert again in client.get(url(sitting)).content.decode()

    answer = client.post(again, {"start_key": starting.new_start_key()}, follow=True)

    assert 'name="check"' in answer.content.decode()


def test_the_verdicts_of_a_finished_sitting_lead_to_no_closed_question(client, versions):
    sitting = start(client, kinds=["ordering", "choice"])
    first = sitting.lineup.get(number=1)
    response = {"ordering": WRONG, "choice": ("step",)}[first.question_version.question.kind]
    client.post(url(sitting), form_of(sitting, 1, response))
    assert "Next question" in client.get(url(sitting)).content.decode()

    client.post(reverse("quizzes:sitting", args=[sitting.key]))

    page = client.get(url(sitting)).content.decode()
    assert "Next question" not in page
    assert "See how it went" in page


@pytest.mark.parametrize("address", ["sitting", "question", "again", "question-again"])
def test_somebody_elses_sitting_and_none_at_all_look_alike(client, versions, address):
    sitting = start(client)
    stranger = Client()
    start(stranger)
    number = [1] if address.startswith("question") else []
    theirs = reverse(f"quizzes:{address}", args=[sitting.key, *number])
    nobodys = reverse(f"quizzes:{address}", args=["A" * 22, *number])

    for method in ("get", "post"):
        answers = [getattr(stranger, method)(a) for a in (theirs, nobodys)]
        assert {a.status_code for a in answers} <= {404, 405}
        assert len({a.status_code for a in answers}) == 1
        assert len({len(a.content) for a in answers}) == 1


def test_who_lost_the_cookie_of_a_sitting_is_told_why_it_is_not_there(client, versions):
    sitting = start(client)
    client.cookies.clear()

    answer = client.get(url(sitting))

    assert answer.status_code == 404
    assert "belongs to another browser" in answer.content.decode()


def test_a_place_past_the_end_is_not_there(client, versions):
    sitting = start(client)

    assert client.get(url(sitting, 2)).status_code == 404
    assert client.get(url(sitting, 10**12)).status_code == 404


def test_trying_again_is_a_new_sitting_and_the_first_verdict_stays(client, versions):
    sitting = start(client)
    client.post(url(sitting), form_of(sitting, 1, WRONG))
    again = reverse("quizzes:question-again", args=[sitting.key, 1])

    answer = client.post(again, {"start_key": starting.new_start_key()})

    fresh = Sitting.objects.latest("pk")
    assert answer.url == url(fresh)
    client.post(url(fresh), form_of(fresh, 1, RIGHT))
    assert [a.correct for a in Attempt.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize("address", ["again", "question-again"])
@pytest.mark.parametrize("key", ["", "x", "somebody-elses"])
def test_a_button_of_a_page_that_has_grown_old_says_so_and_works_the_second_time(
    client, versions, address, key
):
    sitting = start(client)
    client.post(url(sitting), form_of(sitting, 1, WRONG))
    if key == "somebody-elses":
        key = start(Client()).start_key
    before = Sitting.objects.count()
    number = [1] if address == "question-again" else []
    path = reverse(f"quizzes:{address}", args=[sitting.key, *number])

    answer = client.post(path, {"start_key": key})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "press the button again" in page
    assert Sitting.objects.count() == before
    fresh = re.search(rf'action="{path}".*?name="start_key" value="([^"]+)"', page, re.DOTALL)
    assert client.post(path, {"start_key": fresh[1]}).status_code == 302
    assert Sitting.objects.count() == before + 1


def test_an_open_question_whose_page_has_grown_old_can_still_be_answered_from_there(client, versions):
    sitting = start(client)
    again = reverse("quizzes:question-again", args=[sitting.key, 1])

    page = client.post(again, {"start_key": "x"}).content.decode()

    assert f'<form class="board" method="post" action="{url(sitting)}"' in page


def test_where_nothing_was_missed_there_is_nothing_to_practise_again(client, versions):
    sitting = start(client)
    client.post(url(sitting), form_of(sitting, 1, RIGHT))

    answer = client.post(
        reverse("quizzes:again", args=[sitting.key]), {"start_key": starting.new_start_key()}
    )

    assert answer.status_code == 422
    assert "No question of this sitting was answered wrong" in answer.content.decode()
    assert Sitting.objects.count() == 1


def test_the_summary_counts_and_offers_the_missed_ones_again(client, versions):
    sitting = start(client, kinds=["ordering", "choice"])
    numbers = {p.question_version.question.kind: p.number for p in sitting.lineup.all()}
    client.post(url(sitting, numbers["ordering"]), form_of(sitting, numbers["ordering"], WRONG))
    client.post(url(sitting, numbers["choice"]), form_of(sitting, numbers["choice"], ("step",)))

    page = client.get(reverse("quizzes:sitting", args=[sitting.key])).content.decode()
    assert "1 of 2 right" in page
    assert "missed one again" in page

    client.post(reverse("quizzes:again", args=[sitting.key]), {"start_key": starting.new_start_key()})
    fresh = Sitting.objects.latest("pk")
    assert [p.question_version.question.kind for p in fresh.lineup.all()] == ["ordering"]


def test_the_summary_shows_prompts_as_they_read(client):
    published(choice(prompt='What follows where `AUC < 0.85` & the limit is "strict"?'))
    sitting = start(client, kinds=["choice"])

    page = client.get(reverse("quizzes:sitting", args=[sitting.key])).content.decode()

    assert "What follows where AUC &lt; 0.85 &amp; the limit is &quot;strict&quot;?</a>" in page


def test_finishing_early_leaves_the_rest_unanswered(client, versions):
    sitting = start(client, kinds=["ordering", "choice"])

    client.post(reverse("quizzes:sitting", args=[sitting.key]))

    sitting.refresh_from_db()
    assert sitting.finished_at is not None
    assert "2 unanswered" in client.get(reverse("quizzes:sitting", args=[sitting.key])).content.decode()


def test_a_page_of_a_sitting_is_kept_by_no_cache(client, versions):
    sitting = start(client)

    assert "no-store" in client.get(url(sitting))["Cache-Control"]


@pytest.mark.parametrize("size", [3, 300])
def test_what_a_question_and_a_submit_cost_does_not_grow_with_the_bank(
    client, size, django_assert_max_num_queries
):
    published(ordering(), *(choice(f"q{n}", prompt=f"Which one, number {n}?") for n in range(size)))
    sitting = start(client, kinds=["ordering"])

    with django_assert_max_num_queries(6):
        client.get(url(sitting))
    form = form_of(sitting, 1, WRONG)
    with statements() as sent:
        client.post(url(sitting), form, headers=HTMX)
    assert len(sent) <= 12, sent
    with django_assert_max_num_queries(6):
        client.get(url(sitting))
