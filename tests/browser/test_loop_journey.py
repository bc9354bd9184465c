"""The loop in three pairs of hands: what Register needs and why, a gate that fails, and the Fail step.

By keyboard alone, by touch on a phone, and without a script. What is read at the end is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import faults_of_access, overflow_of
from tests.browser.conftest import OpenPage
from tests.browser.test_journey import tab_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def node(page: Page, key: str) -> Locator:
    """A node of the picture that is to be seen at this width."""
    return page.locator(f".dag a[data-node={key}]:visible")


def focused(page: Page) -> str:
    """The node that has the focus."""
    key: str = page.evaluate("document.activeElement.dataset.node ?? ''")
    return key


def by_keyboard_to_register(page: Page) -> None:
    """Into the picture with Tab, then along the lines: every step is one need."""
    tab_to(page, "^Trigger a run$")
    way = [focused(page)]
    for key in ("ArrowRight",) * 6:
        page.keyboard.press(key)
        way.append(focused(page))
    assert way == ["trigger", "prepare", "features", "train", "evaluate", "gate", "register"]
    page.keyboard.press("Enter")


def by_keyboard_press(page: Page, name: str) -> None:
    tab_to(page, f"^{name}")
    page.keyboard.press("Enter")


def by_keyboard_to_fail(page: Page) -> None:
    """From the first node to the gate, down one branch, and over to the other."""
    tab_to(page, "^Trigger a run, done$")
    page.keyboard.press("End")
    assert focused(page) == "monitor"
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert focused(page) == "register"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "fail"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "register"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")


def by_finger_to(key: str) -> Callable[[Page], None]:
    return lambda page: node(page, key).tap()


def by_finger_press(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(f"^{name}")).first.tap()


def by_click_to(key: str) -> Callable[[Page], None]:
    return lambda page: node(page, key).click()


def by_click_press(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(f"^{name}")).first.click()


Press = Callable[[Page, str], None]
Go = Callable[[Page], None]
HANDS: dict[str, tuple[Go, Press, Go, dict[str, object]]] = {
    "keyboard": (by_keyboard_to_register, by_keyboard_press, by_keyboard_to_fail, {}),
    "finger": (by_finger_to("register"), by_finger_press, by_finger_to("fail"), {"width": "narrow"}),
    "no script": (by_click_to("register"), by_click_press, by_click_to("fail"), {"scripts": False}),
    "no script, narrow": (
        by_click_to("register"),
        by_click_press,
        by_click_to("fail"),
        {"scripts": False, "width": "narrow"},
    ),
}


@pytest.mark.parametrize("how", HANDS)
def test_what_register_needs_a_gate_that_fails_and_the_fail_step(open_page: OpenPage, how: str) -> None:
    to_register, press, to_fail, window = HANDS[how]
    page = open_page("/loop/", **window)
    detail = page.locator("#node-detail")

    to_register(page)
    expect(detail.get_by_role("heading", level=2)).to_have_text("Register the model version")
    expect(detail).to_contain_text("It stands in the if list: only a model that meets the threshold")
    expect(detail.locator(".when")).to_have_text("when it passes")
    assert page.url.split("#")[0].endswith("/loop/register/")
    needed = page.locator(".dag:visible [data-standing=needed]")
    expect(needed).to_have_count(6)
    assert overflow_of(page) == 0

    press(page, "Start the walk")
    expect(page.locator("#walk-title")).to_have_text("One run: moment 0 of 11")
    press(page, "Gate on the metric: AUC 0.82")
    expect(page.locator("#walk-title")).to_have_text("One run: moment 0 of 8")
    for number in range(1, 9):
        press(page, "Next")
        expect(page.locator("#walk-title")).to_have_text(f"One run: moment {number} of 8")
        assert overflow_of(page) == 0
    expect(page.locator(".walk-bar header")).to_contain_text("Failed")
    expect(detail.locator(".now")).to_contain_text(
        "Register the model version never started: AUC 0.82 < 0.85 sent the condition to its else steps."
    )
    press(page, "Back")
    expect(page.locator(".told")).to_contain_text("Fail the run starts")
    press(page, "Next")
    expect(page.locator("#walk-title")).to_have_text("One run: moment 8 of 8")

    to_fail(page)
    expect(detail.get_by_role("heading", level=2)).to_have_text("Fail the run")
    expect(detail.locator(".now")).to_contain_text("Failed")
    assert re.search(r"/loop/fail/\?gate=fails&t=8(#|$)", page.url)
    if window.get("scripts", True):
        assert faults_of_access(page) == []

    press(page, "Fail$")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fail")
    assert page.url.endswith("/steps/fail/")


def test_next_keeps_the_focus_and_a_chosen_node_takes_it(open_page: OpenPage) -> None:
    page = open_page("/loop/")
    tab_to(page, "^Start the walk$")
    for number in range(12):
        page.keyboard.press("Enter")
        expect(page.locator("#walk-title")).to_have_text(f"One run: moment {number} of 11")
        expect(page.locator("#pipeline")).not_to_have_class(re.compile("htmx-"))  # its links are ready
        expect(page.locator("#walk-next")).to_be_focused()

    expect(page.locator("#walk-next")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#walk-title")).to_have_text("One run: moment 11 of 11")
    node(page, "gate").click()
    expect(page.locator("#node-title")).to_be_focused()
    page.go_back()
    expect(page.locator("#walk-title")).to_have_text("One run: moment 11 of 11")
    expect(page.locator("#node-detail h2")).to_have_text("No step chosen yet")


def test_on_a_phone_the_arrows_go_down_and_up_and_to_the_other_branch(open_page: OpenPage) -> None:
    page = open_page("/loop/", width="narrow")
    node(page, "gate").focus()

    found = []
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        found.append(focused(page))

    assert found[3:] == ["gate", "evaluate", "gate"]
    assert {found[0], found[1] if found[1] != found[0] else found[2]} == {"register", "fail"}


def test_where_the_focus_is_can_be_seen(open_page: OpenPage) -> None:
    page = open_page("/loop/")
    outline = """() => parseFloat(
        getComputedStyle(document.querySelector("[data-form=wide] [data-node=train] .node")).strokeWidth
    )"""
    before = page.evaluate(outline)
    tab_to(page, "^Train the model$")

    assert page.evaluate(outline) > before + 1


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_nothing_is_zoomed(open_page: OpenPage, width: str) -> None:
    """A picture is as wide on the screen as it was drawn: its letters keep their size."""
    page = open_page("/loop/", width=width)
    for address in ("/loop/?with=tuning&with=feature-store", "/pipelines/drift-retraining/", "/loop/?t=5"):
        page.goto(address)
        [shown, drawn] = page.evaluate(
            """() => {
                const picture = [...document.querySelectorAll(".dag")].find((each) => each.checkVisibility());
                return [picture.getBoundingClientRect().width, Number(picture.getAttribute("width"))];
            }"""
        )
        assert abs(shown - drawn) < 0.2, address
        assert overflow_of(page) == 0


@pytest.mark.parametrize(
    "address",
    ["/loop/", "/loop/?with=tuning&with=feature-store&t=5", "/loop/gate/?t=7&gate=fails", "/loop/register/"],
)
def test_a_pipeline_prints_on_three_pages_at_most(open_page: OpenPage, address: str) -> None:
    """Lying ones: the whole picture with what has just happened, then all nodes in words, once."""
    page = open_page(address)

    paper = page.pdf(prefer_css_page_size=True, format="A4")

    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert 2 <= len(sizes) <= 3
    assert all(float(width) > float(height) for width, height in sizes)

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 703})  # A4 lying, within its margins
    expect(page.locator(".pipeline-table")).to_be_hidden()
    expect(page.locator(".pipeline-list")).to_be_visible()
    [right, bottom] = page.locator(".pipeline-picture").evaluate(
        """(figure) => [
            figure.querySelector("[data-form=wide]").getBoundingClientRect().right + scrollX,
            figure.getBoundingClientRect().bottom + scrollY,
        ]"""
    )
    assert right <= 1032
    assert bottom <= 703


def test_a_saved_picture_stands_alone_by_day_and_by_night(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/loop/?t=7&gate=fails")
    with page.expect_download() as told:
        page.get_by_role("link", name="left to right").click()
    file = tmp_path / told.value.suggested_filename
    told.value.save_as(file)

    page.goto(file.as_uri())
    colours = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        colours.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        assert page.evaluate("getComputedStyle(document.querySelector('.edge')).fill") == "none"
    assert len(set(colours)) == 2
    assert file.name == "retraining-loop-wide.svg"


def test_no_movement_where_less_is_asked_for(open_page: OpenPage) -> None:
    page = open_page("/loop/?t=3", reduced_motion="reduce")

    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("address", ["/loop/?gate=fails&t=0#walk", "/pipelines/drift-retraining/?t=2#walk"])
def test_who_comes_by_the_link_of_a_walk_stays_at_the_walk(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    before = page.evaluate("scrollY")
    heading = page.locator("#walk h2, h2#walk").first

    page.get_by_role("link", name="Next", exact=True).click()
    page.wait_for_url(lambda url: address.split("#")[0] not in url)

    expect(heading).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - before) < 400
