"""What a bank may refer to: the topics, traps, passages and exams that the syllabus in the database has."""

from __future__ import annotations

from quizzes.formats.bank import Known
from syllabus.models import ExamProfile, Section, Topic, Trap


def known_to_the_syllabus() -> Known:
    """Keys of what is not retired. Four queries."""
    passages = Section.objects.filter(retired_at=None, topic__retired_at=None).values_list(
        "topic__key", "anchor"
    )
    return Known(
        topics=frozenset(Topic.objects.filter(retired_at=None).values_list("key", flat=True)),
        traps=frozenset(Trap.objects.filter(retired_at=None).values_list("key", flat=True)),
        passages=frozenset(f"{topic}#{anchor}" for topic, anchor in passages),
        exams=frozenset(ExamProfile.objects.filter(retired_at=None).values_list("code", flat=True)),
    )
