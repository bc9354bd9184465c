"""The address of an account is changed: by its owner, once, and nobody learns from it who has an account."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from accounts import addresses
from accounts.models import User
from tests.accounts.test_views import EMAIL, PASSWORD, ann, asked_again, sign_in, sign_up, who

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PATH, NEW = "/accounts/email/", "ann@example.net"


@pytest.fixture
def can_mail(settings: LazySettings) -> None:
    settings.CAN_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.DEFAULT_FROM_EMAIL = "study@example.org"


@pytest.fixture
def owner(client: Client) -> User:
    """Signed in, and the password asked again a moment ago."""
    user = ann()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    sign_in(client)
    asked_again(client)
    client.get("/accounts/")  # reads that one is signed in
    return user


def ask(client: Client, email: str = NEW) -> str:
    """Ask for an address; the text of the answer."""
    return client.post(PATH, {"email": email}).content.decode()


def link_of(number: int = -1) -> str:
    found = re.search(r"https?://testserver(/\S+)", mail.outbox[number].body)
    assert found, mail.outbox[number].body
    return found[1]


def rows() -> list[tuple[str, bool, bool]]:
    return list(EmailAddress.objects.order_by("email").values_list("email", "verified", "primary"))


def test_without_mail_it_counts_at_once_and_the_old_one_opens_nothing(client: Client, owner: User) -> None:
    response = client.post(PATH, {"email": "Ann@Example.NET"})

    assert response["Location"] == "/accounts/"
    assert f"From now on you sign in as {NEW}" in client.get("/accounts/").content.decode()
    assert rows() == [(NEW, False, True)]
    assert sign_in(Client()).status_code == 422
    assert sign_in(Client(), NEW).status_code == 302
    assert mail.outbox == []


def test_the_password_is_asked_again_first(client: Client) -> None:
    ann()
    client.force_login(User.objects.get())

    assert client.get(PATH)["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(PATH, {"email": NEW})["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get().email == EMAIL


@pytest.mark.usefixtures("can_mail")
def test_with_mail_nothing_changes_before_the_link_and_then_the_old_one_is_told(
    client: Client, owner: User
) -> None:
    assert f"A mail is on its way to <strong>{NEW}" in ask(client)
    assert (User.objects.get().email, rows()) == (EMAIL, [(EMAIL, True, True)])
    elsewhere = Client()
    assert "Is this your address?" in elsewhere.get(link_of()).content.decode()
    assert User.objects.get().email == EMAIL

    assert elsewhere.post(link_of())["Location"] == "/accounts/"

    assert (User.objects.get().email, rows()) == (NEW, [(NEW, True, True)])
    assert who(elsewhere) == ""  # a link is no way in
    assert [letter.to for letter in mail.outbox] == [[NEW], [EMAIL]]
    assert f"signed in to as {NEW}" in mail.outbox[1].body
    assert sign_in(Client(), NEW, PASSWORD).status_code == 302


@pytest.mark.usefixtures("can_mail")
def test_a_link_works_once_and_not_after_another_change_or_password(client: Client, owner: User) -> None:
    ask(client)
    ask(client, "other@example.net")
    first, second = link_of(0), link_of(1)
    client.post(second)

    for link in (first, "/accounts/email/forged/"):
        assert "leads nowhere any more" in client.get(link).content.decode()
        assert client.post(link).status_code == 404
    assert User.objects.get().email == "other@example.net"

    key = addresses.key_of(user=User.objects.get(), email=NEW)
    assert addresses.asked_by(key) is not None
    owner.refresh_from_db()
    owner.set_password("another horse battery")
    owner.save()
    assert addresses.asked_by(key) is None


@pytest.mark.usefixtures("can_mail")
def test_a_second_click_says_that_it_is_done_and_tells_nobody_again(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client)
    link = link_of()
    client.post(link)

    for again in (client.post(link), client.get(link)):
        assert again.status_code == 200
        assert f"You sign in as <strong>{NEW}</strong>" in again.content.decode()

    asked = addresses.asked_by(addresses.key_of(user=User.objects.get(), email=NEW))
    monkeypatch.setattr(
        addresses, "asked_by", lambda key: asked
    )  # both clicks were read before either counted
    assert client.post(link)["Location"] == "/accounts/"
    assert [letter.to for letter in mail.outbox] == [[NEW], [EMAIL]]
    assert (User.objects.get().email, rows()) == (NEW, [(NEW, True, True)])


def test_a_link_grows_old(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    key = addresses.key_of(user=owner, email=NEW)
    later = now().timestamp() + addresses.LASTS.total_seconds() + 2
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert addresses.asked_by(key) is None


@pytest.mark.usefixtures("can_mail")
def test_a_taken_address_is_answered_like_a_free_one_and_told_where_it_is_read(
    client: Client, owner: User
) -> None:
    User.objects.create_user("bob@example.org")

    free, taken = ask(client, "cat@example.org"), ask(client, "bob@example.org")

    assert free.replace("cat@", "bob@") == taken
    assert "It has an account already" in mail.outbox[1].body
    assert "http" not in mail.outbox[1].body


@pytest.mark.usefixtures("can_mail")
def test_who_signs_up_with_it_before_the_link_is_opened_has_it(client: Client, owner: User) -> None:
    ask(client)
    link = link_of()
    assert sign_up(Client(), NEW)["Location"] == "/accounts/confirm-email/"

    response = client.post(link)

    assert response.status_code == 409
    assert "This address is taken" in response.content.decode()
    assert (User.objects.get(pk=owner.pk).email, User.objects.count()) == (EMAIL, 2)
    assert (EMAIL, True, True) in rows()


def test_a_taken_address_and_ones_own_are_said_where_there_is_no_mail(client: Client, owner: User) -> None:
    User.objects.create_user("bob@example.org")

    assert "There is an account with this address already." in ask(client, "Bob@example.org")
    assert "That is your address already." in ask(client, EMAIL.upper())
    assert "Enter a valid email address." in ask(client, "nonsense\0")
    assert rows() == [(EMAIL, True, True)]


def test_asking_for_one_after_the_other_must_wait(client: Client, owner: User) -> None:
    """Even where each is taken at once, and the account has another name by then."""
    told = [client.post(PATH, {"email": f"ann{n}@example.net"}) for n in range(6)]

    assert [response.status_code for response in told] == [302] * 5 + [429]
    assert 3590 <= int(told[-1]["Retry-After"]) <= 3600
    assert User.objects.get().email == "ann4@example.net"


@pytest.mark.usefixtures("can_mail")
def test_mails_to_one_address_are_limited_and_a_server_that_is_away_is_told(
    client: Client, owner: User, settings: LazySettings
) -> None:
    for _ in range(4):
        ask(client)
    assert client.post(PATH, {"email": NEW}).status_code == 429
    assert len(mail.outbox) == 4
    link = link_of()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert client.post(link)["Location"] == "/accounts/"  # the notice could not be sent, the change is made
    assert User.objects.get().email == NEW
