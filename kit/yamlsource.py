"""YAML that remembers where it was written, read event by event.

PyYAML's own loaders are not fit for a stranger's file: they build dates and booleans out of plain text, keep
the last of two equal keys, unfold aliases, and crash the process on deep nesting. Here the parser's events
become dicts, lists and text, nothing else; whatever YAML offers beyond that is refused with its place.

Codes: B001 to B014, told in docs/bank-format.md.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import yaml

from kit.document import Document, Mark, Node, Path, Scalar, place_of
from kit.problems import Problem
from kit.wording import quoted
from kit.yamltext import REFUSED, Lines, decode
from kit.yamlwords import about_syntax

__all__ = ["Document", "Node", "Path", "Scalar", "read"]

MAX_DEPTH = 16
MAX_NODES = 500_000
MOST_PROBLEMS = 100  # of the YAML itself; a file with more is not read on

_NODES = {yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent}  # aliases are refused anyway
_ENDS = {yaml.SequenceEndEvent, yaml.MappingEndEvent}
# comments and end marks
_REST = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+|(?<=[\r\n])\.\.\.(?=[ \t\r\n]|\Z))*+")


def read(raw: bytes, *, file: str) -> Document:
    """The one YAML document in `raw`. Never raises for what the file holds; `file` is only a name."""
    text, problems = decode(raw, file=file)
    if text is None:
        return Document(file, None, tuple(problems))
    builder = _Builder(file, text, problems)
    with _collector_at_rest():
        try:
            data = builder.build()
        except _StopReading:
            data = None
    found = tuple(sorted(builder.problems))
    return Document(
        file, data, found, builder.marks, _merged=frozenset(builder.merged), _kept=tuple(builder.dropped)
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Without the cyclic garbage collector, which would walk a growing tree without cycles over and over: it
    takes a quarter of the time that a large file does."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _StopReading(Exception):
    """The file is refused as a whole; the problem is already noted."""


class _Builder:
    """Turns events into nodes. It calls itself for what is nested, MAX_DEPTH deep at most."""

    def __init__(self, file: str, text: str, problems: list[Problem]) -> None:
        self.file = file
        self.text = text
        self.problems = problems
        self.marks: dict[int, Mark] = {}
        self.merged: set[int] = set()
        self.dropped: list[Node] = []
        self._next: Any = yaml.CSafeLoader(text).get_event

    def build(self) -> dict[str, Any] | None:
        """The mapping that the file is. Raises _StopReading where it is none, or not one."""
        if len(self.text) >= 2 * MAX_NODES:  # a node takes two characters at least
            self._refuse_many_nodes()
        try:
            event = self._first_event()
            data = self._node(event, 1)
            end = self._next()
        except yaml.YAMLError as error:
            code, message, mark = about_syntax(error, self.text)
            self._note(code, message, *mark, stop=True)
        self._refuse_second_document(end)
        if isinstance(data, dict):
            return data
        what = "a list" if isinstance(data, list) else "text"
        self._note("B006", f"the file must be a mapping (key: value), not {what}", *_at(event), stop=True)
        return None

    def _first_event(self) -> Any:
        while (event := self._next()) is not None:
            if isinstance(event, yaml.NodeEvent):
                return event
        self._note("B006", "the file is empty; it must be a mapping (key: value)", 0, 0, stop=True)
        return None

    def _refuse_many_nodes(self) -> None:
        """Count first where there may be too many: half the time of building them, and no memory."""
        left, depth = MAX_NODES, 0
        with suppress(yaml.YAMLError):
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
                if type(event) in _NODES:
                    left -= 1
                    depth += type(event) is not yaml.ScalarEvent
                elif type(event) in _ENDS:
                    depth -= 1
                if depth > MAX_DEPTH or type(event) is yaml.DocumentEndEvent:
                    return
                if left < 0:
                    message = f"the file has more than {MAX_NODES} values and keys"
                    self._note("B008", message, *_at(event), stop=True)

    def _node(self, event: Any, depth: int) -> Node:
        if event.anchor is not None:
            self._refuse_anchor(event)
            if type(event) is yaml.AliasEvent:
                return self._scalar("", False, event)
        if event.tag is not None:
            self._note("B009", f"the YAML tag {quoted(event.tag)} is not allowed", *_at(event))
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event.value, event.implicit[0], event)
        if depth > MAX_DEPTH:
            self._note("B007", f"nested more than {MAX_DEPTH} deep", *_at(event), stop=True)
        return (self._list if type(event) is yaml.SequenceStartEvent else self._mapping)(event, depth)

    def _scalar(self, value: str, plain: bool, event: Any) -> Scalar:
        scalar = Scalar(value)
        scalar.plain = plain
        mark = event.start_mark
        scalar.mark = mark.line << 32 | mark.column
        if not plain and (refused := REFUSED.search(value)) is not None:
            self._refuse_escape(refused.group(), event)
        return scalar

    def _list(self, event: Any, depth: int) -> list[Any]:
        found: list[Any] = []
        self._remember(found, event)
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            found.append(self._node(event, depth + 1))
        return found

    def _mapping(self, event: Any, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._remember(found, event)
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if self._is_good_key(key, found, event):
                found[key] = value  # type: ignore[index]
            else:
                self.dropped += [key, value]
        return found

    def _remember(self, container: Node, event: Any) -> None:
        mark = event.start_mark
        self.marks[id(container)] = mark.line << 32 | mark.column

    def _is_good_key(self, key: Node, mapping: dict[str, Any], event: Any) -> bool:
        if not key and type(event) is yaml.AliasEvent:
            return False
        if not isinstance(key, Scalar):
            what = "list" if isinstance(key, list) else "mapping"
            self._note("B014", f"a key must be text, not a {what}", *_at(event))
            return False
        if key == "<<" and key.plain:
            self.merged.add(id(mapping))
            self._note("B012", "merge keys (<<) are not allowed; write the fields out", *_at(event))
            return False
        if key in mapping:
            first = next(known for known in mapping if known == key)
            line = place_of(first.mark)[0] if isinstance(first, Scalar) else 0
            self._note("B013", f"{quoted(key)} is here twice; the first is on line {line}", *_at(event))
            return False
        return True

    def _refuse_anchor(self, event: Any) -> None:
        what = "alias *" if type(event) is yaml.AliasEvent else "anchor &"
        message = f"YAML anchors and aliases are not allowed (this is the {what}{event.anchor})"
        self._note("B011", message, *_at(event), hint="Text that begins with * or & needs quotes.")

    def _refuse_escape(self, character: str, event: Any) -> None:
        message = f"an escape in this text stands for U+{ord(character):04X}, which is not allowed in text"
        self._note("B002", message, *_at(event))

    def _refuse_second_document(self, end: Any) -> None:
        """What follows the document is looked at as text, not parsed: see `kit.yamltext` on directives."""
        match = _REST.match(self.text, end.end_mark.index)
        start = match.end() if match else 0
        if start < len(self.text):
            line, column = Lines(self.text[: start + 1]).place(start)
            if end.explicit or self.text.startswith("---", start):
                self._note(
                    "B005", "a second YAML document begins here; a file holds one", line - 1, column - 1
                )
            else:
                self._note(
                    "B004", "nothing can follow here: the value before it is closed", line - 1, column - 1
                )

    def _note(
        self, code: str, message: str, line: int, column: int, *, hint: str = "", stop: bool = False
    ) -> Any:
        self.problems.append(Problem(self.file, line + 1, column + 1, code, message + "." * bool(hint), hint))
        if stop or len(self.problems) >= MOST_PROBLEMS:
            raise _StopReading


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column
