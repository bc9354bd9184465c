"""Bookmarks and notes in a real browser: by keyboard, without a script, in two tabs, nothing lost."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from notebook.models import Leaf
from tests.browser.conftest import Console, OpenPage
from tests.browser.serving import ROOT
from tests.browser.test_journey import tab_to

pytestmark = pytest.mark.django_db(transaction=True)
TRAP = "/traps/register-deploys/"


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def has_focus(page: Page, name: str) -> None:
    expect(page.locator(":focus")).to_contain_text(name)


def test_by_keyboard_alone_focus_goes_on_from_what_was_done(open_page: OpenPage) -> None:
    page = open_page(TRAP)

    tab_to(page, "^Bookmark")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Bookmarked")).to_have_attribute("aria-pressed", "true")
    has_focus(page, "Bookmarked")
    tab_to(page, "^Note on")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Registering *adds a version*.")
    expect(page.get_by_text("29 of 5,000 characters.")).to_be_visible()
    tab_to(page, "^Save$")
    page.keyboard.press("Enter")
    has_focus(page, "Edit note")
    expect(page.locator(".own-note em")).to_have_text("adds a version")
    page.keyboard.press("Enter")
    tab_to(page, "^Delete$")
    page.keyboard.press("Enter")
    has_focus(page, "Put it back")
    page.keyboard.press("Enter")
    has_focus(page, "Edit note")
    leaf = Leaf.objects.get()
    assert (leaf.has_note, leaf.bookmarked_at is not None) == (True, True)


def test_without_a_script_a_note_is_written_where_it_belongs(open_page: OpenPage, console: Console) -> None:
    page = open_page("/glossary/", scripts=False)

    page.get_by_role("button", name="Bookmark “Artifact (lineage)”").click()
    assert "/glossary/#leaf_term_" in page.url
    expect(page.get_by_role("button", name="Bookmarked “Artifact (lineage)”")).to_be_in_viewport()
    page.get_by_role("link", name="Note on “Artifact (lineage)”").click()
    page.get_by_role("textbox").fill("x" * 5001)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Take 1 out, then save.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("x" * 5001)
    page.get_by_role("textbox").fill("A URI with a *type*.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".own-note em")).to_be_in_viewport()
    page.get_by_role("link", name="Your notes", exact=True).click()
    page.get_by_role("link", name="Edit note").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Note deleted.")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".own-note em")).to_have_text("type")
    assert page.url.split("#")[0].endswith("/notes/")
    console.forgive("status of 422")


def test_two_tabs_see_each_other(open_page: OpenPage, console: Console) -> None:
    first = open_page(TRAP)
    first.get_by_role("button", name="Bookmark").click()
    first.get_by_role("button", name="Bookmarked").wait_for()
    second = first.context.new_page()
    second.goto(TRAP)
    for tab, note in ((first, "from the first"), (second, "from the second")):
        tab.get_by_role("link", name="Note").first.click()
        tab.get_by_role("textbox").fill(note)
    first.get_by_role("button", name="Save").click()
    first.locator(".own-note").wait_for()

    second.get_by_role("button", name="Save").click()

    expect(second.locator(".stored")).to_contain_text("from the first")
    expect(second.get_by_role("textbox")).to_have_value("from the second")
    second.get_by_role("button", name="Save").click()
    expect(second.locator(".own-note")).to_contain_text("from the second")
    console.forgive(r"status of 409|Response Status Error Code 409")


def test_a_save_that_does_not_arrive_loses_nothing_and_leaving_is_asked_about(
    open_page: OpenPage, console: Console
) -> None:
    page = open_page(TRAP)
    page.get_by_role("link", name="Note").first.click()
    page.get_by_role("textbox").fill("Not to be lost.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The connection was lost.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("Not to be lost.")
    page.context.set_offline(False)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Learn").click()
    expect(page.get_by_role("textbox")).to_have_value("Not to be lost.")
    assert asked == ["beforeunload"]

    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".own-note")).to_contain_text("Not to be lost.")
    page.get_by_role("link", name="Learn").click()
    page.wait_for_url("**/learn/")
    console.forgive(r"ERR_INTERNET_DISCONNECTED|htmx:(sendError|afterRequest)|Failed to load resource")


@pytest.mark.parametrize("by_itself", [True, False])
def test_the_field_grows_with_what_is_written(open_page: OpenPage, by_itself: bool) -> None:
    page = open_page("/steps/condition/", width="narrow")
    if not by_itself:  # as in a browser that does not know field-sizing
        styles = (ROOT / "static" / "app.css").read_text().replace("field-sizing:content", "")
        page.context.route("**/app.css", lambda route: route.fulfill(body=styles, content_type="text/css"))
        page.context.add_init_script("CSS.supports = () => false;")
        page.reload()
    page.get_by_role("link", name="Note").first.tap()
    field = page.get_by_role("textbox")
    before = field.bounding_box()

    field.fill("line\n" * 15)

    after = field.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] + 100
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight + 1")
