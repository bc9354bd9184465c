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
from pytest_django import DjangoAssertNumQueries

from accounts import learners
from accounts.models import Learner, User

pytestmark = pytest.mark.django_db


def request_of(user: User | AnonymousUser | None = None, *, cookie: str | None = None) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    if cookie is not None:
        request.COOKIES["learner"] = cookie
    return request


def begin(request: HttpRequest, *, now: datetime) -> Learner:
    """What a visitor becomes by the first thing they do."""
    request.learner = learners.learner_of(request)  # as the middleware does
    return learners.begin(learners.visitor_of(request), now=now)


def cookie_for(learner: Learner) -> str:
    response = HttpResponse()
    learners.remember(response, learner)
    return response.cookies["learner"].value


def test_a_newcomer_is_nobody_until_they_begin_something() -> None:
    assert learners.learner_of(request_of()) is None
    assert Learner.objects.count() == 0


def test_a_guest_comes_back_by_their_cookie(now: datetime) -> None:
    guest = begin(request_of(), now=now)

    assert learners.learner_of(request_of(cookie=cookie_for(guest))) == guest
    assert begin(request_of(cookie=cookie_for(guest)), now=now) == guest
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
    guest = begin(request_of(), now=now)

    assert learners.learner_of(request_of(cookie=forge(cookie_for(guest)))) is None


def test_a_cookie_older_than_guests_are_kept_is_nobody(now: datetime, settings: LazySettings) -> None:
    guest = begin(request_of(), now=now)
    cookie = cookie_for(guest)
    settings.GUEST_DAYS = -1

    assert learners.learner_of(request_of(cookie=cookie)) is None


def test_a_user_is_their_own_learner_on_every_machine_and_gets_no_guest_cookie(now: datetime) -> None:
    user = User.objects.create_user("ann@example.org")
    learner = begin(request_of(user), now=now)
    response = HttpResponse()
    learners.remember(response, learner)

    assert begin(request_of(user), now=now) == learner
    assert not response.cookies


def test_who_begins_in_two_tabs_at_once_is_one_learner(now: datetime) -> None:
    request = request_of(User.objects.create_user("ann@example.org"))
    request.learner = None
    both = [learners.visitor_of(request) for _ in range(2)]  # each looked before the other wrote

    assert len({learners.begin(visitor, now=now) for visitor in both}) == 1


def test_looking_who_is_there_writes_nothing(now: datetime) -> None:
    request = request_of()
    request.learner = None

    assert learners.visitor_of(request) == learners.Newcomer()
    assert not Learner.objects.exists()


def test_a_learner_is_seen_once_a_day_and_no_oftener(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    guest = begin(request_of(), now=now)

    for hours, queries, seen in ((1, 0, 0), (23, 0, 0), (24, 1, 24), (47, 0, 24), (48, 1, 48)):
        with django_assert_num_queries(queries):
            learners.seen(guest, now=now + timedelta(hours=hours))
        guest.refresh_from_db()
        assert guest.seen_at == now + timedelta(hours=seen)


def test_the_cookie_of_a_learner_who_has_an_account_opens_nothing(now: datetime) -> None:
    """Else a cookie kept from the days as a guest would be a sign-in without a password."""
    guest = begin(request_of(), now=now)
    cookie = cookie_for(guest)
    guest.user = User.objects.create_user("ann@example.org")
    guest.save()

    assert learners.learner_of(request_of(cookie=cookie)) is None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(now: datetime) -> None:
    response = HttpResponse()
    learners.remember(response, begin(request_of(), now=now))
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
