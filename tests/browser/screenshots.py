"""Every page at both widths and in both themes, into build/screenshots: `make screenshots`.

`python -m tests.browser.screenshots patterns home` takes only the pages named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.chromium import THEMES, WIDTHS, launch_arguments, window
from tests.browser.pages import SHOWN, Shown
from tests.browser.serving import ROOT, served

FOLDER = ROOT / "build" / "screenshots"


def main(names: list[str]) -> int:
    """Take the pictures. A page that cannot be brought into its state is named, and the others are taken."""
    wanted = [shown for shown in SHOWN if not names or shown.name in names]
    failed = 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(**launch_arguments())
        for mail in sorted({shown.mail for shown in wanted}):
            with tempfile.TemporaryDirectory() as folder, served(Path(folder), mail=mail) as address:
                failed += sum(not taken(browser, address, shown) for shown in wanted if shown.mail == mail)
        browser.close()
    return 1 if failed else 0


def taken(browser: Browser, address: str, shown: Shown) -> bool:
    """Whether the pictures of a page could be taken; which one it is is said."""
    try:
        for width in WIDTHS:
            shoot(browser, address, shown, width)
    except Error as error:
        print(f"{shown.name}: {error}", file=sys.stderr)  # noqa: T201
        return False
    print(shown.name, flush=True)  # noqa: T201
    return True


def shoot(browser: Browser, address: str, shown: Shown, width: str) -> None:
    """Pictures of the whole page, by day and by night."""
    context = browser.new_context(base_url=address, **window(width))
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(shown.path)
    shown.do(page)
    page.wait_for_load_state("networkidle")
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=FOLDER / f"{shown.name}-{WIDTHS[width]}-{theme}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
