"""The entries that a leaf can be about: found by sort and key, retired ones too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from notebook.models import Leaf
from syllabus import addresses
from syllabus.models import Faq, Section, StepType, Term, Topic, Trap

Sort = Leaf.Sort
_TABLES: dict[str, Any] = {
    Sort.TOPIC: Topic,
    Sort.STEP: StepType,
    Sort.TRAP: Trap,
    Sort.FAQ: Faq,
    Sort.TERM: Term,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be bookmarked and noted on. A retired one has no page of its own any more."""

    sort: str
    key: str
    title: str = ""
    retired: bool = False

    @property
    def label(self) -> str:
        return Sort(self.sort).label

    @property
    def name(self) -> str:
        """The key as part of an address, where `#` would end it."""
        return self.key.replace("#", "/")

    @property
    def address(self) -> str:
        """Where its leaf is read and written."""
        return reverse("notebook:leaf", args=[self.sort, self.name])

    @property
    def part(self) -> str:
        """The id of its leaf on a page. No key has an underscore, so it is nobody else's."""
        return f"leaf_{self.sort}_{self.key.replace('#', '_')}"

    @property
    def page(self) -> str:
        """The study page that it stands on."""
        return self._read_at.partition("#")[0]

    @property
    def href(self) -> str:
        """Where it is read: nowhere, once it is retired."""
        return "" if self.retired else self._read_at

    @property
    def _read_at(self) -> str:
        if self.sort == Sort.PASSAGE:
            return addresses.of_passage(*self.key.split("#", 1))
        return addresses.of_entry(self.sort, self.key)


def find(sort: str, name: str) -> Entry | None:
    """The entry of this sort under the name that its address has. One query."""
    key = name.replace("/", "#", 1) if sort == Sort.PASSAGE else name
    return look_up([(sort, key)]).get((sort, key)) if sort in Sort.values else None


def look_up(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Entry]:
    """The entries of these sorts and keys that the syllabus has or had. One query."""
    keys: dict[str, set[str]] = {}
    for sort, key in wanted:
        keys.setdefault(sort, set()).add(key)
    shelves = [_shelf(sort, found) for sort, found in sorted(keys.items())]
    rows = shelves[0].union(*shelves[1:], all=True) if shelves else ()
    return {
        (sort, key): Entry(sort, key, title, bool(retired or topic_retired))
        for sort, key, title, retired, topic_retired in rows
    }


def _shelf(sort: str, keys: set[str]) -> QuerySet[Any]:
    told = Cast(Value(sort), TextField())
    if sort == Sort.PASSAGE:
        address = Concat("topic__key", Value("#"), "anchor", output_field=TextField())
        title = Concat("topic__title", Value(": "), "title", output_field=TextField())
        passages = Section.objects.order_by().annotate(address=address).filter(address__in=keys)
        return passages.values_list(told, "address", title, "retired_at", F("topic__retired_at"))
    rows: QuerySet[Any] = _TABLES[sort].objects.order_by().filter(key__in=keys)
    return rows.values_list(
        told, Cast("key", TextField()), Cast("title", TextField()), "retired_at", F("retired_at")
    )
