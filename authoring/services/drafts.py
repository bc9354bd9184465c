"""What is done to the text of a bank draft. Nothing that an author wrote is ever lost to another's saving."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import Role

MOST_DRAFTS: Final = 200
"""As many drafts as one account may own."""


class WrittenMeanwhile(Exception):
    """The draft was written since this text was read; `draft` is it as it is now. Nothing was changed."""

    def __init__(self, draft: BankDraft) -> None:
        super().__init__(f"revision {draft.revision} is there already")
        self.draft = draft


class TooMany(Exception):
    """This account owns as many drafts as one may."""


class FormTaken(Exception):
    """Somebody else began a draft with this form's key."""


def begin(*, owner: User, title: str, text: str, form_key: str, now: datetime) -> BankDraft:
    """A new draft, of which this user is the owner. The same form sent twice begins it once.

    Raises TooMany, FormTaken.
    """
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(
                pk=owner.pk
            )  # so that two tabs cannot pass the limit together
            if (sent_before := _begun(owner, form_key)) is not None:
                return sent_before
            if Author.objects.filter(user=owner, role=Role.OWNER).count() >= MOST_DRAFTS:
                raise TooMany
            draft = BankDraft.objects.create(
                form_key=form_key, title=title, text=text, created_at=now, updated_at=now, updated_by=owner
            )
            Author.objects.create(draft=draft, user=owner, role=Role.OWNER, since=now)
            return draft
    except IntegrityError:
        if (sent_before := _begun(owner, form_key)) is None:
            raise
        return sent_before


def _begun(owner: User, form_key: str) -> BankDraft | None:
    draft = BankDraft.objects.filter(form_key=form_key).first()
    if draft is not None and not draft.authors.filter(user=owner).exists():
        raise FormTaken
    return draft


@transaction.atomic
def write(*, draft: BankDraft, text: str, title: str, revision: int, by: User, now: datetime) -> BankDraft:
    """The draft with this text, one revision on. The text it has already changes nothing.

    `revision` is that of the text which the author changed. Raises WrittenMeanwhile where another one is
    there, unless it says the same; BankDraft.DoesNotExist where the draft was deleted.
    """
    row = BankDraft.objects.select_for_update().get(pk=draft.pk)
    if row.text == text:
        return row
    if row.revision != revision:
        raise WrittenMeanwhile(row)
    row.text, row.title, row.revision = text, title, row.revision + 1
    row.updated_at, row.updated_by = now, by
    row.save(update_fields=["text", "title", "revision", "updated_at", "updated_by"])
    return row
