"""Hang questions on what they are about: the topics, traps and steps that the syllabus has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes import engines
from quizzes.models import Question
from quizzes.subjects import steps_of, traps_of
from syllabus.models import Entry, StepType, Topic, Trap


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a question is about: keys of topics, traps and steps, whether the syllabus has them or not."""

    topics: tuple[str, ...]
    traps: tuple[str, ...]
    steps: tuple[str, ...]


def subjects_of(question: engines.Question, steps: Mapping[str, str]) -> Subjects:
    """`steps` gives the key of a step by each of its names (`reading.step_keys`)."""
    return Subjects(question.topics, traps_of(question), steps_of(question, steps))


def tag(about: Mapping[int, Subjects]) -> None:
    """Let each question, by the id of its row, hang on what it is about. Writes what differs."""
    _hang("topics", Topic, {row: subjects.topics for row, subjects in about.items()})
    _hang("traps", Trap, {row: subjects.traps for row, subjects in about.items()})
    _hang("steps", StepType, {row: subjects.steps for row, subjects in about.items()})


def _hang(name: str, model: type[Entry], keys: Mapping[int, tuple[str, ...]]) -> None:
    """Let each question (by id) hang on exactly the current entries of these keys."""
    relation: Any = Question._meta.get_field(name)
    link, target = relation.remote_field.through, f"{relation.m2m_reverse_field_name()}_id"
    known = dict(model.objects.current().values_list("key", "pk"))
    wanted = {(row, known[key]) for row, named in keys.items() for key in named if key in known}
    present = set(link.objects.filter(question_id__in=keys).values_list("question_id", target))
    for question, entry in present - wanted:
        link.objects.filter(question_id=question, **{target: entry}).delete()
    link.objects.bulk_create(
        (link(question_id=question, **{target: entry}) for question, entry in sorted(wanted - present)),
        batch_size=500,
    )
