"""Staff say which banks are public. Whoever is not staff finds nothing here: 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from authoring import publish_pages as pages
from authoring import queries
from authoring.doors import user_of
from authoring.forms import RulingForm
from authoring.services import sharing as service
from quizzes import shelf
from quizzes.models import Bank, Petition
from studyapp.web.htmx import Request

P = ParamSpec("P")
MEANWHILE = "Somebody else has answered meanwhile, or it was taken back. This is how it stands now."
LATER = "The authors have published another version meanwhile. Look at it, and answer again."


def for_staff(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """For others than staff there is nothing here."""

    @never_cache
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_staff):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_staff
def approvals(request: Request) -> HttpResponse:
    """What waits for an answer, and public banks that have changed since staff looked."""
    context = {"waiting": queries.waiting(), "changed": queries.changed()}
    return render(request, "authoring/approvals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def approval(request: Request, key: str) -> HttpResponse:
    """One bank that is to be public, or is: what is in it, what has changed; POST answers."""
    petition = queries.petition(key)
    if petition is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, petition)
    form = RulingForm(request.POST, public=_is_public(petition))
    if not form.is_valid():
        return _shown(request, petition, form=form, status=422)
    try:
        _answer(petition, user_of(request), **form.cleaned_data)
    except service.AnsweredMeanwhile:
        return _again(request, key, MEANWHILE)
    except service.PublishedMeanwhile:
        return _again(request, key, LATER)
    messages.success(request, "It is answered. The authors read it where they say who may practise.")
    return redirect("author:approvals")


def _answer(petition: Petition, by: User, *, ruling: str, sentence: str, version: int) -> None:
    said: dict[str, Any] = {"sentence": sentence, "by": by, "now": now()}
    match ruling:
        case "keep":
            service.keep(petition=petition, version=version)
        case "take-out":
            service.take_out(petition=petition, version=version, **said)
        case _:
            service.answer(petition=petition, version=version, granted=ruling == "grant", **said)


def _again(request: Request, key: str, problem: str) -> HttpResponse:
    petition = queries.petition(key)
    if petition is None:
        messages.error(request, MEANWHILE)
        return redirect("author:approvals")
    return _shown(request, petition, problem=problem, status=409)


def _shown(
    request: Request,
    petition: Petition,
    *,
    form: RulingForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    contents = shelf.contents(petition.bank)
    public, seen = _is_public(petition), petition.version
    told = None
    if public and seen is not None and seen.number != contents.version.number:
        told = pages.version(contents.version, seen, now=now())["told"]
    fresh = RulingForm(public=public, initial={"version": contents.version.number})
    context = {
        "petition": petition,
        "contents": contents,
        "public": public,
        "open": petition.answered_at is None or public,
        "seen": seen,
        "told": told,
        "form": form or fresh,
        "problem": problem,
    }
    return render(request, "authoring/approval.html", context, status=status)


def _is_public(petition: Petition) -> bool:
    return bool(petition.granted) and petition.bank.visibility == Bank.PUBLIC
