"""How many fresh variants a topic has is measured when content is loaded, and told before a start."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quizzes.generators import draw
from quizzes.material import stock
from quizzes.models import Supply
from quizzes.services import supply
from quizzes.services.starting import LENGTHS
from syllabus.models import Topic
from syllabus.services import load
from tests.builders import MONDAY, choice, published
from tests.quizzes.generators.shipped import syllabus

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def lessons():
    load(syllabus=syllabus(), now=MONDAY)


def test_every_topic_is_measured_once_and_again_when_the_syllabus_has_changed(lessons):
    topics = Topic.objects.current().count()

    assert supply.measure() == topics
    assert supply.measure() == 0
    Topic.objects.filter(key="lineage").update(digest="another", retired_at=MONDAY)
    assert supply.measure() == topics - 1
    assert not Supply.objects.filter(topic__key="lineage").exists()


def test_what_is_told_is_what_a_sitting_has_and_every_topic_of_the_matter_has_ten(lessons):
    supply.measure()
    told = dict(Supply.objects.values_list("topic__key", "variants"))
    most = max(LENGTHS)
    drawn = {key: len(draw(stock().material, seed="any", count=most, topic=key).variants) for key in told}

    assert {key for key, count in told.items() if count < 10} == {"exam-craft"}
    assert all(abs(drawn[key] - count) <= 4 for key, count in told.items()), (told, drawn)
    assert all(count <= most for count in told.values())


def test_the_choice_tells_of_a_topic_with_few_and_draws_nothing_for_that(client, lessons, monkeypatch):
    topics = ("exam-craft", "orchestrators", "quality-gate")
    published(*(choice(f"c{n}", prompt=f"Which, the {n}th?", topics=(t,)) for n, t in enumerate(topics)))
    url = reverse("quizzes:practice")
    before = client.get(url).content.decode()
    supply.measure()
    few = Supply.objects.get(topic__key="orchestrators").variants
    monkeypatch.setattr("quizzes.services.fresh.draw", None)
    monkeypatch.setattr("quizzes.services.supply.draw", None)
    after = client.get(url).content.decode()

    assert few < max(LENGTHS)
    assert "<small>about" not in before
    assert f"<small>about {few} fresh</small>" in after
    assert "<small>no fresh ones</small>" in after
    assert after.count(" fresh</small>") + after.count("fresh ones</small>") == 2
