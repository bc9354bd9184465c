"""What a question is about: other systems say it in tags and categories, ours in fields.

A tag of ours names its field: `topic:caching`, `trap:…`, `exam:MLA-C01 3.3`, `difficulty:2`, `asks:recall`,
`reread:caching#uris`. A bare tag, or a category, that is the key of a topic we know is that topic; of others
a comment is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kit.fields import SLUG
from kit.wording import listed, quoted
from quizzes.engines import Question
from quizzes.formats.bank import Known
from quizzes.formats.foreign.found import Found, Note
from quizzes.formats.foreign.names import slug

_EXAM = re.compile(r"(?P<code>[A-Za-z0-9][A-Za-z0-9-]{0,63})(?: (?P<task>[0-9]{1,2}(?:\.[0-9]{1,2})?))?")
_LISTS = {
    "topic": ("topics", re.compile(SLUG)),
    "trap": ("traps", re.compile(SLUG)),
    "reread": ("reread", re.compile(f"{SLUG}#{SLUG}")),
}
_MOST = 40  # of a field: what a bank may have


@dataclass(slots=True)
class Subjects:
    """Fields as they are written, comments for what is no field, and notes of where they went."""

    fields: dict[str, Any] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    category: Note | None = None  # once is enough for all of its questions


def tags_of(question: Question) -> Iterator[str]:
    """The tags that say what a question is about."""
    yield from (f"topic:{topic}" for topic in question.topics)
    yield from (f"trap:{trap}" for trap in question.traps)
    for code, tasks in question.exams.items():
        yield from (f"exam:{code} {task}" for task in tasks)
        if not tasks:
            yield f"exam:{code}"
    if question.difficulty is not None:
        yield f"difficulty:{question.difficulty}"
    if question.asks is not None:
        yield f"asks:{question.asks}"
    yield from (f"reread:{passage}" for passage in question.reread)


def subjects(found: Found, known: Known, home: Sequence[str]) -> Subjects:
    """What the tags and the category of a question say; `home` is the category that is the bank itself."""
    about = Subjects()
    topics: list[str] = []
    lists: dict[str, list[str]] = {"topics": topics, "traps": [], "reread": []}
    exams: dict[str, list[str]] = {}
    told: dict[str, Any] = {}
    rest: list[str] = []
    for tag in found.tags:
        name, _, value = tag.strip().partition(":")
        if name in _LISTS and _LISTS[name][1].fullmatch(value):
            lists[_LISTS[name][0]].append(value)
        elif name == "exam" and (exam := _EXAM.fullmatch(value)):
            exams.setdefault(exam["code"], []).extend([exam["task"]] if exam["task"] else [])
        elif name == "difficulty" and value in ("1", "2", "3", "4", "5"):
            told["difficulty"] = int(value)
        elif name == "asks" and value in ("recall", "judgement"):
            told["asks"] = value
        elif known.topics and slug(tag) in known.topics:
            topics.append(slug(tag))
        elif tag.strip():
            rest.append(tag.strip())
    topics += _topic(found, known, home, about)
    if rest:
        about.comments.append(f"tags: {', '.join(rest)}")
        about.notes.append(Note(f"no topics are its tags {listed(rest)}; they stand in a comment above it"))
    fields = {
        "topics": _once(topics),
        "traps": _once(lists["traps"]),
        "exams": {code: _once(tasks) for code, tasks in exams.items()},
        **told,
        "reread": _once(lists["reread"]),
    }
    about.fields = {name: value for name, value in fields.items() if value}
    return about


def _topic(found: Found, known: Known, home: Sequence[str], about: Subjects) -> list[str]:
    for name in reversed(found.category):
        if known.topics and slug(name) in known.topics:
            return [slug(name)]
    if not found.category or tuple(found.category) == tuple(home):
        return []
    path = "/".join(found.category)
    about.comments.append(f"category: {path}")
    about.category = Note(
        f"no topic is the category {quoted(path)}; it stands in a comment above its questions"
    )
    return []


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))[:_MOST]
