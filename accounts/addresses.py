"""The address of an account, which is its name to sign in with, gives way to another.

Where mail can be sent, only once the other was confirmed by a link that was mailed to it. Until then nothing
is kept of it: a row for it would stand in the way of whoever really has that address.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from accounts.models import User

SALT = "accounts.addresses"
LASTS = timedelta(days=3)
"""So long a link can be followed."""


class AddressTaken(Exception):
    """Another account has this address."""


def is_taken(*, user: User, email: str) -> bool:
    """Whether somebody else signs in with it."""
    return User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists()


def key_of(*, user: User, email: str) -> str:
    """What the link holds that makes this address the account's: it dies with the old address or password."""
    return signing.dumps([user.pk, email, _as_it_is(user)], salt=SALT)


def asked_by(key: str) -> tuple[User, str] | None:
    """The account and the new address of a link; nothing if it is forged, too old or used."""
    user, email, was = _told_by(key)
    return (user, email) if user is not None and _as_it_is(user) == was else None


def done_by(key: str) -> str:
    """The address of a link that the account has by now, as after a double click; empty otherwise."""
    user, email, _ = _told_by(key)
    return email if user is not None and user.email == email else ""


def _told_by(key: str) -> tuple[User | None, str, str]:
    """Whose link it is, the new address, and the account as it was when it was asked for."""
    try:
        pk, email, was = signing.loads(key, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None, "", ""
    return User.objects.filter(pk=pk, is_active=True).first(), email, was


@transaction.atomic
def change(*, user: User, email: str, confirmed: bool) -> str:
    """Make an address the account's, and no other any more; the one before, which after a double click is
    this very one. Raises AddressTaken.

    Somebody may sign up with it at the same moment: the database says who was first.
    """
    kept = User.objects.select_for_update().get(pk=user.pk)
    old, kept.email, user.email = kept.email, email, email
    try:
        with transaction.atomic():
            kept.save(update_fields=["email"])
            EmailAddress.objects.filter(user=kept).delete()
            EmailAddress.objects.create(user=kept, email=email, verified=confirmed, primary=True)
    except IntegrityError:
        user.email = old
        raise AddressTaken from None
    return old


def _as_it_is(user: User) -> str:
    return salted_hmac(SALT, f"{user.email}\0{user.password}", algorithm="sha256").hexdigest()[:32]
