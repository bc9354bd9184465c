"""The first drill, end to end, in four pairs of hands; what is stored is the same for all of them.

Home, play the loop wrong, see which dependency broke, play it right, open the step that it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from quizzes.engines import Ordering
from quizzes.models import Attempt
from quizzes.services import starting
from tests.browser.checks import faults_of_access, overflow_of
from tests.browser.conftest import OpenPage
from tests.browser.pages import KINDS, begin

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = ["prepare", "train", "evaluate", "gate", "register"]
WRONG = ["prepare", "train", "gate", "evaluate", "register"]


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def loop() -> Ordering:
    """The question on the first page."""
    version = starting.home_version()
    assert version is not None
    question = version.asked
    assert isinstance(question, Ordering)
    return question


def text(item: str) -> str:
    """What a reader sees of an item."""
    return loop().texts()[item].replace("`", "")


def row(page: Page, item: str) -> Locator:
    return page.locator(".piece", has_text=text(item))


def with_a_mouse(page: Page, order: list[str]) -> None:
    """The first by its button, the others carried to their places."""
    row(page, order[0]).get_by_role("button", name="Add").click()
    for number, item in enumerate(order[1:], 2):
        grip = row(page, item).locator(".grip")
        grip.scroll_into_view_if_needed()
        target = page.locator(".place").nth(number - 1)
        start, end = grip.bounding_box(), target.bounding_box()
        assert start is not None
        assert end is not None
        page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        page.mouse.down()
        page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
        page.mouse.up()
    page.get_by_role("button", name="Check", exact=True).click()


def with_a_keyboard(page: Page, order: list[str]) -> None:
    for item in order:
        tab_to(page, f"Add: .*{re.escape(text(item))}")
        page.keyboard.press("Enter")
    tab_to(page, "^Check$")
    page.keyboard.press("Enter")


def with_a_finger(page: Page, order: list[str]) -> None:
    for item in order:
        row(page, item).get_by_role("button", name="Add").tap()
    page.get_by_role("button", name="Check", exact=True).tap()


def without_scripts(page: Page, order: list[str]) -> None:
    for number, item in enumerate(order, 1):
        row(page, item).get_by_role("combobox").select_option(str(number))
    page.get_by_role("button", name="Check", exact=True).click()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called that; going round once is giving up."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(
            """(name) => {
                const at = document.activeElement;
                const called = at.ariaLabel || at.innerText || "";
                return new RegExp(name).test(called.replace(/\\s+/g, " ").trim());
            }""",
            name,
        ):
            return
    pytest.fail(f"The keyboard does not reach {name!r}.")


def press(page: Page, how: str, name: str) -> None:
    """A button or link, by what the hands at hand can do."""
    if how == "keyboard":
        tab_to(page, f"^{name}$")
        page.keyboard.press("Enter")
        return
    control = page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("link", name=name, exact=True)
    )
    if how == "finger":
        control.tap()
    else:
        control.click()


HANDS: dict[str, tuple[Callable[[Page, list[str]], None], dict[str, object]]] = {
    "mouse": (with_a_mouse, {}),
    "keyboard": (with_a_keyboard, {}),
    "finger": (with_a_finger, {"width": "narrow"}),
    "no script": (without_scripts, {"scripts": False}),
}


@pytest.mark.parametrize("how", HANDS)
def test_the_first_drill_end_to_end(open_page: OpenPage, how: str) -> None:
    play, window = HANDS[how]
    page = open_page("/", **window)

    play(page, WRONG)
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("Wrong.")
    expect(verdict).to_contain_text(re.compile(f"{re.escape(text('gate'))}”\\s+needs\\s+“"))
    expect(verdict).to_contain_text(loop().needs["gate"]["evaluate"].why)
    assert overflow_of(page) == 0

    press(page, how, "Try this one again")
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_visible()
    play(page, RIGHT)
    expect(page.locator("#verdict")).to_contain_text("Right.")

    press(page, how, "Condition")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Condition")
    assert page.url.endswith("/steps/condition/")
    assert [(a.response, a.correct) for a in Attempt.objects.order_by("pk")] == [
        (WRONG, False),
        (RIGHT, True),
    ]


def test_after_a_check_the_focus_is_at_the_verdict(open_page: OpenPage) -> None:
    page = open_page("/")
    with_a_keyboard(page, WRONG)
    expect(page.locator("#verdict")).to_be_visible()
    press(page, "keyboard", "Try this one again")
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_visible()

    with_a_keyboard(page, RIGHT)

    expect(page.locator("#verdict")).to_be_focused()


def test_nothing_placed_is_told_where_the_reader_is(open_page: OpenPage, console) -> None:
    page = open_page("/practice/")
    page.get_by_role("button", name="Start").click()

    page.get_by_role("button", name="Check", exact=True).click()

    expect(page.get_by_role("alert")).to_be_focused()
    console.forgive("422")


def test_a_form_that_has_expired_is_told_and_keeps_what_was_placed(open_page: OpenPage, console) -> None:
    page = open_page("/practice/")
    for other in ("Matching", "Choice"):
        page.get_by_label(other, exact=True).uncheck()
    page.get_by_role("button", name="Start").click()
    for _ in range(2):
        page.locator(".pool .piece").first.get_by_role("button", name="Add").click()
    placed = page.locator(".places .piece").all_inner_texts()
    page.context.clear_cookies(name="csrftoken")

    for _ in range(2):
        with page.expect_response(lambda response: response.status == 403):
            page.get_by_role("button", name="Check", exact=True).click()
        note = page.locator(".problem-note:visible")
        expect(note).to_have_count(1)
        expect(note).to_contain_text("This form has expired. Nothing was changed.")
        expect(note.get_by_role("alert")).to_be_focused()

    assert len(placed) == 2
    assert page.locator(".places .piece").all_inner_texts() == placed
    assert page.locator("main").count() == 1
    assert faults_of_access(page) == []
    console.forgive("403")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("kind", KINDS[:-1])
def test_a_sitting_of_any_kind_is_taken_to_its_summary(open_page: OpenPage, kind: str, scripts: bool) -> None:
    page = open_page("/practice/", scripts=scripts, width="narrow")
    begin(kind)(page)

    for number in range(1, 6):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Question {number}")
        answer(page, kind, scripts)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator("#verdict")).to_be_visible()
        assert overflow_of(page) == 0
        if number == 1:
            assert not scripts or faults_of_access(page) == []
        page.get_by_text("Next question" if number < 5 else "See how it went", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("of 5 right")
    assert Attempt.objects.count() == 5


def answer(page: Page, kind: str, scripts: bool) -> None:
    """Something, right or wrong."""
    if kind == "Choice":
        page.locator("input[name=option]").first.check()
    elif kind == "Matching":
        page.locator("select").first.select_option(index=1)
    elif scripts:
        page.locator(".pool .piece").first.get_by_role("button", name="Add").click()
    else:
        page.locator("select").first.select_option("1")


def test_what_was_begun_is_found_again(open_page: OpenPage) -> None:
    page = open_page("/practice/")
    page.get_by_role("button", name="Start").click()
    begun = page.url

    page.goto("/")
    page.get_by_text("Go on with “All topics”").click()
    page.get_by_role("link", name="Begin", exact=True).click()

    assert page.url == begun


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_a_sitting_is_left_from_its_last_question(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/practice/", scripts=scripts, width="narrow")
    begin("Choice")(page)
    page.get_by_role("link", name="Question 5").click()
    answer(page, "Choice", scripts)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#verdict")).to_be_visible()

    page.get_by_role("button", name="Finish here").click()

    expect(page.get_by_text("4 unanswered, which counts as no credit")).to_be_visible()


def test_coming_back_to_an_answered_board_shows_its_verdict(open_page: OpenPage) -> None:
    page = open_page("/")
    with_a_mouse(page, RIGHT)
    expect(page.locator("#verdict")).to_be_visible()

    page.reload()
    expect(page.locator("#verdict")).to_contain_text("Right.")
    page.go_back()
    page.go_forward()
    expect(page.locator("#verdict")).to_contain_text("Right.")
