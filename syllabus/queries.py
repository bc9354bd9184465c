"""Reads that join: what hangs together with an entry, whatever sort it is of, in one query.

A study page asks twice: for its entry, and for everything around it. The second is one UNION over the tables,
so that a page costs the same however much the syllabus grows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, JSONField, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject

from syllabus import addresses
from syllabus.models import (
    ExamProfile,
    Faq,
    Pipeline,
    Section,
    StepType,
    Table,
    Term,
    Topic,
    Trap,
    marked_safe,
)
from syllabus.places import ABOUT_EXAMS

EXAM, EXAM_PASSAGE = "mla-c01", (ABOUT_EXAMS, "new-exam")
"""What is studied for, and the passage that tells whether it can still be taken."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as other pages show it. `page` is what it says, safe to show; `family` is that of a step."""

    sort: str
    key: str
    title: str
    position: int
    family: str
    page: Any
    of: str = ""  # the topic of a passage

    @property
    def href(self) -> str:
        if self.sort == "passage":
            return addresses.of_passage(self.of, self.key)
        return addresses.of_entry("topic" if self.sort == "lesson" else self.sort, self.key)

    @property
    def label(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """A passage as questions name it: `topic#anchor`."""
        return f"{self.of}#{self.key}"


class Around:
    """What stands around an entry, by sort, each in the order of the syllabus."""

    def __init__(self, entries: Iterable[Listed]) -> None:
        self._by_sort: defaultdict[str, list[Listed]] = defaultdict(list)
        for entry in sorted(entries, key=lambda entry: (entry.position, entry.key)):
            self._by_sort[entry.sort].append(entry)

    @property
    def topics(self) -> list[Listed]:
        return self._by_sort["topic"]

    @property
    def passages(self) -> list[Listed]:
        return self._by_sort["passage"]

    @property
    def steps(self) -> list[Listed]:
        return self._by_sort["step"]

    @property
    def traps(self) -> list[Listed]:
        return self._by_sort["trap"]

    @property
    def terms(self) -> list[Listed]:
        return self._by_sort["term"]

    @property
    def tables(self) -> list[Listed]:
        return self._by_sort["table"]

    @property
    def pipelines(self) -> list[Listed]:
        return self._by_sort["pipeline"]

    @property
    def faqs(self) -> list[Listed]:
        return self._by_sort["faq"]

    @property
    def lessons(self) -> list[Listed]:
        return self._by_sort["lesson"]


def around(*shelves: QuerySet[Any]) -> Around:
    """The entries of these shelves (`topics`, `steps` …), read in one query."""
    first, *others = shelves
    rows = first.union(*others, all=True) if others else first
    return Around(
        Listed(sort, key, title, position, family, marked_safe(page), of)
        for sort, of, key, title, position, family, page in rows
    )


def topics(**where: Any) -> QuerySet[Any]:
    """Topics by their titles."""
    return _shelf("topic", Topic.objects.current().filter(**where))


def lessons(**where: Any) -> QuerySet[Any]:
    """Topics again, apart from `topics`: each with `steps`, the keys of its steps."""
    return _shelf("lesson", Topic.objects.current().filter(**where), page=_data("steps"))


def passages(**where: Any) -> QuerySet[Any]:
    """Passages of topics, each with its `text`."""
    rows = Section.objects.current().filter(**where)
    return _shelf("passage", rows, of=F("topic__key"), key=F("anchor"), page=JSONObject(text=F("html")))


def steps(**where: Any) -> QuerySet[Any]:
    """Steps with their family and `purpose`."""
    rows = StepType.objects.current().filter(**where)
    return _shelf("step", rows, family=F("family"), page=_html("purpose"))


def traps(**where: Any) -> QuerySet[Any]:
    """Traps with `bait` and `truth`."""
    return _shelf("trap", Trap.objects.current().filter(**where), page=_html("bait", "truth"))


def baits(**where: Any) -> QuerySet[Any]:
    """Traps by their titles, each with `topics`, the keys of its topics."""
    return _shelf("trap", Trap.objects.current().filter(**where), page=_data("topics"))


def faqs(**where: Any) -> QuerySet[Any]:
    """FAQs with `question` and `answer`."""
    return _shelf("faq", Faq.objects.current().filter(**where), page=_html("question", "answer"))


def terms(**where: Any) -> QuerySet[Any]:
    """Terms of the glossary by their titles."""
    return _shelf("term", Term.objects.current().filter(**where))


def tables(**where: Any) -> QuerySet[Any]:
    """Reference tables by their titles."""
    return _shelf("table", Table.objects.current().filter(**where))


def pipelines(**where: Any) -> QuerySet[Any]:
    """Pipelines by their titles."""
    return _shelf("pipeline", Pipeline.objects.current().filter(**where))


def _html(*names: str) -> JSONObject:
    return JSONObject(**{name: KT(f"html__{name}") for name in names})


def _data(name: str) -> JSONObject:
    return JSONObject(**{name: F(f"data__{name}")})


def _shelf(
    sort: str, rows: QuerySet[Any], *, of: Any = None, key: Any = None, family: Any = None, page: Any = None
) -> QuerySet[Any]:
    """Rows of any table in the columns of a Listed. Unordered: a union has one order, entries know theirs."""
    texts = [Value(sort), of or Value(""), key or F("key"), F("title")]
    return rows.order_by().values_list(
        *(Cast(text, TextField()) for text in texts),
        F("position"),
        Cast(family or Value(""), TextField()),
        page or Value({}, output_field=JSONField()),
    )


def exam_studied() -> ExamProfile | None:
    """The exam that the app is made for, with `read_on`: the title of the passage on what becomes of it.

    One query. None while it is not loaded; `read_on` is None while the passage is not.
    """
    topic, anchor = EXAM_PASSAGE
    passage = Section.objects.current().filter(topic__key=topic, anchor=anchor)
    exams = ExamProfile.objects.current().filter(key=EXAM)
    return exams.annotate(read_on=Subquery(passage.values("title")[:1])).first()
