"""Before and next: what stands beside an entry, in the syllabus or within the topic it was opened from."""

from __future__ import annotations

from dataclasses import dataclass

from syllabus.queries import Around, Listed


@dataclass(frozen=True, slots=True)
class Neighbours:
    """An entry's place among its like: of the whole syllabus, or only of the topic it was opened from."""

    number: int
    count: int
    before: Listed | None
    after: Listed | None
    topic: Listed | None = None

    @property
    def query(self) -> str:
        """What keeps the neighbours within its topic, at the end of an address."""
        return f"?topic={self.topic.key}" if self.topic else ""


def among(entries: list[Listed], key: str, topic: Listed | None = None) -> Neighbours:
    """The place of the entry `key` among entries that it is one of."""
    place = next(i for i, entry in enumerate(entries) if entry.key == key)
    before = entries[place - 1] if place else None
    after = entries[place + 1] if place + 1 < len(entries) else None
    return Neighbours(place + 1, len(entries), before, after, topic)


def of_step(around: Around, key: str) -> Neighbours:
    """The place of a step among all steps, or among those of the lesson around it, if it is one of them."""
    for lesson in around.lessons:
        of_lesson = [entry for entry in around.steps if entry.key in _keys(lesson, "steps")]
        if any(entry.key == key for entry in of_lesson):
            return among(of_lesson, key, lesson)
    return among(around.steps, key)


def of_trap(around: Around, key: str, wanted: str) -> Neighbours:
    """The place of a trap among all traps (`baits`), or among those of the wanted topic, if it is its own."""
    topic = next((entry for entry in around.topics if entry.key == wanted), None)
    of_topic = [entry for entry in around.traps if wanted in _keys(entry, "topics")] if topic else []
    if any(entry.key == key for entry in of_topic):
        return among(of_topic, key, topic)
    return among(around.traps, key)


def _keys(entry: Listed, name: str) -> list[str]:
    return entry.page[name] or []
