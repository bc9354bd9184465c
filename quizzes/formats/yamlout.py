"""Plain data as YAML in one fixed style, so that equal data give equal bytes.

Mappings and lists of mappings are blocks; lists of short texts stand on one line; text of several lines is
a literal block; every text that some YAML reader might take for something else is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

_INDENT = "  "
_WIDEST_LIST = 90
_SHORT = 64
# Plain where no YAML reader, 1.1 or 1.2, could take it for anything but this text, in a list on one line too.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()'?+;-]*(?: [A-Za-z0-9_./()'?+;=-]+)*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NUMBER_LIKE = re.compile(r"[0-9.]+e[0-9]+|0[xob][0-9a-f]+|[0-9]+")
_WORDS = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def emit(data: Mapping[str, Any]) -> str:
    """The YAML of a mapping of texts, numbers, true and false, mappings and lists. Ends in a line feed."""
    return "".join(f"{line}\n" for line in _mapping(data, ""))


def lines(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    """The lines of a mapping within another text, each set in by `indent`."""
    yield from _mapping(data, indent)


def item_lines(value: Any, indent: str) -> Iterator[str]:
    """The lines of one item of a list within another text, its dash set in by `indent`."""
    yield from _item(value, indent)


def inline(value: Any) -> str:
    """A value as YAML on one line, as it can stand within any other."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)}: {inline(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]"


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        first, *more = _value(value, indent)
        yield f"{indent}{_text(key)}:{first}"
        yield from more


def _value(value: Any, indent: str) -> Iterator[str]:
    """What follows a key's colon on its line, and then the lines below."""
    deeper = indent + _INDENT
    if isinstance(value, str) and _fits_block(value):
        yield from _block(value, deeper)
    elif isinstance(value, Mapping) and value:
        yield ""
        yield from _mapping(value, deeper)
    elif isinstance(value, list) and value and not _fits_line(value):
        yield ""
        yield from (line for item in value for line in _item(item, deeper))
    else:
        yield f" {inline(value)}"


def _item(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        first, *more = _mapping(value, indent + _INDENT)
        yield f"{indent}- {first.lstrip(' ')}"
        yield from more
    else:
        yield f"{indent}- {inline(value)}"


def _fits_line(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values) and sum(len(v) + 2 for v in values) <= _WIDEST_LIST


def _text(text: str) -> str:
    return _known(text) if len(text) <= _SHORT else _quoted(text)


@lru_cache(maxsize=8_192)
def _known(text: str) -> str:
    """Keys, ids and names come again and again: in a bank of two thousand questions fifty thousand times."""
    return _quoted(text)


def _quoted(text: str) -> str:
    """The text as it stands on a line: plain where that is safe, else in quotes."""
    if _DATE.fullmatch(text) or (_is_plain(text) and text.lower() not in _WORDS):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_plain(text: str) -> bool:
    if _NUMBER_LIKE.fullmatch(text):
        return False
    return _SLUG.fullmatch(text) is not None or _PLAIN.fullmatch(text) is not None


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == " " or character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _fits_block(text: str) -> bool:
    """Whether a literal block says exactly this text: several printable lines, the first not indented."""
    body = text.rstrip("\n")
    if "\n" not in text or body[:1] in ("", " ", "\n", "\t"):
        return False
    return all(line.isprintable() for line in body.split("\n"))


def _block(text: str, indent: str) -> Iterator[str]:
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    yield {0: " |-", 1: " |"}.get(ends, " |+")
    yield from (indent + line if line else "" for line in body.split("\n"))
    yield from [""] * (ends - 1)
