"""What a form says is believed no more than an address: names of others' starts, tokens of others' boards."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Learner
from quizzes.models import Attempt, Sitting, SittingQuestion
from quizzes.services import review, starting
from tests.matrix.world import NUMBER, STATES, Person, World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
STRANGERS = ("newcomer", "guest", "other", "staff")
STARTS = {"home": "/", "practice": "/practice/", "exam": "/exams/abc-01/", "review": "/review/"}


def kept() -> list[Any]:
    """All sittings, what is on their boards, and what was given back."""
    return [
        sorted(model.objects.values_list(*fields))
        for model, fields in (
            (Sitting, ("pk", "learner_id", "title", "finished_at")),
            (SittingQuestion, ("pk", "draft_seq", "flagged", "seconds")),
            (Attempt, ("pk", "correct")),
        )
    ]


def tells_nothing_of(person: Person, answer: HttpResponse) -> bool:
    whole = answer.content + repr(sorted(answer.headers.items())).encode()
    return not any(secret in whole for secret in person.secrets)


@pytest.mark.parametrize("door", STARTS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", STRANGERS)
def test_the_start_of_somebody_else_opens_nothing(world: World, door: str, state: str, name: str) -> None:
    owner, before = world.people["learner"], kept()
    key = owner.sittings[state].start_key
    form = {**world.form(door, None), "start_key": key}

    answer = world.people[name].client.post(STARTS[door], form)

    assert answer.status_code == 422, answer.headers
    assert tells_nothing_of(owner, answer)
    assert kept() == before
    assert Sitting.objects.filter(learner__isnull=False).count() == len(before[0])


@pytest.mark.parametrize("name", STRANGERS)
def test_an_open_review_of_somebody_else_is_not_gone_on_with(world: World, name: str) -> None:
    learner = world.people["learner"].learner
    assert learner is not None
    theirs = review.start(learner=learner, start_key=starting.new_start_key(), now=now())

    taken = world.people[name].client.post("/review/", {"start_key": theirs.start_key})
    own = world.people[name].client.post("/review/", {"start_key": starting.new_start_key()})

    assert taken.status_code == 422
    assert own.status_code == 302
    assert theirs.key not in own.headers["Location"]


@pytest.mark.parametrize("door", ["again", "question-again"])
@pytest.mark.parametrize("name", ["guest", "other", "staff"])
def test_going_again_under_a_start_of_somebody_else_goes_nowhere(world: World, door: str, name: str) -> None:
    owner, person, before = world.people["learner"], world.people[name], kept()
    mine = person.sittings["finished"]
    args = [mine.key] if door == "again" else [mine.key, NUMBER]

    answer = person.client.post(
        reverse(f"quizzes:{door}", args=args), {"start_key": owner.sittings["finished"].start_key}
    )

    assert answer.status_code == 422
    assert tells_nothing_of(owner, answer)
    assert kept() == before


@pytest.mark.parametrize("name", ["guest", "other", "staff"])
@pytest.mark.parametrize("state", ["open", "exam"])
@pytest.mark.parametrize("address", ["question", "draft"])
def test_tokens_of_another_board_are_refused_and_nothing_is_kept(
    world: World, address: str, state: str, name: str
) -> None:
    """Each board has its own: what was read off somebody else's means nothing here."""
    person, before = world.people[name], kept()
    others = world.people["learner"].sittings[state]
    stranger = world.form("question", others)
    mine = person.sittings[state]

    answer = person.client.post(reverse(f"quizzes:{address}", args=[mine.key, NUMBER]), stranger)

    assert answer.status_code == 422, "the board of another sitting was taken"
    assert kept() == before


@pytest.mark.parametrize("name", STRANGERS)
def test_names_of_people_and_things_in_a_form_are_not_read(world: World, name: str) -> None:
    """Who asks is known by their cookie alone, whatever a form adds."""
    owner, before = world.people["learner"], Learner.objects.count()
    assert owner.learner is not None
    told = {
        "learner": owner.learner.pk,
        "learner_id": owner.learner.pk,
        "user": owner.learner.user_id,
        "sitting": owner.sittings["open"].key,
        "key": owner.sittings["open"].key,
        "is_staff": "1",
    }

    answer = world.people[name].client.post("/practice/", {**world.form("practice", None), **told})

    assert answer.status_code == 302
    made = Sitting.objects.latest("pk")
    assert made.learner != owner.learner
    assert made.learner == world.people[name].learner or Learner.objects.count() == before + 1
