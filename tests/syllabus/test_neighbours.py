"""Before and next: through the lessons, the steps and the traps, and through those of one lesson."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from syllabus import services
from syllabus.models import Topic, Trap
from syllabus.neighbours import among
from syllabus.queries import Listed
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def page(client, name, key, **query):
    return client.get(reverse(f"syllabus:{name}", args=[key]), query).content.decode()


def ways(body):
    """Where the pager leads and where the head says it does: they must agree."""
    below = dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', body))
    assert dict(re.findall(r'<link rel="(prev|next)" href="([^"]+)"', body)) == below
    return below


def entries(*keys):
    return [Listed("trap", key, key, place, "", {}) for place, key in enumerate(keys)]


@pytest.mark.parametrize(
    ("key", "number", "before", "after"), [("a", 1, None, "b"), ("b", 2, "a", "c"), ("c", 3, "b", None)]
)
def test_who_stands_among_others_knows_where_it_stands(key, number, before, after):
    found = among(entries("a", "b", "c"), key)

    assert (found.number, found.count) == (number, 3)
    assert (found.before and found.before.key, found.after and found.after.key) == (before, after)


def test_lessons_steps_and_traps_follow_one_another(loaded, client):
    assert ways(page(client, "topic", "caching")) == {"next": "/learn/gates/"}
    assert ways(page(client, "topic", "gates")) == {"prev": "/learn/caching/"}
    assert ways(page(client, "step", "condition")) == {"prev": "/steps/train/", "next": "/steps/fail/"}
    assert ways(page(client, "trap", "data-is-compared")) == {"next": "/traps/many-branches/"}


def test_a_step_opened_from_a_lesson_leads_through_the_steps_of_that_lesson(loaded, client):
    body = page(client, "step", "condition", topic="gates")

    assert ways(body) == {"next": "/steps/fail/?topic=gates"}
    assert re.search(r'1 of 2 steps of <a href="/learn/gates/">Gates</a>', body)
    assert '<link rel="canonical" href="/steps/condition/">' in body


def test_a_trap_opened_from_a_lesson_leads_through_the_traps_of_that_lesson(client, now, db):
    services.load(
        syllabus=sound(traps=("topics: [gates]", "topics: [gates, caching]")),
        now=now,
    )

    body = page(client, "trap", "many-branches", topic="caching")
    alone = page(client, "trap", "many-branches", topic="gates")

    assert ways(body) == {"prev": "/traps/data-is-compared/?topic=caching"}
    assert "2 of 2 traps of" in body
    assert "1 of 1 trap of" in alone
    assert ways(alone) == {}


@pytest.mark.parametrize("topic", ["gates", "nowhere", "", "x" * 300, "😀", "'"])
def test_a_lesson_that_an_entry_is_not_part_of_changes_nothing(loaded, client, topic):
    for name, key in [("step", "train"), ("trap", "data-is-compared")]:
        body = page(client, name, key, topic=topic)
        assert ways(body) == ways(page(client, name, key))
        assert "canonical" not in body


def test_a_retired_lesson_is_nobodys_neighbour_any_more(loaded, client, now):
    Topic.objects.filter(key="gates").update(retired_at=now)

    assert "?topic" not in page(client, "step", "condition", topic="gates")
    assert "?topic" not in page(client, "trap", "many-branches", topic="gates")


def test_a_lesson_opens_its_steps_and_traps_as_its_own(loaded, client):
    body = page(client, "topic", "gates")

    assert 'href="/steps/condition/?topic=gates"' in body
    assert 'href="/traps/many-branches/?topic=gates"' in body


def test_traps_filtered_by_a_lesson_are_opened_within_it(loaded, client):
    address = reverse("syllabus:traps")

    assert (
        'href="/traps/many-branches/?topic=gates"' in client.get(address, {"topic": "gates"}).content.decode()
    )
    assert "?topic=" not in client.get(address, {"topic": "no<where"}).content.decode()
    assert "?topic=" not in client.get(address).content.decode()


def test_a_lesson_is_read_passage_by_passage(loaded, client):
    feet = re.findall(
        r'<nav aria-label="Passages beside.*?</nav>', page(client, "topic", "caching"), re.DOTALL
    )

    assert [re.findall(r'href="(#[^"]+)"', foot) for foot in feet] == [["#expiry"], ["#uris", "#scenario_"]]


@pytest.mark.parametrize(("name", "key"), [("step", "condition"), ("trap", "many-branches")])
def test_neighbours_within_a_lesson_cost_no_query_more(loaded, client, name, key):
    with CaptureQueriesContext(connection) as alone:
        page(client, name, key)
    with CaptureQueriesContext(connection) as within:
        page(client, name, key, topic="gates")

    assert len(within) == len(alone) <= 3


def test_a_trap_without_written_topics_has_neighbours_all_the_same(loaded, client):
    Trap.objects.filter(key="many-branches").update(data={})

    assert "canonical" not in page(client, "trap", "data-is-compared", topic="gates")
