"""The flashcards to take away, for Anki."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from studyapp.web.htmx import Request
from syllabus import apkg
from syllabus.models import Topic


@require_safe
def anki(request: Request) -> HttpResponse:
    """What there is to download, how many cards each holds, and how they come into Anki."""
    sizes = apkg.sizes()
    topics = Topic.objects.current().only("key", "title")
    rows = [(topic, sizes[topic.key]) for topic in topics if topic.key in sizes]
    return render(request, "syllabus/anki.html", {"rows": rows, "all": sizes[""]})


@require_safe
def package(request: Request, key: str = "") -> HttpResponse:
    """The cards of everything, or of one topic, as an Anki package. Asked for again, only if it differs."""
    if key and not Topic.objects.current().filter(key=key).exists():
        raise Http404
    deck = apkg.deck(key)
    etag = f'"{deck.digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    return HttpResponse(
        deck.package(),
        content_type="application/x-apkg",
        headers={"ETag": etag, "Content-Disposition": f'attachment; filename="{deck.name}"'},
    )
