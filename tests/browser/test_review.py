"""A review from the plan to the end of the day: with keys alone, on a phone, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Card, CardReview
from tests.browser.checks import faults_of_access, overflow_of
from tests.browser.conftest import OpenPage
from tests.browser.pages import check, respond
from tests.browser.test_case import by_keyboard, without_scripts
from tests.browser.test_journey import tab_to
from tests.builders import choice, matching, ordering, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def content() -> None:
    published(
        ordering("loop-in-order"),
        matching(),
        choice(),
        choice("two", prompt="And where else?"),
        slug="retraining-loop",
    )


def by_hand(page: Page) -> None:
    respond(page)
    check(page)


def press(page: Page, name: str) -> None:
    page.locator("a:visible, button:visible").filter(has_text=name).last.click()


def press_keys(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("answer", "go", "options"),
    [
        (by_keyboard, press_keys, {}),
        (by_hand, press, {"width": "narrow"}),
        (without_scripts, press, {"width": "narrow", "scripts": False}),
    ],
    ids=["keyboard", "phone", "no script"],
)
def test_a_day_of_review(
    open_page: OpenPage, answer: Callable[[Page], None], go: Callable[[Page, str], None], options: dict
) -> None:
    page = open_page("/", **options)
    go(page, "Review until the exam")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    exam = datetime.now(UTC).date() + timedelta(days=2)
    page.get_by_label("On which day").fill(exam.isoformat())
    page.get_by_label("Questions a day").fill("9")
    go(page, "Save")
    expect(page.get_by_text("In 2 days")).to_be_visible()
    assert overflow_of(page) == 0

    go(page, "Review 2 now")
    expect(page.get_by_role("link", name="Begin")).to_be_visible()
    go(page, "Begin")
    for number in (1, 2):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Question {number}")
        answer(page)
        expect(page.locator("#verdict")).to_contain_text("It comes back on")
        assert overflow_of(page) == 0
        go(page, "Next question" if number == 1 else "See how it went")
        expect(page.locator("#verdict")).to_have_count(0)
    go(page, "What else is due")

    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    assert Card.objects.count() == CardReview.objects.count() == 2
    if options.get("scripts", True):
        assert faults_of_access(page) == []


def test_a_plan_that_cannot_be_is_told_beside_its_field_and_kept(open_page: OpenPage, console) -> None:
    page = open_page("/review/", width="narrow")
    page.get_by_label("On which day").fill("2001-01-01")
    page.get_by_label("Questions a day").fill("900")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("That day is past.")).to_be_visible()
    expect(page.get_by_text("Give a whole number from 1 to 200.")).to_be_visible()
    expect(page.get_by_role("alert").first).to_be_focused()
    assert page.get_by_label("Questions a day").input_value() == "900"
    assert overflow_of(page) == 0
    assert faults_of_access(page) == []
    console.forgive("422")


def test_the_numbers_of_the_picture_open_with_a_key(open_page: OpenPage) -> None:
    page = open_page("/review/")
    tab_to(page, "The same in numbers")
    page.keyboard.press("Enter")

    expect(page.get_by_role("columnheader", name="Due again")).to_be_visible()
    assert page.get_by_role("img", name="Questions of the next 14 days").count() == 1
    assert faults_of_access(page) == []
