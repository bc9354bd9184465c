"""What is on a board is saved as it changes, and a question can be marked to come back to.

The address of a draft speaks in fragments, which static/js/draft-saver.js shows below the board. Without a
script the button "Save and go on" sends the board to the question's own address (`save_and_go_on`).
"""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from quizzes import queries
from quizzes.boards import MalformedResponse, Post, read_response
from quizzes.models import Sitting, SittingQuestion
from quizzes.pages import CHANGED_ELSEWHERE, CLOSED, QuestionPage
from quizzes.services import saving
from quizzes.services.saving import Saved
from quizzes.services.sittings import SittingFinished
from quizzes.views.asked import kept_nowhere, opened_at, place_of, shown_question
from studyapp.web.htmx import Request, go_to, wants_part

SEQ: Final = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
"""The number of a save: whole, and exact in every browser."""

GROWN_OLD = "This page has grown old. Load it again: what you did stays in this browser until it is saved."


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request, sitting_key: str, number: int) -> HttpResponse:
    """What is kept of a board, as a fragment: when it was saved, and under which number. POST saves it."""
    place = place_of(request, sitting_key, number, queries.place_to_save)
    if request.method != "POST":
        over = place.sitting.finished_at is not None or hasattr(place, "attempt")
        return _told(request, place, over=over, saved=Saved(place.draft_seq, place.draft_at, taken=True))
    try:
        response = read_response(place.question_version.asked, place.deal, post := _post(request))
        saved = saving.save(place=place, response=response, seq=_seq(post), now=now(), opened=opened_at(post))
    except MalformedResponse as problem:
        return _told(request, place, problem=problem.message, status=422)
    except SittingFinished:
        place = place_of(request, sitting_key, number, queries.place_to_save)
        return _told(request, place, over=True, status=409)
    return _told(request, place, saved=saved, drafted=bool(response))


def _told(request: Request, place: SittingQuestion, *, status: int = 200, **told: object) -> HttpResponse:
    return render(request, "quizzes/_saved.html", {"place": place, **told}, status=status)


@kept_nowhere
@require_POST
def flag(request: Request, sitting_key: str, number: int) -> HttpResponse:
    """Mark a question to come back to, or take the mark off; the navigator shows it."""
    place, status = place_of(request, sitting_key, number), 200
    try:
        saving.flag(place=place, flagged=request.POST.get("flagged") == "on", now=now())
    except SittingFinished:
        status = 409
    if not wants_part(request, "stops"):
        return redirect("quizzes:question", sitting_key, number)
    page = QuestionPage(place_of(request, sitting_key, number))
    context = {"page": page, "sitting": page.place.sitting}
    return render(request, "quizzes/_stops.html", context, status=status)


def save_and_go_on(request: Request, page: QuestionPage) -> HttpResponse:
    """Save the board that a form holds and go to the next question that is open: the way without a script.

    After the last one comes the overview. What cannot be saved stays on the page, with what to do about it.
    """
    place, post = page.place, _post(request)
    sitting, number = place.sitting, place.number
    try:
        response = read_response(page.question, place.deal, post)
        saved = saving.save(place=place, response=response, seq=_seq(post), now=now(), opened=opened_at(post))
    except MalformedResponse as problem:
        return shown_question(request, page.with_problem(problem, post), 422)
    except SittingFinished:
        if sitting.kind == Sitting.EXAM:
            return go_to(request, f"{reverse('quizzes:sitting', args=[sitting.key])}?sent=late")
        place = place_of(request, sitting.key, number)
        return shown_question(request, QuestionPage(place, "" if hasattr(place, "attempt") else CLOSED), 409)
    if not saved.taken:
        place = place_of(request, sitting.key, number)
        return shown_question(request, QuestionPage(place, CHANGED_ELSEWHERE, posted=post), 409)
    following = page.standing.next_after(number) or 0
    if following > number:
        return go_to(request, reverse("quizzes:question", args=[sitting.key, following]))
    return go_to(request, reverse("quizzes:sitting", args=[sitting.key]))


def _post(request: Request) -> Post:
    return dict(request.POST.lists())


def _seq(post: Post) -> int:
    """The number of a save. Raises MalformedResponse."""
    sent = (post.get("seq") or [""])[-1]
    if not SEQ.fullmatch(sent):
        raise MalformedResponse(GROWN_OLD, ["seq"])
    return int(sent)
