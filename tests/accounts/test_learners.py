"""Guests and their cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts import learners
from accounts.models import Learner, User

pytestmark = pytest.mark.django_db


def request_of(user: User | AnonymousUser | None = None, *, cookie: str | None = None) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    if cookie is not None:
        request.COOKIES["learner"] = cookie
    return request


def cookie_for(learner: Learner) -> str:
    response = HttpResponse()
    learners.remember(response, learner)
    return response.cookies["learner"].value


def test_a_newcomer_is_nobody_until_they_begin_something() -> None:
    assert learners.learner_of(request_of()) is None
    assert Learner.objects.count() == 0


def test_a_guest_comes_back_by_their_cookie(now: datetime) -> None:
    guest = learners.begin(request_of(), now=now)

    assert learners.learner_of(request_of(cookie=cookie_for(guest))) == guest
    assert learners.begin(request_of(cookie=cookie_for(guest)), now=now) == guest
    assert Learner.objects.count() == 1


@pytest.mark.parametrize(
    "forge",
    [
        lambda cookie: "",
        lambda cookie: cookie[:-1] + ("A" if cookie[-1] != "A" else "B"),
        lambda cookie: "x" * 5000,
        lambda cookie: "\0",
        lambda cookie: "é:é:é",
        lambda cookie: signing.dumps("nobody-has-this-key-ever", salt=learners.SALT),
        lambda cookie: signing.dumps(["a", "list"], salt=learners.SALT),
        lambda cookie: signing.dumps(cookie, salt="another salt"),
    ],
)
def test_a_forged_cookie_is_nobody(now: datetime, forge) -> None:
    guest = learners.begin(request_of(), now=now)

    assert learners.learner_of(request_of(cookie=forge(cookie_for(guest)))) is None


def test_a_cookie_older_than_guests_are_kept_is_nobody(now: datetime, settings: LazySettings) -> None:
    guest = learners.begin(request_of(), now=now)
    cookie = cookie_for(guest)
    settings.GUEST_DAYS = -1

    assert learners.learner_of(request_of(cookie=cookie)) is None


def test_a_user_is_their_own_learner_on_every_machine_and_gets_no_guest_cookie(now: datetime) -> None:
    user = User.objects.create_user("ann@example.org")
    learner = learners.begin(request_of(user), now=now)
    response = HttpResponse()
    learners.remember(response, learner)

    assert learners.begin(request_of(user), now=now) == learner
    assert not response.cookies


def test_who_begins_in_two_tabs_at_once_is_one_learner(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = User.objects.create_user("ann@example.org")
    first = learners.begin(request_of(user), now=now)
    monkeypatch.setattr(
        learners, "learner_of", lambda request: None
    )  # the second looked before the first wrote

    assert learners.begin(request_of(user), now=now) == first


def test_the_cookie_of_a_learner_who_has_an_account_opens_nothing(now: datetime) -> None:
    """Else a cookie kept from the days as a guest would be a sign-in without a password."""
    guest = learners.begin(request_of(), now=now)
    cookie = cookie_for(guest)
    guest.user = User.objects.create_user("ann@example.org")
    guest.save()

    assert learners.learner_of(request_of(cookie=cookie)) is None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(now: datetime) -> None:
    response = HttpResponse()
    learners.remember(response, learners.begin(request_of(), now=now))
    cookie = response.cookies["learner"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == timedelta(days=365).total_seconds()


def test_keys_cannot_be_guessed() -> None:
    keys = {Learner().key for _ in range(1000)}

    assert len(keys) == 1000
    assert all(len(key) == 22 for key in keys)


@pytest.mark.both_databases
def test_an_address_has_one_account_however_it_is_written() -> None:
    User.objects.create_user("Ann@Example.org")

    assert User.objects.get_by_natural_key("ANN@example.ORG").email == "ann@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ANN@EXAMPLE.ORG").save()
