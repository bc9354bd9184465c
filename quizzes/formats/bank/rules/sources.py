"""Sources that were last read long ago, or that nobody can have read yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from kit.document import Path, Scalar
from kit.fields import year_before
from quizzes.formats.bank.entry import Entry


def check(entry: Entry, today: date) -> None:
    """Warning B063 for a source last checked more than a year before `today`, B065 for one after it."""
    for checked, path in _checked(entry.data.get("source")):
        try:
            day = date.fromisoformat(checked)
        except ValueError:  # told by the form
            continue
        if day < year_before(today):
            message = f"this source was last checked on {day}, more than a year before {today}"
            entry.warn("B063", message, *path)
        elif day > today:
            entry.warn("B065", f"this source is said to be checked on {day}, which is after {today}", *path)


def _checked(written: Any) -> Iterator[tuple[Scalar, Path]]:
    sources: list[tuple[Path, Any]] = [(("source",), written)] if isinstance(written, dict) else []
    if isinstance(written, list):
        sources = [(("source", i), source) for i, source in enumerate(written)]
    for path, source in sources:
        if isinstance(source, dict) and isinstance(source.get("checked"), Scalar):
            yield source["checked"], (*path, "checked")
