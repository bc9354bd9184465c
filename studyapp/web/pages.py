"""Pages for when something went wrong: they need no database, no sign-in and, at worst, no template."""

from __future__ import annotations

import logging

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

log = logging.getLogger(__name__)

BUSY_SECONDS = 2


def problem_page(template: str, *, status: int, title: str, what_to_do: str) -> HttpResponse:
    """A page that says what happened and what to do; plain where the template cannot be rendered.

    It is rendered without the request, so that nothing in it can ask the database who is there.
    """
    context = {"status": status, "title": title, "what_to_do": what_to_do}
    try:
        body = render_to_string(template, context)
    except Exception:  # the page about a failure must not fail
        log.exception("the page %s could not be rendered", template)
        body = format_html(
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>{}</title>'
            '<main id="main"><h1>{}</h1><p>{}</p><p><a href="/">Home</a></p></main></html>',
            title,
            title,
            what_to_do,
        )
    return HttpResponse(body, status=status)


def busy_page() -> HttpResponse:
    """The database could not answer in time. The browser keeps what was given and sends it again."""
    response = problem_page(
        "busy.html",
        status=503,
        title="Too busy just now",
        what_to_do="Nothing you sent has been lost on your side. Wait a moment and send it again.",
    )
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response
