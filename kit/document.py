"""A file read into dicts, lists and text that remember where they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kit.problems import Problem, Severity

Path: TypeAlias = "tuple[str | int, ...]"
Node: TypeAlias = "dict[str, Any] | list[Any] | Scalar"
Mark: TypeAlias = int  # line << 32 | column, both from 0

_NOTHING: Mapping[str | int, Node] = {}
_UNFIT = frozenset({"B001", "B002", "B009", "B011", "B012", "B014"})


class Scalar(str):
    """Text as written, whether it was plain (not quoted, not a block), and where it begins."""

    __slots__ = ("mark", "plain")
    mark: Mark
    plain: bool


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says (`data`, None when it cannot be read), where each thing stands, and what is wrong.

    `data` holds only dict, list and Scalar; keys are Scalars. It may be there with problems present: what
    could be read can then be checked further; `unfit(line)` tells where nothing more should be said.
    """

    file: str
    data: dict[str, Any] | None
    problems: tuple[Problem, ...]
    _marks: Mapping[int, Mark] = field(default_factory=dict, repr=False)
    _keys: dict[int, dict[str, Scalar]] = field(default_factory=dict, repr=False)
    _merged: frozenset[int] = frozenset()
    _kept: tuple[Any, ...] = field(default=(), repr=False)  # keeps the ids in `_marks` from being used again

    def at(self, path: Path) -> tuple[Node, Path]:
        """The node at `path` and the path that was found: shorter where `path` leads nowhere."""
        node: Any = self.data if self.data is not None else {}
        for depth, step in enumerate(path):
            try:
                node = node[step] if not isinstance(node, str) else _NOTHING[step]
            except (KeyError, IndexError, TypeError):
                return node, path[:depth]
        return node, path

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of the value at `path`, of the nearest thing around it when there is none."""
        node, _found = self.at(path)
        return place_of(node.mark if isinstance(node, Scalar) else self._marks.get(id(node), 0))

    def key_place(self, path: Path) -> tuple[int, int]:
        """Line and column of the key that `path` ends with; of the value where that is no key."""
        node, found = self.at(path[:-1])
        if isinstance(node, dict) and len(found) == len(path) - 1:
            keys = self._keys.setdefault(id(node), {}) or self._keys_of(node)
            if (key := keys.get(str(path[-1]))) is not None:
                return place_of(key.mark)
        return self.place(path)

    def first_key_place(self, path: Path) -> tuple[int, int]:
        """Where to point for a missing field: the first key of the mapping at `path`."""
        node, found = self.at(path)
        first = next(iter(node), None) if isinstance(node, dict) else None
        return place_of(first.mark) if isinstance(first, Scalar) else self.place(found)

    def merged(self, path: Path) -> bool:
        """Whether the mapping at `path` had a merge key: what it lacks was perhaps to come from there."""
        return id(self.at(path)[0]) in self._merged

    def unfit(self, line: int) -> bool:
        """Whether the reader found the text of this line unfit, so that its meaning cannot be judged."""
        return any(p.line == line and p.code in _UNFIT for p in self.problems)

    def problem(
        self,
        code: str,
        message: str,
        place: tuple[int, int],
        *,
        hint: str = "",
        severity: Severity = "problem",
    ) -> Problem:
        """One thing to put right at `place`. A hint is a sentence of its own."""
        end = "." if hint and message[-1:] not in ".?!" else ""
        return Problem(self.file, *place, code, message + end, hint, severity)

    def _keys_of(self, node: dict[str, Any]) -> dict[str, Scalar]:
        self._keys[id(node)] = {key: key for key in node if isinstance(key, Scalar)}
        return self._keys[id(node)]


def place_of(mark: Mark) -> tuple[int, int]:
    """Line and column, from 1."""
    return (mark >> 32) + 1, (mark & 0xFFFFFFFF) + 1
