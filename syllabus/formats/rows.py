"""What the form of a table cannot see: rows that do not fit it, and lessons that show what it has not."""

from __future__ import annotations

from collections.abc import Iterator

from kit.problems import Problem
from kit.wording import did_you_mean, listed, quoted
from syllabus.formats.forms import Topic
from syllabus.formats.references import Known
from syllabus.formats.sorts import Written
from syllabus.formats.tables import BUILT, NAME, Row, Table


def table_problems(entry: Written, table: Table) -> Iterator[Problem]:
    """Rows that do not fit their table."""
    document, columns = entry.document, tuple(table.columns)
    wanted = BUILT[table.built] if table.built else (NAME, *columns[1:])
    if columns != wanted:
        message = f"the columns are {listed(columns)}; they should be {listed(wanted)}, in this order"
        yield document.problem("S023", message, document.key_place(("columns",)))
    if bool(table.rows) == bool(table.built):
        message = 'a table has "rows", or says with "built" what they are made of'
        yield document.problem("S024", message, document.place(("table",)))
    first: dict[str, int] = {}
    for index, row in enumerate(table.rows):
        place = document.place(("rows", index, "row"))
        if row.row in first:
            message = f"the row {quoted(row.row)} is here twice; the first is on line {first[row.row]}"
            yield document.problem("S006", message, place)
        first.setdefault(row.row, place[0])
        yield from _row_problems(entry, table, index, row)


def _row_problems(entry: Written, table: Table, index: int, row: Row) -> Iterator[Problem]:
    document = entry.document
    for column in row.cells:
        if column not in table.columns:
            message = f"{quoted(column)} is not a column of this table{did_you_mean(column, table.columns)}"
            yield document.problem("S023", message, document.key_place(("rows", index, "cells", column)))
    if missing := [column for column in table.columns if column not in row.cells]:
        message = f"the row {quoted(row.row)} has no cell for {listed(missing)}"
        yield document.problem("S023", message, document.place(("rows", index, "row")))
    for number, key in enumerate(row.sources):
        if key not in table.sources:
            message = f"{quoted(key)} is not a source of this table{did_you_mean(key, table.sources)}"
            yield document.problem("S025", message, document.place(("rows", index, "sources", number)))


def excerpt_problems(entry: Written, topic: Topic, known: Known) -> Iterator[Problem]:
    """Passages that show what their table has not, or that go on after a table they do not show."""
    document = entry.document
    for index, section in enumerate(topic.sections):
        if section.table is None:
            if section.after is not None:
                message = 'text "after" a table wants a "table": write it into "text"'
                yield document.problem("S026", message, document.place(("sections", index, "after")))
            continue
        shown = section.table
        for name, keys, there in (("row", shown.rows, known.rows), ("column", shown.columns, known.columns)):
            own = [full.partition("#")[2] for full in sorted(there) if full.startswith(f"{shown.table}#")]
            for number, key in enumerate(keys):
                if own and key not in own:
                    message = f"{quoted(key)} is not a {name} of {quoted(shown.table)}"
                    place = document.place(("sections", index, "table", f"{name}s", number))
                    yield document.problem("S026", message + did_you_mean(key, own), place)
