"""The material of what ships, read from the files, without a database; and twenty thousand variants of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kit.fields import Form
from quizzes.generators import Material, Proofs, Variant, draw, material_of
from syllabus.formats import Syllabus, read_syllabus
from syllabus.rendering import as_data

ROOT = Path(__file__).resolve().parents[3]
SEEDS, OF_EACH = 2_000, 10


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
        "aids": data(found.aids),
        "exams": [exam.exam for exam in found.exams],
    }


@cache
def material() -> Material:
    return material_of(**entries())


@cache
def drawn() -> tuple[list[Variant], list[tuple[str, tuple[str, ...]]]]:
    """All variants of all seeds, and what the check refused on the way."""
    proofs, found, refused = Proofs(material()), [], []
    for seed in range(SEEDS):
        of_seed = draw(material(), seed=seed, count=OF_EACH, proofs=proofs)
        found += of_seed.variants
        refused += of_seed.refused
        if len(refused) > 100:  # something is wrong in general: it is told without waiting for the end
            break
    return found, refused


@cache
def distinct() -> dict[str, Variant]:
    return {variant.fingerprint: variant for variant in drawn()[0]}
