"""An entry as it is kept: as plain data, and as the same data with its Markdown rendered. Pure."""

from __future__ import annotations

import hashlib
import html
import json
from typing import Any

from kit import prose
from kit.fields import Form
from syllabus.formats.texts import Block, Inline, told

RENDERING = 2
"""Raise it when the same text shall be shown otherwise: the next load then writes every entry again."""


def as_data(form: Form) -> Any:
    """The entry as written: plain dicts, lists, text, numbers and booleans."""
    return told(form, str)


def as_html(form: Form) -> Any:
    """The same, and every text in it is safe to show as it is: Markdown rendered, all other text escaped."""
    return told(form, _safe)


def digest(*parts: Any) -> str:
    """Tells whether anything of an entry has changed: what was written, or how it is rendered."""
    body = json.dumps([RENDERING, *parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def _safe(text: str) -> str:
    if isinstance(text, Block):
        return prose.block(text, limit=prose.LESSON)
    if isinstance(text, Inline):
        return prose.inline(text)
    return html.escape(text)
