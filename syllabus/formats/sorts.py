"""Which sort of content a file holds, told from its text alone, so that one file can be checked by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from kit.document import Document, Path
from kit.fields import Form
from syllabus.formats import aids, exams, forms, graphs, tables
from syllabus.formats.references import Known


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of entry: its form, the field that holds its key, and where its files lie."""

    name: str  # in the singular; also the field that holds the key
    plural: str
    form: type[Form]
    field: str  # the first field of its files: the key itself, or the list of entries
    folder: str  # of its files, or the name of its file
    file_form: type[Form] | None = None  # where one file holds all entries of this sort


SORTS = (
    Sort("topic", "topics", forms.Topic, "topic", "topics"),
    Sort("step", "steps", forms.Step, "step", "steps"),
    Sort("trap", "traps", forms.Trap, "traps", "traps.yaml", forms.Traps),
    Sort("faq", "FAQs", forms.Faq, "faqs", "faqs.yaml", forms.Faqs),
    Sort("term", "terms", forms.Term, "terms", "glossary.yaml", forms.Terms),
    Sort("table", "tables", tables.Table, "table", "tables"),
    Sort("aid", "decision aids", aids.Aid, "aid", "aids"),
    Sort("pipeline", "pipelines", graphs.Pipeline, "pipeline", "pipelines"),
    Sort("exam", "exam profiles", exams.Exam, "exam", "exams"),
)
BANK = "bank"
_BY_FIELD = {sort.field: sort for sort in SORTS}
_FIELDS = "|".join([*_BY_FIELD, BANK, "questions"])
_FIRST_FIELD = re.compile(f"^(?:\ufeff)?[\"']?({_FIELDS})[\"']?[ \t]*:".encode(), re.MULTILINE)


def sort_of(file: str, raw: bytes) -> Sort | None:
    """The sort of syllabus entry that a file holds; None for a question bank, and for what could be one.

    Its first telling field decides. Where that is missing or misspelt, the place of the file does.
    """
    found = _FIRST_FIELD.search(raw)
    if found:
        return _BY_FIELD.get(found.group(1).decode())
    parts = PurePath(file).parts[-2:]
    return next((sort for sort in SORTS if sort.folder in parts), None)


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as it stands in a file, before it is read into its form."""

    sort: Sort
    document: Document
    path: Path

    @property
    def data(self) -> Mapping[str, Any]:
        node = self.document.at(self.path)[0]
        return node if isinstance(node, dict) else {}

    @property
    def key(self) -> str:
        key = self.data.get(self.sort.name)
        return str(key) if isinstance(key, str) else ""


def entries_of(sort: Sort, document: Document) -> Iterator[Written]:
    """The entries that a file holds, sound or not."""
    if document.data is None:
        return
    if sort.file_form is None:
        yield Written(sort, document, ())
        return
    entries = document.data.get(sort.field)
    if isinstance(entries, list):
        yield from (Written(sort, document, (sort.field, index)) for index in range(len(entries)))


def declared(entries: list[Written]) -> Known:
    """The keys that these entries take, whatever else is wrong with them: they may be spoken of."""
    keys = {s.name: frozenset(e.key for e in entries if e.sort is s and e.key) for s in SORTS}
    return Known(
        topics=keys["topic"],
        steps=keys["step"],
        traps=keys["trap"],
        faqs=keys["faq"],
        exams=keys["exam"],
        tasks=_tasks(entries),
        kinds=_inside(entries, "exam", "kinds", ""),
        tables=keys["table"],
        passages=_inside(entries, "topic", "sections", "anchor"),
        rows=_inside(entries, "table", "rows", "row") | _built_rows(entries),
        columns=_inside(entries, "table", "columns", ""),
        families={e.key: str(e.data.get("family", "")) for e in entries if e.sort.name == "step"},
    )


def _inside(entries: list[Written], sort: str, field: str, name: str) -> frozenset[str]:
    """`entry#key` of what the entries of a sort hold in a field: by its `name` in a list, else as a key."""
    return frozenset(
        f"{entry.key}#{key}"
        for entry in entries
        if entry.sort.name == sort
        for inner in _several(entry.data.get(field))
        if isinstance(key := inner.get(name) if isinstance(inner, dict) else inner, str)
    )


def _tasks(entries: list[Written]) -> frozenset[str]:
    """The domains of each exam, and the tasks of those that say how many they have."""
    found = set()
    for entry in entries:
        domains = entry.data.get("domains") if entry.sort.name == "exam" else None
        for domain in domains if isinstance(domains, list) else ():
            number = domain.get("number") if isinstance(domain, dict) else None
            if isinstance(number, str):
                found |= tasks_of(entry.key, number, str(domain.get("tasks", "")))
    return frozenset(found)


def tasks_of(exam: str, domain: str, count: str) -> set[str]:
    """`MLA-C01#3`, and `MLA-C01#3.1` and so on if it is known how many tasks the domain has."""
    tasks = range(1, int(count) + 1) if re.fullmatch("[1-9][0-9]?", count) else ()
    return {f"{exam}#{domain}", *(f"{exam}#{domain}.{task}" for task in tasks)}


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | dict) else []


def _built_rows(entries: list[Written]) -> frozenset[str]:
    """The rows that tables will have which are built from the steps."""
    cached = [e.key for e in entries if e.sort.name == "step" and _is_cached(e)]
    built = [e.key for e in entries if e.sort.name == "table" and e.data.get("built")]
    return frozenset(f"{table}#{step}" for table in built for step in cached)


def _is_cached(step: Written) -> bool:
    caching = step.data.get("caching")
    return isinstance(caching, dict) and caching.get("cacheable") == "true"
