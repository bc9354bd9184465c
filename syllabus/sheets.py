"""A lesson on one sheet of paper: what of it stands there, and how closely it is set. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kit import prose

Setting = Literal["open", "close", "tight"]

_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"^\s*\|")
_ITEM = re.compile(r"^\s*(?:[-*+]|[0-9]+\.)\s+")
_CODE = re.compile(r"(`+)[^`]+\1")
_SENTENCE_END = re.compile(r"[.!?](?:\*\*)?(?=\s|$)")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Fact:
    """The title of a passage, and the sentence that begins it, as HTML; a title may have to do alone."""

    title: str
    html: str


def facts(sections: Iterable[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """The key facts of a lesson, from its passages as written."""
    return tuple(
        Fact(section["title"], prose.inline(first_sentence(section["text"]))) for section in sections
    )


def first_sentence(markdown: str) -> str:
    """The first whole sentence of a passage; nothing where it has tables, code and lists of fragments alone.

    A sentence that ends with a colon leads up to something that is not on the sheet, and is passed over.

    >>> first_sentence("| a | b |\\n|---|---|\\n\\nTwo ways:\\n\\n- Each runs **once.** Then it ends.")
    'Each runs **once.**'
    """
    for paragraph in re.split(r"\n\s*\n", _FENCED.sub("\n", markdown)):
        if _TABLE.match(paragraph):
            continue
        for line in _lines(paragraph):
            if sentence := _sentence(line):
                return sentence
    return ""


def setting(*texts: str) -> Setting:
    """How closely these texts (HTML) are to be set so that all of them fit one sheet."""
    size = sum(len(_TAG.sub("", text)) for text in texts)
    return "open" if size < OPEN else "close" if size < CLOSE else "tight"


OPEN, CLOSE = 3_300, 5_300
"""Characters, from trials with A4 and Letter: a test holds every shipped lesson to its one page."""


def _lines(paragraph: str) -> list[str]:
    """A paragraph as one line, or the items of a list each as one."""
    lines: list[str] = []
    for line in paragraph.strip().split("\n"):
        if not lines or _ITEM.match(line):
            lines.append(_ITEM.sub("", line).strip())
        else:
            lines[-1] += f" {line.strip()}"
    return lines


def _sentence(line: str) -> str:
    """Up to the first full stop outside code. What has none, or leads up to more, is no sentence."""
    hidden = _CODE.sub(lambda code: "x" * len(code[0]), line)
    end = _SENTENCE_END.search(hidden)
    if end is None or ":" in hidden[: end.start()].replace("::", ""):
        return ""
    return line[: end.end()]
