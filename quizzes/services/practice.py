"""Practice: answer a question, finish a sitting. Every write is atomic and idempotent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from accounts.learners import Visitor, seen
from quizzes import boards, engines, queries
from quizzes.engines.base import Unanswered
from quizzes.models import Attempt, QuestionVersion, Sitting, SittingQuestion
from quizzes.services import counting, tallying
from quizzes.services.rating import rated
from quizzes.services.sittings import (
    NoVerdictYet,
    SittingFinished,
    close,
    end,
    graded,
    locked,
    locked_with_lineup,
    settle,
    time_since,
)
from quizzes.services.starting import StartTaken, start_with, started_before


def play(
    *, learner: Visitor, place: SittingQuestion, post: boards.Post, title: str, now: datetime
) -> Attempt:
    """Start the sitting of an unstarted place and answer it: both, or neither.

    Sent again (a double click, or after the answer was lost on its way) it is the attempt of the first
    time with the first verdict, whatever the form holds now. Raises MalformedResponse, Unanswered,
    StartTaken.
    """
    version, start_key = place.question_version, place.sitting.start_key
    try:
        response = boards.read_response(version.asked, place.deal, post)
        with transaction.atomic():
            sitting = start_with(
                learner=learner, versions=[version.pk], title=title, start_key=start_key, now=now
            )
            if sitting.just_started:
                held, (first,) = locked_with_lineup(sitting.pk, learner=sitting.learner)
                return _recorded(held, [first], first, version, response, now)
        return _played(sitting, version)
    except (boards.MalformedResponse, Unanswered):
        if (sent_before := started_before(start_key, learner, now)) is None:
            raise
    return _played(sent_before, version)


def submit(
    *,
    place: SittingQuestion,
    response: engines.Given,
    now: datetime,
    opened: datetime | None = None,
) -> Attempt:
    """Grade a response once and for all: whatever is sent later for this place gets the first verdict.

    Raises Unanswered for a blank response: blank is not wrong. Raises SittingFinished where there is no
    verdict and will be none, NoVerdictYet in an exam. The sitting is locked, so that two tabs cannot both
    be first; with the last question answered the sitting is finished. In a review the card is rated.
    """
    with transaction.atomic():
        sitting, places = locked_with_lineup(place.sitting_id)
        kept = next(other for other in places if other.pk == place.pk)
        return _recorded(sitting, places, kept, place.question_version, response, now, opened)


def finish(*, sitting: Sitting, now: datetime) -> Sitting:
    """Close a sitting; what is unanswered stays so. Closing twice is closing once."""
    with transaction.atomic():
        kept = locked(sitting.pk)
        seen(kept.learner, now=now)
        close(kept, now=now)
    return kept


def _recorded(
    sitting: Sitting,
    places: Sequence[SittingQuestion],
    place: SittingQuestion,
    version: QuestionVersion,
    response: engines.Given,
    now: datetime,
    opened: datetime | None = None,
) -> Attempt:
    """The attempt at one place of a locked sitting, its first or one made now."""
    if sitting.kind == Sitting.EXAM:
        raise NoVerdictYet
    if hasattr(place, "attempt"):
        return place.attempt
    if settle(sitting, now=now):
        raise SittingFinished
    version.question = place.question_version.question
    version.regrade_id = place.question_version.regrade_id  # as it is now that the sitting is held
    place.question_version = version  # with its wording, which line-ups leave out
    spent = place.seconds + time_since(sitting, _written(places), opened=opened, now=now)
    attempt = graded(place, response, seconds=spent, now=now)
    met = tallying.met([attempt], sitting=sitting)
    attempt.save()
    if place.voided:
        place.save(update_fields=["voided"])
    attempt.beside = places
    rated(sitting=sitting, place=place, attempt=attempt)
    tallying.count([attempt], met, sitting=sitting)
    seen(sitting.learner, now=now)
    if over := all(hasattr(other, "attempt") for other in places):
        end(sitting, now=now)
    counting.count([attempt], places, over=over)
    return attempt


def _written(places: Sequence[SittingQuestion]) -> Iterator[datetime | None]:
    """When there was a draft or a response."""
    for place in places:
        yield place.draft_at
        yield place.attempt.answered_at if hasattr(place, "attempt") else None


def _played(sitting: Sitting, version: QuestionVersion) -> Attempt:
    """The first attempt in a sitting of this one question. StartTaken for one of something else."""
    place = queries.places(sitting.pk)[0]
    if place.question_version.question_id != version.question_id or not hasattr(place, "attempt"):
        raise StartTaken
    return place.attempt
