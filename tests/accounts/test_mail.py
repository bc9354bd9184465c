"""Where mail can be sent: addresses are confirmed, passwords reset, and nobody learns who has an account."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.test_views import EMAIL, PASSWORD, ann, as_guest, cookies_of, sign_in, sign_up, who

pytestmark = pytest.mark.django_db

OTHER = "bob@example.org"


@pytest.fixture(autouse=True)
def can_mail(settings: LazySettings) -> None:
    settings.CAN_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.DEFAULT_FROM_EMAIL = "study@example.org"


def link_of(number: int = -1) -> str:
    """The path that a mail leads to."""
    found = re.search(r"https?://testserver(/\S+)", mail.outbox[number].body)
    assert found, mail.outbox[number].body
    return found[1]


def test_who_signs_up_confirms_first_and_finds_the_guests_work_there(client: Client) -> None:
    as_guest(client, sittings=2)

    assert sign_up(client)["Location"] == "/accounts/confirm-email/"
    assert who(client) == ""
    assert "learner" in cookies_of(client)
    assert mail.outbox[0].to == [EMAIL]
    assert "Is this your address?" in client.get(link_of()).content.decode()
    on = client.post(link_of())["Location"]

    assert "In your account now: 2 sittings" in client.get(on).content.decode()
    assert who(client) == EMAIL
    assert "learner" not in cookies_of(client)


def test_an_address_that_is_not_confirmed_is_not_signed_in_to_but_mailed_again(client: Client) -> None:
    sign_up(client)
    other = Client()

    assert sign_in(other)["Location"] == "/accounts/confirm-email/"
    assert who(other) == ""
    assert len(mail.outbox) == 2
    for _ in range(5):
        sign_in(other)
    assert len(mail.outbox) == 5


def test_signing_up_with_a_taken_address_answers_as_with_a_free_one(client: Client) -> None:
    ann()
    taken, free = sign_up(client, EMAIL), sign_up(Client(), OTHER)

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert taken.cookies.keys() == free.cookies.keys()
    assert [letter.to for letter in mail.outbox] == [[EMAIL], [OTHER]]
    assert "You have an account already" in mail.outbox[0].subject
    assert User.objects.count() == 2


def test_asking_for_a_reset_answers_alike_with_an_account_and_without(client: Client) -> None:
    ann()
    known, unknown = (client.post("/accounts/password/reset/", {"email": email}) for email in (EMAIL, OTHER))

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [[EMAIL], [OTHER]]
    assert "there is none" in mail.outbox[1].body


def test_a_reset_changes_the_password_ends_the_sessions_and_works_once(client: Client) -> None:
    user = ann()
    user.emailaddress_set.create(email=EMAIL, verified=True, primary=True)
    there = Client()
    sign_in(there)
    assert who(there) == EMAIL
    client.post("/accounts/password/reset/", {"email": EMAIL})
    link = link_of()
    form = client.get(link)["Location"]
    new = {"password1": "another horse battery", "password2": "another horse battery"}

    assert link.rsplit("/", 2)[1] not in form
    assert f'name="username" value="{EMAIL}"' in client.get(form).content.decode()
    assert client.post(form, new)["Location"] == "/accounts/password/reset/key/done/"
    assert who(there) == ""
    assert sign_in(client, password=PASSWORD).status_code == 422
    assert sign_in(client, password="another horse battery").status_code == 302
    assert "leads nowhere any more" in Client().get(link).content.decode()


def test_mails_to_one_address_are_limited_whoever_asks(client: Client) -> None:
    for email in (EMAIL, OTHER):
        told = [Client().post("/accounts/password/reset/", {"email": email}) for _ in range(5)]

        assert [response.status_code for response in told] == [302] * 4 + [429]
        assert 3590 <= int(told[-1]["Retry-After"]) <= 3600
    assert len(mail.outbox) == 8


def test_a_mail_server_that_is_away_is_told_and_nothing_breaks(
    client: Client, settings: LazySettings
) -> None:
    ann()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for email in (EMAIL, OTHER):
        response = client.post("/accounts/password/reset/", {"email": email})

        assert response.status_code == 503
        assert "mail could not be sent" in response.content.decode()
    assert sign_up(client, "cleo@example.org").status_code == 503


def test_a_wait_for_a_wrong_password_ends_with_a_reset(client: Client) -> None:
    user = ann()
    user.emailaddress_set.create(email=EMAIL, verified=True, primary=True)
    for n in range(21):
        sign_in(client, password="wrong") if n < 10 else client.post(
            "/accounts/login/", {"login": EMAIL, "password": "wrong"}, REMOTE_ADDR=f"10.0.0.{n}"
        )
    elsewhere = {"REMOTE_ADDR": "10.0.1.1"}
    form = {"login": EMAIL, "password": "another horse battery"}
    assert Client().post("/accounts/login/", form, **elsewhere).status_code == 429

    client.post("/accounts/password/reset/", {"email": EMAIL})
    page = client.get(link_of())["Location"]
    client.post(page, {"password1": form["password"], "password2": form["password"]})

    assert Client().post("/accounts/login/", form, **elsewhere).status_code == 302
