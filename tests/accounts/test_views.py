"""The pages of accounts, as a browser without scripts uses them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts import learners
from accounts.models import Learner, User
from notebook.models import Leaf
from quizzes.models import Attempt, Bank, Sitting
from tests import builders

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "ann@example.org", "correct horse battery"
OPEN = (
    "/accounts/",
    "/accounts/login/",
    "/accounts/login/passkey/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/nonsense/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1/nonsense/",
    "/accounts/password/reset/key/done/",
)
OWN = (
    "/accounts/password/change/",
    "/accounts/passkeys/",
    "/accounts/passkeys/add/",
    "/accounts/delete/",
    "/accounts/reauthenticate/",
)
ELSEWHERE = (
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "http:///evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
    "/\n/evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "http://localhost/",
)


def sign_up(client: Client, email: str = EMAIL, **fields: str) -> HttpResponse:
    form = {"email": email, "password1": PASSWORD, "password2": PASSWORD, **fields}
    return client.post("/accounts/signup/", form)


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> HttpResponse:
    return client.post("/accounts/login/", {"login": email, "password": password, **fields})


def asked_again(client: Client, password: str = PASSWORD, **fields: str) -> HttpResponse:
    return client.post("/accounts/reauthenticate/", {"password": password, **fields})


def ann() -> User:
    return User.objects.create_user(EMAIL, PASSWORD)


def as_guest(client: Client, *, sittings: int = 1) -> Learner:
    """This browser is a guest's, who has done something."""
    guest = builders.a_learner(now())
    versions = builders.published().values()
    for _ in range(sittings):
        builders.a_sitting(guest, *versions, now=now())
    response = HttpResponse()
    learners.remember(response, guest)
    client.cookies["learner"] = response.cookies["learner"].value
    return guest


def who(client: Client) -> str:
    """The address that a page of an account is for, or nothing."""
    page = client.get("/accounts/").content.decode()
    found = re.search(r"signed in as <strong>(.*?)</strong>", page)
    return found[1] if found else ""


def cookies_of(client: Client) -> set[str]:
    return {name for name, morsel in client.cookies.items() if morsel.value}


def form_of(page: HttpResponse) -> str:
    """A page without what differs at every look."""
    return re.sub(r'(name="csrfmiddlewaretoken" value)="\w+"', r"\1", page.content.decode())


def test_who_signs_up_is_signed_in_and_comes_back_in_any_case(client: Client) -> None:
    assert sign_up(client, "Ann@Example.org").status_code == 302
    assert who(client) == EMAIL

    again = Client()
    assert sign_in(again, " ANN@example.ORG ").status_code == 302
    assert who(again) == EMAIL


@pytest.mark.parametrize("path", OPEN)
def test_every_page_for_who_is_not_signed_in_is_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/logout/", *OWN])
def test_every_page_for_who_is_signed_in_is_there_and_kept_nowhere(client: Client, path: str) -> None:
    ann()
    sign_in(client)
    asked_again(client)
    response = client.get(path)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", [*OWN, "/accounts/guest/"])
def test_what_needs_an_account_leads_to_the_way_in(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("path", ["/accounts/passkeys/add/", "/accounts/delete/"])
def test_what_concerns_the_account_itself_asks_for_the_password_once_more(client: Client, path: str) -> None:
    ann()
    sign_in(client)

    assert client.get(path)["Location"].startswith("/accounts/reauthenticate/?next=")
    assert asked_again(client, next=path)["Location"] == path


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    ann()
    wrong, unknown = (sign_in(client, email, "not this one") for email in (EMAIL, "bob@example.org"))

    assert wrong.status_code == unknown.status_code == 422
    assert form_of(wrong).replace(EMAIL, "") == form_of(unknown).replace("bob@example.org", "")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
        ({"password2": "correct horse bottery"}, "same password"),
        ({"email": "no address"}, "valid email address"),
        ({"email": EMAIL}, "There is an account with this address"),
    ],
)
def test_a_sign_up_that_cannot_be_used_comes_back_with_what_to_do(
    client: Client, fields: dict[str, str], says: str
) -> None:
    ann()
    response = sign_up(client, **{"email": "bob@example.org", **fields})

    assert response.status_code == 422
    assert says in response.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_the_way_on_leads_to_ourselves_alone(client: Client, wanted: str) -> None:
    ann()
    guest_page = "/accounts/guest/"
    places = [sign_in(client, next=wanted)["Location"]]
    places.append(client.post(guest_page, {"do": "leave", "next": wanted})["Location"])
    places.append(asked_again(client, next=wanted)["Location"])
    places.append(client.post("/accounts/logout/", {"next": wanted})["Location"])

    assert places == ["/"] * 4


def test_a_line_break_in_the_way_on_breaks_no_header(client: Client) -> None:
    ann()
    response = sign_in(client, next="/x\r\nSet-Cookie: y=1")

    assert response["Location"] == "/x%0D%0ASet-Cookie:%20y=1"
    assert "y" not in response.cookies


def test_the_way_on_leads_back_to_where_one_was(client: Client) -> None:
    ann()

    assert 'name="next" value="/notes/"' in client.get("/accounts/login/?next=/notes/").content.decode()
    assert sign_in(client, next="/notes/")["Location"] == "/notes/"


def test_signing_up_takes_the_guests_work_along_and_says_so(client: Client) -> None:
    guest = as_guest(client, sittings=2)
    assert "comes along: <strong>2 sittings" in client.get("/accounts/signup/").content.decode()

    response = sign_up(client)

    page = client.get(response["Location"]).content.decode()
    assert "In your account now: 2 sittings" in page
    assert "learner" not in cookies_of(client)
    assert Learner.objects.get(user__email=EMAIL) == guest
    assert client.get(f"/s/{Sitting.objects.first().key}/").status_code == 200


def test_signing_in_asks_whose_a_guests_work_is_and_moves_nothing_until_then(client: Client) -> None:
    ann()
    guest = as_guest(client, sittings=12)

    asked = sign_in(client, next="/practice/")
    page = client.get(asked["Location"]).content.decode()

    assert asked["Location"] == "/accounts/guest/?next=%2Fpractice%2F"
    assert "<strong>12 sittings</strong>" in page
    assert Sitting.objects.filter(learner=guest).count() == 12
    assert client.get(f"/s/{guest.sittings.first().key}/").status_code == 404


def test_what_is_taken_is_the_accounts_and_the_cookie_is_gone(client: Client) -> None:
    user = ann()
    mine = Learner.objects.create(user=user, created_at=now(), seen_at=now())
    as_guest(client, sittings=2)
    sign_in(client)

    done = client.post("/accounts/guest/", {"do": "take", "next": "/practice/"})
    again = client.post("/accounts/guest/", {"do": "take", "next": "/practice/"})

    assert done["Location"] == again["Location"] == "/practice/"
    assert "learner" not in cookies_of(client)
    assert mine.sittings.count() == 2
    assert client.get("/accounts/guest/")["Location"] == "/"


def test_what_is_left_stays_the_guests_and_can_be_taken_later(client: Client) -> None:
    ann()
    guest = as_guest(client)
    sign_in(client)
    client.post("/accounts/guest/", {"do": "leave"})

    assert guest.sittings.count() == 1
    assert "Whose is it?" in client.get("/accounts/").content.decode()
    client.post("/accounts/logout/")
    assert client.get(f"/s/{guest.sittings.first().key}/").status_code == 200


def test_a_guest_who_did_nothing_is_not_asked_about(client: Client) -> None:
    ann()
    as_guest(client, sittings=0)

    assert sign_in(client)["Location"] == "/"


def test_a_guest_is_told_until_when_they_are_kept_and_a_newcomer_that_nothing_is(client: Client) -> None:
    assert "You need no account" in client.get("/accounts/").content.decode()

    guest = as_guest(client)
    until = guest.kept_until

    for path in ("/accounts/", "/practice/"):
        assert f"{until.day} {until:%B %Y}" in client.get(path).content.decode()
    sign_up(client)
    assert "Kept in this browser" not in client.get("/practice/").content.decode()


def test_a_guest_who_comes_back_gets_a_fresh_cookie_once_a_day(client: Client, monkeypatch) -> None:
    as_guest(client)
    sitting = Sitting.objects.get()
    path = f"/s/{sitting.key}/1/"

    assert "learner" not in client.post(path, {}).cookies
    monkeypatch.setattr(learners, "SEEN_EVERY", timedelta(seconds=-1))
    assert "learner" in client.post(path, {}).cookies
    assert "learner" not in client.get(path).cookies


def test_signing_in_changes_the_session_and_signing_out_ends_it(client: Client) -> None:
    ann()
    client.get("/accounts/login/passkey/")  # which begins a session
    before = client.cookies["sessionid"].value
    sign_in(client)
    during = client.cookies["sessionid"].value
    client.post("/accounts/logout/")

    assert len({before, during}) == 2
    for old in (before, during):
        thief = Client()
        thief.cookies["sessionid"] = old
        assert who(thief) == ""


def test_a_session_lasts_as_long_as_the_browser_unless_asked_to_last(client: Client) -> None:
    ann()
    assert sign_in(client).cookies["sessionid"]["max-age"] == ""
    assert sign_in(Client(), remember="on").cookies["sessionid"]["max-age"] == 14 * 24 * 3600
    assert sign_up(Client(), "bob@example.org").cookies["sessionid"]["max-age"] == ""


@pytest.mark.parametrize("how", ["password", "button"])
def test_every_other_session_ends_and_this_one_goes_on(client: Client, how: str) -> None:
    ann()
    other = Client()
    for browser in (client, other):
        sign_in(browser)
    if how == "button":
        client.post("/accounts/sessions/end/")
    else:
        new = {
            "oldpassword": PASSWORD,
            "password1": "another horse battery",
            "password2": "another horse battery",
        }
        assert client.post("/accounts/password/change/", new).status_code == 302

    assert who(client) == EMAIL
    assert who(other) == ""


def test_the_present_password_must_be_right_to_change_it(client: Client) -> None:
    ann()
    sign_in(client)
    new = {"oldpassword": "wrong", "password1": "another horse battery", "password2": "another horse battery"}

    assert client.post("/accounts/password/change/", new).status_code == 422
    assert User.objects.get().check_password(PASSWORD)


def test_without_mail_the_page_says_whom_to_ask_whatever_is_sent(client: Client) -> None:
    ann()
    looked = client.get("/accounts/password/reset/")
    sent = client.post("/accounts/password/reset/", {"email": EMAIL})

    for page in (looked, sent):
        assert page.status_code == 200
        assert "manage.py changepassword" in page.content.decode()


def test_deleting_an_account_asks_says_what_stays_and_is_final(client: Client) -> None:
    guest = as_guest(client)
    place = guest.sittings.get().lineup.first()
    Attempt.objects.create(place=place, response=[], correct=True, findings=[], answered_at=now())
    sign_up(client)
    Leaf.objects.create(learner=Learner.objects.get(), sort="trap", key="gate", note="N", changed_at=now())
    asked_again(client)

    page = client.get("/accounts/delete/").content.decode()
    assert "counts in the statistics" in page
    assert "What you reported of questions" in page
    assert "your cards and your plan" in page
    assert client.post("/accounts/delete/").status_code == 422
    assert User.objects.exists()
    assert client.post("/accounts/delete/", {"sure": "yes"})["Location"] == "/"
    assert not User.objects.exists()
    assert not Leaf.objects.exists()
    assert Sitting.objects.get().learner is None
    assert who(client) == ""


def test_an_account_that_owns_banks_is_told_why_it_stays(client: Client) -> None:
    user = ann()
    Bank.objects.create(slug="own", title="Own", owner=user)
    sign_in(client)
    asked_again(client)
    response = client.post("/accounts/delete/", {"sure": "yes"})

    assert response.status_code == 409
    assert "owns question banks" in response.content.decode()
    assert who(client) == EMAIL


def test_an_account_that_was_closed_is_told_so(client: Client) -> None:
    User.objects.create_user(EMAIL, PASSWORD, is_active=False)

    assert sign_in(client)["Location"] == "/accounts/inactive/"


def test_two_sign_ups_at_once_make_one_account(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ann()
    monkeypatch.setattr(
        "allauth.account.forms.flows.manage_email.email_already_exists", lambda value: (value, False)
    )
    response = sign_up(client)

    assert response["Location"] == "/accounts/login/"
    assert User.objects.count() == 1


@pytest.mark.parametrize("path", ["/traps/", "/learn/", "/practice/", "/"])
def test_the_head_of_a_page_asks_nothing_for_who_is_nobody_here(client: Client, path: str) -> None:
    with builders.statements() as asked:
        page = client.get(path).content.decode()

    assert ">Sign in</a>" in page
    assert not [sql for sql in asked if "session" in sql or "accounts_" in sql]


def test_the_head_of_a_page_names_who_is_signed_in(client: Client) -> None:
    sign_up(client)

    assert f"<span>{EMAIL}</span>" in client.get("/traps/").content.decode()


@pytest.mark.parametrize(
    "name", ["login", "email", "password", "password1", "credential", "next", "do", "name"]
)
@pytest.mark.parametrize("value", ["\0", "é" * 5000, "[]", '{"id": 5}', "{", "null", "1e999"])
def test_no_form_trips_over_what_is_sent(client: Client, name: str, value: str) -> None:
    ann()
    sign_in(client)
    asked_again(client)
    stranger = Client()
    for path in (*OPEN, "/accounts/reauthenticate/passkey/"):
        assert stranger.post(path, {name: value}).status_code < 500
    for path in (*OWN, "/accounts/guest/"):
        assert client.post(path, {name: value}).status_code < 500


def test_what_is_not_there_may_be_in_an_account(client: Client) -> None:
    """Whose session ended amid a sitting is shown the way back; who is signed in has no need of it."""
    way_in = f'href="{reverse("account_login")}"'

    assert way_in in client.get("/s/somebodys-sitting/1/").text.split("<main")[1]
    client.force_login(User.objects.create_user("ann@example.org"))
    assert way_in not in client.get("/s/somebodys-sitting/1/").text.split("<main")[1]
