"""The written form of a reference table, and the tables that are built from other entries.

A row is data: a key, one cell for each column, and where it stands. Pages show it, lessons show some of it,
questions are drawn from it; so each fact is written in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator

from kit.fields import Form, Many, Slug
from syllabus.formats.forms import Number, Some, Source, Step, Title, some
from syllabus.formats.references import TopicKey
from syllabus.formats.texts import Inline, Line, Prose

NAME = "name"
"""The column that every table has first: what a row is about."""
BUILT = {"step-caching": (NAME, "compared", "not-compared")}
"""Tables whose rows are made of other entries, and the columns that they have."""


class Row(Form):
    """One line of a table. `sources` are keys of the table's own; `disputed` says where sources disagree.

    `why` is the reason that a verdict gives where a question was drawn from the row.
    """

    row: Slug
    cells: dict[Slug, Line]
    sources: Some[Slug]
    why: Line | None = None
    disputed: Line | None = None


class Table(Form):
    """Facts side by side, to be looked up."""

    table: Slug
    number: Number
    title: Title
    text: Prose
    topics: Some[TopicKey]
    columns: Annotated[dict[Slug, Title], AfterValidator(some)]
    built: Literal["step-caching"] | None = None
    rows: Many[Row] = ()
    sources: Annotated[dict[Slug, Source], AfterValidator(some)]


def filled(table: Table, steps: Sequence[Step]) -> Table:
    """The table with its rows: as written, or built from the steps."""
    if table.built is None:
        return table
    rows = tuple(_caching(step, tuple(table.sources)) for step in steps if step.caching.cacheable)
    return table.model_copy(update={"rows": rows})


def _caching(step: Step, sources: tuple[str, ...]) -> Row:
    name = Inline(", ".join(f"`{kind}`" for kind in ([step.type] if step.type else step.types)))
    compared = Inline("; ".join(step.caching.in_key))
    ignored = Inline("; ".join(step.caching.not_in_key) or "not listed")
    cells = {NAME: name, "compared": compared, "not-compared": ignored}
    return Row.model_construct(row=step.step, cells=cells, sources=sources, why=None, disputed=None)
