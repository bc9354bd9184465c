"""Texts: something to see, nothing too hard to render, links that lead somewhere, no two pieces alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kit import hardness, prose
from kit.document import Path, Scalar
from kit.wording import is_blank, placeholder, quoted
from quizzes.formats.bank.entry import Entry

LONG = 1_000  # longer texts are compared as written
BLOCKS = ("prompt", "explain", "scenario", "description")
LINES = ("title",)
_PIECES = ("items", "distractors", "prompts", "responses", "options")
_TOLD = re.compile(r"[\w]")  # a letter or digit outside of what a renderer may take away
_TAKEN_AWAY = re.compile(r"&[^;\s]{1,40};|\]\([^)]*\)|^ {0,3}\[[^\]]*\]:.*$|^[`~]{3,}.*$", re.MULTILINE)


def check(entry: Entry) -> None:
    """B025 for what takes too long to render, B017 for nothing to be seen, B042 for texts alike, B061, and
    B066 to B068 for links and images that no reader gets.
    """
    for text, path in _texts(entry):
        if len(text) > hardness.LESSON:  # told by the form
            continue
        blocks = path[-1] in BLOCKS and len(path) == 1
        try:
            hardness.refuse_hard(text, limit=hardness.LESSON)
        except hardness.ProseTooHard as refusal:
            entry.problem("B025", str(refusal), *path)
            continue
        if not is_blank(text) and not _is_seen(text, blocks=blocks):
            entry.problem("B017", "nothing to be seen here: the text is only markup", *path)
        elif found := placeholder(text):
            entry.warn("B061", f"{quoted(found)} looks like a placeholder", *path)
        _check_links(entry, text, path, blocks=blocks)
    _check_alike(entry, "items", "distractors")
    for field in ("prompts", "responses", "options"):
        _check_alike(entry, field)


@lru_cache(maxsize=20_000)
def sameness(text: str) -> str:
    """Equal for texts that a reader could not tell apart."""
    return prose.sameness(text) if len(text) <= LONG else " ".join(text.split()).casefold()


def _check_links(entry: Entry, text: Scalar, path: Path, *, blocks: bool) -> None:
    for link in prose.links(text, blocks=blocks):
        if link.image:
            entry.warn(
                "B067", f"images are not shown: of {quoted(link.href)} a reader sees the markup", *path
            )
        elif not link.kept:
            message = f"{quoted(link.href)} is no address that a text may link to, so its words stand alone"
            entry.warn("B066", message, *path)
        elif link.href.startswith("/") and entry.known.pages and not entry.known.pages(link.href):
            entry.warn("B068", f"the site has no page {quoted(link.href)}", *path)


def _check_alike(entry: Entry, *fields: str) -> None:
    seen: dict[str, tuple[str, int]] = {}
    for field in fields:
        for key, text, path in entry.shown(field):
            line = entry.line(*path)
            before, where = seen.setdefault(sameness(text), (key, line))
            if before != key and sameness(text):
                message = f"{quoted(key)} and {quoted(before)} (line {where}) look the same to a reader"
                entry.problem("B042", message, *path)


def _texts(entry: Entry) -> Iterator[tuple[Scalar, Path]]:
    """Every text that a reader will see, and its path."""
    for field in (*BLOCKS, *LINES):
        if (text := entry.text(field)) is not None:
            yield text, (field,)
    for field in _PIECES:
        yield from ((text, path) for _, text, path in entry.shown(field))
        for key, piece in entry.mapping(field).items():
            if isinstance(piece, dict) and isinstance(piece.get("why"), Scalar):
                yield piece["why"], (field, key, "why")
    yield from _reasons(entry.mapping("why"), ("why",))
    for after, reasons in entry.mapping("needs").items():
        yield from _reasons(reasons, ("needs", after))


def _reasons(written: Any, path: Path) -> Iterator[tuple[Scalar, Path]]:
    for key, reason in written.items() if isinstance(written, dict) else ():
        if isinstance(reason, Scalar):
            yield reason, (*path, key)
        elif isinstance(reason, dict) and isinstance(reason.get("why"), Scalar):
            yield reason["why"], (*path, key, "why")


def _is_seen(text: str, *, blocks: bool) -> bool:
    if _TOLD.search(_TAKEN_AWAY.sub("", text) if any(mark in text for mark in "&[`~") else text):
        return True
    return bool(prose.visible_text(text, blocks=blocks))
