"""Reading in a real browser: links to copy, and the way through a lesson without a script."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def test_the_link_of_a_heading_is_copied_and_told(open_page: OpenPage) -> None:
    page = open_page("/learn/step-caching/", permissions=["clipboard-read", "clipboard-write"])
    link = page.get_by_role("link", name="Link to “A URI is compared, never the data”")

    link.focus()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith("/learn/step-caching/#uris")
    expect(page.locator("link-copied")).to_have_text("", timeout=8000)


def test_a_link_that_cannot_be_copied_is_still_followed(open_page: OpenPage) -> None:
    page = open_page("/learn/step-caching/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")

    page.get_by_role("heading", name="Each step opts in").hover()
    page.get_by_role("link", name="Link to “Each step opts in”").click()

    expect(page.locator("link-copied")).to_contain_text("It is in the address bar.")
    assert page.url.endswith("#opting-in")


def test_without_a_script_a_lesson_is_read_passage_by_passage_and_trap_by_trap(open_page: OpenPage) -> None:
    page = open_page("/learn/step-caching/", scripts=False)

    page.get_by_role("link", name="Link to “Each step opts in”").click()
    assert page.url.endswith("#opting-in")
    page.get_by_role("link", name="Next passage The key is a fixed list per type").click()
    assert page.url.endswith("#key")
    page.get_by_role("listitem").filter(has_text="Turn caching on for the pipeline.").locator(
        "summary"
    ).click()
    page.get_by_role("link", name="What gives this trap away").locator("visible=true").click()
    expect(page.get_by_text("3 of 5 traps of Step caching")).to_be_visible()
    page.locator("a[rel=next]").click()
    expect(page.get_by_text("4 of 5 traps of Step caching")).to_be_visible()
    page.get_by_role("link", name="Step caching").first.click()
    assert page.url.endswith("/learn/step-caching/")


def test_on_paper_small_tables_are_whole_and_questions_keep_their_answers(open_page: OpenPage) -> None:
    page = open_page("/steps/training/")
    page.emulate_media(media="print")
    asked = "(all, what) => [...new Set(all.map((each) => getComputedStyle(each)[what]))]"

    assert page.locator("details .prose table").evaluate_all(asked, "breakInside") == ["avoid"]
    assert page.locator("details > summary").evaluate_all(asked, "breakAfter") == ["avoid"]
