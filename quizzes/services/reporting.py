"""A learner reports a problem with a question; staff answer; the learner has read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.learners import hold
from accounts.models import Learner, User
from quizzes.models import Attempt, ProblemReport, SittingQuestion

MOST: Final = 10
WITHIN: Final = timedelta(days=1)
"""So many reports that wait for an answer a learner may add in a day: somebody has to read them."""


class FormTaken(Exception):
    """Something else was reported under this key: the form is not this learner's, or not of this place."""


class TooMany(Exception):
    """As many reports of this learner wait as may be added in a day."""


class AnsweredMeanwhile(Exception):
    """Somebody else has answered since the page was shown: here is the report as it is now."""

    def __init__(self, report: ProblemReport) -> None:
        super().__init__()
        self.report = report


@transaction.atomic
def report(
    *, place: SittingQuestion, about: str, sentence: str, form_key: str, now: datetime
) -> ProblemReport:
    """Keep what a learner says of a question, with all that they had before them.

    Sent twice, it is kept once. It tells nothing, so it may be made in an exam. Raises FormTaken, TooMany.
    """
    learner = hold(place.sitting.owner, now=now)  # counted one after the other
    kept = ProblemReport.objects.filter(form_key=form_key).first()
    if kept is None:
        recent = ProblemReport.objects.of(learner).open().filter(created_at__gt=now - WITHIN)
        if recent.count() >= MOST:
            raise TooMany
        seen = _before_them(place)
        told = {"about": about, "sentence": sentence, "learner": learner, "created_at": now}
        kept, _ = ProblemReport.objects.get_or_create(form_key=form_key, defaults={**told, **seen})
    if (kept.learner_id, kept.place_id) != (learner.pk, place.pk):
        raise FormTaken
    return kept


def _before_them(place: SittingQuestion) -> dict[str, object]:
    """What the page shows of a place: its board, what is on it, and the verdict if it is out."""
    attempt: Attempt | None = getattr(place, "attempt", None)
    return {
        "place": place,
        "question_version": place.question_version,
        "shown": {group: list(ids) for group, ids in place.deal.order.items()},
        "response": attempt.response if attempt else place.draft,
        "verdict": {"correct": attempt.correct, "findings": attempt.findings} if attempt else None,
    }


@transaction.atomic
def answer(
    *, report: ProblemReport, ruling: str, words: str, by: User, replaces: str, now: datetime
) -> ProblemReport:
    """Say what is the matter with the question, or that nothing is. An answer may be put right later.

    `replaces` is what `stand_of` told of the report on the page: what was answered meanwhile is not lost, and
    AnsweredMeanwhile shows it. The same answer sent twice is one.
    """
    kept = (
        ProblemReport.objects.select_for_update(of=("self",)).select_related("answered_by").get(pk=report.pk)
    )
    if kept.answered_at is not None and (kept.ruling, kept.answer) == (ruling, words):
        return kept
    if stand_of(kept) != replaces:
        raise AnsweredMeanwhile(kept)
    kept.ruling, kept.answer, kept.answered_by = ruling, words, by
    kept.answered_at, kept.seen_at = now, None
    kept.save(update_fields=["ruling", "answer", "answered_by", "answered_at", "seen_at"])
    return kept


def stand_of(report: ProblemReport) -> str:
    """Names the answer that a report has: another one has another name."""
    return report.answered_at.isoformat() if report.answered_at else ""


def seen(*, learner: Learner, now: datetime) -> int:
    """Note that a learner has read the answers that they may be told; how many were new."""
    return ProblemReport.objects.of(learner).told().filter(seen_at=None).update(seen_at=now)
