"""Bookmarks and notes in a real browser: by keyboard, without a script, in two tabs, nothing lost."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Route, expect

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
    before = page.locator(".leaf-bar").first.locator("button, a").first.bounding_box()
    page.keyboard.press("Enter")
    pressed = page.get_by_role("button", name="Bookmark “", pressed=True)
    expect(pressed).to_be_focused()
    assert pressed.bounding_box() == before
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
    button = page.get_by_role("button", name="Bookmark “Artifact (lineage)”", exact=True, pressed=True)
    expect(button).to_be_in_viewport()
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
    first.get_by_role("button", name="Bookmark", pressed=True).wait_for()
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


def leaving_is_asked_about(page: Page) -> bool:
    """Whether who leaves the page is asked; they stay."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Learn").click(no_wait_after=True)
    for _ in range(100):
        if asked:
            break
        page.wait_for_timeout(50)
    expect(page.get_by_role("textbox")).to_be_visible()
    return asked == ["beforeunload"]


@pytest.mark.parametrize("refused", ["too long", "changed elsewhere"])
def test_what_was_refused_is_not_saved_and_leaving_is_asked_about(
    open_page: OpenPage, console: Console, refused: str
) -> None:
    page = open_page(TRAP)
    page.get_by_role("link", name="Note").first.click()
    page.get_by_role("textbox").fill("x" * 5_001 if refused == "too long" else "Not to be lost.")
    if refused == "changed elsewhere":
        other = page.context.new_page()
        other.goto(TRAP)
        other.get_by_role("link", name="Note").first.click()
        other.get_by_role("textbox").fill("Other.")
        other.get_by_role("button", name="Save").click()
        other.locator(".own-note").wait_for()
        other.close()
    page.get_by_role("button", name="Save").click()
    page.locator("note-field[data-unsaved]").wait_for()
    page.locator(".htmx-settling, .htmx-added").first.wait_for(state="detached")

    assert leaving_is_asked_about(page)

    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Cancel").click()
    assert asked == ["confirm"]
    console.forgive(r"status of (422|409)|Response Status Error Code (422|409)")


def test_while_a_save_is_on_its_way_leaving_is_asked_about(open_page: OpenPage) -> None:
    page = open_page(TRAP)
    page.get_by_role("link", name="Note").first.click()
    page.get_by_role("textbox").fill("Not to be lost.")
    held: list[Route] = []
    page.route("**/notes/**", lambda route: held.append(route))
    with page.expect_request("**/notes/**"):
        page.get_by_role("button", name="Save").click()

    assert leaving_is_asked_about(page)

    held.pop().continue_()
    expect(page.locator(".own-note")).to_contain_text("Not to be lost.")


def test_who_sends_the_whole_page_is_not_asked(open_page: OpenPage, console: Console) -> None:
    """As where htmx did not come."""
    page = open_page("/")
    page.context.route("**/htmx*.js", lambda route: route.abort())
    page.goto("/notes/trap/register-deploys/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("textbox").fill("Kept.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".own-note")).to_contain_text("Kept.")
    assert asked == []
    console.forgive("ERR_FAILED")


@pytest.mark.parametrize("control", ["Cancel", "Delete", "filter"])
def test_what_was_written_is_asked_about_before_something_takes_its_place(
    open_page: OpenPage, control: str
) -> None:
    """Refused, all stays as it was, the filter too; wished, it goes."""
    page = open_page(TRAP)
    page.get_by_role("link", name="Note").first.click()
    page.get_by_role("textbox").fill("Kept.")
    page.get_by_role("button", name="Save").click()
    page.locator(".own-note").wait_for()
    page.goto("/notes/?only=notes")
    page.get_by_role("link", name="Edit note").click()
    text = page.get_by_role("textbox", name="Your note on")
    text.fill("Kept. Not to be lost.")
    asked: list[str] = []
    show = page.get_by_label("Show")

    def use() -> None:
        if control == "filter":
            show.select_option("Bookmarks")
        else:
            page.locator(".leaf .actions").get_by_text(control).click()

    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    use()
    expect(text).to_have_value("Kept. Not to be lost.")
    expect(text).to_be_focused()
    expect(show).to_have_value("notes")
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    use()
    expect(text).to_have_count(0)

    assert asked == ["What you wrote is not saved. Go on without it?"] * 2
    assert (Leaf.objects.get().note, Leaf.objects.get().has_note) == ("Kept.", control != "Delete")


def test_where_nothing_was_written_nothing_is_asked(open_page: OpenPage) -> None:
    page = open_page(TRAP)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))

    page.get_by_role("link", name="Note").first.click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("link", name="Cancel")).to_have_count(0)
    page.locator(".htmx-settling, .htmx-added").first.wait_for(state="detached")  # the links are ready
    page.get_by_role("link", name="Note").first.click()
    page.get_by_role("textbox").fill("Kept.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".own-note")).to_contain_text("Kept.")
    assert asked == []


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
