"""What is on a board is kept on the server while it is worked on. A draft is not a submission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.learners import seen
from quizzes import engines
from quizzes.models import Sitting, SittingQuestion
from quizzes.services.sittings import SittingFinished, locked, plain, settle, time_since


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept of a place: which save it was, when it came, and whether it is the one just sent."""

    seq: int
    at: datetime | None
    taken: bool


def save(
    *,
    place: SittingQuestion,
    response: engines.Given,
    seq: int,
    now: datetime,
    opened: datetime | None = None,
) -> Saved:
    """Keep a response (blank ones too: what was taken off a board stays off) without grading it.

    The highest number wins, in whatever order saves arrive; a save that is sent again is kept once. An older
    or other one under a number that is taken is acknowledged and ignored (`taken` is false). Raises
    SittingFinished once the question has its verdict, or the sitting is finished or its time is up.
    """
    with transaction.atomic():
        sitting, kept = _open(place, now)
        if kept is not None:
            taken = seq > kept.draft_seq
            if taken:
                kept.draft, kept.draft_seq, kept.draft_at = plain(response), seq, now
                kept.seconds += time_since(sitting, _written(sitting), opened=opened, now=now)
                kept.save(update_fields=["draft", "draft_seq", "draft_at", "seconds"])
                seen(sitting.learner, now=now)
            taken = taken or (seq == kept.draft_seq and kept.draft == plain(response))
            saved = Saved(kept.draft_seq, kept.draft_at, taken)
    if kept is None:
        raise SittingFinished
    return saved


def flag(*, place: SittingQuestion, flagged: bool, now: datetime) -> None:
    """Mark a question to come back to, or unmark it. Raises SittingFinished like `save`."""
    with transaction.atomic():
        sitting, kept = _open(place, now)
        if kept is not None and kept.flagged != flagged:
            kept.flagged = flagged
            kept.save(update_fields=["flagged"])
            seen(sitting.learner, now=now)
    if kept is None:
        raise SittingFinished


def _open(place: SittingQuestion, now: datetime) -> tuple[Sitting, SittingQuestion | None]:
    """The locked sitting and its place as it is now; no place where it takes nothing any more."""
    sitting = locked(place.sitting_id)
    kept = SittingQuestion.objects.select_related("attempt").get(pk=place.pk)
    over = settle(sitting, now=now) or hasattr(kept, "attempt")
    return sitting, None if over else kept


def _written(sitting: Sitting) -> Iterable[datetime | None]:
    last = sitting.lineup.aggregate(draft=Max("draft_at"), response=Max("attempt__answered_at"))
    return last.values()
