"""What was published of a bank: every version, one of them, and the way back to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from authoring import publish_pages as pages
from authoring import queries, texts
from authoring.doors import for_authors
from authoring.forms import RestoreForm
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import restoring
from authoring.services.drafts import WrittenMeanwhile
from quizzes import shelf
from quizzes.models import BankVersion
from studyapp.web.htmx import Request

A_PAGE = 50
MEANWHILE = "Somebody wrote the draft meanwhile. Nothing was changed: look at it, and press the button again."


@require_safe
@for_authors(Deed.VIEW)
def versions(request: Request, held: Held) -> HttpResponse:
    """Every version, the newest first."""
    bank = held.draft.bank
    found = queries.versions(bank) if bank else BankVersion.objects.none()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(version, shelf.in_words(version.changes)) for version in page]
    return render(request, "authoring/versions.html", {"held": held, "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.VIEW)
def version(request: Request, held: Held, number: int) -> HttpResponse:
    """What a version says, and what it changed; POST makes it the text of the draft."""
    found = _version(held, number)
    if request.method != "POST":
        return _shown(request, held, found)
    if not held.may(Deed.EDIT):
        raise PermissionDenied
    form = RestoreForm(request.POST, ahead=held.draft.is_ahead)
    if not form.is_valid():
        return _shown(request, held, found, form=form, status=422)
    try:
        restoring.restore(
            draft=held.draft,
            version=found,
            revision=form.cleaned_data["revision"],
            by=held.user,
            now=now(),
        )
    except WrittenMeanwhile:
        held.draft.refresh_from_db()
        return _shown(request, held, found, problem=MEANWHILE, status=409)
    messages.success(
        request, f"The draft says what version {number} says. What it said before is kept under Versions."
    )
    return redirect("author:draft", held.draft.address)


@require_POST
@for_authors(Deed.EDIT)
def put_back(request: Request, held: Held) -> HttpResponse:
    """Exchange the draft's text for the one that a restored version took the place of."""
    form = RestoreForm(request.POST, ahead=False)
    try:
        if not form.is_valid():
            raise WrittenMeanwhile(held.draft)
        restoring.put_back(draft=held.draft, revision=form.cleaned_data["revision"], by=held.user, now=now())
    except restoring.NothingSetAside:
        messages.error(request, "There is no text to put back.")
    except WrittenMeanwhile:
        messages.error(request, MEANWHILE)
    else:
        messages.success(request, "The text is put back. The one that stood there is kept under Versions.")
        return redirect("author:draft", held.draft.address)
    return redirect("author:versions", held.draft.address)


@require_safe
@for_authors(Deed.VIEW)
def version_file(request: Request, held: Held, number: int) -> HttpResponse:
    """A version as the file that it was published as."""
    found = _version(held, number)
    response = HttpResponse(found.source, content_type="application/yaml; charset=utf-8")
    name = f"{found.bank.slug}-{found.number}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _version(held: Held, number: int) -> BankVersion:
    found = queries.version(held.draft.bank, number)
    if found is None:
        raise Http404
    return found


def _shown(
    request: Request,
    held: Held,
    found: BankVersion,
    *,
    form: RestoreForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    before = queries.version(held.draft.bank, found.number - 1)
    ahead = held.draft.is_ahead
    context = {
        "held": held,
        "problem": problem,
        "form": form or RestoreForm(ahead=ahead, initial={"revision": held.draft.revision}),
        "listing": texts.listing(found.source, ()),
        "partly": found.source.count("\n") >= texts.WHOLE,
        "is_text": held.draft.text == found.source,
        **pages.version(found, before, now=now()),
    }
    return render(request, "authoring/version.html", context, status=status)
