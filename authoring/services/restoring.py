"""An old version comes back as the text of its draft. What stood there is set aside and can be put back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from authoring.models import BankDraft
from authoring.services import checking
from authoring.services.checking import Checked
from authoring.services.drafts import WrittenMeanwhile
from quizzes.models import BankVersion


class NothingSetAside(Exception):
    """No text waits to be put back."""


def restore(*, draft: BankDraft, version: BankVersion, revision: int, by: User, now: datetime) -> BankDraft:
    """Let the draft say what a version of its bank says. Nothing is published by it.

    `revision` is that of the text which the author saw. Raises WrittenMeanwhile. A draft that says it already
    keeps what it has set aside.
    """
    checked = checking.check_if_free(version.source, name=draft.file_name, today=now.date())
    return _exchange(draft, version.source, checked, revision, by, now)


def put_back(*, draft: BankDraft, revision: int, by: User, now: datetime) -> BankDraft:
    """Exchange the text of the draft for the one that was set aside: done twice, all is as before.

    Raises NothingSetAside, WrittenMeanwhile.
    """
    if draft.set_aside_at is None:
        raise NothingSetAside
    checked = checking.check_if_free(draft.set_aside, name=draft.file_name, today=now.date())
    return _exchange(draft, draft.set_aside, checked, revision, by, now)


@transaction.atomic
def _exchange(
    draft: BankDraft, text: str, checked: Checked, revision: int, by: User, now: datetime
) -> BankDraft:
    row = BankDraft.objects.select_for_update(of=("self",)).select_related("bank").get(pk=draft.pk)
    if row.text == text:
        return row
    if row.revision != revision:
        raise WrittenMeanwhile(row)
    row.set_aside, row.set_aside_at = row.text, now
    row.text, row.revision = text, row.revision + 1
    row.title = checked.title or row.title
    row.problem_count, row.warning_count = checked.problem_count, checked.warning_count
    row.updated_at, row.updated_by = now, by
    row.save()
    return row
