"""What the pages of a draft show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from authoring import texts
from authoring.comparing import compared
from authoring.forms import WriteForm, new_form_key
from authoring.models import BankDraft
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import checking
from authoring.services.checking import Checked
from kit.report import as_data


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
        "copy_key": new_form_key(),
        **told(text, checked),
        "partly": text.count("\n") >= texts.WHOLE,
        "listing": texts.listing(text, checked.problems) if checked.problems or not may_edit else [],
    }


def told(text: str, checked: Checked) -> dict[str, Any]:
    """What the check says of a text, for the list of its problems; and the same as data, for their marks."""
    shown = checked.problems[: texts.MOST_SHOWN]
    return {
        "checked": checked,
        "problems": texts.quoted(text, shown),
        "marks": json.dumps([as_data(problem) for problem in shown]),
        "more": max(0, len(checked.problems) - texts.MOST_SHOWN),
    }


def in_conflict(held: Held, theirs: BankDraft, *, text: str) -> dict[str, Any]:
    """The author's own text in the form, to be saved over the other one; and where the two differ."""
    return {
        "held": Held(theirs, held.user, held.role, held.version),
        "form": WriteForm(initial={"text": text, "revision": theirs.revision}),
        "may_edit": True,
        "copy_key": new_form_key(),
        "theirs": theirs,
        "rows": compared(theirs=theirs.text, mine=text),
    }


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


def begun(drafts: Sequence[BankDraft]) -> str:
    """What to say where one file began several.

    >>> begun([BankDraft(problem_count=0), BankDraft(problem_count=2), BankDraft(problem_count=0)])
    '3 banks are drafts now: 2 are sound, 1 has problems to put right.'
    """
    waiting = sum(draft.problem_count is None for draft in drafts)
    broken = sum(bool(draft.problem_count) for draft in drafts)
    sound = len(drafts) - broken - waiting
    told = [f"{sound} {'is' if sound == 1 else 'are'} sound"] if sound else []
    told += [f"{broken} {'has' if broken == 1 else 'have'} problems to put right"] if broken else []
    told += [f"{waiting} {'is' if waiting == 1 else 'are'} still to be checked"] if waiting else []
    return f"{len(drafts)} banks are drafts now: {', '.join(told)}."
