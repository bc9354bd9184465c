"""A draft is published: what that would change, and the button."""

from __future__ import annotations

from math import ceil

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from accounts import throttling
from authoring import publish_pages as pages
from authoring.doors import for_authors
from authoring.forms import PublishForm
from authoring.limits import PUBLICATIONS
from authoring.models import BankDraft
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import checking
from authoring.services import publishing as service
from studyapp.web.htmx import Request

MEANWHILE = "Somebody wrote or published meanwhile. This is how it stands now: look at it, and publish again."
BUSY = "Another long text is being checked just now. Nothing was published: press the button again soon."
TOO_OFTEN = "You have published as often as one may in an hour. Try again in {} minutes."


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.PUBLISH)
def publish(request: Request, held: Held) -> HttpResponse:
    """What publishing would change; POST publishes exactly what was shown."""
    if request.method != "POST":
        return _shown(request, held)
    moment = now()
    until = throttling.try_work(what="bank publishing", user=held.user, rule=PUBLICATIONS, now=moment)
    if until is not None:
        seconds = max(1, ceil((until - moment).total_seconds()))
        return _shown(request, held, 429, TOO_OFTEN.format(ceil(seconds / 60)), retry_after=seconds)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _shown(request, held, 409, MEANWHILE)
    first = held.draft.bank_id is None
    try:
        done = service.publish(draft=held.draft, by=held.user, now=moment, **form.cleaned_data)
    except service.SentTwice:
        return redirect("author:publish", held.draft.address)
    except service.ChangedMeanwhile:
        return _shown(request, held, 409, MEANWHILE)
    except service.NotSound:  # the page says what is the matter
        return _shown(request, held, 422)
    except checking.Busy:
        return _shown(request, held, 503, BUSY, retry_after=2)
    messages.success(request, pages.published(done))
    draft = BankDraft.objects.select_related("bank").get(pk=held.draft.pk)
    return redirect("author:sharing" if first else "author:publish", draft.address)


def _shown(
    request: Request, held: Held, status: int = 200, problem: str = "", *, retry_after: int = 0
) -> HttpResponse:
    """The page as the draft stands now, read anew where somebody else may have written it."""
    if status == 409:
        held.draft.refresh_from_db()
    context = {"held": held, "problem": problem, **pages.publishing(held, now=now())}
    response = render(request, "authoring/publish.html", context, status=status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
