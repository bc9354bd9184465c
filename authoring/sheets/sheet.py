"""The form of one question, for whoever does not write YAML, and what it says in the text. Pure.

A sheet has fields and tables; all that stands in it is text, as a browser sends it. What the form does not
know of a question stays in its data as it was, and so does whatever nobody changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from authoring.sheets.fields import FIELDS, TABLES, TOLD, Field
from authoring.sheets.rows import READ, WRITE, Data, Row, as_shown, names_in
from kit.fields import SLUG
from kit.yamltext import REFUSED
from quizzes.formats.foreign.names import SHORT, Names

Post = Mapping[str, Sequence[str]]

MOST_ROWS: Final = 60
"""Of one table; so that no form makes the server build more than a question may hold."""
_UNFIT = "There is a character in it that no text can hold, such as a control character. Write it anew."
_NUMBERED = re.compile(r"(?P<table>[a-z]+)-(?P<row>[0-9]{1,3})-(?P<column>[a-z]+)", re.ASCII)
_KEY = re.compile(SLUG)
_LISTS = frozenset({"topics", "traps", "reread", "order"})
_OWN = {
    "choice": ("options", "pin"),
    "matching": ("prompts", "responses", "pairs", "reuse", "why"),
    "ordering": ("items", "needs", "order", "why", "distractors", "orders"),
    "case": ("title", "scenario"),
}


@dataclass
class Sheet:
    """What stands in the form of one question."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, data: Data) -> Sheet:
        """The form of what is written, as far as it has the shape that it should."""
        values = {each.name: as_shown(data.get(each.name)) for each in FIELDS[kind]}
        return cls(kind, values, {table.name: list(READ[table.name](data)) for table in TABLES[kind]})

    @classmethod
    def posted(cls, kind: str, post: Post) -> Sheet:
        """What a browser sent. Rows with a text and no name are given one."""
        values = {each.name: _clean((post.get(each.name) or [""])[-1]) for each in FIELDS[kind]}
        found: dict[str, dict[int, Row]] = {table.name: {} for table in TABLES[kind]}
        for name, sent in post.items():
            match = _NUMBERED.fullmatch(name)
            if match and match["table"] in found and int(match["row"]) < MOST_ROWS:
                row = found[match["table"]].setdefault(int(match["row"]), {})
                row[match["column"]] = _clean(sent[-1] if sent else "")
        sheet = cls(kind, values, {name: [rows[n] for n in sorted(rows)] for name, rows in found.items()})
        sheet._name()
        return sheet

    @property
    def is_too_long(self) -> bool:
        """Whether it has more rows than a form takes: sent back, some would be missing."""
        return any(len(rows) > MOST_ROWS for rows in self.rows.values())

    def do(self, what: str) -> bool:
        """Add, remove or move a row: `options:add`, `options:up:2`. False for what is none of it."""
        table, _, deed = what.partition(":")
        deed, _, at = deed.partition(":")
        rows = self.rows.get(table)
        if rows is None:
            return False
        if deed == "add" and len(rows) < MOST_ROWS:
            rows.append({})
            return True
        n = int(at) if at.isascii() and at.isdecimal() and len(at) < 4 else len(rows)
        other = n - 1 if deed == "up" else n + 1
        if deed == "remove" and n < len(rows):
            del rows[n]
        elif deed in ("up", "down") and n < len(rows) and 0 <= other < len(rows):
            rows[n], rows[other] = rows[other], rows[n]
        else:
            return deed in ("add", "remove", "up", "down")
        return True

    def faults(self) -> Iterator[tuple[str, str]]:
        """What cannot be written at all, by field or table: a sentence each."""
        if not _KEY.fullmatch(self.values["key"]):
            yield "key", "A key has small letters, digits and hyphens, such as where-caching-is-set."
        yield from ((name, _UNFIT) for name, value in self.values.items() if REFUSED.search(value))
        for table in TABLES[self.kind]:
            said = (value for row in self.rows[table.name] for value in row.values())
            if any(REFUSED.search(value) for value in said):
                yield table.name, _UNFIT
            names = [row.get("id", "") for row in self.rows[table.name] if _says(row)] if table.named else []
            for name in dict.fromkeys(name for name in names if names.count(name) > 1):
                yield table.name, f"Two rows have the name {name}. Give each its own."
            if any(not name for name in names):
                yield table.name, "A row has no text. Write one, or remove the row."

    def data(self, old: Data) -> Data:
        """The question as it is to be written. What is the same as in `old` is taken from there as it is."""
        before = Sheet.of(self.kind, old)
        new = dict(old) if old else {"kind": self.kind}
        for each in FIELDS[self.kind]:
            if self.values[each.name] != before.values[each.name]:
                _put(new, each.name, _written(each, self.values[each.name]))
        for table in TABLES[self.kind]:
            rows = [row for row in self.rows[table.name] if _says(row)]
            if rows != [row for row in before.rows[table.name] if _says(row)]:
                for name, value in WRITE[table.name](rows, old):
                    _put(new, name, value)
        return _ordered(new, list(old), self.kind)

    def _name(self) -> None:
        names = Names()
        for table in TABLES[self.kind]:
            for row in self.rows[table.name] if table.named else ():
                if row.get("id"):
                    names.give(row["id"])
        for table in TABLES[self.kind]:
            for row in self.rows[table.name] if table.named else ():
                if not row.get("id") and row.get("text"):
                    row["id"] = names.give(row["text"], most=SHORT)
        called = self.values.get("prompt") or self.values.get("title", "")
        if not self.values["key"] and called:
            self.values["key"] = Names().give(called, most=SHORT)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _says(row: Row) -> bool:
    return any(value for name, value in row.items())


def _written(each: Field, value: str) -> Any:
    """The value of a field in the data; None where it is left out."""
    if each.sort == "check":
        return True if value else None
    if each.name in _LISTS:
        return names_in(value) or None
    if each.name == "difficulty" and value.isascii() and value.isdecimal() and len(value) < 3:
        return int(value)
    return f"{value}\n" if "\n" in value else value or None


def _put(data: Data, name: str, value: Any) -> None:
    if value is None:
        data.pop(name, None)
    else:
        data[name] = value


def _ordered(data: Data, old: Sequence[str], kind: str) -> Data:
    """What was there keeps its place; what is new stands after what stands before it in every bank."""
    usual = ["kind", "key", "prompt", *_OWN[kind], *(each.name for each in TOLD)]
    names = [name for name in old if name in data] or ["kind"]
    for name in usual:
        if name in data and name not in names:
            before = [other for other in usual[: usual.index(name)] if other in names]
            names.insert(names.index(before[-1]) + 1 if before else len(names), name)
    names += [name for name in data if name not in names]
    return {name: data[name] for name in names}
