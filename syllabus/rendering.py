"""An entry as it is kept: as plain data, and as the same data with its Markdown rendered. Pure."""

from __future__ import annotations

import hashlib
import html
import json
from typing import Any

from kit import hardness, prose
from kit.fields import Form
from syllabus.formats.texts import Block, Inline, Say, leaves, told

RENDERING = 2
"""Raise it when the same text shall be shown otherwise: the next load then writes every entry again."""


def as_data(form: Form) -> Any:
    """The entry as written: plain dicts, lists, text, numbers and booleans."""
    return told(form, str)


def as_html(form: Form, link: Say = str) -> Any:
    """The same, and every text in it is safe to show as it is: Markdown rendered, all other text escaped.

    `link` is given the HTML of each text that has paragraphs, and returns it with its terms linked.
    """
    return told(form, lambda text: link(_safe(text)) if isinstance(text, Block) else _safe(text))


def texts_of(form: Form) -> list[str]:
    """The texts of an entry that have paragraphs, as Markdown: those in which terms are linked."""
    return [text for _path, text in leaves(form) if isinstance(text, Block)]


def digest(*parts: Any) -> str:
    """Tells whether anything of an entry has changed: what was written, or how it is rendered."""
    body = json.dumps([RENDERING, *parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def _safe(text: str) -> str:
    if isinstance(text, Block):
        return prose.block(text, limit=hardness.LESSON)
    if isinstance(text, Inline):
        return prose.inline(text)
    return html.escape(text)
