"""What every answer goes through, whichever room gave it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from studyapp.web.database import let_go
from studyapp.web.pages import busy_page

GetResponse = Callable[[HttpRequest], HttpResponse]

HTMX_HEADERS = ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request")
PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")

log = logging.getLogger(__name__)


class BusyMiddleware:
    """Says "busy, try again" when the database could not answer, and lets go of the connection.

    The connection must be closed: the traceback of a failed request keeps its cursor alive in a reference
    cycle, the collector frees it in whatever thread it happens to run in, and with persistent connections
    and threads the whole process can stay stuck long after the lock is gone (ADR 0005).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        return busy(request, exception)


def busy(request: HttpRequest, exception: OperationalError) -> HttpResponse:
    """The 503 page of a database that could not answer. Whoever catches OperationalError ends here too."""
    let_go()
    log.error("database could not answer %s %a: %s", request.method, request.path, exception)
    return busy_page(request)


def head_without_body(get_response: GetResponse) -> GetResponse:
    """HEAD is answered with the headers alone. Django leaves that to the server, and ours complains of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """PostgreSQL's text cannot hold NUL and SQLite's can, so an address with one never comes that far.

    A cookie with one is left out, not refused: the browser would send it for ever. What a form holds is
    for the form to refuse, in words.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("The address holds NUL.")
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return get_response(request)

    return middleware


class SecurityHeadersMiddleware:
    """The headers that Django and django-csp do not send, and who may keep a copy of a page.

    Whatever is shown to somebody signed in is stored nowhere: on a shared computer the back button after
    signing out shows nothing. Other pages may differ from guest to guest, so only the browser itself may
    keep them. A view that knows better says so itself (`cache_control`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", ", ".join(f"{name}=()" for name in PERMISSIONS))
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault("Cache-Control", "no-store" if signed_in else "private, no-cache")
        return response


def vary_on_htmx(get_response: GetResponse) -> GetResponse:
    """One address has two bodies, the page and its part: tell every cache so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, HTMX_HEADERS)
        return response

    return middleware
