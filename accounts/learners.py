"""Guests: known by one signed cookie, and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
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
    return guest_of(request)


def guest_of(request: HttpRequest) -> Learner | None:
    """The guest whose cookie this browser holds, whoever is signed in. One query if it holds one."""
    key = _key_of(request, timedelta(days=settings.GUEST_DAYS))
    guests = Learner.objects.filter(key=key, user=None, merged_into=None)
    return next(iter(guests), None) if key else None


def _key_of(request: HttpRequest, max_age: timedelta) -> str:
    """The key in the guest's cookie, if it was signed within this time."""
    told = request.COOKIES.get(settings.LEARNER_COOKIE_NAME, "")
    try:
        key = signing.loads(told, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return ""
    return key if isinstance(key, str) else ""


def visitor_of(request: Request) -> Visitor:
    """The learner of this request, or the newcomer who may become one. Writes nothing."""
    if request.learner:
        return request.learner
    return Newcomer(request.user if request.user.is_authenticated else None)


@transaction.atomic
def begin(visitor: Visitor, *, now: datetime) -> Learner:
    """The learner that this visitor is, made now if there is none yet: a guest needs no sign-up.

    A guest is locked until the transaction ends. If another tab has just merged them into an account, what
    is begun here is that account's; if it has deleted them, a new guest's.
    """
    if not isinstance(visitor, Newcomer):
        learner = visitor if visitor.user_id is not None else _locked(visitor, now=now)
        seen(learner, now=now)
        return learner
    times = {"created_at": now, "seen_at": now}
    if visitor.user is not None:  # perhaps in two tabs at once
        learner, learner.held = Learner.objects.get_or_create(user=visitor.user, defaults=times)
        return learner
    learner = Learner.objects.create(**times)
    learner.held = True
    return learner


def hold(learner: Learner, *, now: datetime) -> Learner:
    """The learner as `begin` gives them, locked until the transaction ends, with an account too.

    Whoever locks more than a learner locks the learner first.
    """
    found = begin(learner, now=now)
    if not found.held:
        Learner.objects.select_for_update().filter(pk=found.pk).first()
    return found


def _locked(guest: Learner, *, now: datetime) -> Learner:
    rows = Learner.objects.select_for_update(of=("self",)).select_related("merged_into")
    found = rows.filter(pk=guest.pk).first()
    if found is None:
        return begin(Newcomer(), now=now)
    found.held = True
    return found.merged_into or found


def seen(learner: Learner | None, *, now: datetime) -> None:
    """Note that a learner has done something: guests who do nothing for long are forgotten.

    Once a day is enough, and spares every other answer a write. Nobody (None) is one who was deleted
    meanwhile.
    """
    if learner and now - learner.seen_at >= SEEN_EVERY:
        Learner.objects.filter(pk=learner.pk).update(seen_at=now)
        learner.seen_at = now


def remember(response: HttpResponse, learner: Learner) -> None:
    """Let the browser come back as this guest. An account needs no such cookie."""
    if not learner.is_guest:
        return
    response.set_cookie(
        settings.LEARNER_COOKIE_NAME,
        signing.dumps(learner.key, salt=SALT),
        max_age=timedelta(days=settings.GUEST_DAYS),
        secure=not settings.PLAIN_HTTP,
        httponly=True,
        samesite="Lax",
    )


def remember_longer(request: HttpRequest, response: HttpResponse, guest: Learner) -> None:
    """Sign the cookie of a guest who does something anew, once a day: it is to last as long as they do."""
    told = settings.LEARNER_COOKIE_NAME in response.cookies
    if request.method == "POST" and not told and not _key_of(request, SEEN_EVERY):
        remember(response, guest)


def forget_cookie(response: HttpResponse) -> None:
    """Take the guest's cookie off this browser: all that it opened is in an account now."""
    response.delete_cookie(settings.LEARNER_COOKIE_NAME, samesite="Lax")
    response.cookies[settings.LEARNER_COOKIE_NAME]["secure"] = not settings.PLAIN_HTTP
