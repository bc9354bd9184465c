"""Who writes a bank: asked, changed, let go; and whose it is.

Nobody is made an author by another alone, and nobody learns from asking who has an account: whoever is asked
finds it at /author/ when they have one, and says yes or no (docs/adr/0028).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from authoring import queries
from authoring.models import Author, BankDraft, Invitation
from authoring.roles import Role
from authoring.services.drafts import MOST_DRAFTS, TooMany
from quizzes.models import Bank

MOST_PEOPLE: Final = 30
"""Authors of one bank, those who are asked among them."""

MAY_BE_GIVEN: Final = (Role.EDITOR, Role.VIEWER)
"""Roles that can be given: there is one owner, and the bank is handed over to another."""


class TooManyPeople(Exception):
    """As many as one bank may have, those who are asked among them."""


class Already(Exception):
    """They are an author of it."""


@transaction.atomic
def ask(*, draft: BankDraft, email: str, role: Role, by: User, now: datetime) -> Invitation:
    """Ask somebody to be an author. Asked again, it is asked as said last. Raises TooManyPeople, Already."""
    _locked(draft)
    email = email.strip().lower()
    if draft.authors.filter(user__email=email).exists():
        raise Already
    asked = draft.invitations.filter(email=email)
    if not asked.exists() and draft.authors.count() + draft.invitations.count() >= MOST_PEOPLE:
        raise TooManyPeople
    return Invitation.objects.update_or_create(
        draft=draft, email=email, defaults={"role": role, "by": by, "since": now}
    )[0]


@transaction.atomic
def accept(*, invitation: Invitation, user: User, now: datetime) -> Author | None:
    """Become an author, as asked. None where it was withdrawn meanwhile."""
    draft = BankDraft.objects.select_for_update(of=("self",)).filter(invitations=invitation.pk).first()
    asked = Invitation.objects.of(user).filter(pk=invitation.pk).first()
    if draft is None or asked is None:
        return None
    author, _ = Author.objects.get_or_create(
        draft=draft, user=user, defaults={"role": asked.role, "since": now}
    )
    asked.delete()
    return author


def decline(*, invitation: Invitation) -> None:
    """Say no, or withdraw what was asked."""
    Invitation.objects.filter(pk=invitation.pk).delete()


@transaction.atomic
def change(*, author: Author, role: Role) -> None:
    """Make an editor a viewer, or the other way round. The owner stays what they are."""
    _locked(author.draft)
    Author.objects.filter(pk=author.pk).exclude(role=Role.OWNER).update(role=role)


@transaction.atomic
def remove(*, author: Author) -> None:
    """Let an author go, by the owner or by themselves. Not the owner: there is always one."""
    _locked(author.draft)
    Author.objects.filter(pk=author.pk).exclude(role=Role.OWNER).delete()


@transaction.atomic
def hand_over(*, draft: BankDraft, to: Author, now: datetime) -> None:
    """Make another author the owner of the draft and of what is published from it; the present one becomes an
    editor. Raises TooMany where they own as many as one may; Author.DoesNotExist where they have left.
    """
    User.objects.select_for_update().get(pk=to.user_id)  # as drafts.begin does, before it counts
    row = _locked(draft)
    heir = Author.objects.select_related("user").get(pk=to.pk, draft=draft)
    if heir.role == Role.OWNER:
        return
    if Author.objects.filter(user=heir.user, role=Role.OWNER).count() >= MOST_DRAFTS:
        raise TooMany
    draft.authors.filter(role=Role.OWNER).update(role=Role.EDITOR)
    draft.authors.filter(pk=heir.pk).update(role=Role.OWNER)
    if row.bank_id is not None:
        Bank.objects.filter(pk=row.bank_id).update(owner=heir.user)


def heir_of(draft: BankDraft) -> Author | None:
    """Whose a draft becomes when its owner's account goes: the editor, else the viewer, of the longest
    standing. None where nobody else is an author.
    """
    others = [author for author in queries.authors(draft) if author.role != Role.OWNER]
    return min(others, key=lambda author: author.role != Role.EDITOR, default=None)


def _locked(draft: BankDraft) -> BankDraft:
    """One change of people after the other."""
    return BankDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
