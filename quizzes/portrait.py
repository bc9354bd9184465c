"""All that /progress/ shows of a learner, from a fixed number of queries however much was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from accounts.models import Learner
from quizzes import advice, recall, tallied, workload
from quizzes.advice import Advice, Confusion, Need, Topic
from quizzes.catalogue import Catalogue, Exam, catalogue
from quizzes.confusions import step_of
from quizzes.mastery import Held
from quizzes.models import Card, Record, StudyPlan, Tally
from quizzes.models.banks import void
from quizzes.recall import State
from quizzes.scores import Mark
from syllabus.queries import EXAM

SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Next:
    """One thing to practise, with what the form that starts it sends.

    Of what no step is named, more of the same cannot be wished for: the question itself is tried again,
    which is at `seen`.
    """

    advice: Advice
    one: tallied.Name | None
    other: tallied.Name | None
    wish: dict[str, str]
    seen: tallied.Seen | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """How many were answered on a day, in sittings of a kind, and how many of them were wrong."""

    on: date
    kind: str
    n: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """How a learner stands, and what follows."""

    days: tuple[Day, ...]
    topics: tuple[Topic, ...]
    needs: tuple[tallied.Row, ...]
    confusions: tuple[tallied.Row, ...]
    intruders: tuple[tallied.Row, ...]
    next_up: tuple[Next, ...]
    exam: Exam | None
    exam_on: date | None
    cards: tuple[State, ...]
    today: date

    @property
    def exam_is_today(self) -> bool:
        """No day is left to look ahead to."""
        return self.exam_on == self.today

    @property
    def answered(self) -> int:
        return sum(day.n for day in self.days)

    @property
    def right(self) -> int:
        return sum(day.n - day.wrong for day in self.days)

    @property
    def since(self) -> date:
        return min(day.on for day in self.days)


def portrait(learner: Learner | None, *, now: datetime) -> Portrait:
    """How a learner stands; that of who has begun nothing is empty. Seven queries (and see `catalogue`)."""
    have = catalogue()
    today = now.astimezone(UTC).date()
    plan = StudyPlan.objects.filter(learner=learner).first() if learner else None
    exam = have.exams.get(plan.exam if plan else "") or have.exams.get(EXAM)
    cards = _cards(learner)
    exam_on = plan.plan.exam_from(today) if plan else None
    topics = _topics(learner, have, exam, _due_soon(cards, exam_on, today + SOON))
    tallies = tallied.tallies(learner)
    needs = [t for t in tallies if t["sort"] == "need"]
    asked = {t["one"]: t for t in tallies if t["sort"] == "asked"}
    taken = [t for t in tallies if t["sort"] == "taken" and t["one"] in asked]
    intruders = [t for t in tallies if t["sort"] == "intruder"]
    seen = {(t["sort"], t["one"], t["other"]): tallied.seen(t) for t in tallies}
    advised = advice.next_up(
        topics,
        (Need(t["one"], t["other"], tallied.held(t)) for t in needs),
        (Confusion(t["one"], t["other"], tallied.taken(t, asked[t["one"]]).last) for t in taken),
    )
    return Portrait(
        days=_days(learner),
        topics=topics,
        needs=tallied.weakest(tallied.row(t, have, tallied.held(t)) for t in needs),
        confusions=tallied.surest(tallied.row(t, have, tallied.taken(t, asked[t["one"]])) for t in taken),
        intruders=tallied.surest(tallied.row(t, have, tallied.taken(t, t)) for t in intruders),
        next_up=tuple(_next(one, have, seen) for one in advised),
        exam=exam,
        exam_on=exam_on,
        cards=tuple({pk: state for pk, state, _ in cards}.values()),
        today=today,
    )


def _topics(
    learner: Learner | None, have: Catalogue, exam: Exam | None, due: Counter[str]
) -> tuple[Topic, ...]:
    """Every topic that has questions, in the order of the syllabus. One query."""
    by_topic = Record.objects.filter(learner=learner, tries__gt=0, question__topics__isnull=False)
    counts = by_topic.values("question__topics__key").annotate(
        n=Count("pk"),
        first=Count("pk", filter=Q(first_right=True)),
        last=Count("pk", filter=Q(last_right=True)),
    )
    held = {
        row["question__topics__key"]: Held(Mark(row["first"], row["n"]), Mark(row["last"], row["n"]))
        for row in counts
    }
    nothing, weighs = Held(Mark(0, 0), Mark(0, 0)), exam.weights if exam else {}
    return tuple(
        Topic(key, title, held.get(key, nothing), weighs.get(key, 0.0), questions, due[key])
        for key, title, questions in have.topics
    )


def _next(one: Advice, have: Catalogue, seen: Mapping[tuple[str, str, str], tallied.Seen | None]) -> Next:
    match one.about:
        case Topic() as topic:
            return Next(one, None, None, {"topic": topic.key})
        case Need() as need:
            wish = _wish(step_of(need.other) or step_of(need.one), "ordering")
            names = tallied.name(need.one, have), tallied.name(need.other, have)
            return Next(one, *names, wish, None if wish else seen["need", need.one, need.other])
        case Confusion() as mixed:
            wish = _wish(step_of(mixed.wanted) or step_of(mixed.taken), "matching")
            names = tallied.name(mixed.wanted, have), tallied.name(mixed.taken, have)
            return Next(one, *names, wish, None if wish else seen["taken", mixed.wanted, mixed.taken])


def _wish(step: str, kind: str) -> dict[str, str]:
    """Of a kind, and about a step; nothing where none is named."""
    return {"step": step, "kinds": kind} if step else {}


Kept = tuple[int, State, str | None]
"""A card's row, its state, and one of the topics of its question."""


def _cards(learner: Learner | None) -> list[Kept]:
    """Every card, once for each topic of its question. One query."""
    live = Q(question__current__isnull=False, question__bank__retired_at=None)
    live = (live & ~Q(question__current__in=void())) | Q(question=None)
    rows = Card.objects.filter(live, learner=learner).values_list(
        "pk", "due_at", "stability", "difficulty", "last_review_at", "question__topics__key"
    )
    return [
        (pk, State(due_at=due, stability=stability, difficulty=difficulty, last_review_at=last), topic)
        for pk, due, stability, difficulty, last, topic in (rows if learner else ())
    ]


def _due_soon(cards: Sequence[Kept], exam_on: date | None, until: date) -> Counter[str]:
    """Cards by topic that are to be asked until this day: with an exam soon that is sooner than FSRS says."""
    soon = (topic for _, state, topic in cards if topic and workload.day_of(state, exam_on) <= until)
    return Counter(soon)


def _days(learner: Learner | None) -> tuple[Day, ...]:
    """Every day on which something was answered, by kind of sitting, the first one first. One query."""
    rows = Tally.objects.filter(learner=learner, sort=Tally.DAY).order_by("one", "other")
    return tuple(
        Day(date.fromisoformat(on), kind, n, wrong)
        for on, kind, n, wrong in rows.values_list("one", "other", "n", "wrong")
    )


def recall_until(cards: Sequence[State], days: Sequence[date]) -> list[float]:
    """The share of the cards that would be recalled on each day, without any review meanwhile."""
    return recall.recalled(cards, days)
