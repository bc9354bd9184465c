"""A real Chromium before the site. Whatever it says in its console fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.browser.chromium import launch_arguments, window
from tests.browser.serving import served

HERE = Path(__file__).parent
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module; each test gets contexts of its own.

    Playwright keeps an event loop running in this thread meanwhile. That is no reason for Django to refuse
    the database, and no business of other modules.
    """
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as driver:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = driver.chromium.launch(**launch_arguments())
        yield browser
        browser.close()


# What htmx has swapped in with `autofocus` is focused by htmx and by the browser. On a slow machine the
# browser comes second, and says that the focus is there already, which is what was wanted.
FOCUSED_ALREADY = "info: Autofocus processing was blocked because a document already has a focused element."


class Console:
    """What the browser said. A test that means to provoke a message forgives it by a pattern."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.forgiven: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self.note(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.note(f"error: {error.error}"))
        context.on("requestfailed", self.note_failure)

    def note(self, message: str) -> None:
        if message != FOCUSED_ALREADY and not any(re.search(pattern, message) for pattern in self.forgiven):
            self.messages.append(message)

    def note_failure(self, request: Request) -> None:
        """A request that leaving the page has broken off is no failure."""
        if request.failure != "net::ERR_ABORTED":
            self.note(f"failed: {request.url} {request.failure}")

    def forgive(self, pattern: str) -> None:
        """What was said of this kind, and what of it is still to come: it may be said a moment later."""
        self.forgiven.append(pattern)
        self.messages = [message for message in self.messages if not re.search(pattern, message)]


@pytest.fixture
def console() -> Iterator[Console]:
    console = Console()
    yield console
    assert console.messages == []


@pytest.fixture
def open_page(live_server: Any, chromium: Browser, console: Console) -> Iterator[OpenPage]:
    """`open_page("/learn/")`, and with width="narrow", theme="dark", scripts=False as wanted."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str, *, width: str = "wide", theme: str = "light", scripts: bool = True, **options: Any
    ) -> Page:
        settings = {**window(width, theme), "java_script_enabled": scripts, **options}
        context = chromium.new_context(base_url=live_server.url, **settings)
        contexts.append(context)
        console.listen(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def served_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site as `make run` serves it: hashed and compressed files, all content."""
    with served(tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture(scope="session")
def served_site_with_mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same where mail can be sent."""
    with served(tmp_path_factory.mktemp("served-with-mail"), mail=True) as address:
        yield address
