"""Reads of a learner's deck: the cards, what is not in it yet, and what today asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.db.models import Count, F, Max, Q

from accounts.models import Learner
from quizzes import workload
from quizzes.generators import recalled
from quizzes.material import stock
from quizzes.models import Attempt, Bank, Card, CardReview, Question, Record, Sitting, StudyPlan
from quizzes.models.banks import QuestionQuerySet, void
from quizzes.queries import last_outcome
from quizzes.recall import State
from quizzes.workload import Day, Forecast, Plan, Standing
from syllabus.models import ExamProfile, Term, Trap

Subject = tuple[str, str]
"""Of a trap or a term its sort and key; of a question "question" and ""."""


@dataclass(frozen=True, slots=True)
class Held:
    """A card that can be asked now, and the question's current wording if it is one."""

    subject: Subject
    version: int | None
    case: int | None
    part: int
    state: State
    first_on: date


@dataclass(frozen=True)  # no slots: what follows is worked out once
class Deck:
    """All that a learner has to review today, from four queries."""

    held: tuple[Held, ...]
    unseen: int
    plan: Plan
    planned: bool  # the learner has said what the plan is
    exam: str
    today: date

    @property
    def standing(self) -> Standing:
        return Standing(self.today, [held.state for held in self.held], self.unseen)

    @cached_property
    def introduced(self) -> int:
        """How many were asked for the first time today."""
        return sum(held.first_on == self.today for held in self.held)

    @cached_property
    def asks(self) -> tuple[int, int]:
        """How many due ones and how many new ones are still to be asked today."""
        return workload.today(self.standing, self.plan, self.introduced)

    @cached_property
    def forecast(self) -> Forecast:
        return workload.forecast(self.standing, self.plan, introduced=self.introduced)

    @cached_property
    def enough(self) -> int:
        """The load with which all would be seen before the exam."""
        return workload.enough(self.standing, self.plan, introduced=self.introduced)

    @property
    def known(self) -> int:
        """Everything that can be asked."""
        return len(self.held) + self.unseen

    @property
    def last_left(self) -> int:
        """How many due ones the last day of the forecast does not hold."""
        return self.days[-1].left

    @property
    def due(self) -> int:
        return self.standing.due(self.plan)

    @property
    def asked(self) -> int:
        return self.standing.asked

    @property
    def days(self) -> tuple[Day, ...]:
        return self.forecast.days

    @property
    def next_day(self) -> tuple[date, int] | None:
        """The next day after today that asks something, and how much."""
        coming = ((day.on, day.asked) for day in self.days[1:] if day.asked)
        return next(coming, None) or workload.next_day(self.standing.states, self.plan, self.today)

    def due_cards(self, at: datetime) -> list[Held]:
        """What is due, the most forgotten first."""
        exam = self.plan.exam_from(self.today)
        due = [held for held in self.held if workload.day_of(held.state, exam) <= self.today]
        return workload.most_forgotten([(held, held.state) for held in due], at)


def deck(learner: Learner | None, *, now: datetime) -> Deck:
    """The deck of a learner; that of who has begun nothing is empty. Four queries.

    What is retired, or of a bank that has become private, is neither due nor new. It keeps its card and comes
    back with it.
    """
    entries = set(recalled.subjects(stock().material))
    kept = StudyPlan.objects.filter(learner=learner).first() if learner else None
    held = tuple(_held(learner, entries)) if learner else ()
    questions = askable(learner).count() + len(entries)
    return Deck(
        held=held,
        unseen=max(0, questions - len(held)),
        plan=kept.plan if kept else Plan(),
        planned=kept is not None,
        exam=kept.exam if kept else "",
        today=now.astimezone(UTC).date(),
    )


def askable(learner: Learner | None) -> QuestionQuerySet:
    """What a review may ask: what ships, and of other banks what this learner met there, while it is open.

    A review leads nobody to a bank that they have not chosen (docs/adr/0024).
    """
    met = Record.objects.filter(learner=learner).values("question") if learner else ()
    return Question.objects.open().filter(Q(bank__shipped=True) | Q(pk__in=met))


_LIVE = (
    Q(question__current__isnull=False, question__bank__retired_at=None)
    & ~Q(question__bank__visibility=Bank.PRIVATE)
    & ~Q(question__current__in=void())
)


def _held(learner: Learner, entries: set[Subject]) -> Iterator[Held]:
    cards = Card.objects.filter(_LIVE | Q(question=None), learner=learner).values_list(
        "sort",
        "key",
        "question__current_id",
        "question__case_id",
        "question__part",
        "due_at",
        "stability",
        "difficulty",
        "last_review_at",
        "first_review_at",
    )
    for sort, key, version, case, part, due, stability, difficulty, last, first in cards:
        if sort == Card.QUESTION or (sort, key) in entries:
            state = State(due_at=due, stability=stability, difficulty=difficulty, last_review_at=last)
            yield Held((sort, key), version, case, part or 0, state, first.astimezone(UTC).date())


def exams() -> list[tuple[str, str]]:
    """The key and name of each exam that can be studied for. One query."""
    profiles = ExamProfile.objects.current().values_list("key", "code", "title")
    return [(key, title if code == key else code) for key, code, title in profiles]


@dataclass(frozen=True, slots=True)
class NewQuestions:
    """Questions to be asked for the first time, those of a case together; `rank`: which come first."""

    versions: tuple[int, ...]
    rank: int


def new_questions(learner: Learner | None) -> list[NewQuestions]:
    """What has no card yet: what was missed at its last try elsewhere, what was never met, what was right.

    A case comes whole, as in practice, and as soon as the most pressing of its questions does. One query.
    """
    rows = (
        askable(learner)
        .annotate(last=last_outcome(learner))
        .exclude(pk__in=Card.objects.filter(learner=learner, question__isnull=False).values("question"))
        .order_by("case_id", "part", "pk")
        .values_list("pk", "case_id", "part", "current_id", "last")
    )
    rank = {False: 0, None: 1, True: 2}
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for pk, case, part, version, last in rows:
        groups.setdefault((case, 0) if part else (0, pk), []).append((version, rank[last]))
    return [NewQuestions(tuple(v for v, _ in g), min(r for _, r in g)) for g in groups.values()]


def new_entries(learner: Learner | None) -> list[Subject]:
    """Traps and terms that can be asked and have no card yet. One query, and the material's."""
    cards = Card.objects.filter(learner=learner, question=None).values_list("sort", "key")
    have = set(cards) if learner else set()
    return [subject for subject in recalled.subjects(stock().material) if subject not in have]


def reviewed(learner: Learner | None) -> int:
    """How many reviews there were so far. One query."""
    return CardReview.objects.filter(card__learner=learner).count() if learner else 0


def open_review(learner: Learner | None) -> Sitting | None:
    """The review that a learner has begun and not finished. One query."""
    reviews = Sitting.objects.of(learner).filter(kind=Sitting.REVIEW, finished_at=None)
    return reviews.order_by("-started_at").first()


def _current_entries() -> Q:
    """Cards about what the syllabus still has, for a filter."""
    trap = Q(sort=Card.TRAP, key__in=Trap.objects.current().values("key"))
    return trap | Q(sort=Card.TERM, key__in=Term.objects.current().values("key"))


@dataclass(frozen=True, slots=True)
class ComesBack:
    """The day on which something is asked again, and whether that is still for the exam."""

    on: date
    before_exam: bool


def comes_back(attempt: Attempt) -> ComesBack | None:
    """When what was answered in a review comes back; nothing if it has since. One query."""
    log = CardReview.objects.filter(attempt=attempt).select_related("card__learner__study_plan").first()
    if log is None or log.card.last_review_at != log.reviewed_at:
        return None
    kept: StudyPlan | None = getattr(log.card.learner, "study_plan", None)
    exam = kept.plan.exam_from(log.reviewed_at.astimezone(UTC).date()) if kept else None
    day = workload.day_of(log.card.state, exam)
    return ComesBack(day, workload.is_before_exam(day, exam))


@dataclass(frozen=True, slots=True)
class DueToday:
    """How many cards are due, and how many of them today's load still holds."""

    due: int
    room: int

    @property
    def now(self) -> int:
        return max(0, min(self.due, self.room))


def due_today(learner: Learner | None, *, now: datetime) -> DueToday | None:
    """What is due today, told in one query; nothing for who has no card. The rule is `recall.due_on`."""
    if not learner:
        return None
    start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = start + timedelta(days=1)
    near = Q(learner__study_plan__exam_on__range=(start.date(), tomorrow.date()), last_review_at__lt=start)
    rows = (
        Card.objects.filter(_LIVE | _current_entries(), learner=learner)
        .values("learner")
        .annotate(
            due=Count("pk", filter=Q(due_at__lt=tomorrow) | near),
            asked=Count("pk", filter=Q(last_review_at__gte=start)),
            load=Max(F("learner__study_plan__daily_load")),
        )
    )
    if (found := next(iter(rows), None)) is None:
        return None
    load = workload.LOAD if found["load"] is None else found["load"]
    return DueToday(found["due"], load - found["asked"])
