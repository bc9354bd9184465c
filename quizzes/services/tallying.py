"""Running tallies: every attempt is counted in the transaction that records it, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Final

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from accounts.models import Learner
from quizzes import reading
from quizzes.confusions import Sign, signs
from quizzes.counts import Novelty
from quizzes.models import Attempt, QuestionVersion, Record, Sitting, Tally
from quizzes.models.tallies import Counted, Subject

AT_ONCE: Final = 500
"""Attempts read, and records written, in one go."""
WHOSE: Final = ("learner_id", "question_id")
KEPT: Final = ("tries", "first_right", "last_right", "signs")


@dataclass(frozen=True, slots=True)
class Met:
    """What a learner had met before: the record of each question that is asked now, begun or not."""

    records: dict[int, Record]


def met(attempts: Sequence[Attempt], *, sitting: Sitting) -> Met:
    """What the learner of a locked sitting had met before these attempts, which are told their novelty.

    One query, and before the attempts are written. Nobody has met nothing, and meets nothing for the first
    time. A void attempt is none.
    """
    for attempt in attempts:
        attempt.novelty = Novelty.AGAIN
    attempts = [attempt for attempt in attempts if not attempt.place.voided]
    if sitting.learner_id is None or not attempts:
        return Met({})
    asked = {(v := attempt.place.question_version).question_id: v.question.bank_id for attempt in attempts}
    own = Record.objects.filter(learner=sitting.learner_id)
    of_banks = own.filter(question__bank__in=set(asked.values())).values("question__bank")
    known = own.filter(
        Q(question__in=sorted(asked)) | Q(pk__in=of_banks.annotate(any=Min("pk")).values("any"))
    )
    rows = list(known.values(*WHOSE, *KEPT, "question__bank"))
    banks = {row.pop("question__bank") for row in rows}
    records = {pk: Record(learner_id=sitting.learner_id, question_id=pk) for pk in sorted(asked)}
    records |= {row["question_id"]: Record(**row) for row in rows if row["question_id"] in asked}
    for attempt in attempts:
        question = attempt.place.question_version.question_id
        if not records[question].tries:
            attempt.novelty = Novelty.FIRST if asked[question] in banks else Novelty.NEW
            banks.add(asked[question])
    return Met(records)


def count(attempts: Sequence[Attempt], met: Met, *, sitting: Sitting) -> None:
    """Count new attempts of a locked sitting for its learner. Nobody's are counted nowhere. Three queries.

    The learner is locked with the sitting, so nobody else counts for them meanwhile.
    """
    attempts = [attempt for attempt in attempts if not attempt.place.voided]
    if sitting.learner_id is None or not attempts:
        return
    records, steps = met.records, reading.steps()
    for attempt in attempts:
        attempt.steps = steps
    counted = _counted(attempts, records, reading.step_keys(steps), {sitting.pk: sitting.kind})
    Record.objects.bulk_create(
        records.values(), update_conflicts=True, unique_fields=["learner", "question"], update_fields=KEPT
    )
    Tally.objects.all().add(sitting.learner_id, counted)


@transaction.atomic
def recount(learner: Learner) -> None:
    """Count all attempts of a learner anew: after a merge, after steps have changed their names.

    The sittings are locked, so that no attempt comes in between.
    """
    sittings = Sitting.objects.select_for_update().filter(learner=learner).order_by("pk")
    kinds = dict(sittings.values_list("pk", "kind"))
    forget(learner)
    wordings = ("place__question_version", "judged_by")
    made = Attempt.objects.filter(place__sitting__in=kinds, place__voided=False).select_related(*wordings)
    made = made.defer(*(f"{name}__{shown}" for name in wordings for shown in ("html", "drawing")))
    records = _Begun(learner)
    counted = _counted(made.order_by("pk").iterator(AT_ONCE), records, reading.step_keys(), kinds)
    Record.objects.bulk_create(records.values(), batch_size=AT_ONCE)
    Tally.objects.all().add(learner.pk, counted)


def forget(learner: Learner) -> None:
    """Drop the tallies of a learner, whose attempts are somebody else's now or nobody's."""
    Record.objects.filter(learner=learner).delete()
    Tally.objects.filter(learner=learner).delete()


def uncounted() -> QuerySet[Learner]:
    """Learners who have attempts and no tallies: of before there were any."""
    counted = Record.objects.values("learner")
    answered = Attempt.objects.values("place__sitting__learner")
    return Learner.objects.filter(pk__in=answered).exclude(pk__in=counted)


class _Begun(dict[int, Record]):
    """Records by question, each begun when it is asked for."""

    def __init__(self, learner: Learner) -> None:
        super().__init__()
        self._learner = learner

    def __missing__(self, question: int) -> Record:
        self[question] = Record(learner=self._learner, question_id=question)
        return self[question]


def _counted(
    attempts: Iterable[Attempt],
    records: Mapping[int, Record],
    steps: Mapping[str, str],
    kinds: Mapping[int, str],
) -> dict[Subject, Counted]:
    """What these attempts, in the order of recording, add to the tallies; records are brought up to date."""
    counted: defaultdict[Subject, Counted] = defaultdict(Counted)
    wordings: dict[int, QuestionVersion] = {}
    for attempt in attempts:
        place = attempt.place
        judge = attempt.judged_by_id or place.question_version_id
        wording = wordings.get(judge) or wordings.setdefault(judge, attempt.key_version)
        record = records[wording.question_id]
        found = signs(wording.asked, attempt.given, steps)
        _count_day(counted, attempt, kinds[place.sitting_id])
        _count_signs(counted, record, found, attempt.place_id)
        if not record.tries:
            record.first_right = attempt.correct
        record.tries += 1
        record.last_right = attempt.correct
        record.signs = [list(astuple(sign)) for sign in found]
    return dict(counted)


def _count_day(counted: defaultdict[Subject, Counted], attempt: Attempt, kind: str) -> None:
    day = counted[Tally.DAY, attempt.answered_at.date().isoformat(), kind]
    day.n += 1
    day.wrong += not attempt.correct


def _count_signs(
    counted: defaultdict[Subject, Counted], record: Record, found: tuple[Sign, ...], place: int
) -> None:
    """The signs of the try before are no longer those of the last."""
    for sort, one, other, wrong in record.signs:
        before = counted[sort, one, other]
        before.last -= 1
        before.last_wrong -= wrong
    for sign in found:
        tally = counted[sign.sort, sign.one, sign.other]
        tally.n += 1
        tally.wrong += sign.wrong
        tally.last += 1
        tally.last_wrong += sign.wrong
        if not record.tries:
            tally.first += 1
            tally.first_wrong += sign.wrong
        if sign.wrong:
            tally.place = place
