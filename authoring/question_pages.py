"""What the form of one question shows, and where in it a problem belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from authoring.outline import Row
from authoring.queries import Held
from authoring.sheets import FIELDS, MOST_ROWS, TABLES, Column, Field, Sheet, Table
from kit.problems import Problem
from quizzes.formats.bank.editing import paths_at
from syllabus.models import Topic, Trap

_FIRST = ("prompt", "reuse", "title", "scenario")
ELSEWHERE = {"pairs": "prompts", "why": "prompts", "pin": "options", "needs": "needs"}


@dataclass
class Faults:
    """What is the matter with a question: by field or table, and what belongs to none, with its place."""

    by_name: dict[str, list[str]] = field(default_factory=dict)
    others: list[Problem] = field(default_factory=list)

    def add(self, name: str, message: str) -> None:
        self.by_name.setdefault(name, []).append(message)


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    name: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of the form, or a table with its `rows`; with what is the matter with it."""

    of: Field | Table
    faults: Sequence[str]
    value: str = ""
    rows: Sequence[tuple[int, Sequence[Cell]]] | None = None


def found_in(text: str, row: Row, kind: str) -> Faults:
    """The problems of a question by the field of the form that they belong to."""
    known = {each.name for each in FIELDS[kind]} | {table.name for table in TABLES[kind]}
    faults = Faults()
    paths = paths_at(text, [(problem.line, problem.column) for problem in row.problems])
    for problem, path in zip(row.problems, paths, strict=True):
        inner = path[len(row.entry.path) :]
        name = str(inner[0]) if inner else ""
        name = name if name in known else ELSEWHERE.get(name, "")
        if name in known:
            warning = "Only a warning: " if problem.severity == "warning" else ""
            faults.add(name, f"{warning}{problem.message} {problem.hint}".strip())
        else:
            faults.others.append(problem)
    return faults


def page(held: Held, sheet: Sheet, *, faults: Faults | None = None, **more: Any) -> dict[str, Any]:
    """The form, with what is the matter with it. Two queries, for the names that it offers."""
    told = faults or Faults()
    parts = [
        *(Shown(f, told.by_name.get(f.name, ()), sheet.values[f.name]) for f in _ahead(sheet)),
        *(Shown(t, told.by_name.get(t.name, ()), rows=list(_rows(sheet, t))) for t in TABLES[sheet.kind]),
        *(Shown(f, told.by_name.get(f.name, ()), sheet.values[f.name]) for f in _behind(sheet)),
    ]
    return {
        "held": held,
        "sheet": sheet,
        "parts": parts,
        "faults": told,
        "most_rows": MOST_ROWS,
        "trap_keys": Trap.objects.current().values_list("key", "title").order_by("title"),
        "topic_keys": Topic.objects.current().values_list("key", flat=True).order_by("position"),
        **more,
    }


def _ahead(sheet: Sheet) -> list[Field]:
    return [f for f in FIELDS[sheet.kind] if f.name in _FIRST]


def _behind(sheet: Sheet) -> list[Field]:
    behind = [f for f in FIELDS[sheet.kind] if f.name not in _FIRST]
    return sorted(behind, key=lambda f: (f.name == "key") - (f.name == "order"))


def _rows(sheet: Sheet, table: Table) -> Sequence[tuple[int, Sequence[Cell]]]:
    offered = {
        name: [(row["id"], row.get("text") or row["id"]) for row in rows if row.get("id")]
        for name, rows in sheet.rows.items()
    }
    return [
        (n, [_cell(table, n, column, row.get(column.name, ""), offered) for column in table.columns])
        for n, row in enumerate(sheet.rows[table.name])
    ]


def _cell(
    table: Table, n: int, column: Column, value: str, offered: dict[str, list[tuple[str, str]]]
) -> Cell:
    choices = offered.get(column.sort, [])
    if value and choices and value not in dict(choices):
        choices = [*choices, (value, f"{value}, which is not there")]
    return Cell(column, f"{table.name}-{n}-{column.name}", value, choices)
