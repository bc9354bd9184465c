"""A case from its first question to its last, with its scenario in view: by every hand, at every width."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from quizzes.models import Attempt
from tests.browser.checks import faults_of_access, overflow_of
from tests.browser.conftest import OpenPage
from tests.browser.pages import check, respond
from tests.browser.test_journey import press, tab_to
from tests.builders import a_case, choice, published

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = (
    "| run | what happened |\n|---|---|\n| 1 | all three jobs ran |\n| 2 | `RegisterModelPackage` failed |\n"
)
CODE = "```python\ngate = ConditionStep(name='Gate', conditions=[at_least], if_steps=[register])\n```\n"
TALL = "\n\n".join(f"On day {n} of the shop somebody looked at the run and wrote it down." for n in range(30))


@pytest.fixture(autouse=True)
def content() -> None:
    published(
        a_case(scenario=f"A shop retrains.\n\n{TABLE}\n{CODE}\n{TALL}"),
        choice(),
        choice("two", prompt="Two?"),
    )


def scenario(page: Page) -> Locator:
    return page.get_by_role("region", name="Case: The shop")


def begin(page: Page, *, only_cases: bool = True) -> None:
    if only_cases:
        for kind in ("Ordering", "Matching", "Choice"):
            page.get_by_label(kind, exact=True).uncheck()
    page.get_by_role("button", name="Start").click()
    page.locator(".of-case a").first.click()
    page.locator(".case").wait_for()


def box(of: Locator) -> dict[str, float]:
    found = of.bounding_box()
    assert found is not None
    return dict(found)


def by_mouse(page: Page) -> None:
    respond(page)
    check(page)


def by_keyboard(page: Page) -> None:
    """What the board at hand takes, with nothing but keys."""
    first = page.locator("[data-key=add]:visible, matching-board select, input[name=option]").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("(it) => it === document.activeElement"):
            break
    keys = {"BUTTON": "Enter", "SELECT": "ArrowDown", "INPUT": "Space"}
    page.keyboard.press(keys[page.evaluate("document.activeElement.tagName")])
    tab_to(page, "^Check$")
    page.keyboard.press("Enter")


def without_scripts(page: Page) -> None:
    if page.locator("input[name=option]").count():
        page.locator("input[name=option]").first.check()
    else:
        page.locator("select").first.select_option(index=1)
    page.get_by_role("button", name="Check", exact=True).click()


HANDS: dict[str, tuple[Callable[[Page], None], dict[str, object]]] = {
    "mouse": (by_mouse, {}),
    "keyboard": (by_keyboard, {}),
    "finger": (by_mouse, {"width": "narrow"}),
    "no script": (without_scripts, {"scripts": False, "width": "narrow"}),
}


@pytest.mark.parametrize("how", HANDS)
def test_a_case_is_taken_from_its_first_question_to_its_summary(open_page: OpenPage, how: str) -> None:
    answer, window = HANDS[how]
    page = open_page("/practice/", **window)
    begin(page)

    for number in (1, 2, 3):
        heading = page.get_by_role("heading", name=re.compile(f"Case: The shop, question {number} of 3"))
        expect(heading).to_be_visible()
        expect(scenario(page)).to_contain_text("A shop retrains.")
        answer(page)
        expect(page.locator("#verdict")).to_be_visible()
        expect(scenario(page)).to_be_visible()
        assert overflow_of(page) == 0
        press(page, how, "Next question" if number < 3 else "See how it went")

    expect(page.get_by_role("heading", level=1)).to_contain_text("of 3 right")
    expect(page.locator(".lineup .of-case")).to_contain_text("Case: The shop")
    assert Attempt.objects.count() == 3


def test_on_a_wide_window_the_scenario_stays_beside_the_question(open_page: OpenPage) -> None:
    page = open_page("/practice/")
    begin(page)
    left, right = box(page.locator(".case")), box(page.locator(".board"))
    assert left["x"] + left["width"] < right["x"]
    assert abs(left["y"] - box(page.locator(".stops"))["y"]) < 2

    by_mouse(page)
    page.get_by_text("Next question", exact=True).click()
    page.locator("ordering-board .place").first.wait_for()
    by_mouse(page)
    page.evaluate("scrollTo({ top: 260, behavior: 'instant' })")

    seen = box(page.locator(".case"))
    assert seen["y"] == 16
    assert seen["y"] + seen["height"] <= 900
    expect(page.get_by_role("heading", name=re.compile("Case: The shop"))).to_be_in_viewport()


def test_a_tall_scenario_scrolls_by_itself_from_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("/practice/")
    begin(page)

    tab_to(page, "^A shop retrains")
    expect(scenario(page)).to_be_focused()
    before = page.evaluate("scrollY")
    page.keyboard.press("End")

    expect(scenario(page).get_by_text("On day 29")).to_be_in_viewport()
    assert page.evaluate("scrollY") == before


def test_a_check_leaves_the_scenario_as_its_reader_had_it(open_page: OpenPage) -> None:
    page = open_page("/practice/")
    begin(page)
    scenario(page).evaluate("(it) => it.scrollTo(0, 200)")
    by_mouse(page)
    assert scenario(page).evaluate("(it) => it.scrollTop") == 200

    page.locator(".case > summary").click()
    wide = box(page.locator(".board"))["width"]
    assert wide > 1000
    press(page, "mouse", "Next question")
    by_mouse(page)
    expect(scenario(page)).to_be_visible()
    page.locator(".case > summary").press("Enter")
    expect(scenario(page)).to_be_hidden()


def test_on_a_narrow_window_the_scenario_stands_above_and_folds(open_page: OpenPage) -> None:
    page = open_page("/practice/", width="narrow", scripts=False)
    begin(page)
    above, below = box(page.locator(".case")), box(page.locator(".board"))
    assert above["y"] + above["height"] <= below["y"]
    assert scenario(page).evaluate("(it) => it.scrollHeight - it.clientHeight") == 0

    page.locator(".case > summary").tap()

    expect(scenario(page)).to_be_hidden()
    assert box(page.locator(".board"))["y"] < above["y"] + 250


def test_the_navigator_keeps_a_case_together_and_says_its_name(open_page: OpenPage) -> None:
    page = open_page("/practice/")
    begin(page, only_cases=False)

    group = page.get_by_role("navigation", name="Questions of this sitting").locator(".of-case")
    expect(group.get_by_role("link")).to_have_count(3)
    expect(group).to_contain_text("Case: The shop")
    assert len({box(link)["y"] for link in group.get_by_role("link").all()}) == 1
    assert faults_of_access(page) == []


def test_on_paper_the_whole_scenario_stands_before_the_question(open_page: OpenPage) -> None:
    page = open_page("/practice/")
    begin(page)
    page.locator(".case > summary").click()

    page.emulate_media(media="print")

    expect(page.locator(".stops")).to_be_hidden()
    expect(scenario(page).get_by_text("On day 29")).to_be_visible()
    assert scenario(page).evaluate("(it) => it.scrollHeight - it.clientHeight") <= 0
    above, below = box(scenario(page)), box(page.locator(".board"))
    assert above["y"] + above["height"] <= below["y"]
