"""An entry as search sees it: plain text, and how rendered Markdown becomes that. Pure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_GAP = re.compile(r"</(?:p|li|h[3-6]|t[dhr]|blockquote|pre)>|<br>|<hr>")


@dataclass(frozen=True, slots=True)
class Findable:
    """An entry as plain text. `more` is shown only where the words stand nowhere else: lists, and code."""

    sort: str
    href: str
    title: str
    place: str = ""
    family: str = ""
    names: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    more: str = ""


def plain(*rendered: str) -> str:
    """Rendered Markdown as text: blocks and items with a space between them, no code blocks."""
    text = " ".join(_CODE.sub(" ", part) for part in rendered)
    return " ".join(html.unescape(_TAG.sub("", _GAP.sub(" ", text))).split())


def code_in(*rendered: str) -> str:
    """The code blocks alone."""
    blocks = (block for text in rendered for block in _CODE.findall(text))
    return " ".join(html.unescape(_TAG.sub("", block)) for block in blocks)


def more_of(shown: str, *others: str) -> str:
    """Of the text that is shown the code, and everything of the others."""
    return f"{plain(*others)} {code_in(shown, *others)}".strip()


def other_names(title: str, *others: str | None) -> tuple[str, ...]:
    """Other names than the title, each once, whether with small letters or capitals."""
    found: dict[str, str] = {}
    for name in others:
        if name:
            found.setdefault(name.casefold(), name)
    found.pop(title.casefold(), None)
    return tuple(found.values())
