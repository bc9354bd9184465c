"""A sitting is started: its line-up, wordings and secret are fixed here. Sent twice, it starts once."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.learners import Newcomer, Visitor, begin, hold
from accounts.models import Learner
from quizzes import queries, selection
from quizzes.generators import Variant
from quizzes.models import QuestionVersion, Sitting, SittingQuestion
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


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner wants to practise. Without a topic, step or trap: any; without kinds: all.

    `length` is that of quizzes.selection.line_up: each question of a case counts. `fresh` says whether
    written questions are asked, fresh variants, or half of each. `bank` is the slug of one to which the
    learner was let in: of it alone, then, and of the banks that ship otherwise.
    """

    topic: str = ""
    kinds: tuple[str, ...] = ()
    length: int = LENGTHS[0]
    step: str = ""
    trap: str = ""
    fresh: Fresh = "none"
    bank: str = ""


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
    return _start(sitting.owner, wish, title, key_of_other(start_key, _wants(wish)), now)


def _start(learner: Visitor, wish: Wish, title: str, start_key: str, now: datetime) -> Sitting:
    """What was started under this key, whatever it was; or a sitting of this wish."""
    if (sent_before := started_before(start_key, learner, now)) is not None:
        return sent_before
    known = None if isinstance(learner, Newcomer) else learner
    written = [] if wish.fresh == "only" else list(_written(known, wish))
    variants = [] if wish.fresh == "none" else _variants(known, wish, start_key)
    dice = Random(secret_of(start_key))  # noqa: S311 - what is asked next is no secret
    kept, made = _with_variants(written, variants, wish.length, dice) if variants else (written, None)
    with transaction.atomic():
        if made and known is not None:
            learner = hold(known, now=now)  # before the bank of the variants, as a review does
        chosen = [*kept, *fresh.store(made, now=now)] if made else kept
        versions = selection.line_up(chosen, length=wish.length, dice=dice)
        if not versions:
            raise NothingToAsk
        return start_with(
            learner=learner, versions=versions, title=title, start_key=start_key, now=now, wants=_wants(wish)
        )


def _wants(wish: Wish) -> dict[str, object]:
    """A wish as a sitting keeps it."""
    return {**asdict(wish), "kinds": list(wish.kinds)}


def key_of_other(start_key: str, wants: Mapping[str, object]) -> str:
    """The name of a start whose form came with one that was used for another wish: always the same one."""
    named = hmac.digest(secret_of(start_key), repr(sorted(wants.items())).encode(), "sha256")
    return urlsafe_b64encode(named[:16]).decode().rstrip("=")


def _written(learner: Learner | None, wish: Wish) -> Iterator[Candidate]:
    named = {"topic": wish.topic, "step": wish.step, "trap": wish.trap, "bank": wish.bank}
    return queries.candidates(learner=learner, kinds=wish.kinds, **named)


def _variants(learner: Learner | None, wish: Wish, start_key: str) -> list[Variant]:
    about = fresh.About(wish.topic, wish.step, wish.trap, wish.kinds)
    return fresh.drawn(learner=learner, about=about, count=wish.length, seed=secret_of(start_key).hex())


def _with_variants(
    written: Sequence[Candidate], variants: Sequence[Variant], length: int, dice: Random
) -> tuple[list[Candidate], fresh.Ready | None]:
    """Some of what was written, and variants, ready to be stored, for the places that are left."""
    chosen = selection.shared(written, len(variants), length=length, dice=dice)
    room = length - sum(len(candidate.versions) for candidate in chosen)
    return list(chosen), fresh.ready(variants[:room]) if room > 0 else None


def start_with(
    *,
    learner: Visitor,
    versions: Sequence[int],
    title: str,
    start_key: str,
    now: datetime,
    wants: dict[str, object] | None = None,
    again_of: Sitting | None = None,
    facts: Mapping[str, Any] | None = None,
    unscored: Collection[int] = (),
) -> Sitting:
    """A sitting of exactly these question versions, in this order; a newcomer becomes a learner by it.

    The same start sent twice is one sitting. Raises StartTaken. `facts` are further fields of the sitting,
    for those that are no practice; `unscored` are the numbers of the questions that do not count.
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
                **(facts or {}),
            )
            SittingQuestion.objects.bulk_create(
                SittingQuestion(
                    sitting=sitting,
                    number=number,
                    question_version_id=version,
                    scored=number not in unscored,
                )
                for number, version in enumerate(versions, 1)
            )
    except IntegrityError:
        if (sent_before := started_before(start_key, learner, now)) is None:
            raise
        return sent_before
    sitting.just_started = True
    return sitting


def unstarted(*, version: QuestionVersion, start_key: str) -> SittingQuestion:
    """The place that a sitting of this one question would have: dealt, and not written anywhere."""
    sitting = Sitting(start_key=start_key, secret=secret_of(start_key))
    return SittingQuestion(sitting=sitting, number=1, question_version=version)


def again(*, sitting: Sitting, places: Sequence[SittingQuestion], start_key: str, now: datetime) -> Sitting:
    """A new sitting of some places of one, dealt afresh, in the wording that is current now.

    A question that was retired meanwhile, or whose bank is private now, is asked in the wording it had. One
    of a case comes with its scenario, and here without those of its case that are not asked again.
    """
    questions = [place.question_version.question for place in places]
    private = queries.private([question.pk for question in questions])
    current = [None if question.pk in private else question.current_id for question in questions]
    versions = [
        now_asked or place.question_version_id for now_asked, place in zip(current, places, strict=True)
    ]
    return start_with(
        learner=sitting.owner,
        versions=versions,
        title=sitting.title if sitting.again_of_id else f"Again: {sitting.title}",
        start_key=start_key,
        now=now,
        again_of=sitting.again_of or sitting,
    )


def home_version() -> QuestionVersion | None:
    """The question on the first page: the loop, in order. None while no content is loaded."""
    return queries.current_version(bank="retraining-loop", key="loop-in-order")


def started_before(start_key: str, visitor: Visitor, now: datetime) -> Sitting | None:
    """What this visitor has started under this key. Raises StartTaken if somebody else has.

    The key is made for one form and cannot be guessed. So a newcomer who holds that of a guest's new sitting
    is that guest, whose cookie never arrived: the answer that brought it was lost, or nobody waited for it.
    """
    sitting = Sitting.objects.filter(start_key=start_key).select_related("learner").first()
    if sitting is None:
        return None
    if isinstance(visitor, Newcomer):
        guests = visitor.user is None and sitting.learner is not None and sitting.learner.user_id is None
        mine = guests and now - sitting.started_at < RESENT_WITHIN
    else:
        mine = sitting.learner_id == visitor.pk
    if not mine:
        raise StartTaken
    return sitting
