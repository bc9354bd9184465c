"""Practice: start a sitting, answer its questions, finish it. Every write here is atomic and idempotent."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.learners import Newcomer, Visitor, begin, seen
from accounts.models import Learner
from quizzes import boards, engines, queries, selection
from quizzes.generators import Variant
from quizzes.models import Attempt, QuestionVersion, Sitting, SittingQuestion
from quizzes.selection import Candidate
from quizzes.services import fresh

LENGTHS = (5, 10, 20)
Fresh = Literal["none", "some", "only"]
RESENT_WITHIN = timedelta(hours=1)
"""How long a browser that lost the answer to its first start, and the cookie with it, may send it again."""


class NothingToAsk(Exception):
    """No question of the wished-for kinds and topic is there."""


class StartTaken(Exception):
    """Something else was started under this key: the form is not this visitor's, or not this page's."""


class SittingFinished(Exception):
    """The sitting was closed before this response came: what is unanswered stays so."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner wants to practise. Without a topic, step or trap: any; without kinds: all.

    `length` is that of quizzes.selection.line_up: each question of a case counts. `fresh` says whether
    written questions are asked, fresh variants, or half of each.
    """

    topic: str = ""
    kinds: tuple[str, ...] = ()
    length: int = LENGTHS[0]
    step: str = ""
    trap: str = ""
    fresh: Fresh = "none"


def new_start_key() -> str:
    """A name for a start that has not happened yet. It goes into the form; sent twice it starts once."""
    return secrets.token_urlsafe(16)


def secret_of(start_key: str) -> bytes:
    """The secret a sitting will have that is started under this key: a board can be dealt before it is."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"sitting:{start_key}".encode(), "sha256")


def start(*, learner: Visitor, wish: Wish, title: str, start_key: str, now: datetime) -> Sitting:
    """A sitting of questions that fit the wish. Raises NothingToAsk when there are none, StartTaken.

    The same wish sent twice is one sitting. Another wish under the same key is another sitting: a browser
    that goes back shows the form as it was, key and all, and what is chosen on it then is meant.
    """
    sitting = _start(learner, wish, title, start_key, now)
    if sitting.wants == _wants(wish):
        return sitting
    return _start(sitting.learner, wish, title, _key_of_other(start_key, wish), now)


def _start(learner: Visitor, wish: Wish, title: str, start_key: str, now: datetime) -> Sitting:
    """What was started under this key, whatever it was; or a sitting of this wish."""
    if (sent_before := _started(start_key, learner, now)) is not None:
        return sent_before
    known = None if isinstance(learner, Newcomer) else learner
    written = [] if wish.fresh == "only" else list(_written(known, wish))
    variants = [] if wish.fresh == "none" else _variants(known, wish, start_key)
    dice = Random(secret_of(start_key))  # noqa: S311 - what is asked next is no secret
    with transaction.atomic():
        chosen = _with_variants(written, variants, wish.length, dice, now) if variants else written
        versions = selection.line_up(chosen, length=wish.length, dice=dice)
        if not versions:
            raise NothingToAsk
        return start_with(
            learner=learner, versions=versions, title=title, start_key=start_key, now=now, wants=_wants(wish)
        )


def _wants(wish: Wish) -> dict[str, object]:
    """A wish as a sitting keeps it."""
    return {**asdict(wish), "kinds": list(wish.kinds)}


def _key_of_other(start_key: str, wish: Wish) -> str:
    """The name of a start whose form came with one that was used for another wish: always the same one."""
    named = hmac.digest(secret_of(start_key), repr(sorted(_wants(wish).items())).encode(), "sha256")
    return urlsafe_b64encode(named[:16]).decode().rstrip("=")


def _written(learner: Learner | None, wish: Wish) -> Iterator[Candidate]:
    named = {"topic": wish.topic, "step": wish.step, "trap": wish.trap}
    return queries.candidates(learner=learner, kinds=wish.kinds, **named)


def _variants(learner: Learner | None, wish: Wish, start_key: str) -> list[Variant]:
    about = fresh.About(wish.topic, wish.step, wish.trap, wish.kinds)
    return fresh.drawn(learner=learner, about=about, count=wish.length, seed=secret_of(start_key).hex())


def _with_variants(
    written: Sequence[Candidate], variants: Sequence[Variant], length: int, dice: Random, now: datetime
) -> list[Candidate]:
    """Candidates for the whole line-up: some that were written, and variants for the places that are left."""
    chosen = selection.shared(written, len(variants), length=length, dice=dice)
    room = length - sum(len(candidate.versions) for candidate in chosen)
    return [*chosen, *(fresh.store(variants[:room], now=now) if room > 0 else ())]


def start_with(
    *,
    learner: Visitor,
    versions: Sequence[int],
    title: str,
    start_key: str,
    now: datetime,
    wants: dict[str, object] | None = None,
    again_of: Sitting | None = None,
) -> Sitting:
    """A sitting of exactly these question versions, in this order; a newcomer becomes a learner by it.

    The same start sent twice is one sitting. Raises StartTaken.
    """
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(
                learner=begin(learner, now=now),
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
        if (sent_before := _started(start_key, learner, now)) is None:
            raise
        return sent_before
    return sitting


def unstarted(*, version: QuestionVersion, start_key: str) -> SittingQuestion:
    """The place that a sitting of this one question would have: dealt, and not written anywhere."""
    sitting = Sitting(start_key=start_key, secret=secret_of(start_key))
    return SittingQuestion(sitting=sitting, number=1, question_version=version)


def play(
    *, learner: Visitor, place: SittingQuestion, post: boards.Post, title: str, now: datetime
) -> Attempt:
    """Start the sitting of an unstarted place and answer it: both, or neither.

    Sent again (a double click, or after the answer was lost on its way) it is the attempt of the first
    time with the first verdict, whatever the form holds now. Raises MalformedResponse, Unanswered,
    StartTaken.
    """
    version, start_key = place.question_version, place.sitting.start_key
    if (sent_before := _started(start_key, learner, now)) is not None:
        return _played(sent_before, version)
    response = boards.read_response(version.asked, place.deal, post)
    with transaction.atomic():
        sitting = start_with(
            learner=learner, versions=[version.pk], title=title, start_key=start_key, now=now
        )
        return submit(place=_only(sitting, version), response=response, now=now)


def submit(*, place: SittingQuestion, response: engines.Given, now: datetime) -> Attempt:
    """Grade a response once and for all: whatever is sent later for this place gets the first verdict.

    Raises Unanswered for a blank response: blank is not wrong. Raises SittingFinished where there is no
    verdict and will be none. The sitting's row is locked, so that two tabs cannot both be first; with the
    last question answered the sitting is finished.
    """
    with transaction.atomic():
        sitting = _locked(place.sitting_id)
        first = Attempt.objects.filter(place=place).first()
        if first is not None:
            return first
        if sitting.finished_at is not None:
            raise SittingFinished
        verdict = engines.grade(place.question_version.asked, response)
        attempt = Attempt.objects.create(
            place=place,
            response=dict(response) if isinstance(response, dict) else list(response),
            correct=verdict.correct,
            findings=[asdict(finding) for finding in verdict.findings],
            answered_at=now,
        )
        seen(sitting.learner, now=now)
        if not sitting.lineup.filter(attempt=None).exists():
            _finish(sitting, now)
    return attempt


def finish(*, sitting: Sitting, now: datetime) -> Sitting:
    """Close a sitting; what is unanswered stays so. Closing twice is closing once."""
    with transaction.atomic():
        locked = _locked(sitting.pk)
        seen(locked.learner, now=now)
        if locked.finished_at is None:
            _finish(locked, now)
    return locked


def again(*, sitting: Sitting, places: Sequence[SittingQuestion], start_key: str, now: datetime) -> Sitting:
    """A new sitting of some places of one, dealt afresh, in the wording that is current now.

    A question that was retired meanwhile is asked in the wording it had. One of a case comes with its
    scenario, and here without those of its case that are not asked again.
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


def _started(start_key: str, visitor: Visitor, now: datetime) -> Sitting | None:
    """What this visitor has started under this key. Raises StartTaken if somebody else has.

    The key is made for one form and cannot be guessed. So a newcomer who holds that of a guest's new sitting
    is that guest, whose cookie never arrived: the answer that brought it was lost, or nobody waited for it.
    """
    sitting = Sitting.objects.filter(start_key=start_key).select_related("learner").first()
    if sitting is None:
        return None
    if isinstance(visitor, Newcomer):
        nobodys = visitor.user is None and sitting.learner.user_id is None
        mine = nobodys and now - sitting.started_at < RESENT_WITHIN
    else:
        mine = sitting.learner_id == visitor.pk
    if not mine:
        raise StartTaken
    return sitting


def _only(sitting: Sitting, version: QuestionVersion) -> SittingQuestion:
    """The one place of a sitting of this question. StartTaken if it is a sitting of something else."""
    place = sitting.lineup.select_related("question_version", "attempt").first()
    if place is None or place.question_version.question_id != version.question_id:
        raise StartTaken
    return place


def _played(sitting: Sitting, version: QuestionVersion) -> Attempt:
    attempt: Attempt | None = getattr(_only(sitting, version), "attempt", None)
    if attempt is None:
        raise StartTaken
    return attempt


def _locked(pk: int) -> Sitting:
    """The sitting, kept from everybody else until the transaction ends."""
    return Sitting.objects.select_for_update(of=("self",)).select_related("learner").get(pk=pk)


def _finish(sitting: Sitting, now: datetime) -> None:
    sitting.finished_at = now
    sitting.save(update_fields=["finished_at"])
