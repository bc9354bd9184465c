"""Saved as you go in a real browser: connections, tabs and pages are taken away, and nothing is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Dialog, Page, expect

from quizzes.models import Attempt, SittingQuestion
from tests.browser.checks import faults_of_access, overflow_of, small_targets
from tests.browser.conftest import Console, OpenPage
from tests.browser.pages import begin, place
from tests.browser.test_journey import tab_to

pytestmark = pytest.mark.django_db(transaction=True)
UNREACHED = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource"
NOT_SAVED = "Not saved: no connection."


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


@pytest.fixture
def board(open_page: OpenPage) -> Callable[..., Page]:
    """The first question of a sitting of orderings."""

    def board(**options: object) -> Page:
        page = open_page("/practice/", **options)
        begin("Ordering")(page)
        page.wait_for_load_state("networkidle")
        return page

    return board


def kept(number: int = 1) -> list[str] | None:
    """What the database holds of the draft of the only sitting's nth question."""
    draft: list[str] | None = SittingQuestion.objects.get(number=number).draft
    return draft


def soon_kept(length: int, *, within: float = 10, number: int = 1) -> float:
    """Seconds until that many items are kept."""
    start = time.monotonic()
    while len(kept(number) or ()) != length:
        assert time.monotonic() - start < within, f"{kept(number)} after {within} s"
        time.sleep(0.02)
    return time.monotonic() - start


def placed(page: Page) -> int:
    return page.locator(".places .piece").count()


def remove_first(page: Page) -> None:
    page.locator(".places .piece").first.get_by_role("button", name="Remove").click()


def test_a_change_is_saved_within_a_second_and_said_so(board: Callable[..., Page]) -> None:
    page = board()

    taken = []
    for number in (1, 2, 3):  # on a busy machine one of them may wait for others
        place(page, 1)
        taken.append(soon_kept(number, within=10))

    assert min(taken) < 1.5
    expect(page.get_by_text(re.compile(r"Saved \d\d:\d\d:\d\d UTC"))).to_be_visible()
    expect(page.locator(".stops [aria-current]")).to_have_attribute("data-state", "drafted")
    for _ in taken:
        remove_first(page)
    soon_kept(0)
    expect(page.locator(".stops [aria-current]")).to_have_attribute("data-state", "unanswered")


def test_without_a_connection_it_is_said_and_saved_later_without_hands(
    board: Callable[..., Page], console: Console
) -> None:
    page = board(width="narrow")
    console.forgive(UNREACHED)
    page.context.set_offline(True)

    place(page, 2)

    expect(page.get_by_text(NOT_SAVED)).to_be_visible(timeout=3000)
    expect(page.get_by_text(NOT_SAVED)).to_be_in_viewport()
    assert (faults_of_access(page), overflow_of(page), kept()) == ([], 0, None)
    place(page, 1)
    page.context.set_offline(False)
    soon_kept(3)
    expect(page.get_by_text(NOT_SAVED)).to_be_hidden()


def test_who_pressed_check_without_a_connection_is_told_when_it_is_back(
    board: Callable[..., Page], console: Console
) -> None:
    page = board()
    console.forgive(f"{UNREACHED}|htmx:sendError|htmx:afterRequest")
    place(page, 2)
    soon_kept(2)
    page.context.set_offline(True)
    place(page, 1)
    page.get_by_role("button", name="Check", exact=True).click()
    notice = page.locator("connection-notice")
    expect(notice).to_contain_text("The connection was lost.")

    page.context.set_offline(False)

    expect(notice).to_contain_text("The connection is back, and your board is saved.")
    for line in notice.get_by_text("Not saved").all():
        expect(line).to_be_hidden()
    soon_kept(3)
    notice.get_by_role("button", name="Try again").click()
    expect(page.locator("#verdict")).to_be_visible()
    expect(notice).to_be_hidden()


def test_a_server_in_trouble_is_said_and_asked_again(board: Callable[..., Page], console: Console) -> None:
    page = board()
    console.forgive(r"status of 503")
    page.route("**/draft/", lambda route: route.fulfill(status=503, body="busy"))
    place(page, 1)
    expect(page.get_by_text("The server cannot take it just now.")).to_be_visible(timeout=3000)

    page.unroute("**/draft/")

    soon_kept(1)
    expect(page.get_by_text("The server cannot take it just now.")).to_be_hidden()


def test_a_server_that_takes_long_is_said_within_three_seconds(board: Callable[..., Page]) -> None:
    page = board()
    page.route("**/draft/", lambda route: None)
    place(page, 1)

    expect(page.locator("draft-saver").get_by_text("Not saved yet.")).to_be_visible(timeout=3500)

    page.unroute_all(behavior="ignoreErrors")
    place(page, 1)
    soon_kept(2)


def test_a_tab_that_is_closed_right_after_a_change_has_saved_it(board: Callable[..., Page]) -> None:
    page = board()
    place(page, 3)

    page.close(run_before_unload=True)

    soon_kept(3)


def test_another_page_opened_right_after_a_change_loses_nothing(board: Callable[..., Page]) -> None:
    page = board()
    place(page, 3)

    page.get_by_role("link", name="Skip", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    soon_kept(3)
    page.go_back()
    expect(page.locator(".places .piece")).to_have_count(3)


def test_what_could_not_be_saved_is_sent_first_after_a_reload(
    board: Callable[..., Page], console: Console
) -> None:
    page = board()
    console.forgive(UNREACHED + r"|status of 503")
    place(page, 1)
    soon_kept(1)
    page.route("**/draft/", lambda route: route.abort())
    place(page, 2)
    expect(page.get_by_text(NOT_SAVED)).to_be_visible(timeout=3000)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator(".places .piece")).to_have_count(3)

    page.unroute("**/draft/")
    page.reload()

    expect(page.locator(".places .piece")).to_have_count(3)
    soon_kept(3)
    expect(page.get_by_text(re.compile("^Saved "))).to_be_visible()
    page.wait_for_function(
        "Object.keys(localStorage).length === 0"
    )  # it is acknowledged a moment after it is kept


def test_what_waits_for_one_question_is_sent_from_another(
    board: Callable[..., Page], console: Console
) -> None:
    page = board()
    console.forgive(UNREACHED)
    second = str(page.get_by_role("link", name="Question 2").get_attribute("href"))
    page.route("**/draft/", lambda route: route.abort())
    place(page, 2)
    expect(page.get_by_text(NOT_SAVED)).to_be_visible(timeout=3000)

    page.context.new_page().goto(second)

    soon_kept(2)


def test_two_tabs_see_what_the_other_has_saved(board: Callable[..., Page]) -> None:
    first = board()
    place(first, 1)
    soon_kept(1)
    second = first.context.new_page()
    second.goto(first.url)
    assert placed(second) == 1
    place(first, 1)
    soon_kept(2)

    remove_first(second)

    expect(second.get_by_text("Changed elsewhere.")).to_be_visible(timeout=3000)
    assert faults_of_access(second) == []
    assert len(kept() or ()) == 2
    second.get_by_role("button", name="Keep this one").click()
    soon_kept(0)
    first.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    expect(first.locator(".places .piece")).to_have_count(0)

    place(second, 2)
    soon_kept(2)
    place(first, 1)
    expect(first.get_by_text("Changed elsewhere.")).to_be_visible(timeout=3000)
    first.get_by_role("link", name="Show what is saved").click()
    expect(first.locator(".places .piece")).to_have_count(2)


def test_a_tab_comes_back_to_a_question_that_was_checked_in_another(board: Callable[..., Page]) -> None:
    first = board()
    second = first.context.new_page()
    second.goto(first.url)
    place(second, 1)
    second.get_by_role("button", name="Check", exact=True).click()
    second.locator("#verdict").wait_for()

    first.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")

    expect(first.locator("#verdict")).to_be_visible()


def test_a_change_after_the_verdict_elsewhere_is_not_taken_and_led_on(
    board: Callable[..., Page], console: Console
) -> None:
    first = board()
    console.forgive("status of 409")
    second = first.context.new_page()
    second.goto(first.url)
    place(second, 1)
    second.get_by_role("button", name="Check", exact=True).click()
    second.locator("#verdict").wait_for()

    place(first, 2)

    first.get_by_role("link", name="See the verdict").click()
    expect(first.locator("#verdict")).to_be_visible()
    assert len(Attempt.objects.get().response) == 1


def test_a_check_right_after_a_change_is_not_in_the_way_of_its_save(board: Callable[..., Page]) -> None:
    page = board()
    place(page, 2)

    page.get_by_role("button", name="Check", exact=True).dblclick()

    expect(page.locator("#verdict")).to_be_visible()
    assert len(Attempt.objects.get().response) == 2
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_second_browser_goes_on_where_the_first_stood(
    board: Callable[..., Page], open_page: OpenPage
) -> None:
    page = board()
    place(page, 3)
    soon_kept(3)
    address = re.sub(r"^https?://[^/]+", "", page.url)

    other = open_page("/", width="narrow", storage_state=page.context.storage_state())
    other.goto(address)

    assert placed(other) == 3


def test_by_keyboard_alone_a_board_is_saved_and_flagged(board: Callable[..., Page]) -> None:
    page = board()
    tab_to(page, "^Come back to this")
    page.keyboard.press("Enter")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#flag")).to_be_focused()
    tab_to(page, "^Add: ")
    page.keyboard.press("Enter")

    soon_kept(1)

    assert SittingQuestion.objects.get(number=1).flagged
    expect(page.locator(".stops [aria-current]")).to_contain_text("to come back to")


def test_a_finger_saves_and_flags(board: Callable[..., Page]) -> None:
    page = board(width="narrow")
    page.get_by_role("button", name="Come back to this").tap()
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    page.locator(".pool .piece:visible").first.get_by_role("button", name="Add").tap()

    soon_kept(1)

    assert (faults_of_access(page), overflow_of(page), small_targets(page)) == ([], 0, [])


def test_without_a_script_a_button_saves_and_goes_on(open_page: OpenPage) -> None:
    page = open_page("/practice/", scripts=False, width="narrow")
    begin("Ordering")(page)
    page.get_by_role("button", name="Come back to this").click()
    for number, menu in enumerate(page.locator("select").all()[:2], 1):
        menu.select_option(str(number))

    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    assert len(kept() or ()) == 2
    page.get_by_role("link", name="Question 1").click()
    assert [menu.input_value() for menu in page.locator("select").all()[:2]] == ["1", "2"]
    expect(page.get_by_text(re.compile("^Saved "))).to_be_visible()


@pytest.mark.parametrize("kind", ["Matching", "Choice", "Case"])
def test_every_kind_of_board_is_saved_and_comes_back(open_page: OpenPage, kind: str) -> None:
    page = open_page("/practice/")
    begin(kind)(page)
    for menu in page.locator("matching-board select").all()[:2]:
        menu.select_option(index=1)
    if page.locator("ordering-board").count():
        place(page, 1)
    if page.locator("input[name=option]").count():
        page.locator("input[name=option]").first.check()
    page.locator("[data-became=saved]").wait_for()

    page.reload()

    chosen = page.locator("input:checked, option:checked:not([value=''])").count()
    assert chosen == len(kept() or ()) > 0
