"""When a question comes back: what the FSRS library says, bounded by the day of the exam. Pure.

The only module that sees the library. A card's state is plain data with times in UTC; every time is an
argument. The library's chance (`fuzz`) is off and its steps of minutes are left out: a question that was
missed comes again the next day, not after ten minutes, when it would show what was just read. The rating
comes from the outcome and the time it took, never from the learner's own judgement, and is never Easy: an
exam gives no more than right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, TypedDict

import fsrs

Rating = Literal["again", "hard", "good"]

DAY: Final = timedelta(days=1)
SLOW: Final = 2.0
"""Right, but in more than so many times what it usually takes, is Hard."""
USUAL: Final = {"choice": 60, "matching": 90, "ordering": 90}
"""Seconds that a kind of question takes, while too little is known of the learner (`ENOUGH`)."""
ENOUGH: Final = 10
"""So many right responses of a kind, and their median is what it usually takes this learner."""

_RATINGS: Final = {"again": fsrs.Rating.Again, "hard": fsrs.Rating.Hard, "good": fsrs.Rating.Good}
_SCHEDULER: Final = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class State(TypedDict):
    """How well something is held: due in FSRS's own view, days until nine in ten are recalled, 1 to 10."""

    due_at: datetime
    stability: float
    difficulty: float
    last_review_at: datetime


def rate(correct: bool, seconds: int | None, usual_seconds: float | None) -> Rating:
    """Again for wrong, Hard for right but slow, Good for right, and where either time is not known.

    >>> rate(True, 121, 60), rate(True, 120, 60), rate(False, 1, 60), rate(True, 500, None)
    ('hard', 'good', 'again', 'good')
    """
    if not correct:
        return "again"
    if seconds is None or usual_seconds is None:
        return "good"
    return "hard" if seconds > SLOW * usual_seconds else "good"


def usual(kind: str, taken: Iterable[int], *, opens_a_case: bool = False) -> float | None:
    """What a kind of question usually takes: the median of the seconds taken, or USUAL while they are few.

    Who answers the first question of a case has read its scenario in that time. Such a question is compared
    with others like it alone, and while they are few, with none (None): scenarios are short and long.

    >>> usual("choice", [5] * 9), usual("choice", [5] * 6 + [50] * 5)
    (60.0, 5.0)
    >>> usual("choice", [5] * 9, opens_a_case=True), usual("choice", [150] * 10, opens_a_case=True)
    (None, 150.0)
    """
    known = sorted(taken)
    if len(known) >= ENOUGH:
        return float(known[(len(known) - 1) // 2])
    return None if opens_a_case else float(USUAL.get(kind, 90))


def review(state: State | None, rating: Rating, now: datetime) -> State:
    """The state after a review; without one before, that of a card asked for the first time.

    Raises ValueError for a time without a zone.
    """
    now = _utc(now)
    card, _ = _SCHEDULER.review_card(_card(state, now), _RATINGS[rating], review_datetime=now)
    if card.stability is None or card.difficulty is None:
        raise AssertionError("A reviewed card has both.")
    return State(due_at=card.due, stability=card.stability, difficulty=card.difficulty, last_review_at=now)


def replay(reviews: Iterable[tuple[datetime, Rating]]) -> State | None:
    """The state after all these reviews, in the order of their times: a schedule from its log."""
    state: State | None = None
    for at, rating in sorted(reviews):
        state = review(state, rating, at)
    return state


def retrievability(state: State, at: datetime) -> float:
    """How probable it is that it would be recalled at a time, from 0 to 1."""
    return float(_SCHEDULER.get_card_retrievability(_card(state, at), _utc(at)))


def recalled(states: Iterable[State], days: Sequence[date]) -> list[float]:
    """The share of cards that would be recalled on each day, if none were reviewed meanwhile; 0 to 1.

    For forecasts: stabilities are rounded first, as in `after_good`. Of no cards the share is 0.
    """
    alike = Counter((float(f"{s['stability']:.3g}"), _utc(s["last_review_at"]).date()) for s in states)
    total = alike.total() or 1
    return [
        sum(n * _recalled(stability, max(0, (day - last).days)) for (stability, last), n in alike.items())
        / total
        for day in days
    ]


@lru_cache(maxsize=50_000)
def _recalled(stability: float, elapsed: int) -> float:
    state = State(due_at=_EPOCH, stability=stability, difficulty=5.0, last_review_at=_EPOCH)
    return retrievability(state, _EPOCH + elapsed * DAY)


def due_on(due_at: datetime, last_review_at: datetime, exam_on: date | None) -> date:
    """The day on which a card is to be asked. This is the horizon rule; days are days in UTC.

    Without an exam it is the day of FSRS's own due time. With one, nothing reviewed before the exam's day is
    due after the day before it: what would be is brought to that day. What was reviewed on that very day
    comes once more on the exam's own. What is reviewed on the exam's day or later is bounded by it no more.
    """
    due, reviewed = _utc(due_at).date(), _utc(last_review_at).date()
    if exam_on is None or reviewed >= exam_on:
        return due
    return min(due, max(exam_on - DAY, reviewed + DAY))


def after_good(stability: float, difficulty: float, elapsed: int) -> tuple[float, float, int]:
    """Stability and difficulty after a right answer `elapsed` days after the last, and days until the next.

    For forecasts: both are rounded first, so that what is asked a thousand times is worked out once.
    """
    return _after_good(float(f"{stability:.3g}"), round(difficulty, 1), elapsed)


def first_good() -> tuple[float, float, int]:
    """The same for something answered right for the first time."""
    return _told(review(None, "good", _EPOCH))


_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=50_000)
def _after_good(stability: float, difficulty: float, elapsed: int) -> tuple[float, float, int]:
    before = State(due_at=_EPOCH, stability=stability, difficulty=difficulty, last_review_at=_EPOCH)
    return _told(review(before, "good", _EPOCH + elapsed * DAY))


def _told(state: State) -> tuple[float, float, int]:
    return state["stability"], state["difficulty"], (state["due_at"] - state["last_review_at"]).days


def _card(state: State | None, now: datetime) -> fsrs.Card:
    """The library's card. It always gets an id: without one it waits a millisecond to make one up."""
    if state is None:
        return fsrs.Card(card_id=0, due=now)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=state["stability"],
        difficulty=state["difficulty"],
        due=state["due_at"],
        last_review=_utc(state["last_review_at"]),
    )


def _utc(time: datetime) -> datetime:
    """The same time with the one zone object that the library takes for UTC."""
    if time.tzinfo is None:
        raise ValueError("A time needs a zone.")
    return time.astimezone(UTC)
