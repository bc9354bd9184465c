"""What to practise next, and why: three things at most, chosen by a rule that the page tells. Pure.

In this order, as far as there is one of each, and then further topics:

1. the topic with the largest sure loss: its share of the exam, times what is wrong even at the best end of
   its interval, times one plus the part of its questions that come due within a week;
2. the need that is kept least, even at the best end of its interval;
3. the confusion that is most certain: the largest share of being taken for the other at the worst end.

Where something was answered fewer than ENOUGH times it is no evidence. If there is none at all, the topics
are named that weigh most in the exam and were not met yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from quizzes.confusions import step_of
from quizzes.mastery import ENOUGH, Held
from quizzes.scores import Mark

MOST: Final = 3
SURE: Final = 0.9
"""What is kept nine times of ten even at its best end, or may be, is not called weak."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: how it is held, its share of the exam (0 to 1), how many of its cards come due in a week."""

    key: str
    title: str
    held: Held
    weight: float
    questions: int
    due: int = 0

    @property
    def loss(self) -> float:
        soon = min(1.0, self.due / self.questions) if self.questions else 0.0
        return self.weight * (1 - self.held.at_best) * (1 + soon)


@dataclass(frozen=True, slots=True)
class Need:
    """That `other` comes after `one`, and how it was kept."""

    one: str
    other: str
    held: Held


@dataclass(frozen=True, slots=True)
class Confusion:
    """`taken` for `wanted`: how often, of how often `wanted` was asked for. Of the last tries."""

    wanted: str
    taken: str
    mark: Mark  # `right` counts the mistakes

    @property
    def certain(self) -> float:
        return self.mark.interval[0]


Why = Literal["weak-topic", "broken-need", "confusion", "unmet-topic"]


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to practise, and by which part of the rule it was chosen."""

    why: Why
    about: Topic | Need | Confusion


def next_up(
    topics: Iterable[Topic], needs: Iterable[Need], confusions: Iterable[Confusion]
) -> tuple[Advice, ...]:
    """What to practise next, the most profitable first. What has no question left is not named."""
    asked = [topic for topic in topics if topic.questions]
    return tuple(islice(_ranked(asked, needs, confusions), MOST))


def _ranked(topics: list[Topic], needs: Iterable[Need], confusions: Iterable[Confusion]) -> Iterator[Advice]:
    weak = sorted((t for t in topics if t.held.enough and t.held.at_best < SURE), key=_by_loss)
    broken = weakest(needs)
    sure = most_certain(confusions)
    if weak:
        yield Advice("weak-topic", weak[0])
    if broken:
        yield Advice("broken-need", broken)
    if sure:
        yield Advice("confusion", sure)
    yield from (Advice("weak-topic", topic) for topic in weak[1:])
    unmet = sorted((t for t in topics if not t.held.enough), key=lambda t: (-t.weight, t.key))
    yield from (Advice("unmet-topic", topic) for topic in unmet)


def _by_loss(topic: Topic) -> tuple[float, str]:
    return -topic.loss, topic.key


def weakest(needs: Iterable[Need]) -> Need | None:
    """The need that is kept least, even at its best; None where none is known to be weak.

    Of equals one between steps comes first: more can be asked about it.
    """
    known = (need for need in needs if need.held.enough and need.held.at_best < SURE)
    return min(
        known,
        key=lambda need: (need.held.at_best, not _is_of_steps(need), need.one, need.other),
        default=None,
    )


def _is_of_steps(need: Need) -> bool:
    return bool(step_of(need.one) or step_of(need.other))


def most_certain(confusions: Iterable[Confusion]) -> Confusion | None:
    """The confusion that is most certain. Once is an accident: it takes two, and ENOUGH times asked."""
    known = (c for c in confusions if c.mark.of >= ENOUGH and c.mark.right >= 2)
    return min(known, key=lambda c: (-c.certain, c.wanted, c.taken), default=None)
