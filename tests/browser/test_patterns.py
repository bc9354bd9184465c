"""Every component at once: accessible, in its window, and within its budget, in both themes and widths."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.checks import faults_of_access, overflow_of, small_targets
from tests.browser.chromium import THEMES, WIDTHS
from tests.browser.conftest import Console, OpenPage

pytestmark = pytest.mark.urls("tests.browser.urls")

STATIC = Path(__file__).resolve().parents[2] / "static"
SENT_BY_HTMX = "(form) => { form.setAttribute('hx-get', '/nowhere/'); htmx.process(form); }"
BUDGET = 16_384  # bytes of each joined file, compressed: with htmx well within the 45 kB of scripts


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(open_page: OpenPage, width: str, theme: str) -> None:
    assert faults_of_access(open_page("/patterns/", width=width, theme=theme)) == []


def test_a_script_that_does_not_come_leaves_a_form_that_works(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.route("**/app.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/patterns/")
    expect(page.locator("ordering-board select").first).to_be_visible()
    expect(page.locator("matching-board select").first).to_be_visible()
    expect(page.locator("ordering-board .places")).to_have_count(0)
    assert faults_of_access(page) == []


@pytest.mark.parametrize("width", [320, 360, 640, 768, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_is_wider_than_the_window(open_page: OpenPage, width: int, scripts: bool) -> None:
    page = open_page("/patterns/", viewport={"width": width, "height": 700}, scripts=scripts)
    assert overflow_of(page) == 0


def test_text_twice_as_large_still_fits(open_page: OpenPage) -> None:
    page = open_page("/patterns/", viewport={"width": 640, "height": 700})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow_of(page) == 0


def test_every_control_can_be_hit_with_a_finger(open_page: OpenPage) -> None:
    assert small_targets(open_page("/patterns/", width="narrow")) == []


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(open_page: OpenPage) -> None:
    page = open_page("/patterns/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_who_wants_less_motion_gets_none(open_page: OpenPage) -> None:
    page = open_page("/patterns/", reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")]
            .filter((element) => parseFloat(getComputedStyle(element).transitionDuration)).length"""
    )
    assert moving == 0


def test_in_forced_colours_shapes_and_choices_are_still_seen(open_page: OpenPage) -> None:
    page = open_page("/patterns/", forced_colors="active")
    ink = page.evaluate("getComputedStyle(document.body).color")
    expect(page.locator(".shape").first).to_have_css("stroke", ink)
    expect(page.locator(".option:has(:checked)").first).to_have_css("outline-style", "solid")


def test_a_failed_request_is_told_and_can_be_tried_again(open_page: OpenPage, console: Console) -> None:
    page = open_page("/patterns/")
    form = page.locator("form[data-sample=one]")
    form.evaluate(SENT_BY_HTMX)
    page.route("**/nowhere/*", lambda route: route.abort())
    form.evaluate("(form) => form.requestSubmit()")
    notice = page.locator("connection-notice")
    expect(notice).to_contain_text("Not saved. The connection was lost.")

    tried: list[str] = []
    page.unroute("**/nowhere/*")
    page.route("**/nowhere/*", lambda route: (tried.append(route.request.url), route.fulfill(body="")))
    notice.get_by_role("button", name="Try again").click()
    expect(notice).to_be_hidden()
    assert len(tried) == 1
    console.forgive("nowhere|ERR_FAILED|htmx:sendError|htmx:afterRequest")


@pytest.mark.parametrize("status", [403, 404, 409, 422, 429])
def test_a_refusal_is_shown_in_place(open_page: OpenPage, console: Console, status: int) -> None:
    page = open_page("/patterns/")
    form = page.locator("form[data-sample=one]")
    form.evaluate(SENT_BY_HTMX)
    page.route("**/nowhere/*", lambda route: route.fulfill(status=status, body="<p id='said'>So not.</p>"))
    form.evaluate("(form) => form.requestSubmit()")
    expect(page.locator("#said")).to_be_visible()
    expect(page.locator("connection-notice")).to_be_hidden()
    console.forgive(f"status of {status}|Response Status Error Code {status}")


@pytest.mark.parametrize("name", ["app.css", "app.js"])
def test_styles_and_scripts_stay_small(name: str) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= BUDGET


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    templates = list((STATIC.parent / "templates").rglob("*.html"))
    assert len(templates) > 10
    for template in templates:
        text = template.read_text()
        for banned in (" style=", "<style", "hx-on", "onclick=", "javascript:", "js:", "hx-vals", "hx-boost"):
            assert banned not in text, f"{template.name} holds {banned}"


ALLOWED = {("draft-marks.js", "fetch(")}
"""A save outlives its page, which htmx cannot do: docs/adr/0017. What comes back is parsed and moved."""


def test_a_script_is_one_small_element_that_is_checked() -> None:
    scripts = list((STATIC / "js").glob("*.js"))
    assert len(scripts) > 3
    for script in scripts:
        text = script.read_text()
        assert text.startswith("// @ts-check\n"), script.name
        assert len(text.splitlines()) < 100, script.name
        for banned in ("innerHTML", "insertAdjacentHTML", "fetch(", "XMLHttpRequest", "eval("):
            if (script.name, banned) not in ALLOWED:
                assert banned not in text, f"{script.name} holds {banned}"
