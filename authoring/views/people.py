"""Who writes a bank: asked by its owner, and coming in by themselves."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from authoring import queries
from authoring.doors import for_authors, for_users, user_of
from authoring.models import Author, Invitation
from authoring.people_forms import AskForm, HandOverForm
from authoring.queries import Held
from authoring.roles import Deed, Role
from authoring.services import drafts
from authoring.services import people as services
from studyapp.web.htmx import Request


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors(Deed.VIEW)
def people(request: Request, held: Held) -> HttpResponse:
    """The authors, and for the owner who else is asked to be one; POST asks somebody."""
    if request.method != "POST":
        return _page(request, held)
    if not held.may(Deed.SHARE):
        raise PermissionDenied
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            asked = services.ask(draft=held.draft, by=held.user, now=now(), **form.cleaned_data)
        except services.Already:
            form.add_error("email", "They are an author of this bank already.")
        except services.TooManyPeople:
            form.add_error(None, f"A bank has {services.MOST_PEOPLE} authors at most. Remove somebody first.")
        else:
            messages.success(
                request, f"{asked.email} is asked. Tell them: it stands at “Your banks” when they sign in."
            )
            return redirect("author:people", held.draft.address)
    return _page(request, held, ask=form, status=422)


@require_POST
@for_authors(Deed.SHARE)
def person(request: Request, held: Held, pk: int) -> HttpResponse:
    """Change what somebody may do, or let them go."""
    author = get_object_or_404(queries.authors(held.draft), pk=pk)
    match request.POST.get("do"):
        case Role.EDITOR | Role.VIEWER as role:
            services.change(author=author, role=Role(role))
        case "remove":
            services.remove(author=author)
            messages.success(request, f"{author.user} is no author of it any more.")
        case _:
            return _page(request, held, problem="Choose what they may do.", status=422)
    return redirect("author:people", held.draft.address)


@require_POST
@for_authors(Deed.SHARE)
def withdraw(request: Request, held: Held, pk: int) -> HttpResponse:
    """Ask somebody no more."""
    services.decline(invitation=get_object_or_404(held.draft.invitations.all(), pk=pk))
    return redirect("author:people", held.draft.address)


@require_POST
@for_authors(Deed.SHARE)
def hand_over(request: Request, held: Held) -> HttpResponse:
    """Make another author the owner."""
    form = HandOverForm(request.POST, authors=queries.authors(held.draft).exclude(user=held.user))
    if not form.is_valid():
        return _page(request, held, heir=form, status=422)
    author: Author = form.cleaned_data["author"]
    try:
        services.hand_over(draft=held.draft, to=author, now=now())
    except drafts.TooMany:
        form.add_error("author", "They own as many banks as one account may.")
    except Author.DoesNotExist:
        form.add_error("author", "They have left meanwhile. Choose somebody else.")
    else:
        messages.success(request, f"{author.user} owns it now, and you are an editor of it.")
        return redirect("author:people", held.draft.address)
    return _page(request, held, heir=form, status=409)


@require_POST
@for_authors(Deed.VIEW)
def leave(request: Request, held: Held) -> HttpResponse:
    """Be no author any more. The owner hands the bank over first."""
    if held.role == Role.OWNER:
        return _page(request, held, problem="It is yours: hand it over first.", status=409)
    services.remove(author=Author.objects.get(draft=held.draft, user=held.user))
    messages.success(request, f"You are no author of “{held.draft.title}” any more.")
    return redirect("author:drafts")


@require_POST
@for_users
def invitation(request: Request, pk: int) -> HttpResponse:
    """Say yes or no to who asks."""
    user = user_of(request)
    asked = get_object_or_404(Invitation.objects.of(user).select_related("draft__bank"), pk=pk)
    if request.POST.get("do") != "accept":
        services.decline(invitation=asked)
        messages.success(request, "You have said no. Nobody is told.")
        return redirect("author:drafts")
    if services.accept(invitation=asked, user=user, now=now()) is None:
        messages.error(request, "It was withdrawn meanwhile.")
        return redirect("author:drafts")
    return redirect("author:draft", asked.draft.address)


def _page(
    request: Request,
    held: Held,
    *,
    ask: AskForm | None = None,
    heir: HandOverForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    authors = queries.authors(held.draft)
    shares = held.may(Deed.SHARE)
    context = {
        "held": held,
        "authors": authors,
        "problem": problem,
        "ask": (ask or AskForm()) if shares else None,
        "heir": (heir or HandOverForm(authors=authors.exclude(user=held.user))) if shares else None,
        "invitations": held.draft.invitations.order_by("email") if shares else (),
    }
    return render(request, "authoring/people.html", context, status=status)
