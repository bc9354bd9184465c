"""What is done to the text of a bank draft. Nothing that an author wrote is ever lost to another's saving.

Whatever is kept is checked first, outside of the transaction, so that the pages of a draft can say how it
stands without reading it.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.receiving import Received
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
    return begin_all(owner=owner, texts=[Received(called, text)], form_key=form_key, now=now)[0]


def begin_all(*, owner: User, texts: Sequence[Received], form_key: str, now: datetime) -> list[BankDraft]:
    """A new draft of each text, or none. The same form sent twice begins them once.

    Raises TooMany, FormTaken.
    """
    today, keys = now.date(), _keys(form_key, len(texts))
    checked = [checking.check_if_free(each.text, name="bank.yaml", today=today) for each in texts]
    try:
        return _begin_all(owner, texts, checked, keys, now)
    except IntegrityError:
        if not (sent_before := _begun(owner, keys)):
            raise
        return sent_before


@transaction.atomic
def _begin_all(
    owner: User, texts: Sequence[Received], checked: Sequence[Checked], keys: Sequence[str], now: datetime
) -> list[BankDraft]:
    User.objects.select_for_update().get(pk=owner.pk)  # so that two tabs cannot pass the limit together
    if sent_before := _begun(owner, keys):
        return sent_before
    if Author.objects.filter(user=owner, role=Role.OWNER).count() + len(texts) > MOST_DRAFTS:
        raise TooMany
    begun = [
        BankDraft.objects.create(
            form_key=key,
            title=found.title or each.called,
            text=each.text,
            problem_count=found.problem_count,
            warning_count=found.warning_count,
            created_at=now,
            updated_at=now,
            updated_by=owner,
        )
        for key, each, found in zip(keys, texts, checked, strict=True)
    ]
    Author.objects.bulk_create(Author(draft=draft, user=owner, role=Role.OWNER, since=now) for draft in begun)
    return begun


def _begun(owner: User, keys: Sequence[str]) -> list[BankDraft]:
    """What this form began before. Raises FormTaken where it was somebody else's."""
    found = list(BankDraft.objects.filter(form_key__in=keys).order_by("pk"))
    own = Author.objects.filter(draft__in=found, user=owner)
    if len(found) != own.count():
        raise FormTaken
    return found


def _keys(form_key: str, number: int) -> list[str]:
    """A name for each draft that a form begins: its own for the first, for the others names made of it."""
    digests = (sha256(f"{form_key}/{n}".encode()).digest() for n in range(1, number))
    return [form_key, *(urlsafe_b64encode(digest).decode().rstrip("=") for digest in digests)]


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


@transaction.atomic
def delete(*, draft: BankDraft, now: datetime) -> None:
    """Throw a draft away, for all its authors. What was published of it is retired: learners keep what they
    answered, sittings go on, and its slug stays its owner's, who may publish a bank under it again.
    """
    row = BankDraft.objects.select_for_update(of=("self",)).select_related("bank").filter(pk=draft.pk).first()
    if row is None:
        return
    bank = row.bank
    row.delete()
    if bank is not None and bank.retired_at is None:
        bank.retired_at = now
        bank.save(update_fields=["retired_at"])
