"""Markdown as it is put together: one line, or blocks within blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kit.escaping import at_start

_DEEPEST = 8  # within one another: lists and quotes, bold and links; what is deeper is words alone
_CONTAINERS = ("ul", "ol", "li", "blockquote")
_SPACES = re.compile(r"\s+")
_BRACKET = re.compile(r"(?<!\\)[\[\]]")


@dataclass(slots=True)
class Inline:
    """Runs of a line; what is opened and not closed yet is remembered by where it begins."""

    runs: list[str] = field(default_factory=list)
    opened: list[tuple[str, int, str]] = field(default_factory=list)  # name, where, address

    def add(self, run: str) -> None:
        if run:
            self.runs.append(run)

    def start(self, name: str, address: str = "") -> None:
        if len(self.opened) >= _DEEPEST:
            return
        if any(name == before for before, _, _ in self.opened):
            name = ""  # bold in bold says nothing
        self.opened.append((name, len(self.runs), address))

    def close(self, name: str) -> None:
        while self.opened and any(name == before for before, _, _ in self.opened):
            inner, start, address = self.opened.pop()
            self._wrap(inner, start, address)
            if inner == name:
                return

    def take(self) -> str:
        while self.opened:
            self._wrap(*self.opened.pop())
        text = "".join(self.runs)
        self.runs.clear()
        return text

    def _wrap(self, name: str, start: int, address: str) -> None:
        inner = "".join(self.runs[start:])
        del self.runs[start:]
        said = inner.strip()
        if not name or not any(map(str.isalnum, said)):  # stress on signs alone is no markup to a renderer
            self.add(inner)
            return
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        told = said if name == "a" else f"{name}{said}{name}"
        if address:
            told = f"[{_BRACKET.sub(_escape, said)}]({address})"
        self.runs += [part for part in (before, told, after) if part]


class Line:
    """Everything in one line."""

    def __init__(self) -> None:
        self.inline = Inline()

    def start(self, name: str) -> None:
        self.inline.add(" ")

    def end(self, name: str) -> None:
        self.inline.add(" ")

    def line_break(self) -> None:
        self.inline.add(" ")

    def code_block(self, text: str) -> None:
        self.inline.add(code_span(text))

    def done(self) -> str:
        return _SPACES.sub(" ", self.inline.take()).strip()


@dataclass(slots=True)
class _Container:
    """A list, an item of one (with what its first line begins with) or a quote."""

    kind: str
    marker: str = ""
    begun: bool = False
    blocks: int = 0  # of its own


class Blocks(Line):
    """Paragraphs, lists, quotes, headings, tables and code."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.around: list[_Container] = []
        self.heading = 0
        self.rows: list[list[str]] | None = None
        self.tables = 0
        self.near = False  # the next block stands close to the last: items of a list

    def start(self, name: str) -> None:
        if name in ("td", "th", "tr") or self.rows is not None:
            self._start_in_table(name)
            return
        self._flush()
        if name == "table":
            self.rows = []
        elif len(self.around) >= _DEEPEST and name in _CONTAINERS:
            return
        elif name in ("ul", "ol", "blockquote"):
            inside = self.around[-1] if self.around else None
            self.near = name != "blockquote" and inside is not None and inside.kind == "li" and inside.begun
            self.around.append(_Container(name))
        elif name == "li":
            listed = next((a.kind for a in reversed(self.around) if a.kind in ("ul", "ol")), "ul")
            self.around.append(_Container("li", "1.  " if listed == "ol" else "-   "))
        elif name[0] == "h" and name[1:].isdigit():
            self.heading = int(name[1:])

    def end(self, name: str) -> None:
        if self.rows is not None:
            if name == "table":
                self.tables -= 1
                if self.tables < 0:
                    self._table()
            return
        self._flush()
        if name in _CONTAINERS and any(around.kind == name for around in self.around):
            while (left := self.around.pop()).kind != name:
                pass
            self.near = left.kind == "li" and left.blocks < 2
        self.heading = 0

    def line_break(self) -> None:
        self.inline.add(" " if self.rows is not None or self.heading else "\n")

    def code_block(self, text: str) -> None:
        if self.rows is not None:
            self.inline.add(code_span(text))
            return
        self._flush()
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        self._block([fence, *text.strip("\n").split("\n"), fence])

    def done(self) -> str:
        if self.rows is not None:
            self._table()
        self._flush()
        return "\n".join(self.lines)

    def _start_in_table(self, name: str) -> None:
        if self.rows is None:  # a cell without a table
            self.inline.add(" ")
        elif name == "table":
            self.tables += 1
        elif name == "tr" and not self.tables:
            self._cell()
            self.rows.append([])
        elif name in ("td", "th") and not self.tables:
            self._cell()
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
        else:
            self.inline.add(" ")

    def _cell(self) -> None:
        """What was read belongs to the last cell."""
        text = _SPACES.sub(" ", self.inline.take()).strip().replace("|", "&#124;")
        if text and self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {text}".strip()
        elif text:
            self.rows = [*(self.rows or []), [text]]

    def _table(self) -> None:
        self._cell()
        rows = [row for row in self.rows or [] if any(row)]
        self.rows, self.tables = None, 0
        wide = max(map(len, rows), default=0)
        if wide == 1:
            for (cell,) in rows:
                self._block([at_start(cell)])
        elif rows:
            padded = [f"| {' | '.join([*row, *[''] * (wide - len(row))])} |" for row in rows]
            self._block([padded[0], "|" + " --- |" * wide, *padded[1:]])

    def _flush(self) -> None:
        said = [_SPACES.sub(" ", line).strip() for line in self.inline.take().split("\n")]
        said = [line for line in said if line]
        if said and self.heading:
            self._block([f"{'#' * self.heading} {' '.join(said)}"])
        elif said:
            self._block([at_start(line) + "  " for line in said[:-1]] + [at_start(said[-1])])

    def _block(self, lines: list[str]) -> None:
        new_item = bool(self.around) and self.around[-1].kind == "li" and not self.around[-1].begun
        if self.lines and not (self.near and new_item):
            self.lines.append(self._before(between=True).rstrip())
        self.near = False
        for container in self.around:
            container.begun = True
        for container in self.around[-1:]:
            container.blocks += 1
        for line in lines:
            self.lines.append((self._before() + line) if line else self._before().rstrip())

    def _before(self, *, between: bool = False) -> str:
        """What a line begins with here; a marker of a list is told once, and not in a line between blocks."""
        before = ""
        for container in self.around:
            if between and not container.begun:
                break
            if container.kind == "blockquote":
                before += "> "
            elif container.kind == "li":
                before += "    " if between or not container.marker else container.marker
                if not between:
                    container.marker = ""
        return before


def code_span(text: str) -> str:
    """A code span of a text, in one line."""
    text = _SPACES.sub(" ", text).strip()
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _escape(match: re.Match[str]) -> str:
    return f"\\{match.group()}"
