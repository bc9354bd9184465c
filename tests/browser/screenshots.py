"""Every page at both widths and in both themes, into build/screenshots: `make screenshots`.

`python -m tests.browser.screenshots patterns home` takes only the pages named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import THEMES, WIDTHS, launch_arguments, window
from tests.browser.pages import SHOWN, Shown
from tests.browser.serving import ROOT, served

FOLDER = ROOT / "build" / "screenshots"


def main(names: list[str]) -> None:
    wanted = [shown for shown in SHOWN if not names or shown.name in names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(**launch_arguments())
        for shown in wanted:
            for width in WIDTHS:
                for theme in THEMES:
                    shoot(browser, address, shown, width, theme)
            print(shown.name, flush=True)  # noqa: T201
        browser.close()


def shoot(browser: Browser, address: str, shown: Shown, width: str, theme: str) -> None:
    """One picture of the whole page."""
    context = browser.new_context(base_url=address, **window(width, theme))
    page = context.new_page()
    page.goto(shown.path)
    shown.do(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{shown.name}-{WIDTHS[width]}-{theme}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
