"""Loading: the one way in which the syllabus is written. The files are the master, the rows follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from kit.fields import Form
from kit.prose import visible_text
from syllabus import pictures
from syllabus.formats import Syllabus, forms
from syllabus.formats.graphs import steps_of
from syllabus.models import (
    Aid,
    Entry,
    ExamProfile,
    Faq,
    Pipeline,
    Section,
    StepType,
    Table,
    Term,
    Topic,
    Trap,
)
from syllabus.rendering import as_data, as_html, digest, texts_of
from syllabus.tables import with_tables
from syllabus.terms import Glossary, forms_of

KEPT = ("title", "position", "data", "html", "digest", "changed_at", "retired_at")


@dataclass(frozen=True, slots=True)
class Changes:
    """What loading did to one sort of entry, by key."""

    sort: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry of the files on its way to its row."""

    key: str
    title: str
    form: Form
    extra: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # many-to-many field: keys
    glossary: Glossary | None = None  # of the sorts whose texts link to it


@transaction.atomic
def load(*, syllabus: Syllabus, now: datetime) -> tuple[Changes, ...]:
    """Make the database say what the files say, all or nothing, and tell what that changed.

    An entry that is not in the files any more is retired; one that comes back is taken up again. What has
    not changed is not written: loading the same syllabus twice only reads the second time.
    """
    drafts = _drafts(syllabus)
    return (
        _load_topics(drafts["topics"], now),
        _load("steps", StepType, drafts["steps"], now),
        _load("traps", Trap, drafts["traps"], now),
        _load("FAQs", Faq, drafts["FAQs"], now),
        _load("terms", Term, drafts["terms"], now),
        _load("tables", Table, drafts["tables"], now),
        _load("decision aids", Aid, drafts["decision aids"], now),
        _load("pipelines", Pipeline, drafts["pipelines"], now),
        _load("exam profiles", ExamProfile, drafts["exam profiles"], now),
    )


def _drafts(syllabus: Syllabus) -> dict[str, list[Draft]]:
    """What each sort keeps beside its text: the title, what it is filtered by, and what it hangs on."""

    def on(entry: forms.Trap | forms.Faq) -> dict[str, tuple[str, ...]]:
        return {"topics": entry.topics, "steps": entry.steps}

    tables = {table.table: table for table in syllabus.tables}
    words = Glossary(forms_of(syllabus.terms))
    return {
        "topics": [Draft(t.topic, t.title, with_tables(t, tables), glossary=words) for t in syllabus.topics],
        "steps": [
            Draft(s.step, s.title, s, extra={"family": s.family}, glossary=words) for s in syllabus.steps
        ],
        "traps": [
            Draft(t.trap, visible_text(t.bait), t, links=on(t), glossary=words) for t in syllabus.traps
        ],
        "FAQs": [
            Draft(f.faq, visible_text(f.question), f, links=on(f), glossary=words) for f in syllabus.faqs
        ],
        "terms": [Draft(t.term, t.title, t, links={"topics": t.topics}) for t in syllabus.terms],
        "tables": [Draft(t.table, t.title, t, links={"topics": t.topics}) for t in syllabus.tables],
        "decision aids": [Draft(a.aid, a.title, a) for a in syllabus.aids],
        "pipelines": [
            Draft(p.pipeline, p.title, p, links={"topics": p.topics, "steps": steps_of(p)})
            for p in syllabus.pipelines
        ],
        "exam profiles": [Draft(e.exam.lower(), e.title, e, extra={"code": e.exam}) for e in syllabus.exams],
    }


def _load_topics(drafts: Sequence[Draft], now: datetime) -> Changes:
    changes = _load("topics", Topic, drafts, now)
    written = {*changes.added, *changes.changed}
    if written:
        _write_sections(Topic.objects.filter(key__in=written), now)
    return changes


def _load(sort: str, model: type[Entry], drafts: Sequence[Draft], now: datetime) -> Changes:
    """Write what is new or different of one sort, and retire what has gone. Two reads, few writes."""
    manager: models.Manager[Any] = model._default_manager
    known = {key: (old, retired) for key, old, retired in manager.values_list("key", "digest", "retired_at")}
    fresh: list[tuple[Draft, Any]] = []
    for position, draft in enumerate(drafts):
        data = as_data(draft.form)
        said = draft.glossary.said_in(texts_of(draft.form)) if draft.glossary else ()
        drawn = pictures.VERSION if model is Pipeline else 0
        new = digest(drawn, draft.title, position, data, draft.extra, said)
        if known.get(draft.key) != (new, None):
            row = _row(model, draft, position, data, new)
            row.changed_at = now
            fresh.append((draft, row))
    if fresh:
        names = [*KEPT, *fresh[0][0].extra, *(["drawings"] if model is Pipeline else [])]
        rows = [row for _draft, row in fresh]
        manager.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=names)
        for name in fresh[0][0].links:
            _link(model, name, {row.pk: draft.links[name] for draft, row in fresh})
    current = {draft.key for draft in drafts}
    gone = tuple(
        sorted(key for key, (_old, retired) in known.items() if retired is None and key not in current)
    )
    if gone:
        manager.filter(key__in=gone).update(retired_at=now)
    written = [draft.key for draft, _row in fresh]
    return Changes(
        sort,
        added=tuple(key for key in written if key not in known),
        changed=tuple(key for key in written if key in known),
        retired=gone,
        unchanged=len(drafts) - len(written),
    )


def _row(model: type[Entry], draft: Draft, position: int, data: Any, new: str) -> Entry:
    html = as_html(draft.form, draft.glossary.link if draft.glossary else str)
    extra = dict(draft.extra)
    if model is Pipeline:
        extra["drawings"] = pictures.drawn(data, html)
    return model(
        key=draft.key, title=draft.title, position=position, data=data, html=html, digest=new, **extra
    )


def _link(model: type[Entry], name: str, wanted: Mapping[int, Iterable[str]]) -> None:
    """Let each row (by id) hang together with exactly the entries of these keys."""
    relation: Any = model._meta.get_field(name)
    through = relation.remote_field.through
    source, target = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    ids = dict(relation.related_model._default_manager.values_list("key", "pk"))
    through.objects.filter(**{f"{source}__in": list(wanted)}).delete()
    pairs = [(row, ids[key]) for row, keys in wanted.items() for key in dict.fromkeys(keys)]
    through.objects.bulk_create(through(**{source: row, target: other}) for row, other in pairs)


def _write_sections(topics: Iterable[Topic], now: datetime) -> None:
    """The passages of these topics, from what was just stored of them. Gone anchors are retired."""
    rows = [
        Section(topic=topic, anchor=s["anchor"], title=s["title"], position=position, html=rendered["text"])
        for topic in topics
        for position, (s, rendered) in enumerate(
            zip(topic.data["sections"], topic.html["sections"], strict=True)
        )
    ]
    Section.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["topic", "anchor"],
        update_fields=["title", "position", "html", "retired_at"],
    )
    kept = [row.pk for row in rows]
    Section.objects.current().filter(topic__in=topics).exclude(pk__in=kept).update(retired_at=now)
