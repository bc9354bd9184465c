"""What is on a board is kept on the server while it is worked on. A draft is not a submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

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
        sitting, lineup = _open(place, now)
        if lineup is not None:
            saved = _kept(sitting, lineup, place.pk, plain(response), seq, opened, now)
    if lineup is None:
        raise SittingFinished
    return saved


def flag(*, place: SittingQuestion, flagged: bool, now: datetime) -> None:
    """Mark a question to come back to, or unmark it. Raises SittingFinished like `save`."""
    with transaction.atomic():
        sitting, lineup = _open(place, now)
        if lineup is not None and lineup[place.pk].flagged != flagged:
            _row(place.pk).update(flagged=flagged)
            seen(sitting.learner, now=now)
    if lineup is None:
        raise SittingFinished


class Row(NamedTuple):
    """A place of a locked sitting, without what is on its board."""

    draft_seq: int
    draft_at: datetime | None
    flagged: bool
    answered_at: datetime | None


def _open(place: SittingQuestion, now: datetime) -> tuple[Sitting, dict[int, Row] | None]:
    """The locked sitting and its places as they are now; none where this one takes nothing any more.

    Whoever waits to write waits for this transaction: one narrow query tells of the place and, with those
    beside it, when there was last written.
    """
    sitting = locked(place.sitting_id)
    rows = sitting.lineup.order_by().values_list("pk", *Row._fields[:3], "attempt__answered_at")
    lineup = {pk: Row(*row) for pk, *row in rows}
    over = settle(sitting, now=now) or lineup[place.pk].answered_at is not None
    return sitting, None if over else lineup


def _kept(
    sitting: Sitting,
    lineup: dict[int, Row],
    pk: int,
    response: dict[str, str] | list[str],
    seq: int,
    opened: datetime | None,
    now: datetime,
) -> Saved:
    was = lineup[pk]
    if seq > was.draft_seq:
        written = [at for row in lineup.values() for at in (row.draft_at, row.answered_at)]
        spent = time_since(sitting, written, opened=opened, now=now)
        _row(pk).update(draft=response, draft_seq=seq, draft_at=now, seconds=F("seconds") + spent)
        seen(sitting.learner, now=now)
        return Saved(seq, now, taken=True)
    same = seq == was.draft_seq and _row(pk).values_list("draft", flat=True).get() == response
    return Saved(was.draft_seq, was.draft_at, same)


def _row(pk: int) -> QuerySet[SittingQuestion]:
    return SittingQuestion.objects.filter(pk=pk)
