"""A form for one question of a draft: it edits the same text, and nothing of it but that question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from authoring import pages as draft_pages
from authoring import question_pages as pages
from authoring.doors import for_authors
from authoring.forms import REVISION
from authoring.outline import Outline, outline
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import checking, drafts
from authoring.sheets import ASKED, FIELDS, MOST_ROWS, Sheet
from authoring.texts import Unusable, cleaned
from quizzes.formats.bank.editing import CannotEdit, add, question_at, replace
from studyapp.web.htmx import Request
from studyapp.web.pages import busy_page

TOO_LONG = f"A form takes {MOST_ROWS} rows of one sort at most, and this question has more. Edit its text."


class RevisionForm(forms.Form):
    """The revision of the text that the form was made of."""

    revision = REVISION()


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.EDIT)
def question(request: Request, held: Held, key: str) -> HttpResponse:
    """The form of one question. POST changes a row of it, which stores nothing, or saves it."""
    try:
        found = _outlined(held)
    except checking.Busy:
        return busy_page(request)
    row = next((row for row in found.rows if row.key == key), None)
    if row is None or row.entry.kind not in FIELDS:
        raise Http404
    kind, path = row.entry.kind, row.entry.path
    try:
        old = question_at(held.draft.text, path)
    except CannotEdit as reason:
        return _refused(request, held, str(reason))
    if Sheet.of(kind, old).is_too_long:
        return _refused(request, held, TOO_LONG)
    if request.method != "POST":
        faults = pages.found_in(held.draft.text, row, kind)
        return _shown(request, held, Sheet.of(kind, old), faults=faults, key=key)
    return _posted(
        request, held, found, kind, key, lambda sheet: replace(held.draft.text, path, sheet.data(old))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.EDIT)
def new(request: Request, held: Held) -> HttpResponse:
    """The form of a question that is not there yet; of the one called `new`, where no kind is asked for."""
    kind = request.GET.get("kind", "")
    if not kind:
        return question(request, name=held.draft.address, key="new")
    if kind not in ASKED:
        raise Http404
    if request.method != "POST":
        sheet = Sheet.of(kind, {})
        for rows in sheet.rows.values():
            rows.extend({} for _ in range(3))
        return _shown(request, held, sheet, key="")
    try:
        found = _outlined(held)
    except checking.Busy:
        return busy_page(request)
    return _posted(request, held, found, kind, "", lambda sheet: add(held.draft.text, sheet.data({})))


def _posted(
    request: Request,
    held: Held,
    found: Outline,
    kind: str,
    key: str,
    write: Callable[[Sheet], str],
) -> HttpResponse:
    sheet = Sheet.posted(kind, {name: [str(v) for v in sent] for name, sent in request.POST.lists()})
    if sheet.do(request.POST.get("do", "")):
        return _shown(request, held, sheet, key=key, unsaved=True)
    faults = pages.Faults()
    for name, message in sheet.faults():
        faults.add(name, message)
    if any(row.key == sheet.values["key"] != key for row in found.rows):
        faults.add("key", "Another question of this bank has this key.")
    if faults.by_name:
        return _shown(request, held, sheet, 422, faults=faults, key=key, unsaved=True)
    form = RevisionForm(request.POST)
    try:
        with checking.room_for(len(held.draft.text)):
            text = cleaned(write(sheet))
    except checking.Busy:
        return busy_page(request)
    except (CannotEdit, Unusable) as reason:
        return _shown(request, held, sheet, 422, key=key, unsaved=True, problem=str(reason))
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        written = drafts.write(draft=held.draft, text=text, revision=revision, by=held.user, now=now())
    except drafts.WrittenMeanwhile as meanwhile:
        context = draft_pages.in_conflict(held, meanwhile.draft, text=text)
        return render(request, "authoring/draft.html", context, status=409)
    messages.success(request, draft_pages.saved(written.draft))
    return redirect("author:question-form", written.draft.address, sheet.values["key"])


def _outlined(held: Held) -> Outline:
    checked = checking.check(held.draft.text, name=held.draft.file_name, today=now().date())
    return outline(checked.entries, checked.problems)


def _refused(request: Request, held: Held, reason: str) -> HttpResponse:
    return render(request, "authoring/question_refused.html", {"held": held, "reason": reason}, status=409)


def _shown(request: Request, held: Held, sheet: Sheet, status: int = 200, **more: Any) -> HttpResponse:
    sent = RevisionForm(request.POST)
    revision = sent.cleaned_data["revision"] if sent.is_valid() else held.draft.revision
    context = pages.page(held, sheet, revision=revision, **more)
    return render(request, "authoring/question.html", context, status=status)
