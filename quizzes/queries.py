"""Reads that join: what can be asked, how it went before, what a sitting holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Q, Value, When, Window
from django.db.models.functions import RowNumber

from accounts.models import Learner
from quizzes.engines import KINDS
from quizzes.generators.proving import SLUG
from quizzes.models import Attempt, Question, QuestionVersion, Sitting, SittingQuestion
from quizzes.selection import Candidate, Past, most_pressing
from syllabus.models import Topic


@dataclass(frozen=True, slots=True)
class Offer:
    """A topic to practise and how many questions of each kind it has, in the order of KINDS.

    Those of a case count as questions of the kind case, under which they are asked.
    """

    key: str
    title: str
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


def offers() -> list[Offer]:
    """Every topic that has questions, in the order of the syllabus. One query."""
    live = Q(questions__current__isnull=False, questions__bank__shipped=True)
    live &= Q(questions__bank__retired_at=None)
    alone = {kind: Q(questions__kind=kind, questions__case=None) for kind in KINDS}
    chosen = {**alone, "case": Q(questions__case__isnull=False)}
    counts = {kind: Count("questions", filter=live & which, distinct=True) for kind, which in chosen.items()}
    topics = Topic.objects.filter(retired_at=None).annotate(**counts).order_by("position", "key")
    found = [Offer(t.key, t.title, tuple((kind, getattr(t, kind)) for kind in KINDS)) for t in topics]
    return [offer for offer in found if offer.total]


def about(*, topic: str = "", step: str = "", trap: str = "") -> dict[str, str]:
    """For a filter on questions: those about all of these, of which any may be left out."""
    named = {"topics__key": topic, "steps__key": step, "traps__key": trap}
    return {field: key for field, key in named.items() if key}


def last_outcome(learner: Learner | None) -> Case:
    """For a question: whether this learner's last attempt at it was right; null where there is none.

    The last attempts are found once for all questions, not for each: what that costs grows with the attempts
    of this learner alone, and is milliseconds for ten thousand of them.
    """
    question = "place__question_version__question"
    nth = Window(RowNumber(), partition_by=question, order_by=("-answered_at", "-pk"))
    own = Attempt.objects.filter(place__sitting__learner=learner).annotate(nth=nth)
    last = Attempt.objects.filter(pk__in=own.filter(nth=1).values("pk"))
    return Case(
        *(When(pk__in=last.filter(correct=was).values(question), then=Value(was)) for was in (True, False)),
        default=None,
        output_field=BooleanField(null=True),
    )


def candidates(
    *, learner: Learner | None, kinds: Collection[str], topic: str = "", step: str = "", trap: str = ""
) -> Iterator[Candidate]:
    """What may be asked, with how it last went for this learner; without kinds, of any. One query.

    A case is about all that one of its questions is about, and it comes whole.
    """
    shipped = Question.objects.shipped()
    wanted = shipped.filter(**about(topic=topic, step=step, trap=trap))
    asked = Q(case=None, pk__in=wanted.values("pk"), kind__in=kinds or KINDS)
    if not kinds or "case" in kinds:
        asked |= Q(case__in=wanted.exclude(case=None).values("case"))
    rows = shipped.filter(asked).annotate(last=last_outcome(learner)).order_by("case_id", "part", "pk")
    of_cases: dict[int, list[tuple[int, Past]]] = {}
    for case, part, version, kind, last in rows.values_list("case", "part", "current_id", "kind", "last"):
        past: Past = "unseen" if last is None else "right" if last else "wrong"
        if part:
            of_cases.setdefault(case, []).append((version, past))
        else:
            yield Candidate((version,), kind, past)
    for parts in of_cases.values():
        versions, pasts = zip(*parts, strict=True)
        yield Candidate(versions, "case", most_pressing(pasts))


def recent_variants(learner: Learner | None, *, most: int) -> list[str]:
    """The fingerprints of the variants that this learner was asked last. One query."""
    asked = SittingQuestion.objects.filter(
        sitting__learner=learner, question_version__question__bank__slug=SLUG
    )
    keys = asked.order_by("-sitting__started_at", "-pk").values_list(
        "question_version__question__key", flat=True
    )
    return [key.rpartition("-")[2] for key in keys[:most]] if learner else []


def current_version(*, bank: str, key: str) -> QuestionVersion | None:
    """The wording of a question that is asked now. One query."""
    question = Question.objects.live().filter(bank__slug=bank, key=key).select_related("current").first()
    return question.current if question else None


def place(*, sitting_key: str, number: int, learner: Learner | None) -> SittingQuestion | None:
    """A place of one's own sitting, with all that its page shows. One query."""
    if not learner:
        return None
    return (
        SittingQuestion.objects.filter(sitting__key=sitting_key, sitting__learner=learner, number=number)
        .select_related(
            "sitting__again_of",
            "question_version__question__bank",
            "question_version__case_version",
            "attempt",
        )
        .first()
    )


def lineup(sitting: Sitting) -> list[SittingQuestion]:
    """All places of a sitting with their attempts and the names of their cases. One query."""
    places = sitting.lineup.select_related(
        "attempt", "question_version__question", "question_version__case_version"
    )
    case = "question_version__case_version__"
    return list(places.defer(f"{case}scenario", f"{case}explain", f"{case}html"))


def recent(learner: Learner | None, *, most: int = 6) -> list[Sitting]:
    """A learner's last sittings, each with its `total` and how many are `right`. One query."""
    right = Count("lineup", filter=Q(lineup__attempt__correct=True))
    sittings = Sitting.objects.of(learner).annotate(total=Count("lineup"), right=right)
    return list(sittings.order_by("-started_at", "-pk")[:most])


def unfinished(learner: Learner | None) -> Sitting | None:
    """The sitting a learner left last: the one to go on with."""
    return Sitting.objects.of(learner).filter(finished_at=None).order_by("-started_at").first()
