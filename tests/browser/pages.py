"""Every page and every state of one that is looked at: in screenshots, by axe, on the scales.

One line for each. `do` brings the page into the state that is meant, by what a person would do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Shown:
    """A page under the name of its picture."""

    name: str
    path: str
    do: Callable[[Page], None] = lambda page: None
    status: int = 200


SHOWN = (
    Shown("patterns", "/patterns/"),
    Shown("not-found", "/no-such-page/", status=404),
)
