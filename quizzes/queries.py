"""Reads that join: what can be asked, how it went before, what a sitting holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Q,
    QuerySet,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import RowNumber

from accounts.models import Learner
from quizzes.engines import KINDS
from quizzes.generators.proving import SLUG
from quizzes.models import Attempt, Bank, ProblemReport, Question, QuestionVersion, Sitting, SittingQuestion
from quizzes.selection import Candidate, Past, most_pressing
from quizzes.state import CaseName, Stop, outcome
from syllabus.models import Topic


@dataclass(frozen=True, slots=True)
class Offer:
    """A topic to practise and how many questions of each kind it has, in the order of KINDS.

    Those of a case count as questions of the kind case, under which they are asked. `fresh` is how many fresh
    variants a sitting on it had when that was measured; None where it never was.
    """

    key: str
    title: str
    counts: tuple[tuple[str, int], ...]
    fresh: int | None = None

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
    topics = Topic.objects.current().annotate(**counts).order_by("position", "key")
    found = [
        Offer(t.key, t.title, tuple((kind, getattr(t, kind)) for kind in KINDS), t.measured)
        for t in topics.annotate(measured=F("supply__variants"))
    ]
    return [offer for offer in found if offer.total]


def about(*, topic: str = "", step: str = "", trap: str = "") -> dict[str, str]:
    """For a filter on questions: those about all of these, of which any may be left out."""
    named = {"topics__key": topic, "steps__key": step, "traps__key": trap}
    return {field: key for field, key in named.items() if key}


def last_outcome(learner: Learner | None) -> Case:
    """For a question: whether this learner's last attempt at it was right; null where there is none.

    Nobody's are those of people who are deleted: a newcomer has none.

    The last attempts are found once for all questions, not for each: what that costs grows with the attempts
    of this learner alone, and is milliseconds for ten thousand of them.
    """
    question = "place__question_version__question"
    nth = Window(RowNumber(), partition_by=question, order_by=("-answered_at", "-pk"))
    made = Attempt.objects.filter(place__sitting__learner=learner) if learner else Attempt.objects.none()
    own = made.filter(place__voided=False).annotate(nth=nth)
    last = Attempt.objects.filter(pk__in=own.filter(nth=1).values("pk"))
    return Case(
        *(When(pk__in=last.filter(correct=was).values(question), then=Value(was)) for was in (True, False)),
        default=None,
        output_field=BooleanField(null=True),
    )


def candidates(
    *,
    learner: Learner | None,
    kinds: Collection[str],
    topic: str = "",
    step: str = "",
    trap: str = "",
    bank: str = "",
) -> Iterator[Candidate]:
    """What may be asked, with how it last went for this learner; without kinds, of any. One query.

    A case is about all that one of its questions is about, and it comes whole. Without a bank, which is named
    by its slug, what ships is asked; whether the learner may be asked that bank is not looked at here.
    """
    live = Question.objects.live().filter(bank__slug=bank) if bank else Question.objects.shipped()
    wanted = live.filter(**about(topic=topic, step=step, trap=trap))
    asked = Q(case=None, pk__in=wanted.values("pk"), kind__in=kinds or KINDS)
    if not kinds or "case" in kinds:
        asked |= Q(case__in=wanted.exclude(case=None).values("case"))
    rows = live.filter(asked).annotate(last=last_outcome(learner)).order_by("case_id", "part", "pk")
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
    """The wording of a shipped question that is asked now. One query."""
    question = Question.objects.shipped().filter(bank__slug=bank, key=key).select_related("current").first()
    return question.current if question else None


def private(questions: Collection[int]) -> set[int]:
    """Which of these questions are of somebody's private bank. One query."""
    found = Question.objects.filter(
        pk__in=questions, bank__visibility=Bank.PRIVATE, bank__owner__isnull=False
    )
    return set(found.values_list("pk", flat=True))


def place(*, sitting_key: str, number: int, learner: Learner | None) -> SittingQuestion | None:
    """A place of one's own sitting, with what every page of a question shows. One query.

    What few pages need (the scenario of a case, the sitting it goes back to) is read when it is asked for: a
    join costs those too that have none, here more than all else of the page's database work together.
    `reported` is whether this learner has reported anything at all: only then `reports_on` is worth it.
    """
    if not learner:
        return None
    own = _numbered(sitting_key, number, learner).select_related("sitting", "question_version", "attempt")
    return _one(own.annotate(reported=Exists(ProblemReport.objects.filter(learner=learner))))


def place_to_save(*, sitting_key: str, number: int, learner: Learner | None) -> SittingQuestion | None:
    """The same place, with only what it takes to read its board and to keep it. One query of few columns."""
    if not learner:
        return None
    own = _numbered(sitting_key, number, learner).select_related("sitting", "question_version")
    return _one(own.only(*TO_SAVE))


TO_SAVE = (
    "number",
    "draft_seq",
    "draft_at",
    *(f"sitting__{name}" for name in ("key", "secret", "kind", "deadline_at", "finished_at", "learner_id")),
    "question_version__body",
)


def _numbered(sitting_key: str, number: int, learner: Learner) -> QuerySet[SittingQuestion]:
    return SittingQuestion.objects.filter(sitting__key=sitting_key, sitting__learner=learner, number=number)


def _one(places: QuerySet[SittingQuestion]) -> SittingQuestion | None:
    """What the keys of a table say is one at most: `first` would sort, and cost more than it finds."""
    return next(iter(places), None)


def places(sitting: int, *, graded: bool = False) -> list[SittingQuestion]:
    """All places of a sitting with attempts, kinds, banks and the names of cases. One query.

    They come without their wording, unless they are to be graded.
    """
    shown = ("question_version__html", "question_version__drawing")
    long = shown if graded else ("question_version__body", *shown)
    return list(_places(sitting).select_related("sitting").defer(*long, *CASES_OWN))


def lineup(sitting: Sitting) -> list[SittingQuestion]:
    """All places of a sitting, as `places` has them, with what their questions say. One query."""
    return list(_places(sitting.pk).defer(*CASES_OWN))


CASES_OWN = tuple(f"question_version__case_version__{name}" for name in ("scenario", "explain", "html"))


def _places(sitting: int) -> QuerySet[SittingQuestion]:
    named = ("attempt", "question_version__question__bank", "question_version__case_version")
    found = SittingQuestion.objects.filter(sitting=sitting).select_related(*named)
    return found.order_by("number")


def stops(sitting: Sitting) -> tuple[Stop, ...]:
    """All places of a sitting as the navigator shows them. One query, of those few columns."""
    case = "question_version__case_version"
    columns = ("number", "question_version__question__kind", "attempt__correct", case, f"{case}__title")
    rows = sitting.lineup.order_by("number").values_list(*columns, "draft", "flagged", "voided")
    return tuple(
        Stop(
            number,
            kind,
            outcome(correct, void=void),
            CaseName(of_case, title) if of_case else None,
            bool(draft),
            flagged,
        )
        for number, kind, correct, of_case, title, draft, flagged, void in rows
    )


def exam_lineup(sitting: Sitting) -> list[SittingQuestion]:
    """All places of an exam, as `lineup` has them, with the topics of their questions. Two queries."""
    places = lineup(sitting)
    prefetch_related_objects(places, "question_version__question__topics")
    return places


def exam_results(learner: Learner | None, *, code: str = "", most: int = 20) -> list[Sitting]:
    """A learner's finished exams, newest first, each with its `total` of places that count and those `right`.

    One query. With a code, those of this profile only.
    """
    of_profile = {"exam__code": code} if code else {}
    sittings = Sitting.objects.of(learner).filter(kind=Sitting.EXAM, finished_at__isnull=False, **of_profile)
    counted = Q(lineup__scored=True, lineup__voided=False)
    right = Count("lineup", filter=counted & Q(lineup__attempt__correct=True))
    rows = sittings.annotate(total=Count("lineup", filter=counted), right=right)
    return list(rows.order_by("-started_at", "-pk")[:most])


def recent(learner: Learner | None, *, most: int = 6) -> list[Sitting]:
    """A learner's last sittings, each with its `total` and how many are `right`. One query."""
    counted = Q(lineup__voided=False)
    right = Count("lineup", filter=counted & Q(lineup__attempt__correct=True))
    sittings = Sitting.objects.of(learner).annotate(total=Count("lineup", filter=counted), right=right)
    return list(sittings.order_by("-started_at", "-pk")[:most])


def unfinished(learner: Learner | None) -> Sitting | None:
    """The sitting a learner left last: the one to go on with. Exams apart: services.exams.running."""
    open_ones = Sitting.objects.of(learner).filter(finished_at=None).exclude(kind=Sitting.EXAM)
    return open_ones.order_by("-started_at").first()


def reports(learner: Learner | None) -> QuerySet[ProblemReport]:
    """The problems that a learner has reported, the newest first, with their questions and places."""
    return _with_questions(ProblemReport.objects.of(learner))


def _with_questions(found: QuerySet[ProblemReport]) -> QuerySet[ProblemReport]:
    whole = found.select_related("question_version__question", "place__sitting", "place__attempt")
    return whole.order_by("-created_at", "-pk")


def reports_on(place: SittingQuestion) -> list[ProblemReport]:
    """What the learner of a sitting has reported of this question, here or in other sittings. One query."""
    of_question = {"question_version__question": place.question_version.question_id}
    found = ProblemReport.objects.filter(learner=place.sitting.learner_id, **of_question)
    return list(_with_questions(found)[:5])


def new_answers(learner: Learner | None) -> int:
    """How many answers to reports wait to be read by their learner. One query, and none for a newcomer."""
    return ProblemReport.objects.of(learner).told().filter(seen_at=None).count() if learner else 0


def inbox(*, bank: Bank | None = None) -> QuerySet[ProblemReport]:
    """For staff all reports, for authors those on their bank: the open ones first and of them the oldest;
    then the newest answers.
    """
    found = ProblemReport.objects.select_related("question_version__question__bank", "answered_by")
    if bank is not None:
        found = found.filter(question_version__question__bank=bank)
    return found.order_by(F("answered_at").desc(nulls_first=True), "created_at", "pk")


def report(key: str, *, bank: Bank | None = None) -> ProblemReport | None:
    """For staff any report, for authors one on their bank, with its question."""
    found = inbox(bank=bank).select_related(
        "question_version__case_version", "place__sitting", "place__attempt"
    )
    return found.filter(key=key).first()
