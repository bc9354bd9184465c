"""Searching in a real browser: by keyboard from any page, at 360 px, and without a script."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.checks import faults_of_access, overflow_of
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")
    return re.sub(r"\s+", " ", text)


def test_from_any_page_by_keyboard_alone_to_what_was_meant(open_page: OpenPage) -> None:
    page = open_page("/traps/")
    page.keyboard.press("/")
    assert focused(page) == "seek"

    page.keyboard.type("ProcessingS", delay=15)
    first = page.locator(".suggested a").first
    expect(first).to_contain_text("Processing")
    expect(page.locator("#suggested-told")).to_contain_text(re.compile(r"suggestions? of \d+ hits?"))
    assert faults_of_access(page) == []

    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggested a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "seek"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/steps/processing/$"))


def test_escape_puts_the_suggestions_away_and_keeps_the_field(open_page: OpenPage) -> None:
    page = open_page("/learn/")
    page.locator("#seek").press_sequentially("gate", delay=15)
    expect(page.locator(".suggested a").first).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator(".suggested")).to_be_hidden()
    expect(page.locator("#seek")).to_be_focused()
    expect(page.locator("#seek")).to_have_value("gate")


def test_suggestions_are_there_only_while_one_is_at_them(open_page: OpenPage) -> None:
    page = open_page("/learn/")
    page.locator("#seek").press_sequentially("gate", delay=15)
    expect(page.locator(".suggested a").first).to_be_visible()

    page.get_by_role("heading", name="Lessons").click()

    expect(page.locator(".suggested")).to_be_hidden()
    page.locator("#seek").focus()
    page.locator(".suggested a").first.click()
    expect(page).not_to_have_url(re.compile(r"/learn/$"))


def test_enter_leads_to_all_hits(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("#seek").fill("quality gate")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=quality\+gate$"))
    expect(page.get_by_role("status").filter(has_text="hits for “quality gate”")).to_be_visible()
    expect(page.locator("#q")).to_have_value("quality gate")


def test_a_slash_that_is_typed_into_a_field_stays_there(open_page: OpenPage) -> None:
    page = open_page("/search/")
    expect(page.locator("#q")).to_be_focused()

    page.keyboard.type("and/or", delay=15)

    expect(page.locator("#q")).to_have_value("and/or")


def test_the_hits_follow_what_is_typed_and_the_address_follows_the_hits(open_page: OpenPage) -> None:
    page = open_page("/search/")
    page.locator("#q").press_sequentially("regsiter", delay=15)

    expect(page.locator(".meant")).to_contain_text("Did you mean register")
    expect(page.locator(".hits h2").first).to_have_text(re.compile("RegisterModel"))
    expect(page.locator("#found-told")).to_contain_text("hits for “regsiter”")
    expect(page).to_have_url(re.compile(r"q=regsiter"))
    expect(page).to_have_title(re.compile("“regsiter” · Search"))
    assert page.locator("#q").evaluate("field => field === document.activeElement")

    page.locator(".hits a").first.click()
    page.go_back()
    expect(page.locator("#q")).to_have_value("regsiter")
    expect(page.locator(".hits h2").first).to_be_visible()


def test_when_no_answer_comes_nothing_is_said_to_be_lost(open_page: OpenPage, console) -> None:
    page = open_page("/learn/")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator("#seek").press_sequentially("gate", delay=15)

    expect(page.locator("connection-notice")).to_be_hidden()
    console.forgive("ERR_INTERNET_DISCONNECTED|htmx:sendError|htmx:afterRequest")


def test_on_a_phone_the_head_has_a_link_to_the_page(open_page: OpenPage) -> None:
    page = open_page("/learn/", width="narrow", has_touch=True)
    expect(page.locator("#seek")).to_be_hidden()
    page.get_by_role("link", name="Search", exact=True).tap()

    page.locator("#q").fill("json get")
    page.get_by_role("button", name="Search").tap()

    expect(page.locator(".hits mark").first).to_be_visible()
    assert overflow_of(page) == 0
    page.get_by_role("link", name=re.compile("^Steps")).last.tap()
    expect(page.locator("#found-told")).to_contain_text("in Steps")


def test_without_a_script_the_page_does_all_of_it(open_page: OpenPage) -> None:
    page = open_page("/learn/", scripts=False)
    page.locator("#seek").fill("conditon step")
    page.locator("#seek").press("Enter")

    expect(page.locator(".meant")).to_contain_text("condition step")
    page.locator(".meant a").click()
    expect(page.locator(".hits h2").first).to_have_text(re.compile("Condition"))
    page.get_by_role("navigation", name="Of one sort only").get_by_role("link", name="Lessons").click()
    expect(page.locator("#found-told")).to_contain_text("in Lessons")
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile("/learn/"))
