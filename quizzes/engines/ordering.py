"""Put items in an order they can happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from kit.graph import Graph
from quizzes.engines.base import About, Finding, Reason, Unanswered, Verdict


@dataclass(frozen=True, slots=True)
class Distractor:
    """What must be left out, why it does not belong, and the trap that those step into who use it."""

    text: str
    why: str = ""
    trap: str = ""


@dataclass(frozen=True, kw_only=True)  # no slots: the graph is kept once it was made
class Ordering(About):
    """Put items in an order they can happen.

    The key is a graph, not a list: two items with no path between them may stand either way round.
    Where only one sequence will do, `order` holds it, `needs` is empty and `why` gives reasons per item.
    Items and distractors share one namespace of ids. `orders` is the author's claim of how many are right.
    """

    kind: Literal["ordering"] = "ordering"
    items: Mapping[str, str]
    needs: Mapping[str, Mapping[str, Reason]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    why: Mapping[str, Reason] = field(default_factory=dict)
    distractors: Mapping[str, Distractor] = field(default_factory=dict)
    orders: int | None = None

    @cached_property
    def graph(self) -> Graph:
        """What each item needs; for an `order`, the chain of it. Raises what Graph.of raises."""
        if self.order:
            return Graph.of(self.items, {after: (before,) for before, after in pairwise(self.order)})
        return Graph.of(self.items, self.needs)

    def texts(self) -> dict[str, str]:
        """The text of every item and distractor, by id."""
        return {**self.items, **{key: distractor.text for key, distractor in self.distractors.items()}}

    def shown(self) -> dict[str, dict[str, str]]:
        """What a board shows: texts by id, in one group, where nothing tells items from distractors."""
        return {"pool": self.texts()}

    def right_texts(self) -> Iterator[str]:
        """What it is right to place."""
        yield from self.items.values()

    def reasons(self) -> Iterator[Reason]:
        """Every reason that a verdict may tell, whatever it is about."""
        yield from (reason for needs in self.needs.values() for reason in needs.values())
        yield from self.why.values()
        yield from (Reason(distractor.why, distractor.trap) for distractor in self.distractors.values())

    def is_blank(self, response: Sequence[str]) -> bool:
        """Nothing is placed: unanswered, not wrong."""
        return not response

    def grade(self, response: Sequence[str]) -> Verdict:
        """Right when every item is placed once, nothing else is, and no need is broken.

        The response is the list of placed ids, first to last. Any list of strings gets a verdict; a blank
        one raises Unanswered.
        """
        if self.is_blank(response):
            raise Unanswered
        return Verdict(
            (
                *(self._misplaced(before, after) for before, after in self.graph.broken(response)),
                *self._out_of_place(response),
                *(Finding("left-out", item) for item in self.items if item not in response),
            )
        )

    def right_response(self) -> tuple[str, ...]:
        """One right order; the written order decides where several are."""
        return self.graph.order()

    def right_orders(self) -> int | None:
        """How many orders are right; None where that was not counted."""
        return self.graph.count_orders()

    def _misplaced(self, before: str, after: str) -> Finding:
        if self.order:
            reason = self.why.get(after, Reason())
            return Finding("out-of-sequence", after, before, reason.why, reason.trap)
        reason = self.needs[after][before]
        return Finding("broken-need", after, before, reason.why, reason.trap)

    def _out_of_place(self, response: Sequence[str]) -> Iterator[Finding]:
        """What stands in the response and should not, in the order in which it stands there."""
        for placed, times in Counter(response).items():
            if placed in self.distractors:
                distractor = self.distractors[placed]
                yield Finding("distractor-used", placed, why=distractor.why, trap=distractor.trap)
            elif placed not in self.items:
                yield Finding("foreign", placed)
            elif times > 1:
                yield Finding("repeated", placed)
