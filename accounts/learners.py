"""Guests: known by one signed cookie, and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import Learner, User
from studyapp.web.htmx import Request

SALT = "accounts.learner"
SEEN_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has begun nothing here yet: with an account, or a guest to be."""

    user: User | None = None


Visitor = Learner | Newcomer
"""Who a request is from. A newcomer becomes a learner in the same transaction as what they begin."""


def learner_of(request: HttpRequest) -> Learner | None:
    """Who this request is from, if they have begun anything here. A forged or stale cookie is nobody."""
    if request.user.is_authenticated:
        return Learner.objects.filter(user=request.user).first()
    try:
        key = signing.loads(
            request.COOKIES.get(settings.LEARNER_COOKIE_NAME, ""),
            salt=SALT,
            max_age=timedelta(days=settings.GUEST_DAYS),
        )
    except signing.BadSignature:
        return None
    return Learner.objects.filter(key=key, user=None).first() if isinstance(key, str) else None


def visitor_of(request: Request) -> Visitor:
    """The learner of this request, or the newcomer who may become one. Writes nothing."""
    if request.learner:
        return request.learner
    return Newcomer(request.user if request.user.is_authenticated else None)


def begin(visitor: Visitor, *, now: datetime) -> Learner:
    """The learner that this visitor is, made now if there is none yet: a guest needs no sign-up."""
    if not isinstance(visitor, Newcomer):
        seen(visitor, now=now)
        return visitor
    times = {"created_at": now, "seen_at": now}
    if visitor.user is not None:  # perhaps in two tabs at once
        return Learner.objects.get_or_create(user=visitor.user, defaults=times)[0]
    return Learner.objects.create(**times)


def seen(learner: Learner, *, now: datetime) -> None:
    """Note that a learner has done something: guests who do nothing for long are forgotten.

    Once a day is enough, and spares every other answer a write.
    """
    if now - learner.seen_at >= SEEN_EVERY:
        Learner.objects.filter(pk=learner.pk).update(seen_at=now)
        learner.seen_at = now


def remember(response: HttpResponse, learner: Learner) -> None:
    """Let the browser come back as this guest. An account needs no such cookie."""
    if learner.user_id is not None:
        return
    response.set_cookie(
        settings.LEARNER_COOKIE_NAME,
        signing.dumps(learner.key, salt=SALT),
        max_age=timedelta(days=settings.GUEST_DAYS),
        secure=not settings.PLAIN_HTTP,
        httponly=True,
        samesite="Lax",
    )
