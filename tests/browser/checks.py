"""What is asked of every page: accessible, no wider than its window, light."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def faults_of_access(page: Page) -> list[str]:
    """What axe finds, one line for each element, with the rule and the place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow_of(page: Page) -> int:
    """How many pixels the page is wider than its window: nobody scrolls sideways to read."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def small_targets(page: Page) -> list[str]:
    """Controls that a finger would miss: under 44 px, unless they stand in a line of text."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, select, summary, input:not([type=hidden])")]
            .map((control) => control.closest("label") ?? control)
            .filter((control) => control.checkVisibility({ visibilityProperty: true }))
            .map((control) => [control, control.getBoundingClientRect()])
            .filter(([, box]) => box.width < 43.9 || box.height < 43.9)
            .map(([control, box]) => `${control.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    return found


@dataclass
class Weight:
    """What one visit costs: requests, and bytes over the wire by type."""

    requests: list[str] = field(default_factory=list)
    bytes: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.bytes.values())


def weigh(page: Page, address: str) -> Weight:
    """Visit an address with an empty cache and weigh what comes, headers included."""
    weight, kinds = Weight(), {}
    session = page.context.new_cdp_session(page)
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def finished(event: dict[str, object]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        weight.bytes[kind] += int(float(str(event["encodedDataLength"])))

    def sent(event: dict[str, dict[str, str]]) -> None:
        address = event["request"]["url"]
        if not address.startswith("data:"):  # nobody is asked: the browser's own picture in a field for a day
            weight.requests.append(address)

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="networkidle")
    session.detach()
    return weight
