"""A new draft: with a text one has, with a small bank that has everything, or with a bank that is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from accounts import throttling
from accounts.models import User
from authoring import pages
from authoring.doors import for_users, user_of
from authoring.forms import (
    BeginningForm,
    CopyForm,
    OwnTextForm,
    ReceivedForm,
    TemplateForm,
    new_form_key,
)
from authoring.limits import BEGINNINGS
from authoring.models import BankDraft
from authoring.services import drafts
from studyapp.web.htmx import Request


@require_http_methods(["GET", "HEAD", "POST"])
@for_users
def new(request: Request) -> HttpResponse:
    """Ways to begin. What came and cannot be used stays in its form, with what to do.

    What becomes of a file in another format is shown first: nothing of it is kept before it is sent again.
    """
    user = user_of(request)
    ways = _ways(user)
    status = 200
    if request.method == "POST":
        moment, status = now(), 422
        until = throttling.try_work(what="new banks", user=user, rule=BEGINNINGS, now=moment)
        form = _sent(request, read=until is None)
        if form is not None:
            ways[form.way] = form
            if until is not None:
                form.add_error(None, f"That was often. Begin the next at {until:%H:%M} UTC; this stays here.")
                status = 429
            elif isinstance(form, OwnTextForm) and form.is_valid() and form.asks_first:
                return render(request, "authoring/received.html", {"form": ReceivedForm(), "sent": form})
            elif begun := _begun(user, form, moment):
                return _to(request, begun)
    return render(request, "authoring/new.html", {"ways": ways}, status=status)


def begin_again(request: Request, text: str) -> HttpResponse:
    """What somebody wrote on a draft that was deleted meanwhile, to begin another one with."""
    user, data = user_of(request), QueryDict(mutable=True)
    data.update({"form_key": new_form_key(), "text": text})
    form = OwnTextForm(data)
    form.add_error(None, "This bank was deleted meanwhile. What you wrote stands here: begin a bank with it.")
    return render(request, "authoring/new.html", {"ways": {**_ways(user), form.way: form}}, status=409)


def _ways(user: User) -> dict[str, BeginningForm]:
    return {"template": TemplateForm(), "own": OwnTextForm(), "copy": CopyForm(user=user)}


def _sent(request: Request, *, read: bool) -> BeginningForm | None:
    """The form that was sent; with its file only where that may be read."""
    match request.POST.get("how"):
        case "template":
            return TemplateForm(request.POST)
        case "own":
            return OwnTextForm(request.POST, request.FILES if read else None)
        case "received":
            return ReceivedForm(request.POST)
        case "copy":
            return CopyForm(request.POST, user=user_of(request))
    return None


def _begun(user: User, form: BeginningForm, moment: datetime) -> Sequence[BankDraft]:
    """The drafts that a form begins. None where it cannot, and then the form says why."""
    if not form.is_valid():
        if "form_key" in form.errors:
            form.renew()
        return ()
    try:
        return drafts.begin_all(
            owner=user, texts=form.texts(), form_key=form.cleaned_data["form_key"], now=moment
        )
    except drafts.TooMany:
        form.add_error(None, f"One account owns {drafts.MOST_DRAFTS} drafts at most. Delete some first.")
    except drafts.FormTaken:
        form.renew()
    return ()


def _to(request: Request, begun: Sequence[BankDraft]) -> HttpResponse:
    if len(begun) == 1:
        return redirect("author:draft", begun[0].address)
    messages.success(request, pages.begun(begun))
    return redirect("author:drafts")
