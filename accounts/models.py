"""Who comes: users with an account, and learners, who need none."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac


def new_key() -> str:
    """A public name that says nothing and cannot be guessed: 22 characters, 128 bits and more."""
    return secrets.token_urlsafe(16)


class UserManager(BaseUserManager["User"]):
    """Makes users; the address is the name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Somebody with an account. The e-mail address is the login."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    session_round = models.PositiveIntegerField(default=0)  # one more ends every session there is

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to be one of this user: it ends with the password, and with its round."""
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        of_round = f"{of_password}/{self.session_round}"
        return salted_hmac("accounts.session", of_round, secret=secret, algorithm="sha256").hexdigest()


class Learner(models.Model):
    """Somebody who studies: a guest known by a signed cookie, or the learner of a user."""

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, blank=True)
    # Where all that a guest had has gone (accounts.services.take_in). Their cookie opens nothing any more.
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    held = False  # made or locked by the transaction that came by this very object

    def __str__(self) -> str:
        return f"learner {self.key[:6]}"

    @property
    def is_guest(self) -> bool:
        """Without an account, and with all that is theirs still here."""
        return self.user_id is None and self.merged_into_id is None

    @property
    def kept_until(self) -> date:
        """Until this day at least a guest is remembered, even if they do nothing more."""
        return (self.seen_at + timedelta(days=settings.GUEST_DAYS - 1)).date()


class Tries(models.Model):
    """How often something was tried under one name in its window: accounts.throttling."""

    name = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    since = models.DateTimeField()
    last = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{self.count} under {self.name[:6]}"
