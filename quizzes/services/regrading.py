"""Answers are judged anew: one wording's, by the key of another wording, or by none (docs/adr/0030).

Starting writes down whose decision it is, and what counts from now on. Then place after place is brought to
it, each in a transaction of its own that holds its learner. Nothing is remembered of what has been brought:
a place that is as it should be stays as it is, so going on after a stop, twice, or from two tabs is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from quizzes import regrading
from quizzes.models import Attempt, QuestionVersion, Regrade, RegradedAttempt, Sitting, SittingQuestion
from quizzes.regrade_preview import Preview, preview, target_of
from quizzes.services import counting, tallying
from quizzes.services.rating import rerated
from quizzes.services.sittings import SittingFinished, locked

AT_ONCE: Final = 200
"""Places whose numbers are read in one go."""


class ChangedMeanwhile(Exception):
    """Something was answered, or regraded, since the preview was shown; `fresh` is how it stands now."""

    def __init__(self, fresh: Preview) -> None:
        super().__init__(fresh.digest)
        self.fresh = fresh


def start(
    *,
    version: QuestionVersion,
    judge: QuestionVersion | None,
    by: User | None,
    note: str,
    digest: str,
    now: datetime,
) -> Regrade:
    """Write down that all answers to this wording are judged by `judge`, or for nobody where it is None.

    From then on what is newly answered of it is, too. The same form sent twice is one regrade. Raises
    ChangedMeanwhile where the preview of this digest is not how it stands, ValueError for the wording of
    another question.
    """
    target = target_of(version, judge)
    shown = preview(version, judge)
    with transaction.atomic():
        held = QuestionVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if held.regrade_id != shown.before:
            shown = preview(held, judge)
        if shown.digest != digest:
            if (last := standing(version=held, judge=judge, note=note)) is not None:
                return last
            raise ChangedMeanwhile(shown)
        made = Regrade.objects.create(
            question_version=held, sort=target[0], judged_by=judge, by=by, note=note, at=now
        )
        held.regrade = made
        held.save(update_fields=["regrade"])
    version.regrade = made
    return made


def standing(*, version: QuestionVersion, judge: QuestionVersion | None, note: str) -> Regrade | None:
    """The regrade that stands, if it is just this one: the same sent again, or to go on with."""
    last = version.regrade
    if last and (last.sort, last.judged_by_id, last.note) == (*target_of(version, judge), note):
        return last
    return None


def go_on(*, regrade: Regrade, now: datetime, enough: Callable[[], bool] = lambda: False) -> bool:
    """Bring places to a regrade until all are, or until it is enough; whether all are.

    A later regrade of the same wording ends it: that one brings them.
    """
    places = SittingQuestion.objects.filter(question_version=regrade.question_version_id).order_by("pk")
    while rows := list(places.filter(pk__gt=regrade.reached).values_list("pk", "sitting")[:AT_ONCE]):
        for place, sitting in rows:
            if not _brought(place, sitting, regrade):
                _end(regrade, now)
                return True
            regrade.reached = place
            if enough():
                regrade.save(update_fields=["reached"])
                return False
        regrade.save(update_fields=["reached"])
    _end(regrade, now)
    return True


def anew(*, regrade: Regrade) -> None:
    """Look at every place once more, from the first one on."""
    regrade.reached, regrade.done_at = 0, None
    regrade.save(update_fields=["reached", "done_at"])


def _end(regrade: Regrade, now: datetime) -> None:
    rows = regrade.changed.order_by().values_list("was", "now").annotate(n=Count("pk"))
    regrade.counts = {f"{was}-{became}": n for was, became, n in rows}
    regrade.done_at = now
    regrade.save(update_fields=["counts", "done_at"])


@transaction.atomic
def _brought(place: int, sitting: int, regrade: Regrade) -> bool:
    """Bring one place to its standing key. False where this regrade is not the standing one any more."""
    try:
        held = locked(sitting)
    except SittingFinished:
        return True  # it was deleted meanwhile
    if held.learner is None:
        Sitting.objects.select_for_update().get(pk=sitting)
    found = SittingQuestion.objects.select_related("question_version__question", "attempt").get(pk=place)
    version = found.question_version
    if version.regrade_id != regrade.pk:
        return False
    found.sitting = held
    version.regrade = regrade
    _bring(found, regrade)
    return True


def _bring(place: SittingQuestion, regrade: Regrade) -> None:
    attempt: Attempt | None = getattr(place, "attempt", None)
    if attempt is None and place.sitting.finished_at is None:
        return  # it is judged by the standing key once it is answered
    was = regrading.mark_of(attempt.correct if attempt else False, void=place.voided)
    findings = attempt.findings if attempt else []
    voids = regrade.voids != place.voided
    changes = attempt is not None and _judge_anew(attempt, place, regrade)
    if not voids and not changes:
        return
    with counting.following(_touched(place, whole=voids)):
        if voids:
            place.voided = regrade.voids
            place.save(update_fields=["voided"])
        if attempt is None:
            return
        attempt.place = place
        attempt.save(update_fields=["correct", "findings", "judged_by"])
        now = regrading.mark_of(attempt.correct, void=place.voided)
        if was != now or _told(findings) != _told(attempt.findings):
            RegradedAttempt.objects.get_or_create(
                regrade=regrade, attempt=attempt, defaults={"was": was, "now": now, "findings": findings}
            )
        if was != now:
            rerated(sitting=place.sitting, place=place, attempt=attempt)
        if place.sitting.learner is not None:
            tallying.recount(place.sitting.learner)
            if voids:
                counting.renew(place.sitting.learner.pk)


def _judge_anew(attempt: Attempt, place: SittingQuestion, regrade: Regrade) -> bool:
    """Give an attempt the verdict that it should have. Whether it is another, or by another key.

    A void one keeps what it was told, and counts for nobody.
    """
    if regrade.voids:
        return False
    own = place.question_version
    judge = None if regrade.takes_back else regrade.judged_by
    found = regrading.judged(own.asked, judge.asked if judge else None, attempt.given)
    by = None if found.obstacle or judge is None else judge.pk
    if by == attempt.judged_by_id and regrading.same(attempt.findings, found.verdict):
        return False
    attempt.correct = found.verdict.correct
    attempt.findings = [asdict(finding) for finding in found.verdict.findings]
    attempt.judged_by_id = by
    return True


def _told(findings: list[dict[str, str]]) -> list[tuple[str, ...]]:
    return [(f["fault"], f["subject"], f["other"]) for f in findings]


def _touched(place: SittingQuestion, *, whole: bool) -> Collection[int]:
    """The sittings whose counts may change: this one; where a first attempt may become another one, all of
    its learner's that asked anything of this bank.
    """
    if not whole or place.sitting.learner is None:
        return [place.sitting.pk]
    beside = SittingQuestion.objects.filter(
        sitting__learner=place.sitting.learner,
        question_version__question__bank=place.question_version.question.bank_id,
    )
    return sorted(set(beside.values_list("sitting", flat=True)))
