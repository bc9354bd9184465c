"""The banks that can be practised by themselves: all that are public, and the page of each.

Who may not practise a bank finds nothing there: 404, as for one that does not exist.
"""

from __future__ import annotations

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from accounts.learners import remember, visitor_of
from quizzes import progress, shelf
from quizzes.forms import BankForm
from quizzes.models import Bank
from quizzes.services import starting
from quizzes.views.asked import kept_nowhere
from studyapp.web.htmx import Request

A_PAGE = 30
MOST_OF_A_TITLE = 120
NO_QUESTION = "The bank has no question of these kinds. Choose more kinds."


@require_safe
def listed(request: Request) -> HttpResponse:
    """Every public bank, those that ship first."""
    page = Paginator(shelf.public(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "quizzes/banks.html", {"page": page, "rows": shelf.with_versions(page)})


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: Request, bank: str) -> HttpResponse:
    """One bank: what is in it; POST starts a sitting of it."""
    return _page(request, shelf.bank(bank, user=request.user))


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def bank_by_link(request: Request, bank: str, link_key: str) -> HttpResponse:
    """The same for whoever has its link."""
    return _page(request, shelf.bank_by_link(bank, link_key))


def _page(request: Request, found: Bank | None) -> HttpResponse:
    if found is None:
        raise Http404
    contents = shelf.contents(found)
    status, form = 200, None
    if contents.total:
        offered = partial(BankForm, kinds=[kind for kind, _ in contents.kinds], total=contents.total)
        form = offered(start_key=starting.new_start_key())
        if request.method == "POST":
            form, status = offered(request.POST), 422
            if (started := _started(request, found, form)) is not None:
                return started
    context = {
        "contents": contents,
        "form": form,
        "progress": progress.of_bank(request.learner, found) if request.learner else None,
    }
    return render(request, "quizzes/bank.html", context, status=status)


def _started(request: Request, found: Bank, form: BankForm) -> HttpResponse | None:
    """On to the first question of a sitting. None where the form says why there is none."""
    if not form.is_valid():
        if "start_key" in form.errors:
            form.renew(starting.new_start_key())
        return None
    try:
        sitting = starting.start(
            learner=visitor_of(request),
            wish=form.wish(found.slug),
            title=Truncator(found.title).chars(MOST_OF_A_TITLE),
            start_key=form.cleaned_data["start_key"],
            now=now(),
        )
    except starting.NothingToAsk:
        form.add_error(None, NO_QUESTION)
        return None
    except starting.StartTaken:
        form.renew(starting.new_start_key())
        return None
    response = redirect("quizzes:question", sitting.key, 1)
    remember(response, sitting.owner)
    return response
