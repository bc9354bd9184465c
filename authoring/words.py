"""The names that a bank may use of the syllabus, each with its title: what the code editor completes."""

from __future__ import annotations

from syllabus.formats import tasks_of
from syllabus.models import ExamProfile, Section, Topic, Trap

Titles = dict[str, str]


def words() -> dict[str, Titles | dict[str, Titles]]:
    """Topics, traps and passages by key, and of each exam by its code the domains and tasks. Four queries."""
    passages = Section.objects.current().values_list("topic__key", "anchor", "title")
    exams = ExamProfile.objects.current().values_list("code", "data")
    return {
        "topics": dict(Topic.objects.current().values_list("key", "title")),
        "traps": dict(Trap.objects.current().values_list("key", "title")),
        "passages": {f"{topic}#{anchor}": title for topic, anchor, title in passages},
        "exams": {code: _tasks(code, data["domains"]) for code, data in exams},
    }


def _tasks(code: str, domains: list[dict[str, object]]) -> Titles:
    """A domain's number and its tasks', told with the domain's title.

    >>> _tasks("X", [{"number": 3, "title": "Deployment", "tasks": 1}])
    {'3': 'Deployment', '3.1': 'Deployment'}
    """
    return {
        name.partition("#")[2]: str(domain["title"])
        for domain in domains
        for name in sorted(tasks_of(code, str(domain["number"]), str(domain.get("tasks") or "")))
    }
