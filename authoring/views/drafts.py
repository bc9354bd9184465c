"""The drafts of an author: all of them, a new one, and the text of one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from accounts import throttling
from authoring import pages, queries
from authoring.doors import for_authors, for_users, user_of
from authoring.forms import WriteForm
from authoring.limits import CHECKS
from authoring.models import BankDraft
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import drafts
from authoring.views.beginning import begin_again
from studyapp.web.htmx import Request


@require_safe
@for_users
def listed(request: Request) -> HttpResponse:
    """Every bank one writes, owns or may read, the last written first."""
    user = user_of(request)
    context = {
        "authors": queries.drafts(user),
        "invitations": queries.invitations(user),
        "shipped": queries.shipped() if user.is_staff else None,
    }
    return render(request, "authoring/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.VIEW)
def draft(request: Request, held: Held) -> HttpResponse:
    """The text, and what is to be put right in it."""
    if request.method != "POST":
        return render(request, "authoring/draft.html", pages.writing(held, now=now()))
    if not held.may(Deed.EDIT):
        raise PermissionDenied
    form, moment, status = WriteForm(request.POST), now(), 422
    until = throttling.try_work(what="bank check", user=held.user, rule=CHECKS, now=moment)
    if until is not None:
        form.add_error("text", "That was saved too often. Wait a minute, and save again: it stands below.")
        status = 429
    if not form.is_valid():
        return render(
            request, "authoring/draft.html", pages.writing(held, form=form, now=moment), status=status
        )
    try:
        written = drafts.write(draft=held.draft, by=held.user, now=moment, **form.cleaned_data)
    except BankDraft.DoesNotExist:
        return begin_again(request, form.cleaned_data["text"])
    except drafts.WrittenMeanwhile as meanwhile:
        context = pages.in_conflict(held, meanwhile.draft, text=form.cleaned_data["text"])
        return render(request, "authoring/draft.html", context, status=409)
    messages.success(request, pages.saved(written.draft))
    return redirect("author:draft", written.draft.address)
