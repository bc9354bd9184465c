"""A reference table as others hold it: some of it in a lesson, a row of it as a question wants it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from syllabus.formats.forms import Excerpt, Section, Topic
from syllabus.formats.tables import Table
from syllabus.formats.texts import Block

_CODE = re.compile(r"(`+[^`]*`+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a page shows it: its cells in the order of the columns, the numbers of its sources."""

    key: str
    cells: tuple[tuple[str, str], ...]  # title of the column, what stands there
    read_in: tuple[int, ...]
    disputed: str

    @property
    def name(self) -> str:
        return self.cells[0][1]

    @property
    def rest(self) -> tuple[tuple[str, str], ...]:
        return self.cells[1:]


def rows_of(table: Mapping[str, Any]) -> tuple[Row, ...]:
    """The rows of a table as stored: its `data` to draw questions from, or its `html` to show."""
    titles = {column["key"]: column["value"] for column in table["columns"]}
    numbers = {source["key"]: number for number, source in enumerate(table["sources"], 1)}
    return tuple(
        Row(
            key=row["row"],
            cells=tuple((title, cells[column]) for column, title in titles.items()),
            read_in=tuple(numbers[key] for key in row["sources"]),
            disputed=row["disputed"] or "",
        )
        for row in table["rows"]
        for cells in [{cell["key"]: cell["value"] for cell in row["cells"]}]
    )


def with_tables(topic: Topic, tables: Mapping[str, Table]) -> Topic:
    """The lesson as it is read: each table that a passage shows stands in its text."""
    sections = tuple(_passage(section, tables) for section in topic.sections)
    return topic.model_copy(update={"sections": sections})


def markdown(table: Table, shown: Excerpt) -> str:
    """The rows and columns that are wanted of a table, or all, and the way to the whole of it."""
    columns = shown.columns or tuple(table.columns)
    rows = {row.row: row for row in table.rows}
    wanted = [rows[key] for key in shown.rows] if shown.rows else list(rows.values())
    lines = [
        _line(table.columns[column] for column in columns),
        _line("---" for _ in columns),
        *(_line(row.cells[column] for column in columns) for row in wanted),
    ]
    whole = len(wanted) == len(rows) and len(columns) == len(table.columns)
    say = "This table by itself" if whole else "The whole table"
    return "\n".join([*lines, "", f"{say}: [{table.title}](/tables/{table.table}/)."])


def _passage(section: Section, tables: Mapping[str, Table]) -> Section:
    if section.table is None:
        return section
    table = markdown(tables[section.table.table], section.table)
    text = "\n\n".join([section.text.strip(), table, *([section.after] if section.after else [])])
    return section.model_copy(update={"text": Block(text), "table": None, "after": None})


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """A cell on one line. A bar in it would end it, unless it stands in code."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if part.startswith("`") else part.replace("|", "\\|") for part in parts)
