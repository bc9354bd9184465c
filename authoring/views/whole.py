"""What is done with a draft as a whole: taken along as a file, begun anew from, thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import throttling
from authoring import queries
from authoring.doors import for_authors
from authoring.forms import TemplateForm, new_form_key
from authoring.limits import BEGINNINGS
from authoring.queries import Held
from authoring.roles import Deed
from authoring.services import beginnings, drafts
from studyapp.web.htmx import Request


@require_safe
@for_authors(Deed.VIEW)
def text(request: Request, held: Held) -> HttpResponse:
    """The text as a file, byte for byte as it was saved."""
    response = HttpResponse(held.draft.text, content_type="application/yaml; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=held.draft.file_name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


@require_POST
@for_authors(Deed.VIEW)
def duplicate(request: Request, held: Held) -> HttpResponse:
    """Another draft with the same text, of one's own."""
    moment = now()
    if throttling.try_work(what="new banks", user=held.user, rule=BEGINNINGS, now=moment) is not None:
        messages.error(request, "That was often. Try again in an hour; nothing was changed.")
        return redirect("author:draft", held.draft.address)
    copied = beginnings.as_another(held.draft.text)
    try:
        begun = drafts.begin(
            owner=held.user, text=copied, called=held.draft.title, form_key=_form_key(request), now=moment
        )
    except (drafts.TooMany, drafts.FormTaken):
        messages.error(request, f"It was not copied. One account owns {drafts.MOST_DRAFTS} drafts at most.")
        return redirect("author:draft", held.draft.address)
    messages.success(request, "This is the copy. It has a name of its own, and changes nothing there.")
    return redirect("author:draft", begun.address)


def _form_key(request: Request) -> str:
    form = TemplateForm(request.POST)
    return str(form.cleaned_data["form_key"]) if form.is_valid() else new_form_key()


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.DELETE)
def delete(request: Request, held: Held) -> HttpResponse:
    """Asks, and says who loses what; then the draft is gone, and its questions are asked no more."""
    if request.method == "POST" and "sure" in request.POST:
        title = held.draft.title
        drafts.delete(draft=held.draft, now=now())
        messages.success(request, f"“{title}” is deleted.")
        return redirect("author:drafts")
    unsure = request.method == "POST"
    others = queries.authors(held.draft).exclude(user=held.user)
    context = {"held": held, "others": others, "unsure": unsure}
    return render(request, "authoring/delete.html", context, status=422 if unsure else 200)
