"""Every page and state, as it is really served: accessible, in its window, light, asking no other host."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import faults_of_access, overflow_of, small_targets, weigh
from tests.browser.chromium import THEMES, window
from tests.browser.conftest import Console
from tests.browser.pages import SHOWN, Shown

MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS = 100_000, 45_000, 8
ADDRESSES = sorted({shown.path for shown in SHOWN})


@contextmanager
def opened(chromium: Browser, console: Console, site: str, width: str, theme: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=site, **window(width, theme))
    console.listen(context)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_a_page_is_accessible_and_fits_its_window_by_day_and_by_night(
    chromium: Browser, console: Console, request: pytest.FixtureRequest, shown: Shown, width: str
) -> None:
    site = request.getfixturevalue("served_site_with_mail" if shown.mail else "served_site")
    with opened(chromium, console, site, width, "light") as page:
        page.goto(shown.path)
        shown.do(page)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            assert faults_of_access(page) == [], theme
        assert overflow_of(page) == 0
        if width == "narrow":
            assert small_targets(page) == []
    console.forgive(r"status of 4\d\d|Response Status Error Code 422")
    if shown.says:
        console.forgive(shown.says)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_visit_is_light_and_asks_no_other_host(
    chromium: Browser, console: Console, served_site: str, address: str
) -> None:
    with opened(chromium, console, served_site, "wide", "light") as page:
        weight = weigh(page, served_site + address)

    assert {urlsplit(request).netloc for request in weight.requests} == {urlsplit(served_site).netloc}
    assert len(weight.requests) <= MOST_REQUESTS
    assert weight.total <= MOST_BYTES
    assert weight.bytes["Script"] <= MOST_SCRIPT
    console.forgive("404")
