"""Reads that join: what hangs together with an entry, whatever sort it is of, in one query.

A study page asks twice: for its entry, and for everything around it. The second is one UNION over the tables,
so that a page costs the same however much the syllabus grows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, JSONField, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse

from syllabus.models import Faq, Section, StepType, Term, Topic, Trap, marked_safe

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
        return reverse(f"syllabus:{self.sort}", args=[self.key])

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
    def faqs(self) -> list[Card]:
        return self._by_sort["faq"]


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


def faqs(**where: Any) -> QuerySet[Any]:
    """FAQs with `question` and `answer`."""
    return _shelf("faq", Faq.objects.current().filter(**where), page=_html("question", "answer"))


def terms(**where: Any) -> QuerySet[Any]:
    """Terms of the glossary by their titles."""
    return _shelf("term", Term.objects.current().filter(**where))


def _html(*names: str) -> JSONObject:
    return JSONObject(**{name: KT(f"html__{name}") for name in names})


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


def beside(cards: list[Card], key: str) -> tuple[Card | None, Card | None]:
    """What stands before and after an entry among its like."""
    place = next((i for i, card in enumerate(cards) if card.key == key), None)
    if place is None:
        return None, None
    return (cards[place - 1] if place else None), (cards[place + 1] if place + 1 < len(cards) else None)
