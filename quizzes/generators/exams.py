"""Which tasks of the exams a variant is about: as written questions have it, by its topic and its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizzes.generators.material import Material

TASKED = "MLA-C01"
"""The exam whose guide names tasks: `3.3` is the third of domain 3."""
CHOICES_ALONE = "MLA-C02"
"""The exam that asks choices alone; of it the domains are known."""
USUAL = ("3.3",)
OF_TOPICS: Mapping[str, tuple[str, ...]] = {
    "feature-store": ("1.1", "1.2"),
    "lineage": ("2.3", "3.3"),
    "monitoring": ("4.1",),
    "orchestrators": ("3.1", "3.3"),
}
OF_STEPS: Mapping[str, tuple[str, ...]] = {
    "tuning": ("2.2",),
    "automl": ("2.1",),
    "quality-check": ("1.3", "4.1"),
    "clarify-check": ("1.3", "4.1"),
}


def tasks_of(topics: Sequence[str], steps: Sequence[str] = ()) -> tuple[str, ...]:
    """The tasks of the first topic, and that of the steps asked about, if it is that of half of them.

    >>> tasks_of(["step-caching"], ["tuning"])
    ('2.2', '3.3')
    """
    found = {*OF_TOPICS.get(topics[0] if topics else "", USUAL)}
    told = [task for step in steps for task in OF_STEPS.get(step, ())]
    return tuple(sorted(found | {task for task in told if 2 * told.count(task) >= len(steps)}))


def exams_of(material: Material, tasks: Sequence[str], *, choice: bool) -> dict[str, tuple[str, ...]]:
    """Tasks and domains by exam, of the exams that there are and that ask this kind of question."""
    found = {TASKED: tuple(tasks)}
    if choice:
        found[CHOICES_ALONE] = tuple(sorted({task.partition(".")[0] for task in tasks}))
    return {exam: about for exam, about in found.items() if exam in material.exams}
