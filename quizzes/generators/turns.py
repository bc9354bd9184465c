"""Whose turn it is: which sort of variant is tried next, and how often one may come in a sitting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from quizzes.generators.plan import Plan, Sort

IDLE = 30
"""A sort of which so many throws on end gave nothing that can be asked is not tried again."""
SORTS_WANTED = 3
"""A sitting is shared by so many sorts at least, where so many can be about what is wished for."""
OF_A_SUBJECT = 2
"""So often one sort asks about one subject in a sitting: a pipeline, a table, the signals of a topic.

More often only where no other sort has anything left: all signals of a topic are one subject."""


class Turns:
    """The sorts that may still be tried. A kind is drawn, then one of its sorts.

    So a sort that can be drawn in more ways than others does not fill the sitting; when it was taken as often
    as its share is, it is left out. A sort that has asked about a subject often enough is held back; when no
    other has anything left, it is tried once more, up to its share. Where most of what is drawn does not fit
    a `narrowed` wish, a sort is drawn the oftener the more of it has fitted so far, so that a rare one is
    found in reasonable time.
    """

    def __init__(self, sorts: Sequence[Sort], dice: Random, *, count: int, narrowed: bool) -> None:
        self._sorts, self._dice, self._narrowed = list(sorts), dice, narrowed
        self._share = -(-count // max(1, min(SORTS_WANTED, len(sorts))))
        self._tried = dict.fromkeys((sort.name for sort in sorts), 2)
        self._fitted = dict.fromkeys(self._tried, 1)
        self._idle, self._taken = Counter[str](), Counter[str]()
        self._subjects = Counter[tuple[str, ...]]()
        self._of_a_subject, self._again = OF_A_SUBJECT, False
        self._full, self._held = set[str](), list[Sort]()

    def next(self) -> Sort | None:
        """The sort to try; None where none is left."""
        if not self._sorts and not self._once_more():
            return None
        if self._narrowed:
            weights = [self._fitted[sort.name] / self._tried[sort.name] for sort in self._sorts]
            return self._dice.choices(self._sorts, weights)[0]
        kind = self._dice.choice(sorted({sort.kind for sort in self._sorts}))
        return self._dice.choice([sort for sort in self._sorts if sort.kind == kind])

    def had(self, plan: Plan) -> bool:
        """Its subject was asked about by this sort as often as it may be."""
        full = self._subjects[plan.subject] >= self._of_a_subject
        if full:
            self._full.add(plan.sort)
        return full

    def tried(self, sort: Sort, fitted: bool) -> None:
        """Whether what was drawn of a sort fits the wish."""
        self._tried[sort.name] += 1
        self._fitted[sort.name] += fitted

    def idled(self, sort: Sort) -> None:
        """A throw gave nothing that can be asked."""
        self._idle[sort.name] += 1
        if self._idle[sort.name] >= IDLE:
            self._sorts.remove(sort)
            if sort.name in self._full:
                self._held.append(sort)

    def took(self, sort: Sort, plan: Plan) -> None:
        """A variant of this sort is asked."""
        self._idle[sort.name] = 0
        self._taken[sort.name] += 1
        self._subjects[plan.subject] += 1
        if self._taken[sort.name] >= self._share:
            self._sorts.remove(sort)

    def _once_more(self) -> bool:
        """Those that were held back are tried again, once: what is near another one is not asked anyway."""
        if self._again:
            return False
        self._again = True
        self._sorts, self._held = self._held, []
        self._of_a_subject = self._share
        self._full.clear()
        self._idle.clear()
        return bool(self._sorts)
