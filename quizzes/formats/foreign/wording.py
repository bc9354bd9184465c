"""Texts of other systems as our Markdown."""

from __future__ import annotations

import re

from kit import unhtml
from kit.escaping import in_blocks, in_line
from quizzes.formats.foreign.found import Text

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,500})?/?>")
_FORMULA = re.compile(r"\$\$.|\\\(.|\\\[.", re.DOTALL)


def said(text: Text, *, blocks: bool) -> tuple[str, tuple[str, ...]]:
    """Its Markdown, of several blocks or of one line, and the names of what that could not say."""
    raw, lost = text.raw.strip(), list[str]()
    markup = text.markup
    if markup == "moodle":
        markup = "html" if unhtml.looks_like_html(raw) else "plain"
        raw = raw.replace("\n", "<br>") if markup == "html" else raw
    if _FORMULA.search(raw):
        lost.append("a formula, which is shown as it is written")
    if markup == "html":
        found = unhtml.markdown(raw, blocks=blocks)
        return found.text, (*found.lost, *lost)
    if len(raw) > unhtml.MOST:
        raw = raw[: unhtml.MOST]
        lost.append(f"what comes after {unhtml.MOST:,} characters")
    if markup == "markdown":
        if _TAG.search(raw):
            lost.append("HTML within Markdown, which is shown as it is written")
        return raw if blocks else " ".join(raw.split()), tuple(lost)
    return in_blocks(raw) if blocks else in_line(" ".join(raw.split())), tuple(lost)
