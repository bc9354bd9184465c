"""The search page, its list of hits as one types, and the suggestions below the field of every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from studyapp.search.entries import SORTS
from studyapp.search.finding import Hits, search
from studyapp.search.wanted import shown
from studyapp.web.htmx import Request, render_page_or, wants_part

TEMPLATE = "search.html"
FOUND, SUGGESTED = "found", "suggested"
SUGGESTIONS = 7
EXAMPLES = ("quality gate", "JsonGet", "cache", "approval", "drift")


@require_safe
def search_page(request: Request) -> HttpResponse:
    """What is found for `q`, of one sort if `in` names it. One address: the page, or a part."""
    query = shown(request.GET.get("q", ""))
    if wants_part(request, SUGGESTED):
        context = {"query": query, "found": search(query, limit=SUGGESTIONS)}
        return render_page_or(SUGGESTED, request, TEMPLATE, context)
    sort = request.GET.get("in", "")
    sort = sort if sort in SORTS else ""
    found = search(query, sorts=[sort] if sort else (), page=_number(request.GET.get("page", "")))
    context = {
        "query": query,
        "sort": sort,
        "sort_label": SORTS.get(sort, ""),
        "found": found,
        "filters": _filters(query, sort, found),
        "neighbours": {
            "before": _page(query, sort, found, found.page - 1),
            "after": _page(query, sort, found, found.page + 1),
        },
        "examples": EXAMPLES,
        "is_part": wants_part(request, FOUND),
    }
    return render_page_or(FOUND, request, TEMPLATE, context)


def _filters(query: str, chosen: str, found: Hits) -> list[dict[str, object]]:
    """Each sort that has hits, and all of them; where there is one alone there is nothing to choose."""
    if len(found.counts) < 2 and not chosen:
        return []
    numbers = {"": found.in_all, **found.counts}
    numbers.setdefault(chosen, 0)
    return [
        {"label": SORTS.get(sort, "All"), "number": n, "href": _address(query, sort), "here": sort == chosen}
        for sort, n in numbers.items()
    ]


def _page(query: str, sort: str, found: Hits, number: int) -> dict[str, str] | None:
    if not 1 <= number <= found.pages:
        return None
    return {"href": _address(query, sort, number), "label": f"Page {number} of {found.pages}"}


def _address(query: str, sort: str, page: int = 1) -> str:
    """Within the search page: only what stands behind its question mark."""
    asked = {"q": query, "in": sort, "page": page if page > 1 else ""}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 1
