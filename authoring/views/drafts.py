"""The drafts of an author: all of them, a new one, and the text of one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from authoring import pages, queries
from authoring.doors import for_authors, for_users, user_of
from authoring.forms import CopyForm, FormKeyForm, PasteForm, TemplateForm, WriteForm
from authoring.models import BankDraft
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import beginnings, drafts
from quizzes.models import BankVersion
from studyapp.web.htmx import Request


@require_safe
@for_users
def listed(request: Request) -> HttpResponse:
    """Every bank one writes, owns or may read, the last written first."""
    return render(request, "authoring/drafts.html", {"authors": queries.drafts(user_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@for_users
def new(request: Request) -> HttpResponse:
    """Begin a draft: with a text, with a small bank that has everything, or with an existing bank."""
    user = user_of(request)
    how = request.POST.get("how", "")
    sent = {name: request.POST if name == how else None for name in ("paste", "template", "copy")}
    forms = {
        "paste": PasteForm(sent["paste"]),
        "template": TemplateForm(sent["template"]),
        "copy": CopyForm(sent["copy"], user=user),
    }
    if request.method == "POST" and (form := forms.get(how)) is not None:
        draft = _begun(request, form) if form.is_valid() else None
        if draft is not None:
            return redirect("author:draft", draft.address)
        if "form_key" in form.errors:
            form.renew()
    status = 422 if request.method == "POST" else 200
    return render(request, "authoring/new.html", {"forms": forms, "how": how}, status=status)


def _begun(request: Request, form: FormKeyForm) -> BankDraft | None:
    """The draft that a sound form begins. None where it cannot, and the form says why."""
    try:
        return drafts.begin(
            owner=user_of(request),
            text=_text_of(form),
            form_key=form.cleaned_data["form_key"],
            now=now(),
        )
    except BankVersion.DoesNotExist:
        form.add_error("bank", "This bank is not there any more. Choose another one.")
    except drafts.TooMany:
        form.add_error(
            None, f"You own {drafts.MOST_DRAFTS} drafts, which is as many as one may. Delete one first."
        )
    except drafts.FormTaken:
        form.renew()
    return None


def _text_of(form: FormKeyForm) -> str:
    if isinstance(form, CopyForm):
        return beginnings.copy_of(form.banks[form.cleaned_data["bank"]])
    return str(form.cleaned_data["text"]) if isinstance(form, PasteForm) else beginnings.starter()


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.VIEW)
def draft(request: Request, held: Held) -> HttpResponse:
    """The text, and what is to be put right in it."""
    if request.method != "POST":
        return render(request, "authoring/draft.html", pages.writing(held, now=now()))
    if not held.may(Deed.EDIT):
        raise PermissionDenied
    form = WriteForm(request.POST)
    if not form.is_valid():
        context = pages.writing(held, form=form, now=now())
        return render(request, "authoring/draft.html", context, status=422)
    try:
        written = drafts.write(draft=held.draft, by=held.user, now=now(), **form.cleaned_data)
    except drafts.WrittenMeanwhile as meanwhile:
        context = pages.in_conflict(held, meanwhile.draft, text=form.cleaned_data["text"], now=now())
        return render(request, "authoring/draft.html", context, status=409)
    messages.success(request, pages.saved(written.draft))
    return redirect("author:draft", written.draft.address)
