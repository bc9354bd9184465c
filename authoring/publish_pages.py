"""What the pages about versions show: what is new in one, in words and question by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from authoring.forms import PublishForm
from authoring.queries import Held
from authoring.services import publishing as service
from quizzes import shelf
from quizzes.engines import Case
from quizzes.formats import bank as bank_format
from quizzes.formats.bank import Difference
from quizzes.formats.bank.difference import Field, Named, Reworded
from quizzes.models import BankVersion
from quizzes.services.publishing import Published

MOST: Final = 100
"""So many questions of each sort are listed; how many more there are is told."""

LONG: Final = 500
"""Questions, from which on publishing takes long enough to be told beforehand."""


@dataclass(frozen=True, slots=True)
class Told:
    """A difference as a page shows it: the first MOST of each sort, and how many more there are."""

    bank: Sequence[Field]
    added: Sequence[Named]
    retired: Sequence[Named]
    reworded: Sequence[Reworded]
    rekeyed: int
    moved: bool
    more_added: int
    more_retired: int
    more_reworded: int

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, whether listed or not."""
        return {
            "added": len(self.added) + self.more_added,
            "retired": len(self.retired) + self.more_retired,
            "reworded": len(self.reworded) + self.more_reworded,
        }


def told(found: Difference) -> Told:
    """Those whose key changed come first: they are what a reader must not miss."""
    reworded = sorted(found.reworded, key=lambda change: not change.key_changed)
    return Told(
        bank=found.bank,
        added=found.added[:MOST],
        retired=found.retired[:MOST],
        reworded=reworded[:MOST],
        rekeyed=len(found.key_changed),
        moved=found.moved,
        more_added=max(0, len(found.added) - MOST),
        more_retired=max(0, len(found.retired) - MOST),
        more_reworded=max(0, len(found.reworded) - MOST),
    )


def publishing(held: Held, *, now: datetime) -> dict[str, Any]:
    """How a draft stands, what publishing it would change, and the form that does it."""
    draft = held.draft
    standing = service.standing(draft, now=now)
    bank = standing.checked.bank
    count = asked_in(bank) if bank else 0
    return {
        "standing": standing,
        "told": told(standing.difference) if standing.difference else None,
        "count": count,
        "long": count >= LONG,
        "problems": [p for p in standing.checked.problems if p.severity == "problem"][:5],
        "form": PublishForm(initial={"revision": draft.revision, "since": standing.since}),
    }


def published(done: Published) -> str:
    """What to say once it is done.

    >>> published(Published("a-bank", 2, ("one",), ("two",), (), ("two",)))
    'Version 2 is published: 1 question added, 1 reworded; for 1 of them something else counts as right.'
    """
    if done.version == 1:
        count = len(done.added)
        return f"Version 1 is published, with {count} question{'s' * (count != 1)}."
    names = ("added", "reworded", "retired", "rekeyed")
    said = shelf.in_words({name: len(getattr(done, name)) for name in names})
    return f"Version {done.version} is published: {said[:1].lower()}{said[1:]}"


def version(shown: BankVersion, before: BankVersion | None, *, now: datetime) -> dict[str, Any]:
    """One version, and what it changed of the one before it, where both can be read."""
    new = service.read(shown, now=now)
    old = service.read(before, now=now) if before and new else None
    found = bank_format.difference(old, new) if old and new else None
    same = found is not None and not found
    return {"version": shown, "before": before, "told": told(found) if found else None, "same": same}


def asked_in(bank: bank_format.Bank) -> int:
    """How many questions a bank asks: a case counts as its own."""
    return sum(len(q.questions) if isinstance(q, Case) else 1 for q in bank.questions)
