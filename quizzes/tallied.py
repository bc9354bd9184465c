"""What went wrong, as tallied: needs, confusions and intruders, under names that a page can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Learner
from kit import prose
from quizzes import advice
from quizzes.advice import Need
from quizzes.catalogue import Catalogue, catalogue
from quizzes.confusions import step_of
from quizzes.mastery import ENOUGH, Held
from quizzes.models import Tally
from quizzes.scores import Mark

SHOWN: Final = 8
"""So many needs, confusions and intruders stand on the page."""
FEW: Final = 3
"""Of those that are too few to tell: what was just broken is to be found, but a list of accidents is none."""
LOOKED_AT: Final = 300
"""So many of what went wrong are looked at, those that went wrong most often at the last tries first."""
SIGNS: Final = ("need", "asked", "taken", "intruder")


@dataclass(frozen=True, slots=True)
class Name:
    """What a sign is about, as a page shows it; `step` is the key of a step that has a page."""

    html: SafeString
    step: str = ""


Seen = tuple[str, int]
"""A sitting's key, and a number in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A need or a confusion: first and last tries, and where it last went wrong. Of a confusion `right`
    counts how often the other was taken."""

    one: Name | None
    other: Name
    held: Held
    seen: Seen | None

    @property
    def enough(self) -> bool:
        return self.held.enough


@dataclass(frozen=True, slots=True)
class Weakest:
    """The dependency that is kept least, and the step to practise it by."""

    one: Name
    other: Name
    held: Held
    step: str


def weakest_need(learner: Learner | None) -> Weakest | None:
    """What is kept least, if something between steps is known to be weak. One query, and `catalogue`'s."""
    if not learner:
        return None
    tallies = _of_signs(learner, "need").filter(last__gte=ENOUGH)
    needs = (Need(t["one"], t["other"], held(t)) for t in tallies)
    need = advice.weakest(need for need in needs if step_of(need.one) or step_of(need.other))
    if need is None:
        return None
    have = catalogue()
    step = step_of(need.other) or step_of(need.one)
    return Weakest(name(need.one, have), name(need.other, have), need.held, step)


def name(said: str, have: Catalogue) -> Name:
    """What a tally is about, to be shown: the step's name and page, or the text as it was written."""
    step = step_of(said)
    return Name(_inline(have.steps.get(step, step) if step else said), step if step in have.steps else "")


@lru_cache(maxsize=2000)
def _inline(text: str) -> SafeString:
    return mark_safe(prose.inline(text))  # noqa: S308 - what comes out of kit.prose is safe


def _of_signs(learner: Learner | None, *sorts: str) -> Any:
    fields = ("sort", "one", "other", "first", "first_wrong", "last", "last_wrong")
    wrong = Tally.objects.filter(Q(first_wrong__gt=0) | Q(last_wrong__gt=0), learner=learner, sort__in=sorts)
    rows = wrong.values(*fields, "place__number", "place__sitting__key")
    return rows.order_by("-last_wrong", "-first_wrong", "pk")


def tallies(learner: Learner | None) -> list[dict[str, Any]]:
    """What went wrong at the first or the last try of any question. One query."""
    return list(_of_signs(learner, *SIGNS)[:LOOKED_AT])


def held(tally: dict[str, Any]) -> Held:
    """How often it was kept."""
    first, last = tally["first"], tally["last"]
    return Held(Mark(first - tally["first_wrong"], first), Mark(last - tally["last_wrong"], last))


def taken(tally: dict[str, Any], asked: dict[str, Any]) -> Held:
    """How often the other was taken, of how often the one was asked for."""
    return Held(Mark(tally["first_wrong"], asked["first"]), Mark(tally["last_wrong"], asked["last"]))


def row(tally: dict[str, Any], have: Catalogue, held: Held) -> Row:
    one = name(tally["one"], have) if tally["one"] else None
    return Row(one, name(tally["other"], have), held, seen(tally))


def seen(tally: dict[str, Any]) -> Seen | None:
    key = tally["place__sitting__key"]
    return (key, tally["place__number"]) if key else None


def weakest(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those with evidence, by how little they are kept even at best; then a few others."""
    return _some(sorted(rows, key=lambda row: (row.held.at_best, -row.held.last.of)))


def surest(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those with evidence, by how often one was taken for the other even at the lowest; then a few others."""
    return _some(sorted(rows, key=lambda row: (-row.held.at_worst, -row.held.last.right)))


def _some(ranked: Sequence[Row]) -> tuple[Row, ...]:
    known, others = [row for row in ranked if row.enough], [row for row in ranked if not row.enough]
    return (*known[:SHOWN], *others[: min(FEW, max(0, SHOWN - len(known)))])
