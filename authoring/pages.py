"""What the pages of a draft show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from authoring import texts
from authoring.forms import WriteForm
from authoring.models import BankDraft
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import checking


def writing(held: Held, *, form: WriteForm | None = None, now: datetime) -> dict[str, Any]:
    """The text of a draft in its form, and what the check says of the text as it is stored.

    `form`: what came back, and could not be used.
    """
    text, may_edit = held.draft.text, held.may(Deed.EDIT)
    checked = checking.check_if_free(text, name=held.draft.file_name, today=now.date())
    fresh = WriteForm(initial={"text": text, "revision": held.draft.revision})
    return {
        "held": held,
        "form": form or fresh,
        "may_edit": may_edit,
        "checked": checked,
        "partly": text.count("\n") >= texts.WHOLE,
        "problems": texts.quoted(text, checked.problems),
        "more": max(0, len(checked.problems) - texts.MOST_SHOWN),
        "listing": texts.listing(text, checked.problems) if checked.problems or not may_edit else [],
    }


def in_conflict(held: Held, theirs: BankDraft, *, text: str, now: datetime) -> dict[str, Any]:
    """The author's own text in the form, and beside it what somebody wrote meanwhile."""
    held = Held(theirs, held.user, held.role, held.version)
    own = WriteForm(initial={"text": text, "revision": theirs.revision})
    return {**writing(held, form=own, now=now), "conflict": theirs}


def saved(draft: BankDraft) -> str:
    """What to say after saving.

    >>> saved(BankDraft(problem_count=1))
    'Saved. 1 problem is to be put right before it can be published.'
    """
    count = draft.problem_count
    if count is None:
        return "Saved. The check of it is still to come: load this page again in a moment."
    if not count:
        return "Saved. It is sound: nothing is to be put right."
    be = "problem is" if count == 1 else "problems are"
    return f"Saved. {count} {be} to be put right before it can be published."
