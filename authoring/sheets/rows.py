"""The rows of a form's tables as the text has them, and back. What nobody changed is taken over as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

Data = dict[str, Any]
Row = dict[str, str]
Written = Iterator[tuple[str, Any]]
ON: Final = "on"


def as_shown(value: Any) -> str:
    if isinstance(value, bool):
        return ON if value else ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None or isinstance(value, dict) else str(value).strip()


def names_in(value: str) -> list[str]:
    return [name for name in (part.strip() for part in value.split(",")) if name]


def _mapping(data: Data, name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _row(key: str, piece: Any) -> Row:
    """A row of a piece that is a text, or a mapping of texts."""
    said = piece if isinstance(piece, dict) else {"text": piece}
    return {"id": key, **{name: shown for name, value in said.items() if (shown := as_shown(value))}}


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
        row = {"text": as_shown(text), "pair": as_shown(first), "also": as_shown(also), "why": as_shown(why)}
        yield {"id": key, **{name: value for name, value in row.items() if value}}


def _needs(data: Data) -> Iterator[Row]:
    for after, befores in _mapping(data, "needs").items():
        reasons = befores if isinstance(befores, dict) else {}
        for before in befores if isinstance(befores, dict | list) else ():
            if not isinstance(before, str | int):
                continue
            said = reasons.get(before, "")
            reason = said if isinstance(said, dict) else {"why": said}
            row = {"why": as_shown(reason.get("why")), "trap": as_shown(reason.get("trap"))}
            yield {"after": after, "before": str(before), **{n: v for n, v in row.items() if v}}


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
    pairs = {
        row["id"]: [*filter(None, [row.get("pair", "")]), *names_in(row.get("also", ""))] for row in rows
    }
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


READ: Mapping[str, Callable[[Data], Iterator[Row]]] = {
    "options": _options,
    "prompts": _prompts,
    "responses": _pieces("responses"),
    "items": _pieces("items"),
    "needs": _needs,
    "distractors": _pieces("distractors"),
}
WRITE: Mapping[str, Callable[[Sequence[Row], Data], Written]] = {
    "options": _write_options,
    "prompts": _write_prompts,
    "responses": _write_pieces("responses", "text", "why", "trap"),
    "items": _write_pieces("items", "text"),
    "needs": _write_needs,
    "distractors": _write_pieces("distractors", "text", "why", "trap"),
}
