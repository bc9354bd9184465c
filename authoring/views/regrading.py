"""The owner of a bank judges answers anew; its authors see all that was ever done so."""

from __future__ import annotations

from math import ceil
from time import monotonic
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from accounts import throttling
from authoring import regrade_pages as pages
from authoring.doors import for_authors
from authoring.limits import REGRADES
from authoring.queries import Held
from authoring.roles import Deed
from quizzes.models import Regrade
from quizzes.services import regrading as service
from studyapp.web.htmx import Request

A_PAGE: Final = 20
AT_MOST: Final = 8
"""Seconds that one request may take to judge answers anew; what is left waits for the next."""

TEMPLATE = "authoring/regrade.html"
UNKNOWN = "Choose one of the wordings that there are."
MEANWHILE = (
    "Something was answered or regraded meanwhile. This is how it stands now: look at it, and apply it."
)
TOO_OFTEN = "You have looked at this as often as one may in an hour. Try again in {} minutes."


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.REGRADE)
def regrade(request: Request, held: Held, key: str) -> HttpResponse:
    """Choose a wording and its key, see what would change; POST does just what was shown."""
    wordings = pages.wordings(held.draft.bank, key)
    if not wordings:
        raise Http404
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET if "of" in request.GET else None
    choose = pages.ChooseForm(asked, wordings)
    page = {"held": held, "latest": pages.Wording(wordings[-1]), "choose": choose}
    if asked is None:
        return render(request, TEMPLATE, page)
    if not choose.is_valid():
        return render(request, TEMPLATE, {**page, "problem": UNKNOWN}, status=422)
    if (wait := _wait(held)) is not None:
        page["problem"] = TOO_OFTEN.format(ceil(wait / 60))
        response = render(request, TEMPLATE, page, status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    version, judge = pages.chosen(choose, wordings)
    if not posted:
        return _shown(request, page, pages.shown(version, judge))
    form = pages.ApplyForm(request.POST)
    if not form.is_valid():
        return _shown(request, page, pages.shown(version, judge), request.POST, status=422)
    try:
        made = service.start(version=version, judge=judge, by=held.user, now=now(), **form.cleaned_data)
    except service.ChangedMeanwhile as meanwhile:
        fresh = pages.shown(version, judge, meanwhile.fresh)
        return _shown(request, {**page, "problem": MEANWHILE}, fresh, request.POST, status=409)
    return _gone_on(request, held, made)


def _wait(held: Held) -> int | None:
    """Seconds until this author may look again; None where they may now."""
    moment = now()
    until = throttling.try_work(what="regrading", user=held.user, rule=REGRADES, now=moment)
    return None if until is None else max(1, ceil((until - moment).total_seconds()))


def _shown(
    request: Request,
    page: dict[str, Any],
    shown: pages.Shown,
    sent: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The preview with its form, which holds what was sent and the digest of what is shown now."""
    form = pages.ApplyForm(initial={"digest": shown.found.digest})
    if sent is not None:
        form = pages.ApplyForm({"note": sent.get("note", ""), "digest": shown.found.digest})
    return render(request, TEMPLATE, {**page, "shown": shown, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.VIEW)
def regrades(request: Request, held: Held) -> HttpResponse:
    """All regrades of the bank, the newest first; POST goes on with one that was stopped."""
    bank = held.draft.bank
    found = Regrade.objects.of_bank(bank) if bank else Regrade.objects.none()
    if request.method == "POST":
        if not held.may(Deed.REGRADE):
            raise PermissionDenied
        made = found.filter(key=request.POST.get("regrade", "")).first()
        if made is None:
            raise Http404
        return _gone_on(request, held, made)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "authoring/regrades.html", {"held": held, "page": page})


def _gone_on(request: Request, held: Held, made: Regrade) -> HttpResponse:
    until = monotonic() + AT_MOST
    if service.go_on(regrade=made, now=now(), enough=lambda: monotonic() > until):
        messages.success(request, "The answers are judged anew, and whoever gave them is told.")
    else:
        messages.info(
            request,
            "It takes longer than one page may. Some answers are judged anew; go on with the others here.",
        )
    return redirect(f"{reverse('author:regrades', args=[held.draft.address])}#{made.key}")
