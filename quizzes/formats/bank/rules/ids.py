"""Ids: slugs, each used once, and every reference to one that is there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from kit.fields import SLUG
from kit.wording import quoted
from quizzes.formats.bank.entry import At, Entry


def check_namespace(entry: Entry, *fields: str) -> None:
    """The keys of these mappings are slugs, and none of them is used twice, be it in other letters."""
    seen: dict[str, tuple[str, str]] = {}
    for field in fields:
        for key in entry.mapping(field):
            there, before = seen.setdefault(key.lower(), (field, key))
            where = entry.notes.document.key_place((*entry.path, there, before))[0]
            if before != key:
                message = f"{quoted(key)} and {quoted(before)} (line {where}) differ in case only"
                entry.problem("B024", message, field, key, at="key")
            elif there != field:
                entry.problem("B023", f"{quoted(key)} is used on line {where} already", field, key, at="key")
            elif (fault := not_a_slug(key)) is not None:
                entry.problem("B022", fault, field, key, at="key")


def not_a_slug(text: str) -> str | None:
    """What to tell of an id that is no slug."""
    if re.fullmatch(SLUG, text):
        return None
    better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64]
    offer = f"; {quoted(better)} would be one" if better else ""
    return f"{quoted(text)} is not a slug (a-z, 0-9 and -, 64 at most, - not first){offer}"


def check_reference(
    entry: Entry, name: str, known: Collection[str], says: str, *path: str | int, at: At = "value"
) -> bool:
    """`name` is one of `known`; else B021 with `says`, a sentence that the suggestion is hung on."""
    if name in known:
        return True
    entry.problem("B021", f"{says}{entry.guess(name, known)}", *path, at=at)
    return False


def check_list(entry: Entry, known: Iterable[str], what: str, *path: str | int) -> bool:
    """Each text of the list at `path` is one of `known`, and none comes twice."""
    known, good = list(known), True
    seen: set[str] = set()
    for i, name in entry.scalars(*path):
        if name in seen:
            entry.problem("B023", f"{quoted(name)} is in this list already", *path, i)
            good = False
        elif not check_reference(entry, name, known, f"{quoted(name)} is not one of the {what}", *path, i):
            good = False
        seen.add(name)
    return good
