"""How much to review on which day: what is due, what is new, and what a day holds. Pure; days are in UTC.

Of what is due the most forgotten comes first; what a day does not hold is carried to the next, never
dropped. New questions come in the share that lets all be seen before the exam, but what is due keeps at
least half of a day.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Final, TypeVar

from quizzes import recall
from quizzes.recall import DAY, State

LOAD: Final = 20
"""Questions a day for who has not said how many."""
MOST: Final = 200
"""The largest daily load."""
AHEAD: Final = 14
"""So many days are forecast where there is no exam."""

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a learner has said: questions a day, and the day of the exam, if any."""

    load: int = LOAD
    exam_on: date | None = None

    def exam_from(self, today: date) -> date | None:
        """The exam, as long as it has not passed."""
        return self.exam_on if self.exam_on and today <= self.exam_on else None

    def days(self, today: date) -> int:
        """Days to review on from today on: up to the day before the exam; on the exam's day, that day."""
        exam = self.exam_from(today)
        return max(1, (exam - today).days) if exam else AHEAD

    def quota(self, unseen: int, today: date) -> int:
        """How many new ones a day is to hold so that all are seen in time; without an exam half a load."""
        return ceil(unseen / self.days(today)) if self.exam_from(today) else ceil(self.load / 2)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands today: the states of all cards, and how many subjects have none yet."""

    today: date
    states: Sequence[State]
    unseen: int

    @property
    def asked(self) -> int:
        """Cards reviewed today."""
        return sum(state["last_review_at"].date() >= self.today for state in self.states)

    def due(self, plan: Plan) -> int:
        """Cards due today or before."""
        exam = plan.exam_from(self.today)
        return sum(day_of(state, exam) <= self.today for state in self.states)


@dataclass(frozen=True, slots=True)
class Day:
    """What a day holds: due ones and new ones that are asked, and how many due ones are left for the next."""

    on: date
    due: int
    new: int
    left: int

    @property
    def asked(self) -> int:
        return self.due + self.new


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days until the exam if all is answered right, and how many would not have been seen by then."""

    days: tuple[Day, ...]
    unseen: int


def day_of(state: State, exam: date | None) -> date:
    """The day on which a card is to be asked."""
    return recall.due_on(state["due_at"], state["last_review_at"], exam)


def is_before_exam(day: date, exam: date | None) -> bool:
    """Whether what comes back on a day still does so for the exam: on its own day at the latest.

    >>> is_before_exam(date(2026, 6, 2), date(2026, 6, 1)), is_before_exam(date(2026, 6, 2), None)
    (False, True)
    """
    return exam is None or day <= exam


def most_forgotten(cards: Iterable[tuple[K, State]], at: datetime) -> list[K]:
    """The cards, the least probably recalled first; of equals the one that has waited longest."""
    rated = [(recall.retrievability(s, at), s["due_at"], n, key) for n, (key, s) in enumerate(cards)]
    return [key for *_, key in sorted(rated, key=lambda entry: entry[:3])]


def shared(*, due: int, new: int, room: int) -> tuple[int, int]:
    """How many due ones and how many new ones a room holds: what is due keeps half of it.

    >>> shared(due=30, new=8, room=20), shared(due=3, new=8, room=20), shared(due=30, new=30, room=5)
    ((12, 8), (3, 8), (3, 2))
    """
    room = max(0, room)
    fresh = max(0, min(new, room - min(due, ceil(room / 2))))
    return min(due, room - fresh), fresh


def today(standing: Standing, plan: Plan, introduced: int) -> tuple[int, int]:
    """How many due and how many new ones today still asks, after the `introduced` new ones of today."""
    quota = plan.quota(standing.unseen + introduced, standing.today) - introduced
    room = plan.load - standing.asked
    return shared(due=standing.due(plan), new=min(max(0, quota), standing.unseen), room=room)


def forecast(standing: Standing, plan: Plan, *, introduced: int = 0) -> Forecast:
    """The load of each day from today on, as if every answer were right and in time."""
    start, exam, count = standing.today, plan.exam_from(standing.today), plan.days(standing.today)
    coming: list[list[tuple[float, float, int]]] = [[] for _ in range(count)]
    for state in sorted(standing.states, key=lambda state: state["due_at"]):
        place = max(0, (day_of(state, exam) - start).days)
        if place < count:
            reviewed = (state["last_review_at"].date() - start).days
            coming[place].append((state["stability"], state["difficulty"], reviewed))
    waiting: deque[tuple[float, float, int]] = deque()
    unseen, asked, days = standing.unseen, standing.asked, []
    for n, arriving in enumerate(coming):
        waiting.extend(arriving)
        on = start + n * DAY
        quota = min(unseen, max(0, plan.quota(unseen + introduced, on) - introduced))
        due, new = shared(due=len(waiting), new=quota, room=plan.load - asked)
        after = [_later(waiting.popleft(), n) for _ in range(due)] + [recall.first_good()] * new
        for stability, difficulty, gap in after:
            place = n + gap if exam is None else max(n + 1, min(n + gap, count - 1))
            if place < count:
                coming[place].append((stability, difficulty, n))
        unseen -= new
        days.append(Day(on, due, new, len(waiting)))
        introduced = asked = 0
    return Forecast(tuple(days), unseen)


def enough(standing: Standing, plan: Plan, *, introduced: int = 0) -> int:
    """The smallest load with which all is seen before the exam; more than MOST where none is."""
    low, high = 1, MOST + 1
    while low < high:
        middle = (low + high) // 2
        tried = forecast(standing, Plan(middle, plan.exam_on), introduced=introduced)
        low, high = (middle + 1, high) if tried.unseen else (low, middle)
    return low


def next_day(states: Collection[State], plan: Plan, after: date) -> tuple[date, int] | None:
    """The next day on which something is due, and how much; None where nothing ever is."""
    exam = plan.exam_from(after)
    days = [day for state in states if (day := day_of(state, exam)) > after]
    return (min(days), days.count(min(days))) if days else None


def _later(card: tuple[float, float, int], on: int) -> tuple[float, float, int]:
    stability, difficulty, reviewed = card
    return recall.after_good(stability, difficulty, on - reviewed)
