"""The one place that looks at htmx's headers: one address, two bodies, the page and the part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:  # the name of a type, nothing that runs: web furniture knows no app
    from accounts.models import Learner


class Request(HttpRequest):
    """What every view is given: a request that knows htmx and the learner (falsy for a newcomer)."""

    htmx: HtmxDetails
    learner: Learner | None


def wants_part(request: HttpRequest, name: str) -> bool:
    """Whether htmx asks for exactly this part. Boosted links and history restores get the whole page."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return False
    return bool(htmx.target == name)


def wants_some_part(request: HttpRequest) -> bool:
    """Whether the answer goes into a page that stands, whichever part of it was asked for."""
    # a failure may come before the middleware that reads the headers
    htmx: HtmxDetails = getattr(request, "htmx", None) or HtmxDetails(request)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def beside_what_stands(response: HttpResponse) -> HttpResponse:
    """Have htmx put this before what it would have replaced: what the learner has entered there stays."""
    response.headers["HX-Reswap"] = "afterbegin show:top"
    response.headers["HX-Push-Url"] = "false"
    return response


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the reader to another page. htmx is told to go there: it would put that page into this one."""
    return HttpResponseClientRedirect(address) if wants_some_part(request) else redirect(address)


def render_page_or(
    part: str,
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The part that htmx will replace, if it asked for this one; else the page.

    The part's name is the id of its element and the target of the request: one word, three places. A
    target that is not this part gets the page, which is never wrong.
    """
    name = f"{template}#{part}" if wants_part(request, part) else template
    return render(request, name, context, status=status)
