"""A link that htmx has wired is a link still: a key held down, or the middle button, opens it beside."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

HOW = {
    "control": {"modifiers": ["Control"]},
    "shift": {"modifiers": ["Shift"]},
    "middle": {"button": "middle"},
}
LINKS = {
    "a node of the picture": ("/loop/", ".dag a[data-node=register]:visible", "/loop/register/"),
    "a need of a node": ("/loop/register/", ".node-detail a[hx-get]:has-text('Gate')", "/loop/gate/"),
    "a moment of a walk": ("/loop/?t=2", "#walk-next", "/loop/?t=3"),
    "a node of another pipeline": (
        "/pipelines/drift-retraining/",
        ".dag a[data-node]:visible >> nth=0",
        "/pipelines/drift-retraining/",
    ),
    "a note to write": ("/traps/register-deploys/", ".leaf a[hx-get]", "/notes/"),
}


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def opened_beside(page: Page, link: Locator, how: str) -> Page:
    with page.context.expect_page() as told:
        link.click(**HOW[how])  # type: ignore[arg-type]
    return told.value


@pytest.mark.parametrize("which", LINKS)
def test_a_link_opens_beside_and_leaves_this_page_alone(open_page: OpenPage, which: str) -> None:
    address, selector, to = LINKS[which]
    page = open_page(address)
    stands = page.url
    swaps: list[str] = []
    page.on("request", lambda request: swaps.append(request.url) if "hx-request" in request.headers else None)

    for how in HOW:
        beside = opened_beside(page, page.locator(selector).first, how)

        beside.wait_for_load_state()
        assert to in beside.url, how
        expect(beside.locator("main h1, main h2").first).to_be_visible()
        assert page.url == stands, how
        assert swaps == [], how


def test_every_link_that_htmx_has_wired_is_left_to_the_browser(open_page: OpenPage) -> None:
    """Whatever else becomes of the click: htmx, which listens at the link, is not to hear of it."""
    page = open_page("/loop/register/?t=4")
    heard = page.evaluate(
        """(keys) => [...document.querySelectorAll("a[hx-get]")].flatMap((link) => keys.map((key) => {
            let heard = false;
            const hear = (event) => { heard = true; event.preventDefault(); };
            link.addEventListener("click", hear);
            link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, [key]: true }));
            link.removeEventListener("click", hear);
            return heard;
        }))""",
        ["altKey", "ctrlKey", "metaKey", "shiftKey"],
    )

    assert len(heard) > 40
    assert not any(heard)
