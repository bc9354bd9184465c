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
from django.urls import reverse

from syllabus.loop import LOOP
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

EXAM, EXAM_PASSAGE = "mla-c01", ("exam-craft", "new-exam")
"""What is studied for, and the passage that tells whether it can still be taken."""
LISTED = {"faq": "syllabus:faqs", "term": "syllabus:glossary"}
"""Sorts whose entries share one page."""


@dataclass(frozen=True, slots=True)
class Card:
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
        if self.sort in LISTED:
            return f"{reverse(LISTED[self.sort])}#{self.key}"
        if self.sort == "passage":
            return f"{reverse('syllabus:topic', args=[self.of])}#{self.key}"
        if self.sort == "pipeline" and self.key == LOOP:
            return reverse("syllabus:loop")
        return reverse(f"syllabus:{'topic' if self.sort == 'lesson' else self.sort}", args=[self.key])

    @property
    def label(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """A passage as questions name it: `topic#anchor`."""
        return f"{self.of}#{self.key}"


class Around:
    """The cards around an entry, by sort, each in the order of the syllabus."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._by_sort: defaultdict[str, list[Card]] = defaultdict(list)
        for card in sorted(cards, key=lambda card: (card.position, card.key)):
            self._by_sort[card.sort].append(card)

    @property
    def topics(self) -> list[Card]:
        return self._by_sort["topic"]

    @property
    def passages(self) -> list[Card]:
        return self._by_sort["passage"]

    @property
    def steps(self) -> list[Card]:
        return self._by_sort["step"]

    @property
    def traps(self) -> list[Card]:
        return self._by_sort["trap"]

    @property
    def terms(self) -> list[Card]:
        return self._by_sort["term"]

    @property
    def tables(self) -> list[Card]:
        return self._by_sort["table"]

    @property
    def pipelines(self) -> list[Card]:
        return self._by_sort["pipeline"]

    @property
    def faqs(self) -> list[Card]:
        return self._by_sort["faq"]

    @property
    def lessons(self) -> list[Card]:
        return self._by_sort["lesson"]


def around(*shelves: QuerySet[Any]) -> Around:
    """The cards of these shelves (`topics`, `steps` …), read in one query."""
    first, *others = shelves
    rows = first.union(*others, all=True) if others else first
    return Around(
        Card(sort, key, title, position, family, marked_safe(page), of)
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
    rows = Section.objects.filter(retired_at=None, topic__retired_at=None, **where)
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
    """Rows of any table in the columns of a Card. Unordered: a union has one order, and cards know theirs."""
    texts = [Value(sort), of or Value(""), key or F("key"), F("title")]
    return rows.order_by().values_list(
        *(Cast(text, TextField()) for text in texts),
        F("position"),
        Cast(family or Value(""), TextField()),
        page or Value({}, output_field=JSONField()),
    )


@dataclass(frozen=True, slots=True)
class Walk:
    """An entry's place among its like: of the whole syllabus, or only of the topic it was opened from."""

    number: int
    count: int
    before: Card | None
    after: Card | None
    topic: Card | None = None

    @property
    def query(self) -> str:
        """What keeps the walk within its topic, at the end of an address."""
        return f"?topic={self.topic.key}" if self.topic else ""


def exam_studied() -> ExamProfile | None:
    """The exam that the app is made for, with `read_on`: the title of the passage on what becomes of it.

    One query. None while it is not loaded; `read_on` is None while the passage is not.
    """
    topic, anchor = EXAM_PASSAGE
    passage = Section.objects.filter(topic__key=topic, anchor=anchor, retired_at=None, topic__retired_at=None)
    exams = ExamProfile.objects.current().filter(key=EXAM)
    return exams.annotate(read_on=Subquery(passage.values("title")[:1])).first()


def walk(cards: list[Card], key: str, topic: Card | None = None) -> Walk:
    """The place of the entry `key` among cards that it is one of."""
    place = next(i for i, card in enumerate(cards) if card.key == key)
    before = cards[place - 1] if place else None
    after = cards[place + 1] if place + 1 < len(cards) else None
    return Walk(place + 1, len(cards), before, after, topic)


def walk_steps(around: Around, key: str) -> Walk:
    """The place of a step among all steps, or among those of the lesson around it, if it is one of them."""
    for lesson in around.lessons:
        of_lesson = [card for card in around.steps if card.key in _keys(lesson, "steps")]
        if any(card.key == key for card in of_lesson):
            return walk(of_lesson, key, lesson)
    return walk(around.steps, key)


def walk_traps(around: Around, key: str, wanted: str) -> Walk:
    """The place of a trap among all traps (`baits`), or among those of the wanted topic, if it is its own."""
    topic = next((card for card in around.topics if card.key == wanted), None)
    of_topic = [card for card in around.traps if wanted in _keys(card, "topics")] if topic else []
    if any(card.key == key for card in of_topic):
        return walk(of_topic, key, topic)
    return walk(around.traps, key)


def _keys(card: Card, name: str) -> list[str]:
    return card.page[name] or []
