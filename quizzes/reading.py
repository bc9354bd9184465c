"""Where a verdict sends a learner to read on: the passages, traps and steps of the syllabus it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from quizzes.subjects import names_in_code
from syllabus.models import Section, StepType, Trap


def traps(keys: Sequence[str]) -> list[Trap]:
    """The traps of these keys that the syllabus has, in this order. One query."""
    found = {trap.key: trap for trap in Trap.objects.current().filter(key__in=keys)}
    return [found[key] for key in keys if key in found]


def passages(references: Sequence[str]) -> list[Section]:
    """The passages that `topic#anchor` names, in this order; a bare topic names none. One query."""
    wanted = [tuple(reference.split("#", 1)) for reference in references if "#" in reference]
    if not wanted:
        return []
    match = Q()
    for topic, anchor in wanted:
        match |= Q(topic__key=topic, anchor=anchor)
    rows = Section.objects.current().filter(match).select_related("topic")
    found = {(row.topic.key, row.anchor): row for row in rows}
    return [found[pair] for pair in wanted if pair in found]


def name_of(*, step: str = "", trap: str = "") -> str:
    """What to call a sitting about a step or a trap of the syllabus; nothing without one. One query each."""
    steps = StepType.objects.current().filter(key=step) if step else ()
    traps = Trap.objects.current().filter(key=trap) if trap else ()
    return "; ".join([*(f"The {step.title} step" for step in steps), *(f"“{trap.title}”" for trap in traps)])


def steps_named(texts: Iterable[str], among: Iterable[StepType] | None = None) -> list[StepType]:
    """The steps that texts name in code, as a class or as a type, in the order of naming.

    One query, unless they are `among` those that have been read before.
    """
    names = names_in_code(texts)
    if not names:
        return []
    index = {name: step for step in (steps() if among is None else among) for name in step_names(step)}
    return list(dict.fromkeys(index[name] for name in names if name in index))


def step_families() -> dict[str, str]:
    """The family of the step that each name stands for. One query."""
    return {name: step.family for step in steps() for name in step_names(step)}


def step_keys(among: Iterable[StepType] | None = None) -> dict[str, str]:
    """The key of the step that each name stands for. One query, or none among those that were read."""
    return {name: step.key for step in (steps() if among is None else among) for name in step_names(step)}


def step_names(step: StepType) -> list[str]:
    """What texts call this step: its definition Types and its SDK classes, old and new."""
    data = step.data
    classes = data.get("classes", {})
    types = [data["type"]] if data.get("type") else data.get("types", [])
    return [*types, *classes.get("current", ()), *classes.get("older", ())]


def steps() -> list[StepType]:
    """Every step, in reverse, so that of two with one name (Training) the earlier one wins. One query."""
    return list(StepType.objects.current().order_by("-position"))
