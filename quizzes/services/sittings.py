"""What every write to a sitting shares: it is locked, time is counted, a response is graded once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.http import Http404

from accounts.models import Learner
from quizzes import engines, queries, regrading
from quizzes.models import Attempt, QuestionVersion, Sitting, SittingQuestion
from quizzes.services import counting, tallying

AWAY_AFTER = 600
"""Seconds without a write after which a learner counts as away: what goes beyond is nobody's thinking."""


class SittingFinished(Exception):
    """The sitting was closed before this response came: what is unanswered stays so."""


class SittingGone(SittingFinished, Http404):
    """It was deleted meanwhile, with all that was its learner's: who asks for its page gets 404."""


class NoVerdictYet(Exception):
    """An exam tells nothing before it is closed: its responses are saved, not submitted."""


def locked(pk: int) -> Sitting:
    """A sitting, kept from everybody else until the transaction ends, by the lock of its learner.

    Everybody locks the learner, and the learner first: who merges or forgets one does too, and two who lock
    in different orders wait for each other for ever. So two sittings of one learner are written one after
    the other. Raises SittingGone.
    """
    held = _learner_locked(pk)
    try:
        sitting = Sitting.objects.get(pk=pk)
    except Sitting.DoesNotExist:
        raise SittingGone from None
    return _of(held, sitting)


def locked_with_lineup(pk: int, *, learner: Learner | None = None) -> tuple[Sitting, list[SittingQuestion]]:
    """The same with all its places, in one query less; each place has that very sitting.

    In two less where its learner is held already by the transaction in which it was just started.
    """
    held = learner if learner is not None and learner.held else _learner_locked(pk)
    places = queries.places(pk)
    if not places:
        raise SittingGone
    sitting = _of(held, places[0].sitting)
    for place in places:
        place.sitting = sitting
    return sitting, places


def _learner_locked(pk: int) -> Learner | None:
    return next(iter(Learner.objects.select_for_update(of=("self",)).filter(sittings=pk)), None)


def _of(held: Learner | None, sitting: Sitting) -> Sitting:
    """The sitting with its learner, who may be another now than when we began to wait for the lock."""
    if sitting.learner_id != (held.pk if held else None):
        held = Learner.objects.select_for_update().filter(pk=sitting.learner_id or 0).first()
    sitting.learner = held
    return sitting


def time_since(
    sitting: Sitting, written: Iterable[datetime | None], *, opened: datetime | None, now: datetime
) -> int:
    """Seconds since the last draft or response of this sitting: spent on the place that is worked on now.

    `written` is when there were any, `opened` when the page was shown that this was sent from: what passed
    before that was spent elsewhere. The server's clock alone is asked, so it works without scripts; whoever
    was away longer than AWAY_AFTER has that much counted.
    """
    last = max([sitting.started_at, *(at for at in (*written, opened) if at is not None)])
    return max(0, min(round((now - last).total_seconds()), AWAY_AFTER))


def graded(place: SittingQuestion, response: engines.Given, *, seconds: int, now: datetime) -> Attempt:
    """The attempt at a place, not written yet, judged by the standing key of its wording.

    Of a wording that is void the place is told so, for whoever writes it. Raises Unanswered for a blank
    response.
    """
    version = place.question_version
    other = version.regrade.judged_by if version.regrade else None
    if other == version:
        other = None
    found = regrading.judged(version.asked, other.asked if other else None, response)
    verdict, place.voided = found.verdict, is_void(version)
    return Attempt(
        place=place,
        response=plain(response),
        correct=verdict.correct,
        findings=[asdict(finding) for finding in verdict.findings],
        judged_by=None if found.obstacle else other,
        seconds=seconds,
        answered_at=now,
    )


def is_void(version: QuestionVersion) -> bool:
    """Whether answers to this wording count for nobody. No query but for a wording that was regraded."""
    return version.regrade is not None and version.regrade.voids


def close(sitting: Sitting, *, now: datetime) -> None:
    """Finish a locked sitting. What an exam holds as drafts is graded now; elsewhere a draft is no response.

    Past its deadline an exam ends at the deadline, whenever somebody looks.
    """
    if sitting.finished_at is not None:
        return
    places, made = queries.places(sitting.pk, graded=sitting.kind == Sitting.EXAM), []
    if sitting.kind == Sitting.EXAM:
        made = [
            graded(place, given, seconds=place.seconds, now=place.draft_at or now)
            for place in places
            if (given := given_of(place.draft))
        ]
        met = tallying.met(made, sitting=sitting)
        Attempt.objects.bulk_create(made)
        tallying.count(made, met, sitting=sitting)
    void = [place for place in places if is_void(place.question_version) and not hasattr(place, "attempt")]
    void += [attempt.place for attempt in made if attempt.place.voided]
    _write_void(void)
    end(sitting, now=now)
    counting.count(made, places, over=True)


def _write_void(places: Sequence[SittingQuestion]) -> None:
    """These places count for nobody, answered or not."""
    for place in places:
        place.voided = True
    if places:
        SittingQuestion.objects.filter(pk__in=[place.pk for place in places]).update(voided=True)


def end(sitting: Sitting, *, now: datetime) -> None:
    """Write that a locked sitting is over, and nothing of what follows from it."""
    sitting.finished_at = min(now, sitting.deadline_at or now)
    sitting.save(update_fields=["finished_at"])


def settle(sitting: Sitting, *, now: datetime) -> bool:
    """Close a locked sitting whose time is up. Whether it is finished now, by this or before."""
    if sitting.finished_at is None and sitting.is_over(now):
        close(sitting, now=now)
    return sitting.finished_at is not None


def plain(response: engines.Given) -> dict[str, str] | list[str]:
    """A response as a JSON column keeps it."""
    return dict(response) if isinstance(response, Mapping) else list(response)


def given_of(kept: dict[str, str] | list[str] | None) -> engines.Given:
    """A kept response as the engines read it; blank where nothing is kept."""
    return kept if isinstance(kept, dict) else tuple(kept or ())
