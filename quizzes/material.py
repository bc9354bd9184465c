"""The material of variants, read from the syllabus in the database and kept until that changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import models

from quizzes.generators import Material, Proofs, material_of
from syllabus.models import Aid, Entry, ExamProfile, Pipeline, StepType, Table, Term, Topic, Trap

SORTS: tuple[type[Entry], ...] = (Topic, StepType, Trap, Pipeline, ExamProfile, Table, Term, Aid)


@dataclass(frozen=True, slots=True)
class Stock:
    """The material of one state of the syllabus, and what was proven of its variants so far."""

    digest: str
    material: Material
    proofs: Proofs


_kept: list[Stock] = []
_lock = Lock()


def stock() -> Stock:
    """What variants can be made of now. One query, and one for each sort of entry when they have changed."""
    digest = _digest()
    with _lock:
        found = next((kept for kept in _kept if kept.digest == digest), None)
    if found is None:
        material = _read()
        found = Stock(digest, material, Proofs(material))
        with _lock:
            _kept[:] = [found]
    return found


def _current(sort: type[Entry]) -> models.QuerySet[Any]:
    return sort.objects.current()


def _digest() -> str:
    """Tells whether anything of these entries has changed."""
    first, *others = (_current(sort).order_by().values_list("key", "digest") for sort in SORTS)
    rows = sorted(first.union(*others, all=True))
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _read() -> Material:
    """The material of what is there. An entry of which nothing is written yet says nothing."""
    data = {sort: [data for data in _current(sort).values_list("data", flat=True) if data] for sort in SORTS}
    return material_of(
        topics=data[Topic],
        steps=data[StepType],
        traps=data[Trap],
        pipelines=data[Pipeline],
        exams=[exam["exam"] for exam in data[ExamProfile]],
        tables=data[Table],
        terms=data[Term],
        aids=data[Aid],
    )
