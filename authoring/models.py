"""Bank drafts: the text that authors work on, and who they are."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from accounts.models import User, new_key
from authoring.roles import Role
from quizzes.models import Bank

TAKEN: Final = frozenset({"approvals", "invitations", "new"})
"""What stands behind /author/ by itself: a bank of this slug keeps its key as its address there."""


class BankDraftQuerySet(models.QuerySet["BankDraft"]):
    """Only ever those one has a role in: what is somebody else's is not there."""

    def of(self, user: User | None) -> BankDraftQuerySet:
        return self.filter(authors__user=user) if user else self.none()

    def named(self, name: str) -> BankDraftQuerySet:
        """By its own key, or by the slug of the bank it was published as."""
        return self.filter(Q(key=name) | Q(bank__slug=name))


class BankDraft(models.Model):
    """The text of a bank as its authors have it now, sound or not.

    What was published stays as it is until it is published again. `revision` counts the writings, so that
    two tabs, or two authors, cannot overwrite each other unseen.
    """

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    form_key = models.CharField(max_length=43, unique=True)  # the same form sent twice is one draft
    bank = models.OneToOneField(Bank, on_delete=models.CASCADE, null=True, blank=True, related_name="draft")
    title = models.TextField()  # the text's own title where it can be read, else how it came: a file's name
    text = models.TextField(blank=True)  # YAML, as written
    revision = models.PositiveIntegerField(default=1)
    problem_count = models.PositiveIntegerField(null=True)  # as the check said at this revision;
    warning_count = models.PositiveIntegerField(null=True)  # None where it had no time for it
    published_revision = models.PositiveIntegerField(null=True)  # which the last version was made of
    set_aside = models.TextField(blank=True)  # the text that the last restored version took the place of
    set_aside_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = BankDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """Its name in addresses: the bank's slug once there is a bank, its own key before."""
        return self.bank.slug if self.bank and self.bank.slug not in TAKEN else self.key

    @property
    def is_ahead(self) -> bool:
        """Whether something was written since the last version was made of it."""
        return self.bank_id is not None and self.revision != self.published_revision

    @property
    def file_name(self) -> str:
        """What its text is called as a file, and in messages."""
        return f"{self.address}.yaml"


class Author(models.Model):
    """One user's role in one draft."""

    draft = models.ForeignKey(BankDraft, on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="authorships")
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in Role])
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "user"], name="one_role_in_a_draft"),
            models.UniqueConstraint(
                fields=["draft"], condition=Q(role=Role.OWNER.value), name="one_owner_of_a_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.draft_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Only ever one's own, but for who asks."""

    def of(self, user: User) -> InvitationQuerySet:
        """What is asked of this user. Their address is confirmed, or the door had let nobody in."""
        return self.filter(email=user.email)


class Invitation(models.Model):
    """An address that is asked to be an author. Whether somebody has an account with it stays untold."""

    draft = models.ForeignKey(BankDraft, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(db_index=True)  # in lower case, as those of users are
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in Role])
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "email"], name="asked_once_for_a_draft"),
            models.CheckConstraint(condition=~Q(role=Role.OWNER.value), name="nobody_is_asked_to_own"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.draft_id}, asked"
