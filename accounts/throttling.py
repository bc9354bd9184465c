"""The throttle as it is kept in the database: the same for every process, and after a restart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import Tries, User
from accounts.throttle import ADDRESSES, MAILS, PER_ACCOUNT, PER_ACCOUNT_AND_ADDRESS, SIGN_UPS, Rule, Tally

KEPT = timedelta(days=2)
"""Longer than any window: what is older counts nowhere."""


def try_password(*, email: str, address: str, now: datetime) -> datetime | None:
    """Count a try at a password before it is tested. The moment to try again, if it may not be tested now.

    What waits is not counted, so a wait does not grow by asking. Unknown addresses are counted like others:
    nobody learns from it who has an account.
    """
    return _try(_passwords(email, address), now)


@transaction.atomic
def password_was_right(*, email: str, address: str) -> None:
    """Who knows the password begins anew."""
    rows = Tries.objects.filter(name__in=_passwords(email, address))
    list(rows.select_for_update().order_by("name").values_list("pk"))  # as tries do, against deadlocks
    rows.delete()


def password_was_reset(*, email: str) -> None:
    """Whoever reads the mail of the account need not wait for who does not."""
    Tries.objects.filter(name=_name("password", email)).delete()


def try_mail(*, email: str, now: datetime) -> datetime | None:
    """Count a mail that somebody wants sent to an address. The moment to try again, if it may not go now."""
    return _try({_name("mail", email): MAILS}, now)


def try_sign_up(*, email: str, now: datetime) -> datetime | None:
    """Count a sign-up with an address. The moment to try again, if it may not go on now."""
    return _try({_name("sign-up", email): SIGN_UPS}, now)


def try_address(*, user: User, now: datetime) -> datetime | None:
    """Count another address that an account asks for. The moment to ask again, if it must wait.

    Counted for the account itself, which would else begin anew with every address.
    """
    return _try({_name("address of", str(user.pk)): ADDRESSES}, now)


def try_work(*, what: str, user: User, rule: Rule, now: datetime) -> datetime | None:
    """Count a piece of work that an account asks of the server. The moment to ask again, if it must wait."""
    return _try({_name(what, user.email): rule}, now)


def sweep(*, now: datetime) -> int:
    """Delete what counts nowhere any more."""
    return Tries.objects.filter(last__lt=now - KEPT).delete()[0]


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the browser's address, or what our own proxy says it is.

    Only the last address that the proxy adds is believed, and only BEHIND_PROXY: the rest is the browser's
    own word.
    """
    if settings.BEHIND_PROXY:
        told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if told:
            return told
    return str(request.META.get("REMOTE_ADDR", ""))


@transaction.atomic
def _try(rules: Mapping[str, Rule], now: datetime) -> datetime | None:
    """Count one try under every name, or none: the latest moment that a rule says to wait for."""
    rows = _locked(rules, now)
    tallies = {row.name: Tally(row.count, row.since, row.last) for row in rows}
    waits = max(rule.free_at(tallies[name], now=now) for name, rule in rules.items())
    if waits > now:
        return waits
    for row in rows:
        tally = rules[row.name].tried(tallies[row.name], now=now)
        row.count, row.since, row.last = tally.count, tally.since, tally.last
    Tries.objects.bulk_update(rows, ["count", "since", "last"])
    return None


def _locked(names: Collection[str], now: datetime) -> list[Tries]:
    """A row for each name. One that another tab's right password deletes before it is locked is made anew."""
    rows: list[Tries] = []
    while len(rows) < len(names):
        Tries.objects.bulk_create(
            (Tries(name=name, count=0, since=now, last=now) for name in sorted(names)), ignore_conflicts=True
        )
        rows = list(Tries.objects.select_for_update().filter(name__in=names).order_by("name"))
    return rows


def _passwords(email: str, address: str) -> dict[str, Rule]:
    return {
        _name("password", email): PER_ACCOUNT,
        _name("password", email, address): PER_ACCOUNT_AND_ADDRESS,
    }


def _name(what: str, email: str, address: str = "") -> str:
    """What tries are counted under. Who was tried for, and from where, cannot be read out of the table."""
    parts = "\0".join((what, email.strip().lower(), address))
    return salted_hmac("accounts.throttling", parts, algorithm="sha256").hexdigest()
