"""The throttle as somebody at the sign-in page meets it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts import adapter
from accounts.models import Tries, User
from tests.accounts.test_views import EMAIL, PASSWORD, ann, as_guest, sign_in, who

pytestmark = pytest.mark.django_db


def guess(number: int, email: str = EMAIL, password: str = "wrong") -> int:  # noqa: S107
    """One try at a password, each from an address of its own: the answer's status."""
    address = f"10.0.{number // 250}.{number % 250}"
    form = {"login": email, "password": password}
    return Client().post("/accounts/login/", form, REMOTE_ADDR=address).status_code


@pytest.mark.both_databases
@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_the_twenty_first_wrong_password_waits_and_so_does_the_right_one(email: str) -> None:
    ann()
    assert [guess(n, email) for n in range(20)] == [422] * 20

    assert guess(20, email) == 429
    assert guess(21, email, PASSWORD) == 429


def test_who_waits_is_told_when_to_try_again(client: Client) -> None:
    for _ in range(10):
        sign_in(client, password="wrong")
    response = sign_in(client, password="wrong")
    page = response.content.decode()

    assert response.status_code == 429
    assert 890 <= int(response["Retry-After"]) <= 900
    assert "Try again in 15 minutes, at " in page
    assert "as a guest meanwhile" in page


def test_a_wait_that_is_over_is_over(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ann()
    for n in range(21):
        guess(n)
    monkeypatch.setattr(adapter, "now", lambda: now() + timedelta(seconds=61))

    assert sign_in(client).status_code == 302
    assert not Tries.objects.filter(count__gt=1).exists()


def test_what_a_wait_refuses_is_not_even_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    ann()
    for n in range(20):
        guess(n)
    tested: list[str] = []
    monkeypatch.setattr(User, "check_password", lambda self, password: tested.append(password))
    monkeypatch.setattr(User, "set_password", lambda self, password: tested.append(password))

    assert guess(20, EMAIL, PASSWORD) == 429
    assert tested == []


def test_five_hundred_people_sign_in_from_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "check_password", lambda self, password: password == PASSWORD)
    User.objects.bulk_create(User(email=f"learner-{n}@example.org", password="!") for n in range(500))

    assert {sign_in(Client(), f"learner-{n}@example.org").status_code for n in range(500)} == {302}


@pytest.mark.parametrize("path", ["/accounts/reauthenticate/", "/accounts/password/change/"])
def test_a_session_left_open_is_no_place_to_guess(client: Client, path: str) -> None:
    ann()
    sign_in(client)
    form = {"password": "wrong", "oldpassword": "wrong", "password1": "x" * 12, "password2": "x" * 12}

    assert [client.post(path, form).status_code for _ in range(11)] == [422] * 10 + [429]
    assert who(client) == EMAIL


def test_sign_ups_with_one_address_wait_too(client: Client) -> None:
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    as_guest(client)
    for _ in range(5):
        Client().post("/accounts/signup/", form)
        User.objects.all().delete()

    assert Client().post("/accounts/signup/", form).status_code == 429
