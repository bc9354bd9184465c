"""Who may practise a bank: its link, and the way to the public ones."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from authoring import queries
from authoring.doors import for_authors
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import sharing as service
from quizzes.models import Bank
from studyapp.web.htmx import Request

SAID = {
    "private": "The bank is private: nobody but its authors may practise it.",
    "link": "Whoever has the link may practise the bank.",
    "new-link": "The bank has a new link. The old one leads nowhere now.",
    "ask": "It is asked. You will read the answer here.",
    "take-back": "It is asked no more.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.VIEW)
def sharing(request: Request, held: Held) -> HttpResponse:
    """Who may practise the bank, and its link; POST changes that."""
    bank = held.draft.bank
    if request.method == "POST":
        if not held.may(Deed.SHARE):
            raise PermissionDenied
        what = request.POST.get("what", "")
        if bank is None or what not in SAID:
            return _shown(request, held, "Press one of these buttons.", 422)
        try:
            _do(what, bank, held)
        except service.AskedAlready:
            return _shown(request, held, "The bank is public already.", 409)
        messages.success(request, SAID[what])
        return redirect("author:sharing", held.draft.address)
    return _shown(request, held)


def _do(what: str, bank: Bank, held: Held) -> None:
    match what:
        case "private" | "link":
            service.show(bank=bank, visibility=what)
        case "new-link":
            service.change_link(bank=bank)
        case "ask":
            service.ask(bank=bank, by=held.user, now=now())
        case "take-back":
            service.take_back(bank=bank)


def _shown(request: Request, held: Held, problem: str = "", status: int = 200) -> HttpResponse:
    bank = held.draft.bank
    petition = queries.last_petition(bank) if bank else None
    context = {
        "held": held,
        "bank": bank,
        "problem": problem,
        "may_share": held.may(Deed.SHARE),
        "petition": petition,
        "waits": petition is not None and petition.answered_at is None,
    }
    if bank:
        by_name = reverse("quizzes:bank", args=[bank.slug])
        by_link = reverse("quizzes:bank-by-link", args=[bank.slug, bank.link_key])
        is_public = bank.visibility == Bank.PUBLIC
        context["address"] = request.build_absolute_uri(by_name if is_public else by_link)
        context["by_name"] = by_name
    return render(request, "authoring/sharing.html", context, status=status)
