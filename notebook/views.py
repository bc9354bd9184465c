"""One's own bookmarks and notes, on the pages they are about and all together. Nobody else's are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from accounts.learners import remember, visitor_of
from notebook import entries, queries, services
from notebook.export import Line, markdown
from notebook.forms import NoteForm
from notebook.models import UNDO_WITHIN, Leaf
from studyapp.web.htmx import Request, render_page_or, wants_part

A_PAGE = 40
ACTIONS: dict[str, Callable[..., Leaf | None]] = {
    "bookmark": partial(services.bookmark, wanted=True),
    "unbookmark": partial(services.bookmark, wanted=False),
    "delete": services.delete_note,
    "put-back": services.put_back_note,
}


@require_safe
def notebook(request: Request) -> HttpResponse:
    """Everything that this learner keeps; of one sort, only notes or only bookmarks, if asked for."""
    sort, only = request.GET.get("sort", ""), request.GET.get("only", "")
    moment = now()
    leaves = queries.all_of(request.learner, now=moment, sort=sort, only=only)
    page = Paginator(leaves.kept(or_touched_since=moment - UNDO_WITHIN), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "kept": queries.with_entries(list(page), now=moment),
        "page": page,
        "sorts": Leaf.Sort.choices,
        "sort": sort,
        "only": only,
        "query": _query(sort=sort, only=only),
    }
    return render_page_or("leaf-list", request, "notebook/notebook.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """All of it as a Markdown file. A note that was deleted a moment ago is not in it."""
    kept = queries.with_entries(list(queries.all_of(request.learner, now=now()).kept()), now=now())
    lines = [
        Line(
            label=item.entry.label,
            title=item.entry.title,
            address=request.build_absolute_uri(item.entry.href) if item.entry.href else "",
            bookmarked=item.leaf.bookmarked_at is not None,
            note=item.leaf.note if item.leaf.has_note else "",
        )
        for item in kept
    ]
    return HttpResponse(
        markdown(lines, today=now().date()),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="pipeline-study-notes.md"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leaf(request: Request, sort: str, name: str) -> HttpResponse:
    """The note on one entry, to be written. POST saves it, or does what its button says (ACTIONS)."""
    entry = entries.find(sort, name)
    if entry is None:
        raise Http404
    if request.method != "POST":
        found = queries.leaf_on(request.learner, entry, now=now())
        form = (
            None if "closed" in request.GET else NoteForm(initial=_initial(found), most=services.room(found))
        )
        return _page(request, entry, found, form)
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        return _write(request, entry)
    changed = action(visitor=visitor_of(request), entry=entry, now=now())
    return _done(request, entry, changed)


def _write(request: Request, entry: entries.Entry) -> HttpResponse:
    """The note kept; or the form again with all that was written in it, and what is the matter."""
    found = queries.leaf_on(request.learner, entry, now=now())
    form = NoteForm(request.POST, most=services.room(found))
    if not form.is_valid():
        return _page(request, entry, found, form, status=422)
    try:
        written = services.write(
            visitor=visitor_of(request),
            entry=entry,
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"],
            now=now(),
        )
    except services.NoteChanged as changed:
        form.on_top_of(changed.leaf.version)
        return _page(request, entry, changed.leaf, form, stored=changed.leaf, status=409)
    return _done(request, entry, written)


def _done(request: Request, entry: entries.Entry, leaf: Leaf | None) -> HttpResponse:
    """The leaf as it is now, in its place: as a part for htmx, else by way of its page."""
    if wants_part(request, entry.part):
        response = _page(request, entry, leaf, None)
    else:
        page = reverse("notebook:notebook") if entry.retired or "back" in request.POST else entry.page
        response = redirect(f"{page}#{entry.part}")
    if leaf is not None:
        remember(response, leaf.learner)
    return response


def _page(
    request: Request,
    entry: entries.Entry,
    leaf: Leaf | None,
    form: NoteForm | None,
    *,
    stored: Leaf | None = None,
    status: int = 200,
) -> HttpResponse:
    is_part = wants_part(request, entry.part)
    back = "notes" if "back" in (request.POST if request.method == "POST" else request.GET) else ""
    context = {
        "entry": entry,
        "leaf": leaf,
        "form": form,
        "stored": stored,
        "back": back,
        "focus": _focus(request) if is_part else "",
        "most": form.most if form else 0,
    }
    template = "notebook/_leaf.html" if is_part else "notebook/leaf.html"
    return render(request, template, context, status=status)


def _focus(request: Request) -> str:
    """Which control of a part goes on from the one that was used; a button that stays keeps the focus."""
    if request.method == "GET":
        return "note" if "closed" in request.GET else "text"
    return {"save": "note", "put-back": "note", "delete": "undo"}.get(request.POST.get("do", ""), "")


def _initial(leaf: Leaf | None) -> dict[str, Any]:
    """What the form begins with. A deleted note is not offered: it is put back as it was, or not at all."""
    if leaf is None or not leaf.has_note:
        return {"note": "", "version": leaf.version if leaf else 0}
    return {"note": leaf.note, "version": leaf.version}


def _query(**filters: str) -> str:
    """The filters at hand, for the addresses of further pages."""
    return urlencode({name: value for name, value in filters.items() if value})
