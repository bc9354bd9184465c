"""Pages for when something went wrong: they need no database, no sign-in and, at worst, no template."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from studyapp.web.htmx import beside_what_stands, wants_some_part

log = logging.getLogger(__name__)

BUSY_SECONDS = 2
PLAIN_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{title}</title><main id="main"><h1>{title}</h1><p>{what_to_do}</p>'
    '<p><a href="/">Home</a></p></main></html>'
)
PLAIN_NOTE = '<p role="alert">{title}. {what_to_do}</p>'


def problem_page(
    request: HttpRequest, template: str, *, status: int, title: str, what_to_do: str, **more: object
) -> HttpResponse:
    """A page that says what happened and what to do; for htmx a note that leaves what stands where it is.

    Plain where the template cannot be rendered. It is rendered without the request, so that nothing in it
    can ask the database who is there; `more` is what one template shows besides.
    """
    if wants_some_part(request):
        body = _rendered("components/problem_note.html", PLAIN_NOTE, title=title, what_to_do=what_to_do)
        return beside_what_stands(HttpResponse(body, status=status))
    body = _rendered(template, PLAIN_PAGE, status=status, title=title, what_to_do=what_to_do, **more)
    return HttpResponse(body, status=status)


def busy_page(request: HttpRequest) -> HttpResponse:
    """The database could not answer in time. The browser keeps what was given and sends it again."""
    response = problem_page(
        request,
        "busy.html",
        status=503,
        title="Too busy just now",
        what_to_do="Nothing you sent has been lost on your side. Wait a moment and send it again.",
    )
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def _rendered(template: str, plain: str, **context: object) -> str:
    try:
        return render_to_string(template, context)
    except Exception:  # the page about a failure must not fail
        log.exception("the page %s could not be rendered", template)
        return format_html(plain, **context)
