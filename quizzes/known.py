"""What a bank may refer to: what the syllabus in the database has, and the pages of the site."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from django.urls import Resolver404, resolve

from quizzes.formats.bank import Known
from syllabus.formats import tasks_of
from syllabus.models import ExamProfile, Section, StepType, Topic, Trap


def known_to_the_syllabus() -> Known:
    """Keys of what is not retired. Five queries."""
    found = Section.objects.current().values_list("topic__key", "anchor")
    passages = frozenset(f"{topic}#{anchor}" for topic, anchor in found)
    exams = dict(ExamProfile.objects.current().values_list("code", "data"))
    topics, steps, traps = (
        frozenset(sort.objects.current().values_list("key", flat=True)) for sort in (Topic, StepType, Trap)
    )
    return Known(
        topics=topics,
        traps=traps,
        passages=passages,
        exams=frozenset(exams),
        tasks=frozenset(
            name
            for code, exam in exams.items()
            for domain in exam["domains"]
            for name in tasks_of(code, str(domain["number"]), str(domain.get("tasks") or ""))
        ),
        kinds=frozenset(
            f"{code}#{kind}" for code, exam in exams.items() for kind, shape in exam["kinds"].items() if shape
        ),
        pages=site_pages(topics=topics, steps=steps, traps=traps, passages=passages),
    )


def site_pages(
    *,
    topics: AbstractSet[str],
    steps: AbstractSet[str],
    traps: AbstractSet[str],
    passages: AbstractSet[str],
) -> Callable[[str], bool]:
    """Whether the site, with this syllabus, has a page at an address, and a lesson the passage behind its #.

    An anchor that ends with _ is the page's own.
    """
    keys = {"syllabus:topic": topics, "syllabus:step": steps, "syllabus:trap": traps}

    def has(address: str) -> bool:
        path, _, anchor = address.partition("#")
        try:
            page = resolve(path.partition("?")[0])
        except Resolver404:
            return False
        key = page.kwargs.get("key", "")
        if page.view_name in keys and key not in keys[page.view_name]:
            return False
        in_lesson = page.view_name == "syllabus:topic" and anchor and not anchor.endswith("_")
        return not in_lesson or f"{key}#{anchor}" in passages

    return has
