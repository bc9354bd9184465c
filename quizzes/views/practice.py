"""Practice, from the choice of a topic to the summary. Somebody else's sitting is not there: 404."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
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
from quizzes.services import starting
from quizzes.services.sittings import SittingFinished
from quizzes.views import exams
from quizzes.views.asked import kept_nowhere, opened_at, place_of, shown_question
from quizzes.views.saving import save_and_go_on
from studyapp.web.htmx import Request, wants_part
from syllabus.queries import exam_studied

NONE_MISSED = "No question of this sitting was answered wrong: there is none to practise again."

NO_QUESTION = "There is no question of these kinds on this yet. Choose more kinds."
NO_VARIANTS = "No fresh variants of these kinds are made on this. Choose written questions, or half of each."


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
            form.renew(starting.new_start_key())
    else:
        wish: dict[str, object] = {
            **{name: request.GET.get(name, "") for name in ("topic", "step", "trap")},
            "fresh": request.GET.get("fresh", "none"),
            "kinds": request.GET.getlist("kind") or list(KINDS),
        }
        wish |= {"length": starting.LENGTHS[0], "start_key": starting.new_start_key()}
        form = WishForm(initial=wish, offers=offers)
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
        sitting = starting.start(
            learner=visitor_of(request),
            wish=wish,
            title=_title(wish, titles),
            start_key=form.cleaned_data["start_key"],
            now=now(),
        )
    except starting.NothingToAsk:
        form.add_error(None, NO_VARIANTS if wish.fresh == "only" else NO_QUESTION)
        return None
    except starting.StartTaken:
        form.renew(starting.new_start_key())
        return None
    response = redirect("quizzes:question", sitting.key, 1)
    remember(response, sitting.owner)
    return response


def _title(wish: starting.Wish, titles: dict[str, str]) -> str:
    title = reading.name_of(step=wish.step, trap=wish.trap) or titles.get(wish.topic, "All topics")
    return f"{title}, fresh variants" if wish.fresh == "only" else title


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: Request, sitting_key: str) -> HttpResponse:
    """A sitting: where it stands, and its summary once it is finished. POST finishes it."""
    found = get_object_or_404(Sitting.objects.of(request.learner), key=sitting_key)
    if found.kind == Sitting.EXAM:
        asks = request.method == "POST"
        return redirect("quizzes:finish", found.key) if asks else exams.overview(request, found)
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
        "start_key": starting.new_start_key(),
    }
    return render(request, "quizzes/sitting.html", context, status=422 if problem else 200)


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, sitting_key: str, number: int) -> HttpResponse:
    """The nth question: the board, and after the one submit that counts, the verdict."""
    place, status = place_of(request, sitting_key, number), 200
    page = QuestionPage(place, another=request.GET.get("sent") == "another")
    if request.method == "POST" and ("save" in request.POST or place.sitting.kind == Sitting.EXAM):
        return save_and_go_on(request, page)
    if place.sitting.is_open_exam and exams.time_is_up(place.sitting):
        return redirect("quizzes:sitting", sitting_key)
    if request.method == "POST":
        post = dict(request.POST.lists())
        try:
            page = _answered(page, post)
        except (MalformedResponse, Unanswered) as problem:
            page, status = page.with_problem(problem, post), 422
        except SittingFinished:
            page, status = QuestionPage(place_of(request, sitting_key, number), CLOSED), 409
        if status == 200 and not wants_part(request, "question-card"):
            return redirect(verdict_of(place.sitting, number, another=page.another))
    return shown_question(request, page, status)


def _answered(page: QuestionPage, post: Post) -> QuestionPage:
    """The page with its verdict: that of the first time, whatever is sent later, or in whatever form."""
    if page.attempt is not None:
        return page.answered(page.attempt, another=is_another(page.attempt, page, post))
    if page.closed:
        raise SittingFinished
    response = read_response(page.question, page.place.deal, post)
    attempt = service.submit(place=page.place, response=response, now=now(), opened=opened_at(post))
    return page.answered(attempt, another=is_another(attempt, page, post))


@kept_nowhere
@require_POST
def again(request: Request, sitting_key: str) -> HttpResponse:
    """Practise what was missed in a sitting, dealt afresh."""
    found = get_object_or_404(Sitting.objects.of(request.learner), key=sitting_key)
    if found.is_open_exam:
        return redirect("quizzes:sitting", sitting_key)
    shown = exams.overview if found.kind == Sitting.EXAM else _shown
    places = queries.lineup(found)
    missed = set(standing(places).missed(blank_too=found.kind == Sitting.EXAM))
    if not missed:
        return shown(request, found, NONE_MISSED)
    fresh = _gone_again(request, found, [place for place in places if place.number in missed])
    return redirect("quizzes:question", fresh.key, 1) if fresh else shown(request, found, GROWN_OLD)


@kept_nowhere
@require_POST
def question_again(request: Request, sitting_key: str, number: int) -> HttpResponse:
    """Try one question once more, dealt afresh: its first verdict stays."""
    place = place_of(request, sitting_key, number)
    if place.sitting.is_open_exam:  # its verdict would be told elsewhere
        return redirect("quizzes:question", sitting_key, number)
    fresh = _gone_again(request, place.sitting, [place])
    if fresh is None:
        return shown_question(request, QuestionPage(place, GROWN_OLD), 422)
    return redirect("quizzes:question", fresh.key, 1)


def _gone_again(request: Request, found: Sitting, places: list[SittingQuestion]) -> Sitting | None:
    """The new sitting; nothing where the page of the button had grown old."""
    form = StartKeyForm(request.POST)
    if not form.is_valid():
        return None
    try:
        return starting.again(
            sitting=found, places=places, start_key=form.cleaned_data["start_key"], now=now()
        )
    except starting.StartTaken:
        return None
