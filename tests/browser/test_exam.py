"""A mock exam is sat to its end: by mouse on two devices, by keyboard alone, without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from quizzes.models import Attempt, Sitting
from tests.browser.conftest import OpenPage
from tests.builders import choice, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def start(page: Page) -> Sitting:
    page.get_by_role("button", name="Start the clock").click()
    page.wait_for_url("**/s/*/1/")
    return Sitting.objects.get()


def respond(page: Page) -> None:
    """Something on the board, whatever its kind: full enough to be a response."""
    if page.locator("ordering-board").count():
        for _ in range(3):
            page.locator(".pool .piece:visible").first.get_by_role("button", name="Add").click()
    for menu in page.locator("matching-board select").all()[:2]:
        menu.select_option(index=1 + int(menu.evaluate("m => m.closest('li').matches(':nth-child(2)')")))
    for option in page.locator("input[name=option]").all()[:1]:
        option.check()


def save_and_go_on(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: url != before)


def move_deadline(sitting: Sitting, seconds: float) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(deadline_at=now() + timedelta(seconds=seconds))


def graded_as_saved(sitting: Sitting) -> int:
    """Each place with something saved has been graded as it was saved, and no other; how many there are."""
    places = list(sitting.lineup.select_related("question_version", "attempt"))
    graded = {place.number: place.attempt.response for place in places if hasattr(place, "attempt")}
    assert graded == {place.number: place.draft for place in places if place.draft}
    return len(graded)


def test_an_exam_of_65_questions_is_left_midway_resumed_elsewhere_and_runs_out(open_page: OpenPage):
    data = [choice(f"data-{n}", prompt=f"Data? {n}", exams={"MLA-C01": ("1.1",)}) for n in range(30)]
    published(*data, slug="enough-data", now=now())
    page = open_page("/exams/mla-c01/")
    expect(page.get_by_text("65 questions in 130 minutes.")).to_be_visible()
    sitting = start(page)
    assert sitting.lineup.count() == 65
    for _ in range(30):
        respond(page)
        save_and_go_on(page)
    respond(page)  # and the tab is gone right after the change was saved
    expect(page.locator("draft-saver [role=status]")).to_contain_text("Saved")
    cookies = page.context.cookies()
    page.context.close()

    elsewhere = open_page("/")
    elsewhere.context.add_cookies([c for c in cookies if c["name"] != "csrftoken"])
    elsewhere.goto("/")
    elsewhere.get_by_role("link", name="Go on with “Mock exam: MLA-C01”").click()
    expect(elsewhere.get_by_text("31 of 65 answered.")).to_be_visible()
    elsewhere.get_by_role("link", name="Go on with question 32").click()
    elsewhere.wait_for_url("**/32/")
    for _ in range(32, 65):
        respond(elsewhere)
        save_and_go_on(elsewhere)
    respond(elsewhere)
    save_and_go_on(elsewhere)
    expect(elsewhere.get_by_text("65 of 65 answered.")).to_be_visible()
    assert not Attempt.objects.exists()

    move_deadline(sitting, -31)
    elsewhere.reload()

    expect(elsewhere.get_by_text("Closed at the deadline")).to_be_visible()
    assert graded_as_saved(sitting) == 65
    scored = Attempt.objects.filter(place__scored=True)
    right = scored.filter(correct=True).count()
    expect(elsewhere.locator("h1")).to_have_text(f"{right} of 50 right")


def test_when_the_clock_stands_at_nothing_the_page_goes_where_the_result_will_be(open_page: OpenPage):
    page = open_page("/exams/pipeline-drill/")
    sitting = start(page)
    move_deadline(sitting, 4)
    page.reload()
    expect(page.locator("exam-clock[data-soon]")).to_be_visible()
    respond(page)

    expect(page.get_by_text("Time is up.")).to_be_visible(timeout=15_000)
    assert page.url.endswith(f"/s/{sitting.key}/")
    move_deadline(sitting, -31)
    page.get_by_role("link", name="See whether it is there").click()

    expect(page.get_by_text("Closed at the deadline")).to_be_visible()
    assert graded_as_saved(sitting) == 1


def test_after_the_computer_slept_the_clock_shows_what_is_left(open_page: OpenPage):
    """While it sleeps `performance.now` may stand still: then the clock on the wall alone has gone on."""
    page = open_page("/exams/pipeline-drill/")
    start(page)
    left = page.locator("exam-clock .left")
    expect(left).to_have_text(re.compile(r"^(39|40):"))

    page.evaluate("{ const now = Date.now; Date.now = () => now() + 35 * 60_000 }")

    expect(left).to_have_text(re.compile(r"^[45]:"))
    expect(left).not_to_have_text(left.inner_text())
    expect(left).to_have_text(re.compile(r"^[45]:"))  # it slept once


def test_the_clock_can_be_hidden_stays_so_and_tells_politely_when_time_grows_short(open_page: OpenPage):
    page = open_page("/exams/pipeline-drill/")
    sitting = start(page)
    page.get_by_role("button", name="Hide the clock").click()
    expect(page.locator("exam-clock .left")).to_be_hidden()
    move_deadline(sitting, 63)
    page.reload()

    expect(page.locator("exam-clock .left")).to_be_hidden()
    expect(page.locator("exam-clock [role=status]")).to_have_text("1 minute left", timeout=15_000)
    page.get_by_role("button", name="Hide the clock").click()
    expect(page.locator("exam-clock .left")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Tab until what is focused matches."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not come to {selector}")


def press_through(page: Page, selector: str) -> None:
    """To what the selector names by keyboard, and Enter."""
    before = page.url
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def test_an_exam_by_keyboard_alone(open_page: OpenPage):
    page = open_page("/exams/pipeline-drill/")
    press_through(page, "button.go")
    sitting = Sitting.objects.get()
    for _ in range(sitting.lineup.count()):
        if page.locator("ordering-board").count():
            tab_to(page, "[data-key=add]")
            for _ in range(3):
                page.keyboard.press("Enter")
        elif page.locator("matching-board").count():
            tab_to(page, "matching-board select")
            page.keyboard.press("ArrowDown")
        else:
            tab_to(page, "input[name=option]")
            page.keyboard.press("Space")
        press_through(page, "button[name=save]")
    press_through(page, "a[href$='/finish/']")
    press_through(page, "main button.go")

    expect(page.locator("h1")).to_contain_text(f"of {sitting.lineup.count()} right")
    assert graded_as_saved(sitting) == sitting.lineup.count()


def test_an_exam_without_javascript(open_page: OpenPage):
    page = open_page("/exams/pipeline-drill/", width="narrow", scripts=False)
    sitting = start(page)
    expect(page.locator("exam-clock")).to_contain_text(re.compile("(39|40) minutes left"))
    for _ in range(sitting.lineup.count()):
        for place, menu in enumerate(page.locator("ordering-board select").all()[:3], 1):
            menu.select_option(str(place))
        for menu in page.locator("matching-board select").all()[:1]:
            menu.select_option(index=1)
        for option in page.locator("input[name=option]").all()[:1]:
            option.check()
        save_and_go_on(page)
    expect(
        page.get_by_text(f"{sitting.lineup.count()} of {sitting.lineup.count()} answered.")
    ).to_be_visible()
    page.get_by_role("link", name="Finish the exam").click()
    page.get_by_role("button", name="Finish and see the result").click()

    expect(page.locator("h1")).to_contain_text("right")
    assert graded_as_saved(sitting) == sitting.lineup.count()
