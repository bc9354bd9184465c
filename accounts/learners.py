"""Guests: known by one signed cookie, and by nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import Learner

SALT = "accounts.learner"


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


def begin(request: HttpRequest, *, now: datetime) -> Learner:
    """The learner of this request, made now if there is none yet: a guest needs no sign-up."""
    if (learner := learner_of(request)) is not None:
        return learner
    times = {"created_at": now, "seen_at": now}
    if request.user.is_authenticated:  # perhaps in two tabs at once
        return Learner.objects.get_or_create(user=request.user, defaults=times)[0]
    return Learner.objects.create(**times)


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
