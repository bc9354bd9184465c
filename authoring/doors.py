"""Who gets in: every view of a draft stands behind one of these, and nothing else looks for a draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts.adapter import is_confirmed
from accounts.models import User
from authoring import queries
from authoring.models import BankDraft
from authoring.queries import Held, Shown
from authoring.roles import Deed
from studyapp.web.htmx import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def user_of(request: Request) -> User:
    """Who is signed in. Only behind these doors, where somebody is."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required has seen to it
    return request.user


def for_users(view: View[P]) -> View[P]:
    """For whoever has an account; others are asked to sign in, and come back. Nothing of it is cached.

    Where mail is sent the address must be confirmed: what is published names nobody else's.
    """

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_confirmed(user_of(request)):
            return render(request, "authoring/unconfirmed.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def for_authors(
    deed: Deed,
) -> Callable[[Callable[Concatenate[Request, Held, P], HttpResponse]], Callable[..., HttpResponse]]:
    """For authors of the draft that the address names, who may do this. The view is given it, held.

    Somebody else's draft and one that is not there are answered alike, with 404; an author whose role does
    not allow the deed gets 403. Once it is published it is shown at its slug alone.
    """

    def door(view: Callable[Concatenate[Request, Held, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @for_users
        def guarded(request: Request, /, *args: Any, name: str, **kwargs: Any) -> HttpResponse:
            held = queries.held(user_of(request), name)
            if held is None:
                raise Http404
            if not held.may(deed):
                raise PermissionDenied
            if name != held.draft.address and request.method in {"GET", "HEAD"}:
                return _at_its_address(request, held, args, kwargs)
            try:
                return view(request, held, *args, **kwargs)
            except BankDraft.DoesNotExist:  # deleted since it was found
                raise Http404 from None

        return wraps(view)(guarded)

    return door


def for_readers(
    view: Callable[Concatenate[Request, Shown, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """For authors of the draft that the address names, whatever their role; for staff, banks that ship too.

    The view is given what is shown. For everybody else there is nothing, 404.
    """

    @for_users
    def guarded(request: Request, /, *args: Any, name: str, **kwargs: Any) -> HttpResponse:
        shown = queries.shown(user_of(request), name)
        if shown is None:
            raise Http404
        if name != shown.name and shown.held is not None:
            return _at_its_address(request, shown.held, args, kwargs)
        return view(request, shown, *args, **kwargs)

    return wraps(view)(guarded)


def _at_its_address(request: Request, held: Held, args: Any, kwargs: Any) -> HttpResponse:
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view is only come to by an address
    response: HttpResponse = redirect(
        match.view_name, *args, permanent=True, **kwargs, name=held.draft.address
    )
    if asked := request.META.get("QUERY_STRING"):
        response.headers["Location"] += f"?{asked}"
    return response
