"""The texts of Moodle XML: each element says how its own is written."""

from __future__ import annotations

from quizzes.formats.foreign.found import Markup, Text
from quizzes.formats.moodle.elements import Element

MARKUPS: dict[str, Markup] = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "plain": "plain",
    "markdown": "markdown",
}


def text_of(element: Element | None, default: Markup) -> Text | None:
    """The text of an element: in a `text` of its own or, in old files, as it is."""
    if element is None:
        return None
    inner = element.first("text")
    raw = inner.inner() if inner is not None else element.text()
    markup = MARKUPS.get(element.attributes.get("format", ""), default)
    return Text(raw.strip(), markup, (inner or element).place)
