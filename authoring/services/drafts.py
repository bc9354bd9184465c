"""What is done to the text of a bank draft. Nothing that an author wrote is ever lost to another's saving.

Whatever is kept is checked first, outside of the transaction, so that the pages of a draft can say how it
stands without reading it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import checking
from authoring.services.checking import Checked

MOST_DRAFTS: Final = 200
"""As many drafts as one account may own."""

UNTITLED: Final = "A bank without a title"


class WrittenMeanwhile(Exception):
    """The draft was written since this text was read; `draft` is it as it is now. Nothing was changed."""

    def __init__(self, draft: BankDraft) -> None:
        super().__init__(f"revision {draft.revision} is there already")
        self.draft = draft


class TooMany(Exception):
    """This account owns as many drafts as one may."""


class FormTaken(Exception):
    """Somebody else began a draft with this form's key."""


@dataclass(frozen=True, slots=True)
class Written:
    """The draft as it is kept now, and what the check says of its text."""

    draft: BankDraft
    checked: Checked


def begin(*, owner: User, text: str, called: str = UNTITLED, form_key: str, now: datetime) -> BankDraft:
    """A new draft, of which this user is the owner. The same form sent twice begins it once.

    `text` is cleaned (authoring.texts); `called` how it came, for a text that has no title of its own.
    Raises TooMany, FormTaken.
    """
    checked = checking.check_if_free(text, name="bank.yaml", today=now.date())
    try:
        return _begin(owner, text, checked, called, form_key, now)
    except IntegrityError:
        if (sent_before := _begun(owner, form_key)) is None:
            raise
        return sent_before


@transaction.atomic
def _begin(owner: User, text: str, checked: Checked, called: str, form_key: str, now: datetime) -> BankDraft:
    User.objects.select_for_update().get(pk=owner.pk)  # so that two tabs cannot pass the limit together
    if (sent_before := _begun(owner, form_key)) is not None:
        return sent_before
    if Author.objects.filter(user=owner, role=Role.OWNER).count() >= MOST_DRAFTS:
        raise TooMany
    draft = BankDraft.objects.create(
        form_key=form_key,
        title=checked.title or called,
        text=text,
        problem_count=checked.problem_count,
        warning_count=checked.warning_count,
        created_at=now,
        updated_at=now,
        updated_by=owner,
    )
    Author.objects.create(draft=draft, user=owner, role=Role.OWNER, since=now)
    return draft


def _begun(owner: User, form_key: str) -> BankDraft | None:
    draft = BankDraft.objects.filter(form_key=form_key).first()
    if draft is not None and not draft.authors.filter(user=owner).exists():
        raise FormTaken
    return draft


def write(*, draft: BankDraft, text: str, revision: int, by: User, now: datetime) -> Written:
    """The draft with this text, one revision on. The text it has already changes nothing but its check.

    `text` is cleaned (authoring.texts), `revision` that of the text which the author changed. Raises
    WrittenMeanwhile where another one is there, unless it says the same; BankDraft.DoesNotExist where the
    draft was deleted.
    """
    checked = checking.check_if_free(text, name=draft.file_name, today=now.date())
    return Written(_write(draft, text, checked, revision, by, now), checked)


@transaction.atomic
def _write(
    draft: BankDraft, text: str, checked: Checked, revision: int, by: User, now: datetime
) -> BankDraft:
    row = (
        BankDraft.objects.select_for_update(of=("self",))
        .select_related("bank", "updated_by")
        .get(pk=draft.pk)
    )
    if row.text != text:
        if row.revision != revision:
            raise WrittenMeanwhile(row)
        row.text, row.revision = text, row.revision + 1
        row.updated_at, row.updated_by = now, by
    elif not checked.done:
        return row
    row.title = checked.title or row.title
    row.problem_count, row.warning_count = checked.problem_count, checked.warning_count
    row.save()
    return row
