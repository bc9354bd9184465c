"""Practice: start a sitting, answer its questions, finish it. Every write here is atomic and idempotent."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Learner
from quizzes import engines, queries, selection
from quizzes.models import Attempt, QuestionVersion, Sitting, SittingQuestion

LENGTHS = (5, 10, 20)


class NothingToAsk(Exception):
    """No question of the wished-for kinds and topic is there."""


class StartTaken(Exception):
    """Somebody else's sitting was started under this key: the form is not this learner's."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner wants to practise. Without a topic, step or trap: any; without kinds: all."""

    topic: str = ""
    kinds: tuple[str, ...] = ()
    length: int = LENGTHS[0]
    step: str = ""
    trap: str = ""


def new_start_key() -> str:
    """A name for a start that has not happened yet. It goes into the form; sent twice it starts once."""
    return secrets.token_urlsafe(16)


def secret_of(start_key: str) -> bytes:
    """The secret a sitting will have that is started under this key: a board can be dealt before it is."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"sitting:{start_key}".encode(), "sha256")


def start(*, learner: Learner, wish: Wish, title: str, start_key: str, now: datetime) -> Sitting:
    """A sitting of questions that fit the wish. Raises NothingToAsk when there are none."""
    named = {"topic": wish.topic, "step": wish.step, "trap": wish.trap}
    candidates = queries.candidates(learner=learner, kinds=wish.kinds, **named)
    dice = Random(secret_of(start_key))  # noqa: S311 - what is asked next is no secret
    versions = selection.line_up(candidates, length=wish.length, dice=dice)
    if not versions:
        raise NothingToAsk
    wants = {**named, "kinds": list(wish.kinds), "length": wish.length}
    return start_with(
        learner=learner, versions=versions, title=title, start_key=start_key, now=now, wants=wants
    )


def start_with(
    *,
    learner: Learner,
    versions: Sequence[int],
    title: str,
    start_key: str,
    now: datetime,
    wants: dict[str, object] | None = None,
    again_of: Sitting | None = None,
) -> Sitting:
    """A sitting of exactly these question versions, in this order.

    The same start sent twice is one sitting. Raises StartTaken.
    """
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(
                learner=learner,
                title=title,
                secret=secret_of(start_key),
                start_key=start_key,
                wants=wants or {},
                again_of=again_of,
                started_at=now,
            )
            SittingQuestion.objects.bulk_create(
                SittingQuestion(sitting=sitting, number=number, question_version_id=version)
                for number, version in enumerate(versions, 1)
            )
    except IntegrityError:
        started = Sitting.objects.filter(start_key=start_key, learner=learner).first()
        if started is None:
            raise StartTaken from None
        return started
    return sitting


def submit(*, place: SittingQuestion, response: engines.Given, now: datetime) -> Attempt:
    """Grade a response once and for all: whatever is sent later for this place gets the first verdict.

    Raises Unanswered for a blank response: blank is not wrong. The sitting's row is locked, so that two
    tabs cannot both be first; with the last question answered the sitting is finished.
    """
    question = place.question_version.asked
    verdict = question.grade(response)  # type: ignore[arg-type]  # each kind takes its own shape
    with transaction.atomic():
        sitting = Sitting.objects.select_for_update().get(pk=place.sitting_id)
        first = Attempt.objects.filter(place=place).first()
        if first is not None:
            return first
        attempt = Attempt.objects.create(
            place=place,
            response=dict(response) if isinstance(response, dict) else list(response),
            correct=verdict.correct,
            findings=[asdict(finding) for finding in verdict.findings],
            answered_at=now,
        )
        if sitting.finished_at is None and not sitting.lineup.filter(attempt=None).exists():
            _finish(sitting, now)
    return attempt


def finish(*, sitting: Sitting, now: datetime) -> Sitting:
    """Close a sitting; what is unanswered stays so. Closing twice is closing once."""
    with transaction.atomic():
        locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if locked.finished_at is None:
            _finish(locked, now)
    return locked


def again(*, sitting: Sitting, places: Sequence[SittingQuestion], start_key: str, now: datetime) -> Sitting:
    """A new sitting of some places of one, dealt afresh, in the wording that is current now.

    A question that was retired meanwhile is asked in the wording it had.
    """
    versions = [place.question_version.question.current_id or place.question_version_id for place in places]
    return start_with(
        learner=sitting.learner,
        versions=versions,
        title=sitting.title,
        start_key=start_key,
        now=now,
        again_of=sitting.again_of or sitting,
    )


def home_version() -> QuestionVersion | None:
    """The question on the first page: the loop, in order. None while no content is loaded."""
    return queries.current_version(bank="retraining-loop", key="loop-in-order")


def _finish(sitting: Sitting, now: datetime) -> None:
    sitting.finished_at = now
    sitting.save(update_fields=["finished_at"])
