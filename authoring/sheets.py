"""The form of one question, for whoever does not write YAML, and what it says in the text. Pure.

A sheet has fields and tables; all that stands in it is text, as a browser sends it. What the form does not
know of a question stays in its data as it was, and so does whatever nobody changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kit.fields import SLUG
from kit.yamltext import REFUSED
from quizzes.formats.foreign.names import SHORT, Names

Data = dict[str, Any]
Row = dict[str, str]
Post = Mapping[str, Sequence[str]]

MOST_ROWS: Final = 60
"""Of one table; so that no form makes the server build more than a question may hold."""
ON: Final = "on"
_UNFIT = "There is a character in it that no text can hold, such as a control character. Write it anew."
_NUMBERED = re.compile(r"(?P<table>[a-z]+)-(?P<row>[0-9]{1,3})-(?P<column>[a-z]+)", re.ASCII)
_KEY = re.compile(SLUG)


@dataclass(frozen=True, slots=True)
class Column:
    """`sort`: line, long, check, trap, or the table whose rows are offered."""

    name: str
    label: str
    sort: str = "line"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one sort. `named`: each has an id in its column `id`, made of its text where none is given."""

    name: str
    label: str
    hint: str
    columns: tuple[Column, ...]
    add: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """`sort`: line, long, check, or `a|b|c`, one of which is chosen."""

    name: str
    label: str
    hint: str = ""
    sort: str = "line"

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.sort.split("|")) if "|" in self.sort else ()


_ID = Column("id", "Name (made of the text if left empty)")
_TEXT, _WHY, _TRAP = Column("text", "Text"), Column("why", "Why", "long"), Column("trap", "Trap", "trap")

OPTIONS = Table(
    "options",
    "Options",
    "Learners choose every one that is right and no other. They see the options shuffled.",
    (
        _TEXT,
        Column("correct", "Right", "check"),
        _WHY,
        _TRAP,
        _ID,
        Column("pin", "Keeps its place", "check"),
    ),
    "Add an option",
)
PROMPTS = Table(
    "prompts",
    "Prompts",
    "What needs a partner, and the response that is right for it.",
    (_TEXT, Column("pair", "Right response", "responses"), _WHY, Column("also", "Also right (names)"), _ID),
    "Add a prompt",
)
RESPONSES = Table(
    "responses",
    "Responses",
    "More than are needed, if you like. Why and trap are told to who uses one where it is wrong.",
    (_TEXT, _ID, _WHY, _TRAP),
    "Add a response",
)
ITEMS = Table("items", "Items", "What is to be placed.", (_TEXT, _ID), "Add an item")
NEEDS = Table(
    "needs",
    "What needs what",
    "Any order that keeps to these is right. Why and trap are told to who breaks one.",
    (Column("after", "This", "items"), Column("before", "needs this first", "items"), _WHY, _TRAP),
    "Add a need",
    named=False,
)
DISTRACTORS = Table(
    "distractors",
    "Distractors",
    "What lies among the items and does not belong.",
    (_TEXT, _ID, _WHY, _TRAP),
    "Add a distractor",
)

KEY = Field(
    "key", "Key", "Its name for life, such as where-caching-is-set; made of the prompt if left empty."
)
_LIST = "Several are parted by commas."
COMMON = (
    KEY,
    Field("prompt", "Prompt", "What is asked (Markdown).", "long"),
)
TOLD = (
    Field("explain", "Explanation", "Why the right response is right (Markdown).", "long"),
    Field("topics", "Topics", f"Keys of lessons that it is about. {_LIST}"),
    Field("traps", "Traps", f"Keys of traps that it plays on. {_LIST}"),
    Field("reread", "To reread", f"Passages, as topic#anchor. {_LIST}"),
    Field("difficulty", "Difficulty", "From 1, easy, to 5.", "|1|2|3|4|5"),
    Field("asks", "It asks for", "", "|recall|judgement"),
)
REUSE = Field("reuse", "One response may serve several prompts", "", "check")
ORDER = Field(
    "order",
    "One exact order",
    "Instead of needs, where only one sequence is right: the names of all items, parted by commas.",
)
FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "choice": (*COMMON, *TOLD),
    "matching": (*COMMON, REUSE, *TOLD),
    "ordering": (*COMMON, ORDER, *TOLD),
    "case": (
        KEY,
        Field("title", "Title", "What the case is called, beside each of its questions."),
        Field(
            "scenario", "Scenario", "The situation (Markdown). It stays in view beside each question.", "long"
        ),
        Field("explain", "Explanation", "What its questions have in common, told with the last one.", "long"),
        *(each for each in TOLD if each.name in ("topics", "reread")),
    ),
}
TABLES: Final[Mapping[str, tuple[Table, ...]]] = {
    "choice": (OPTIONS,),
    "matching": (RESPONSES, PROMPTS),
    "ordering": (ITEMS, NEEDS, DISTRACTORS),
    "case": (),  # each of its questions has a form of its own
}
ASKED: Final = tuple(kind for kind in FIELDS if kind != "case")
"""The kinds of which a form makes a new one: a case begins with two questions, which is the text's matter."""
_LISTS = frozenset({"topics", "traps", "reread", "order"})


@dataclass
class Sheet:
    """What stands in the form of one question."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, data: Data) -> Sheet:
        """The form of what is written, as far as it has the shape that it should."""
        values = {each.name: _shown(data.get(each.name)) for each in FIELDS[kind]}
        return cls(kind, values, {table.name: list(_READ[table.name](data)) for table in TABLES[kind]})

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
                for name, value in _WRITE[table.name](rows, old):
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


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return ON if value else ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None or isinstance(value, dict) else str(value).strip()


def _written(each: Field, value: str) -> Any:
    """The value of a field in the data; None where it is left out."""
    if each.sort == "check":
        return True if value else None
    if each.name in _LISTS:
        return _names(value) or None
    if each.name == "difficulty" and value.isascii() and value.isdecimal() and len(value) < 3:
        return int(value)
    return f"{value}\n" if "\n" in value else value or None


def _names(value: str) -> list[str]:
    return [name for name in (part.strip() for part in value.split(",")) if name]


def _put(data: Data, name: str, value: Any) -> None:
    if value is None:
        data.pop(name, None)
    else:
        data[name] = value


def _mapping(data: Data, name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _row(key: str, piece: Any) -> Row:
    """A row of a piece that is a text, or a mapping of texts."""
    said = piece if isinstance(piece, dict) else {"text": piece}
    return {"id": key, **{name: shown for name, value in said.items() if (shown := _shown(value))}}


def _piece(row: Row, *names: str) -> Any:
    said: Data = {}
    for name in names:
        if row.get(name):
            said[name] = True if name == "correct" else row[name]
    return said["text"] if list(said) == ["text"] else said


def _pieces(name: str) -> Callable[[Data], Iterator[Row]]:
    def read(data: Data) -> Iterator[Row]:
        for key, piece in _mapping(data, name).items():
            yield _row(key, piece)

    return read


def _options(data: Data) -> Iterator[Row]:
    pinned = data.get("pin")
    for row in _pieces("options")(data):
        yield {**row, "pin": ON} if isinstance(pinned, list) and row["id"] in pinned else row


def _prompts(data: Data) -> Iterator[Row]:
    for key, text in _mapping(data, "prompts").items():
        pair = _mapping(data, "pairs").get(key, "")
        first, *also = pair if isinstance(pair, list) and pair else [pair]
        why = _mapping(data, "why").get(key, "")
        why = why.get("why", "") if isinstance(why, dict) else why
        row = {"text": _shown(text), "pair": _shown(first), "also": _shown(also), "why": _shown(why)}
        yield {"id": key, **{name: value for name, value in row.items() if value}}


def _needs(data: Data) -> Iterator[Row]:
    for after, befores in _mapping(data, "needs").items():
        reasons = befores if isinstance(befores, dict) else {}
        for before in befores if isinstance(befores, dict | list) else ():
            if not isinstance(before, str | int):
                continue
            said = reasons.get(before, "")
            reason = said if isinstance(said, dict) else {"why": said}
            row = {"why": _shown(reason.get("why")), "trap": _shown(reason.get("trap"))}
            yield {"after": after, "before": str(before), **{n: v for n, v in row.items() if v}}


Written = Iterator[tuple[str, Any]]


def _write_pieces(name: str, *columns: str) -> Callable[[Sequence[Row], Data], Written]:
    def write(rows: Sequence[Row], old: Data) -> Written:
        was = _mapping(old, name)
        pieces = {
            row["id"]: was[row["id"]]
            if row["id"] in was and _row(row["id"], was[row["id"]]) == _only(row, "id", *columns)
            else _piece(row, *columns)
            for row in rows
        }
        yield name, pieces or None

    return write


def _only(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name in names and value}


def _write_options(rows: Sequence[Row], old: Data) -> Written:
    yield from _write_pieces("options", "text", "correct", "why", "trap")(rows, old)
    yield "pin", [row["id"] for row in rows if row.get("pin")] or None


def _write_prompts(rows: Sequence[Row], old: Data) -> Written:
    was = _mapping(old, "why")
    pairs = {row["id"]: [*filter(None, [row.get("pair", "")]), *_names(row.get("also", ""))] for row in rows}
    yield "prompts", {row["id"]: row.get("text", "") for row in rows} or None
    yield "pairs", {key: pair[0] if len(pair) == 1 else pair for key, pair in pairs.items() if pair} or None
    reasons: Data = {}
    for row in rows:
        said = was.get(row["id"])
        if isinstance(said, dict):  # a trap that this form does not show stays
            reasons[row["id"]] = {**said, "why": row["why"]} if row.get("why") else said
        elif row.get("why"):
            reasons[row["id"]] = row["why"]
    yield "why", reasons or None


def _write_needs(rows: Sequence[Row], old: Data) -> Written:
    table: dict[str, dict[str, Any]] = {}
    for row in rows:
        said = {name: row[name] for name in ("why", "trap") if row.get(name)}
        reason = said["why"] if list(said) == ["why"] else said
        table.setdefault(row.get("after", ""), {})[row.get("before", "")] = reason
    yield (
        "needs",
        {after: befores if any(befores.values()) else list(befores) for after, befores in table.items()}
        or None,
    )


_READ: Mapping[str, Callable[[Data], Iterator[Row]]] = {
    "options": _options,
    "prompts": _prompts,
    "responses": _pieces("responses"),
    "items": _pieces("items"),
    "needs": _needs,
    "distractors": _pieces("distractors"),
}
_WRITE: Mapping[str, Callable[[Sequence[Row], Data], Written]] = {
    "options": _write_options,
    "prompts": _write_prompts,
    "responses": _write_pieces("responses", "text", "why", "trap"),
    "items": _write_pieces("items", "text"),
    "needs": _write_needs,
    "distractors": _write_pieces("distractors", "text", "why", "trap"),
}
_OWN = {
    "choice": ("options", "pin"),
    "matching": ("prompts", "responses", "pairs", "reuse", "why"),
    "ordering": ("items", "needs", "order", "why", "distractors", "orders"),
    "case": ("title", "scenario"),
}


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
