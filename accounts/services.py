"""What is done to people: a guest's work comes into an account, learners and accounts are forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from accounts import belongings, holdings
from accounts.models import Learner, User


class StillOwned(Exception):
    """The account owns question banks, which others may be practising: they need another owner first."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came into the account, in words; nothing if it had come before, or there was nothing."""

    told: tuple[str, ...] = ()


def take_in(*, guest: Learner, user: User, now: datetime) -> TakenIn:
    """Make a guest's work that of an account: all of it or nothing, once, in whichever tab comes first.

    Who studies here for the first time goes on as the same learner. Otherwise every room merges what it
    keeps, and the guest's row stays as a sign to where everything went, for the tab that was just answering.
    """
    try:
        with transaction.atomic():
            return _take_in(guest, user, now)
    except IntegrityError:  # the account began to study in another tab at this very moment
        with transaction.atomic():
            return _take_in(guest, user, now)


def _take_in(guest: Learner, user: User, now: datetime) -> TakenIn:
    """The guest is locked first, then the account's learner, as by who writes to a sitting that has moved."""
    found = Learner.objects.select_for_update().filter(pk=guest.pk).first()
    if found is None or not found.is_guest:
        return TakenIn()
    told = tuple(belongings.told_of(found))
    learner = Learner.objects.select_for_update().filter(user=user).first()
    if learner is None:
        found.user, found.seen_at = user, now
        found.save(update_fields=["user", "seen_at"])
        return TakenIn(told)
    for belonging in belongings.registered():
        belonging.merge(guest=found, learner=learner, now=now)
    found.merged_into = learner
    found.save(update_fields=["merged_into"])
    return TakenIn(told)


@transaction.atomic
def forget(*, learner: Learner, now: datetime) -> None:
    """Delete a learner and what is theirs alone. What was answered stays in the statistics, without them."""
    Learner.objects.select_for_update().filter(pk=learner.pk).first()  # before anything of theirs is locked
    for belonging in belongings.registered():
        belonging.forget(learner=learner, now=now)
    learner.delete()


@transaction.atomic
def delete_account(*, user: User, now: datetime) -> None:
    """Delete an account, and the learner with it. Raises StillOwned, and then nothing is changed."""
    User.objects.select_for_update().filter(pk=user.pk).first()  # nothing is begun or handed over meanwhile
    if holdings.in_the_way(user):
        raise StillOwned
    for learner in Learner.objects.select_for_update().filter(user=user):
        forget(learner=learner, now=now)
    for holding in holdings.registered():
        holding.let_go(user=user, now=now)
    try:
        user.delete()
    except ProtectedError:
        raise StillOwned from None


def end_other_sessions(*, user: User) -> None:
    """Every browser that is signed in must sign in again. The caller lets its own session go on."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])


def forget_guests(*, now: datetime) -> int:
    """Forget the guests who have done nothing for GUEST_DAYS. How many there were.

    One transaction for each, so that nobody waits for all of them.
    """
    unseen = now - timedelta(days=settings.GUEST_DAYS)
    forgotten = 0
    for pk in Learner.objects.filter(user=None, seen_at__lt=unseen).values_list("pk", flat=True):
        with transaction.atomic():
            rows = Learner.objects.select_for_update().filter(user=None, seen_at__lt=unseen)
            if guest := rows.filter(pk=pk).first():
                forget(learner=guest, now=now)
                forgotten += 1
    return forgotten
