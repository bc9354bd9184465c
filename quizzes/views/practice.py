"""Practice, from the choice of a topic to the summary. Somebody else's sitting is not there: 404."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from accounts.learners import remember, visitor_of
from quizzes import queries, reading
from quizzes.boards import MalformedResponse, Post, read_response
from quizzes.engines import KINDS
from quizzes.engines.base import Unanswered
from quizzes.forms import GROWN_OLD, StartKeyForm, WishForm
from quizzes.models import Sitting, SittingQuestion
from quizzes.pages import CLOSED, QuestionPage, is_another, standing, verdict_of
from quizzes.services import practice as service
from studyapp.web.htmx import Request, render_page_or, wants_part
from syllabus.queries import exam_studied

NONE_MISSED = "No question of this sitting was answered wrong: there is none to practise again."

NO_QUESTION = "There is no question of these kinds on this yet. Choose more kinds."
NO_VARIANTS = "No fresh variants of these kinds are made on this. Choose written questions, or half of each."

kept_nowhere = cache_control(no_store=True)
"""For the pages of a sitting: on a shared computer the back button must not show them to the next person."""


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: Request) -> HttpResponse:
    """Choose what to practise; starting needs no account."""
    offers = queries.offers()
    if request.method == "POST":
        form = WishForm(request.POST, offers=offers)
        if form.is_valid():
            response = _start(request, form, {o.key: o.title for o in offers})
            if response is not None:
                return response
        elif "start_key" in form.errors:
            form.renew(service.new_start_key())
    else:
        wish = {
            **{name: request.GET.get(name, "") for name in ("topic", "step", "trap")},
            "fresh": request.GET.get("fresh", "none"),
            "kinds": request.GET.getlist("kind") or list(KINDS),
        }
        start_key = service.new_start_key()
        form = WishForm(initial={**wish, "length": service.LENGTHS[0], "start_key": start_key}, offers=offers)
    context = {
        "form": form,
        "offers": offers,
        "narrowed": reading.name_of(**form.subject()),
        "exam": exam_studied(),
        "recent": queries.recent(request.learner),
    }
    return render(request, "quizzes/practice.html", context, status=422 if form.is_bound else 200)


def _start(request: Request, form: WishForm, titles: dict[str, str]) -> HttpResponse | None:
    wish = form.wish()
    try:
        sitting = service.start(
            learner=visitor_of(request),
            wish=wish,
            title=_title(wish, titles),
            start_key=form.cleaned_data["start_key"],
            now=now(),
        )
    except service.NothingToAsk:
        form.add_error(None, NO_VARIANTS if wish.fresh == "only" else NO_QUESTION)
        return None
    except service.StartTaken:
        form.renew(service.new_start_key())
        return None
    response = redirect("quizzes:question", sitting.key, 1)
    remember(response, sitting.learner)
    return response


def _title(wish: service.Wish, titles: dict[str, str]) -> str:
    title = reading.name_of(step=wish.step, trap=wish.trap) or titles.get(wish.topic, "All topics")
    return f"{title}, fresh variants" if wish.fresh == "only" else title


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: Request, sitting_key: str) -> HttpResponse:
    """A sitting: where it stands, and its summary once it is finished. POST finishes it."""
    found = get_object_or_404(Sitting.objects.of(request.learner), key=sitting_key)
    if request.method == "POST":
        service.finish(sitting=found, now=now())
        return redirect("quizzes:sitting", found.key)
    return _shown(request, found)


def _shown(request: Request, found: Sitting, problem: str = "") -> HttpResponse:
    places = queries.lineup(found)
    stands = standing(places)
    context = {
        "problem": problem,
        "sitting": found,
        "standing": stands,
        "rows": list(zip(places, stands.stops, strict=True)),
        "next_number": stands.next_after(0),
        "start_key": service.new_start_key(),
    }
    return render(request, "quizzes/sitting.html", context, status=422 if problem else 200)


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, sitting_key: str, number: int) -> HttpResponse:
    """The nth question: the board, and after the one submit that counts, the verdict."""
    place, status = _place(request, sitting_key, number), 200
    page = QuestionPage(place, another=request.GET.get("sent") == "another")
    if request.method == "POST":
        post = dict(request.POST.lists())
        try:
            page = _answered(page, post)
        except (MalformedResponse, Unanswered) as problem:
            page, status = page.with_problem(problem, post), 422
        except service.SittingFinished:
            page, status = QuestionPage(_place(request, sitting_key, number), CLOSED), 409
        if status == 200 and not wants_part(request, "question-card"):
            return redirect(verdict_of(place.sitting, number, another=page.another))
    return _shown_question(request, page, status)


def _shown_question(request: Request, page: QuestionPage, status: int) -> HttpResponse:
    context = {"page": page, "sitting": page.place.sitting, "start_key": service.new_start_key()}
    return render_page_or("question-card", request, "quizzes/question.html", context, status=status)


def _answered(page: QuestionPage, post: Post) -> QuestionPage:
    """The page with its verdict: that of the first time, whatever is sent later, or in whatever form."""
    if page.attempt is not None:
        return page.answered(page.attempt, another=is_another(page.attempt, page, post))
    if page.closed:
        raise service.SittingFinished
    response = read_response(page.question, page.place.deal, post)
    attempt = service.submit(place=page.place, response=response, now=now())
    return page.answered(attempt, another=is_another(attempt, page, post))


@kept_nowhere
@require_POST
def again(request: Request, sitting_key: str) -> HttpResponse:
    """Practise what was missed in a sitting, dealt afresh."""
    found = get_object_or_404(Sitting.objects.of(request.learner), key=sitting_key)
    places = queries.lineup(found)
    missed = set(standing(places).missed())
    if not missed:
        return _shown(request, found, NONE_MISSED)
    fresh = _gone_again(request, found, [place for place in places if place.number in missed])
    return redirect("quizzes:question", fresh.key, 1) if fresh else _shown(request, found, GROWN_OLD)


@kept_nowhere
@require_POST
def question_again(request: Request, sitting_key: str, number: int) -> HttpResponse:
    """Try one question once more, dealt afresh: its first verdict stays."""
    place = _place(request, sitting_key, number)
    fresh = _gone_again(request, place.sitting, [place])
    if fresh is None:
        return _shown_question(request, QuestionPage(place, GROWN_OLD), 422)
    return redirect("quizzes:question", fresh.key, 1)


def _gone_again(request: Request, found: Sitting, places: list[SittingQuestion]) -> Sitting | None:
    """The new sitting; nothing where the page of the button had grown old."""
    form = StartKeyForm(request.POST)
    if not form.is_valid():
        return None
    try:
        return service.again(
            sitting=found, places=places, start_key=form.cleaned_data["start_key"], now=now()
        )
    except service.StartTaken:
        return None


def _place(request: Request, sitting_key: str, number: int) -> SittingQuestion:
    place = queries.place(sitting_key=sitting_key, number=number, learner=request.learner)
    if place is None:
        raise Http404
    return place
