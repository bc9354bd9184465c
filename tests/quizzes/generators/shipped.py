"""The material of what ships, read from the files, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kit.fields import Form
from quizzes.generators import Material, material_of
from syllabus.formats import Syllabus, read_syllabus
from syllabus.rendering import as_data

ROOT = Path(__file__).resolve().parents[3]


@cache
def syllabus() -> Syllabus:
    files = {str(p.relative_to(ROOT)): p.read_bytes() for p in sorted((ROOT / "content").rglob("*.yaml"))}
    found = read_syllabus(files, today=date(2026, 11, 21)).syllabus
    assert found is not None
    return found


def entries() -> dict[str, Any]:
    """The entries as they are stored, by the names that `material_of` has for them."""
    found = syllabus()

    def data(forms: Iterable[Form]) -> list[Any]:
        return [as_data(form) for form in forms]

    return {
        "topics": data(found.topics),
        "steps": data(found.steps),
        "traps": data(found.traps),
        "pipelines": data(found.pipelines),
        "tables": data(found.tables),
        "exams": [exam.exam for exam in found.exams],
    }


@cache
def material() -> Material:
    return material_of(**entries())
