"""How Chromium is started: without a screen, without a sandbox, and asking nothing of the world outside."""

from __future__ import annotations

from typing import Any

from tests.environment.chromium import HOW_TO_GET_IT, NoChromium, find

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"wide": 1280, "narrow": 360}
THEMES = ("light", "dark")


def launch_arguments() -> dict[str, Any]:
    """For playwright's `launch`: the Chromium of this machine, never one that playwright brings."""
    path = find()
    if path is None:
        raise NoChromium(HOW_TO_GET_IT)
    return {"executable_path": path, "args": ARGUMENTS}


def window(width: str = "wide", theme: str = "light") -> dict[str, Any]:
    """For playwright's `new_context`: a desk or a phone held in the hand, by day or by night."""
    narrow = width == "narrow"
    return {
        "viewport": {"width": WIDTHS[width], "height": 740 if narrow else 900},
        "color_scheme": theme,
        "has_touch": narrow,
        "is_mobile": narrow,
    }
