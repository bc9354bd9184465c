"""A guest makes an account, comes back to it, and signs in by a passkey: in a real browser."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import PASSWORD, send, sign_in, sign_out, sign_up, start_something

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def content() -> None:
    call_command("load_content", verbosity=0)


def history(page: Page) -> int:
    """How many sittings the practice page lists."""
    page.goto("/practice/")
    return page.locator(".recent li").count()


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_guests_work_comes_along_and_another_guests_is_asked_about(
    open_page: OpenPage, scripts: bool
) -> None:
    page = open_page("/", scripts=scripts)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    start_something(page)
    email = sign_up(page)
    expect(page.locator(".messages")).to_contain_text("In your account now: 1 sitting")
    expect(page.get_by_role("link", name=email)).to_be_visible()
    assert history(page) == 1

    sign_out(page)
    assert history(page) == 0
    for _ in range(2):
        start_something(page)
    sign_in(page, email)
    expect(page.get_by_role("heading", name="Whose is this work?")).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("2 sittings")
    assert history(page) == 1
    page.goto("/accounts/")
    page.get_by_role("link", name="Whose is it?").click()
    page.get_by_role("button", name="It is mine: take it").click()
    expect(page.locator(".messages")).to_contain_text("In your account now: 2 sittings")
    assert history(page) == 3
    assert [cookie["name"] for cookie in page.context.cookies() if "learner" in cookie["name"]] == []


def test_a_passkey_is_made_signs_in_and_is_removed(open_page: OpenPage, live_server) -> None:
    page = open_page("/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    at = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{at}/accounts/signup/")
    email = "passkey@example.org"
    send(page, email=email, password1=PASSWORD, password2=PASSWORD)
    page.goto(f"{at}/accounts/passkeys/add/")
    send(page, password=PASSWORD)
    page.get_by_label("A name for it").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="My laptop")).to_be_visible()

    page.goto(f"{at}/accounts/logout/")
    send(page)
    page.goto(f"{at}/accounts/login/")
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name=email)).to_be_visible()

    page.goto(f"{at}/accounts/passkeys/")
    page.get_by_role("link", name="Remove My laptop").click()
    page.get_by_role("link", name="Use a passkey").or_(page.get_by_label("Your password")).first.wait_for()
    send(page, password=PASSWORD)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have no passkey.")).to_be_visible()


def test_a_passkey_that_is_not_there_is_told(open_page: OpenPage, live_server) -> None:
    page = open_page("/")
    page.goto(f"{live_server.url.replace('127.0.0.1', 'localhost')}/accounts/login/passkey/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('cancelled')); }")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")


def test_without_scripts_the_passkey_page_says_so_and_offers_the_password(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/passkey/", scripts=False)

    expect(page.get_by_text(re.compile("Passkeys need JavaScript"))).to_be_visible()
    page.get_by_role("link", name="Use your password").click()
    expect(page.get_by_label("E-mail address")).to_be_visible()
