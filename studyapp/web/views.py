"""Health, and the pages for what went wrong."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from studyapp.web.database import is_pending, let_go
from studyapp.web.middleware import busy
from studyapp.web.pages import problem_page

log = logging.getLogger(__name__)

ROOM = 1 << 20
"""Bytes that must be free beside a SQLite database: a few saves before the first that fails."""

Probe = Callable[[], str]
"""Says in a sentence why the app cannot serve, or nothing."""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives. No database: a busy one is no reason to kill the server."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without having read the page's link to it."""
    return redirect(static("img/favicon.ico"))


def readyz(probes: dict[str, Probe]) -> Callable[[HttpRequest], HttpResponse]:
    """A view: whether the app can serve, by the probes that the project registers, each in a word."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        states = {name: state_of(name, probe) for name, probe in probes.items()}
        ready = all(state == "ok" for state in states.values())
        return JsonResponse({"ready": ready, **states}, status=200 if ready else 503)

    return view


def state_of(name: str, probe: Probe) -> str:
    """`ok`, or what is wrong in our own words: what an exception says stays in the log."""
    try:
        return probe() or "ok"
    except Exception:
        log.exception("the probe %s failed", name)
        let_go()
        return "failed"


def database_answers() -> str:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def disk_has_room() -> str:
    """SQLite still reads on a full disk, and takes no save. A PostgreSQL tells of its own disk elsewhere."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite":
        return ""
    folder = Path(connection.settings_dict["NAME"]).parent
    room = shutil.disk_usage(folder).free
    return "" if room >= ROOM else "the disk is full: nothing more can be saved until there is room"


def migrations_applied() -> str:
    return "migrations are pending; run manage.py prepare" if is_pending() else ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What came cannot be used; more than DATA_UPLOAD_MAX_MEMORY_SIZE has a page of its own."""
    if isinstance(exception, RequestDataTooBig):
        return problem_page(
            request,
            "413.html",
            status=413,
            title="That is too much at once",
            what_to_do="Nothing was changed. Send less: a shorter text, or a smaller file.",
        )
    return problem_page(
        request,
        "400.html",
        status=400,
        title="That request could not be read",
        what_to_do="Go back, load the page again, and try once more.",
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(
        request,
        "403.html",
        status=403,
        title="Not for you",
        what_to_do="This page belongs to somebody else, or needs an account that you are not signed in to.",
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(
        request,
        "404.html",
        status=404,
        title="No such page",
        what_to_do=(
            "The address may be mistyped, the page may have been retired, or it belongs to another browser: "
            "a sitting is kept for the one it was begun in, or for the account it was begun with."
        ),
        signed_out=settings.SESSION_COOKIE_NAME not in request.COOKIES,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Our mistake. A database that failed outside a view, in a middleware, is only busy."""
    exception = sys.exception()
    if isinstance(exception, OperationalError):
        return busy(request, exception)
    return problem_page(
        request,
        "500.html",
        status=500,
        title="Something went wrong here",
        what_to_do="It is our mistake, and it has been noted. Try again; nothing that was saved is lost.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the browser's cookie, or cookies are off. Nothing was done with it."""
    return problem_page(
        request,
        "403_csrf.html",
        status=403,
        title="This form has expired",
        what_to_do=(
            "Nothing was changed. Load the page with the form again, so that it gets a fresh form, and send "
            "it once more. What was saved before is still there. If this keeps happening, allow cookies for "
            "this site."
        ),
    )
