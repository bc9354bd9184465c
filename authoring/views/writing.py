"""What the editor asks in the background while somebody writes: JSON, and nothing that a page cannot do."""

from __future__ import annotations

from math import ceil
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from accounts import throttling
from authoring import pages, words
from authoring.doors import for_authors
from authoring.forms import WriteForm
from authoring.limits import CHECKS
from authoring.models import BankDraft
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import checking, drafts
from authoring.services.checking import Checked
from kit.report import as_data
from quizzes.formats import bank as bank_format
from studyapp.web.htmx import Request

AGAIN_SECONDS = 2


@require_safe
def schema(request: Request) -> HttpResponse:
    """The JSON Schema of a bank, for whatever completes one."""
    return JsonResponse(bank_format.schema())


@require_safe
def names(request: Request) -> HttpResponse:
    """What a bank may refer to of the syllabus, with titles, for the editor's completion."""
    return JsonResponse(words.words())


@require_POST
@for_authors(Deed.EDIT)
def check(request: Request, held: Held) -> HttpResponse:
    """What is to be put right in a text. Nothing is stored."""
    if (wait := _must_wait(held)) is not None:
        return wait
    form = WriteForm({"text": request.POST.get("text", ""), "revision": "1"})
    if not form.is_valid():
        return _unusable(form)
    try:
        checked = checking.check(form.cleaned_data["text"], name=held.draft.file_name, today=now().date())
    except checking.Busy:
        return _refused(503, "A long text is being checked already. It is tried again.", AGAIN_SECONDS)
    return JsonResponse(_told(form.cleaned_data["text"], checked))


@require_POST
@for_authors(Deed.EDIT)
def save(request: Request, held: Held) -> HttpResponse:
    """Keep the text, whatever the check says of it. 409 with what is there where it was written meanwhile."""
    if (wait := _must_wait(held)) is not None:
        return wait
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _unusable(form)
    try:
        written = drafts.write(draft=held.draft, by=held.user, now=now(), **form.cleaned_data)
    except BankDraft.DoesNotExist:
        return _refused(404, "This bank was deleted meanwhile. Copy your text: it is nowhere else.")
    except drafts.WrittenMeanwhile as meanwhile:
        theirs = meanwhile.draft
        own = theirs.updated_by_id == held.user.pk
        by = "You" if own else str(theirs.updated_by or "Somebody who has left")
        there = {"text": theirs.text, "by": by, "at": theirs.updated_at, "revision": theirs.revision}
        return JsonResponse(there, status=409)
    there = {"revision": written.draft.revision, "saved_at": written.draft.updated_at}
    return JsonResponse({**there, **_told(written.draft.text, written.checked, draft=written.draft)})


def _told(text: str, checked: Checked, **context: Any) -> dict[str, Any]:
    """The problems as data and as the page lists them, unless a long text has to wait for its check."""
    page = {**pages.told(text, checked), **context}
    return {
        "checked": checked.done,
        "problems": [as_data(problem) for problem in checked.problems],
        "counts": {"problems": checked.problem_count, "warnings": checked.warning_count},
        "html": render_to_string("authoring/_told.html", page) if checked.done else "",
    }


def _must_wait(held: Held) -> HttpResponse | None:
    """The answer to an account that asks too often, if it does."""
    moment = now()
    until = throttling.try_work(what="bank check", user=held.user, rule=CHECKS, now=moment)
    if until is None:
        return None
    seconds = max(1, ceil((until - moment).total_seconds()))
    return _refused(429, f"That was asked too often. Try again in {seconds} seconds.", seconds)


def _unusable(form: WriteForm) -> HttpResponse:
    return _refused(422, " ".join(str(error) for errors in form.errors.values() for error in errors))


def _refused(status: int, message: str, seconds: int = 0) -> HttpResponse:
    response = JsonResponse({"message": message}, status=status)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
