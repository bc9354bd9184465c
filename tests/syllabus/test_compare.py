"""The comparison: an address holds the answers, and what follows from them is told with its reasons."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from syllabus import services
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HTMX = {"HX-Request": "true", "HX-Target": "aid-answer"}


def told(client, **answers):
    """The page, and the part of it that tells what follows."""
    page = client.get(reverse("syllabus:compare"), answers)
    body = page.content.decode()
    start = body.index('<section id="aid-answer"')
    assert page.status_code == 200
    return body, body[start : body.index("</section>", start)]


def test_an_answer_is_told_with_its_reasons_and_what_to_read(loaded, client):
    body, part = told(client, light="red", road="yes")

    assert '<h2 id="answer_">Stop &amp; wait</h2>' in part
    assert "The light is <code>red</code>." in part
    assert "“the light is red”" in part
    assert "It is dangerous." in part
    for where in ("/learn/gates/#branches", "/traps/many-branches/", "/faq/#when-cached"):
        assert f'href="{where}"' in part
    assert 'name="light" value="red" checked' in body
    assert "not quite so clear" not in part.lower()


def test_a_doubt_is_told(loaded, client):
    _body, part = told(client, light="green", road="yes")

    assert "It may be a trick." in part


def test_what_a_rule_says_against_a_choice_goes_before_what_is_said_in_general(loaded, client):
    _body, part = told(client, light="green", road="no")

    assert "There is no way." in part
    assert "It is dangerous." not in part


def test_an_answer_that_cannot_matter_is_not_waited_for(loaded, client):
    _body, part = told(client, light="red")

    assert "Stop &amp; wait" in part
    assert "Whatever the answer to “Is the road free?”" in part


def test_answers_that_contradict_each_other_get_no_answer_but_the_ways_out(loaded, client, now):
    both = """\
contradictions:
  - answers: {light: red, road: "yes"}
    why: "Nobody *stops* there."
rules:
"""
    services.load(syllabus=sound(**{"aids/": ("rules:\n", both)}), now=now)

    _body, part = told(client, light="red", road="yes")

    assert '<h2 id="answer_">These answers contradict each other</h2>' in part
    assert "Nobody <em>stops</em> there." in part
    assert "This fits" not in part
    without_light, without_road = part.split("<dt>")[1:]
    assert without_light.startswith("Without “it is red”")
    assert "Go fits." in without_light
    assert 'href="/compare/?road=yes#aid-answer"' in without_light
    assert without_road.startswith("Without “it is”")
    assert "Stop &amp; wait fits." in without_road
    assert 'href="/compare/?light=red#aid-answer"' in without_road

    _body, part = told(client, light="red", road="no")
    assert "This fits" in part


def test_what_is_open_names_the_question_that_tells(loaded, client):
    body, part = told(client, light="green")

    assert "Still open" in part
    assert part.count("<li>") == 3  # two choices, one question
    assert "Is the road free?" in part
    assert 'name="road" value="" checked' in body


def test_nothing_answered_is_a_page_too(loaded, client):
    _body, part = told(client)

    assert "Nothing answered yet" in part
    assert "left out" not in part


@pytest.mark.parametrize("odd", ["blue", "x" * 5000, "<script>"])
def test_an_odd_answer_is_left_out_and_said_so(loaded, client, odd):
    body, part = told(client, light=odd, road="no", colour="red")

    assert "Stop &amp; wait" in part
    assert "was left out" in part
    assert "<script>" not in body.replace("<script src", "")


def test_htmx_gets_what_follows_alone(loaded, client):
    page = client.get(reverse("syllabus:compare"), {"light": "red"}, headers=HTMX)
    body = page.content.decode()

    assert body.lstrip().startswith('<section id="aid-answer"')
    assert "<!doctype html>" not in body
    assert "<table" not in body


def test_the_form_works_without_a_script(loaded, client):
    body, _part = told(client)

    assert '<form class="asked" method="get" action="/compare/#aid-answer"' in body
    assert "<button" in body


def test_an_answer_costs_no_more_than_any_page(loaded, client):
    with CaptureQueriesContext(connection) as queries:
        told(client, light="red", road="yes")

    assert len(queries) <= 3, [query["sql"] for query in queries]
