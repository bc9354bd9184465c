"""One question of a bank's text changed in place: what is not edited stays byte for byte as it was written.

Not a round trip through a library: a field that differs is written anew in the lines that it had, and all
else, comments and odd spacing among it, is never parsed back into text. What comes of it is read again before
it is given out, so an edit says what was meant or is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from kit.document import Document, Path, Scalar
from kit.yamlsource import read
from quizzes.formats import yamlout

Data = dict[str, Any]

_SHORT = 100  # characters of a value that stays on one line, as it was
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_ELSEWHERE = "This cannot be written into the text in its present form. Edit it there."


class CannotEdit(ValueError):
    """The text cannot be edited piece by piece; `str()` says why, and what to do."""


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    text: str


def question_at(text: str, path: Path) -> Data:
    """What is written of the question or case at `path` (`("questions", 0)`), as plain data."""
    found, rest = _read(text).at(path)
    if rest != path or not isinstance(found, dict):
        raise CannotEdit("The question is not there any more. Load the page again.")
    plain: Data = _plain(found)
    return plain


def replace(text: str, path: Path, data: Data) -> str:
    """The text with this said at `path`. Only fields that differ are written anew. Raises CannotEdit.

    Fields that are new stand after the one that is before them in `data`; others keep their place.
    """
    before = question_at(text, path)
    node = _node(text, path)
    changes = list(_changes(text, node, before, data))
    return _proved(text, _applied(text, changes), path, data)


def add(text: str, data: Data) -> str:
    """The text with one more question at its end. Raises CannotEdit."""
    document = _read(text)
    asked = (document.data or {}).get("questions")
    count = len(asked) if isinstance(asked, list) else 0
    if not count:
        whole = {**_plain(document.data), "questions": [data]}
        root = _node(text, ())
        changed = _applied(text, list(_changes(text, root, _plain(document.data), whole)))
    else:
        listed = _node(text, ("questions",))
        last = listed.value[-1]
        if listed.flow_style:
            changed = _applied(text, [_Change(_end(last), _end(last), f", {yamlout.inline(data)}")])
        else:
            begin = text.rfind("\n", 0, last.start_mark.index) + 1
            dash = text[begin : last.start_mark.index]
            indent = dash[: len(dash) - len(dash.lstrip())]
            at = _line_end(text, _end(last, text))
            lines = yamlout.item_lines(data, indent)
            changed = _applied(text, [_Change(at, at, "\n\n" + "\n".join(lines))])
    return _proved(text, changed, ("questions", count), data)


def paths_at(text: str, places: Iterable[tuple[int, int]]) -> list[Path]:
    """For each place (line and column) the path of the deepest value around it: where a problem belongs."""
    try:
        root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return [() for _ in places]
    return [_path_at(root, (line - 1, column - 1)) for line, column in places]


def _path_at(node: Any, place: tuple[int, int]) -> Path:
    found: Path = ()
    while node is not None:
        around = [(key, child) for key, begin, child in _children(node) if begin <= place <= _last(child)]
        if not around:
            return found
        found, node = (*found, around[-1][0]), around[-1][1]
    return found


def _read(text: str) -> Document:
    document = read(text.encode(), file="bank.yaml")
    if document.data is None or document.problems:
        raise CannotEdit(
            "The text of the bank is not sound YAML, so no form can tell what is a question in it. Put that "
            "right in the editor first: it says where."
        )
    return document


def _plain(node: Any) -> Any:
    """What was read as plain data: dict, list, str, and bool and int where they are written bare."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, Scalar) and node.plain and node in ("true", "false"):
        return node == "true"
    if isinstance(node, Scalar) and node.plain and _WHOLE.fullmatch(node):
        return int(node)
    return str(node)


def _same(old: Any, new: Any) -> bool:
    """Whether two say the same, in the same order."""
    return json.dumps(old) == json.dumps(new)


def _proved(before: str, text: str, path: Path, data: Data) -> str:
    """The text, where it says what was meant and everything else as before."""
    document = read(text.encode(), file="bank.yaml")
    found, rest = document.at(path)
    said = _plain(found)
    meant = rest == path and isinstance(said, dict) and said.keys() == data.keys()
    if document.problems or not meant or not all(_same(said[key], data[key]) for key in data):
        raise CannotEdit(_ELSEWHERE)
    if not _same(_without_one(_plain(_read(before).data), path), _without_one(_plain(document.data), path)):
        raise CannotEdit(_ELSEWHERE)
    return text


def _without_one(data: Data, path: Path) -> Data:
    """The bank without what stands at `path`."""
    at: Any = data
    data["questions"] = data.get("questions") or []
    for step in path[:-1]:
        at = at[step]
    del at[path[-1] : int(path[-1]) + 1]
    return data


def _node(text: str, path: Path) -> Any:
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next(value for key, value in node.value if key.value == step)
    return node


def _changes(text: str, node: Any, old: Data, new: Data) -> list[_Change]:
    """What to write anew of a mapping that is `old` so that it is `new`."""
    if _same(old, new):
        return []
    stayed = [key for key in new if key in old]
    written = {key.value: (key, value) for key, value in node.value}
    gone = [key for key in old if key not in new]
    first = next(iter(old), None)
    if node.flow_style or not stayed or first in gone:
        return [_anew(text, node, new)]
    changes = [
        change
        for key in stayed
        if not _same(old[key], new[key])
        for change in _field(text, *written[key], old[key], new[key])
    ]
    changes += [_without(text, *written[key]) for key in gone]
    after = first
    for key, value in new.items():
        if key in old:
            after = key
        else:
            at = _line_end(text, _end(written[after][1], text))
            indent = " " * node.value[0][0].start_mark.column
            changes.append(_Change(at, at, "".join(f"\n{x}" for x in yamlout.lines({key: value}, indent))))
    return changes


def _field(text: str, key: Any, value: Any, old: Any, new: Any) -> list[_Change]:
    """A field whose value differs: piece by piece where both are mappings in one order, else as a whole."""
    if isinstance(old, dict) and isinstance(new, Mapping) and not value.flow_style:
        same = [k for k in new if k in old] == [k for k in old if k in new]
        if same and old and new and next(iter(old)) in new and next(iter(new)) in old:
            return _changes(text, value, old, dict(new))
    colon = text.index(":", key.end_mark.index) + 1
    end = _end(value, text)
    indent = " " * key.start_mark.column
    was_short = not isinstance(value, yaml.ScalarNode) and value.flow_style and new
    if _in_flow(text, key) or (was_short and len(yamlout.inline(new)) <= _SHORT):
        return [_Change(value.start_mark.index, end, yamlout.inline(new))]
    lead, *more = yamlout.lines({"x": new}, indent)
    rest = lead.removeprefix(f"{indent}x:")
    line_end = _line_end(text, colon)
    if not rest and value.start_mark.index > line_end:  # what is noted beside the key stays
        colon = line_end
    return [_Change(colon, max(end, colon), "\n".join([rest, *more]))]


def _anew(text: str, node: Any, new: Data) -> _Change:
    """A mapping written as a whole, in the style that it has."""
    begin, end = node.start_mark.index, _end(node, text)
    if node.flow_style:
        return _Change(begin, end, yamlout.inline(new))
    indent = " " * node.start_mark.column
    return _Change(begin, end, "\n".join(yamlout.lines(new, indent)).removeprefix(indent))


def _without(text: str, key: Any, value: Any) -> _Change:
    """A field gone with its lines, and with what is noted at their ends."""
    begin = text.rfind("\n", 0, key.start_mark.index)
    return _Change(begin, _line_end(text, _end(value, text)), "")


def _in_flow(text: str, key: Any) -> bool:
    return bool(text[text.rfind("\n", 0, key.start_mark.index) + 1 : key.start_mark.index].strip(" -"))


def _end(node: Any, text: str = "") -> int:
    """Where a value ends in the text: of a block that is where its last value does, without blank lines."""
    if isinstance(node, yaml.ScalarNode):
        end = int(node.end_mark.index)
        if node.style in ("|", ">"):
            end = node.start_mark.index + len(text[node.start_mark.index : end].rstrip())
        return end
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last, text)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end and text[end - 1] == "\r" and end > at else end


def _children(node: Any) -> list[tuple[str | int, tuple[int, int], Any]]:
    if isinstance(node, yaml.MappingNode):
        return [(k.value, (k.start_mark.line, k.start_mark.column), v) for k, v in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(i, (v.start_mark.line, v.start_mark.column), v) for i, v in enumerate(node.value)]
    return []


def _last(node: Any) -> tuple[int, int]:
    return node.end_mark.line, node.end_mark.column


def _applied(text: str, changes: list[_Change]) -> str:
    crlf = "\r\n" in text
    for _, change in sorted(enumerate(changes), key=lambda c: (c[1].start, c[1].end, c[0]), reverse=True):
        said = change.text.replace("\n", "\r\n") if crlf else change.text
        text = text[: change.start] + said + text[change.end :]
    return text
