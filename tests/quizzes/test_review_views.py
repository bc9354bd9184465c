"""The pages of review: what is due, the plan in words, one's own things alone, and what they cost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now as clock

from accounts.models import Learner
from quizzes import workload
from quizzes.models import Attempt, Card, Sitting, SittingQuestion, StudyPlan
from quizzes.services import review, starting
from syllabus.models import ExamProfile
from syllabus.services import load
from tests.builders import MONDAY, a_learner, choice, form_of, ordering, published, right, statements
from tests.quizzes.generators.shipped import syllabus

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE, PLAN = "/review/", "/review/plan/"


def some(number: int) -> list:
    return [choice(f"c{n:03}", prompt=f"Which, the {n}th time?") for n in range(number)]


@pytest.fixture
def thirty():
    return published(*some(30))


def text(answer) -> str:
    """What is to be read on a page, in one line."""
    main = re.sub(r"(?s)^.*<main|</main>.*$", " ", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def begin(client: Client) -> Sitting:
    answer = client.post(PAGE, {"start_key": starting.new_start_key()})
    assert answer.status_code == 302, answer.content.decode()
    return Sitting.objects.latest("pk")


def respond(client: Client, sitting: Sitting, number: int = 1, response=None, **headers):
    question = sitting.lineup.get(number=number).question_version.asked
    form = form_of(sitting, number, right(question) if response is None else response)
    return client.post(reverse("quizzes:question", args=[sitting.key, number]), form, headers=headers)


def say(client: Client, *, days: int | None = None, load: object = 20, exam: str = "", **more):
    day = "" if days is None else (clock().date() + timedelta(days=days)).isoformat()
    return client.post(PLAN, {"exam": exam, "exam_on": day, "daily_load": load, **more})


# --- what today asks


def test_looking_makes_nobody_a_learner_and_says_what_a_plan_is_for(client, thirty):
    page = client.get(PAGE)

    assert "10 for today" in text(page)
    assert "Say when it is" in text(page)
    assert not Learner.objects.exists()
    assert "no-store" in page["Cache-Control"]


def test_without_content_it_says_what_to_do(client):
    assert "There is nothing to review yet." in text(client.get(PAGE))


def test_a_guest_reviews_at_once_and_is_known_afterwards(client, thirty):
    sitting = begin(client)
    for number in range(1, 11):
        respond(client, sitting, number)
    page = text(client.get(PAGE))

    assert sitting.kind == Sitting.REVIEW
    assert Card.objects.count() == 10
    assert "Done for today 10 reviewed." in page
    assert "Next:" in page


def test_a_review_that_is_begun_is_gone_on_with(client, thirty):
    sitting = begin(client)
    page = client.get(PAGE)

    assert "A review is begun" in text(page)
    assert reverse("quizzes:sitting", args=[sitting.key]) in page.content.decode()
    assert begin(client).pk == sitting.pk


def test_a_verdict_of_a_review_says_when_it_comes_back_and_in_practice_nothing_does(client, thirty):
    sitting = begin(client)
    page = respond(client, sitting, **{"HX-Request": "true", "HX-Target": "question-card"})
    due = Card.objects.get().due_at

    assert f"It comes back on {due:%A}, {due.day} {due:%B}." in " ".join(page.content.decode().split())
    again = client.post(
        reverse("quizzes:question-again", args=[sitting.key, 1]), {"start_key": starting.new_start_key()}
    )
    respond(client, Sitting.objects.latest("pk"))
    assert "comes back" not in client.get(again["Location"]).content.decode()


def test_what_was_answered_the_day_before_the_exam_comes_back_on_its_day(client, thirty):
    say(client, days=1)
    page = respond(client, begin(client), **{"HX-Request": "true", "HX-Target": "question-card"})
    exam = clock() + timedelta(days=1)

    assert f"It comes back on {exam:%A}, {exam.day} {exam:%B}." in " ".join(page.content.decode().split())


def test_on_the_day_of_the_exam_nothing_is_told_to_come_back_after_it(client, thirty):
    say(client, days=0)
    sitting = begin(client)
    page = respond(client, sitting, **{"HX-Request": "true", "HX-Target": "question-card"})
    told = " ".join(page.content.decode().split())

    assert "It does not come back before your exam" in told
    assert "It comes back on" not in told
    for number in range(2, sitting.lineup.count() + 1):
        respond(client, sitting, number)
    StudyPlan.objects.update(daily_load=sitting.lineup.count())
    done = text(client.get(PAGE))
    assert "Your exam is today: nothing that you have answered comes back before it." in done
    assert "Next:" not in done
    progress = text(client.get("/progress/"))
    assert "Recall on the day of the exam Your exam is today" in progress
    assert "Per cent that would be recalled" not in progress


def test_nothing_due_starts_nothing_and_shows_when_next(client, thirty):
    sitting = begin(client)
    for number in range(1, 11):
        respond(client, sitting, number)
    answer = client.post(PAGE, {"start_key": starting.new_start_key()})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert Sitting.objects.count() == 1


@pytest.mark.parametrize("start_key", ["", "x", "a b", "x" * 400])
def test_a_start_without_a_good_name_is_told(client, thirty, start_key):
    answer = client.post(PAGE, {"start_key": start_key})

    assert answer.status_code == 422
    assert "grown old" in text(answer)
    assert not Sitting.objects.exists()


def test_what_somebody_else_started_is_not_found_and_its_name_is_of_no_use(client, thirty):
    begin(client)
    sitting = Sitting.objects.get()
    stranger = Client()
    begin(stranger)

    assert stranger.get(reverse("quizzes:sitting", args=[sitting.key])).status_code == 404
    assert respond(stranger, sitting).status_code == 404
    assert stranger.post(PAGE, {"start_key": sitting.start_key}).status_code == 422
    assert not Attempt.objects.exists()


def test_pages_of_a_review_lead_back_to_it(client, thirty):
    sitting = begin(client)
    question = client.get(reverse("quizzes:question", args=[sitting.key, 1])).content.decode()
    overview = client.get(reverse("quizzes:sitting", args=[sitting.key])).content.decode()

    for page in (question, overview):
        assert f'<a href="{PAGE}">Review</a>' in page


# --- the plan


def test_a_plan_is_kept_and_told_and_said_again_it_replaces_the_first(client, thirty):
    assert say(client, days=10, load=7).status_code == 302
    assert say(client, days=20, load=9).status_code == 302
    kept = StudyPlan.objects.get()

    assert (kept.daily_load, kept.exam_on) == (9, clock().date() + timedelta(days=20))
    assert "In 20 days" in text(client.get(PAGE))


def test_a_plan_may_be_without_a_day(client, thirty):
    say(client, days=20)
    say(client)

    assert StudyPlan.objects.get().exam_on is None
    assert "The next two weeks" in text(client.get(PAGE))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"days": -1}, "That day is past."),
        ({"days": 366}, "more than a year away"),
        ({"exam_on": "soon"}, "Write the day as year, month and day"),
        ({"exam_on": "2026-13-45"}, "Write the day as year, month and day"),
        ({"load": 0}, "Give a whole number from 1 to 200."),
        ({"load": 201}, "Give a whole number from 1 to 200."),
        ({"load": "many"}, "Give a whole number from 1 to 200."),
        ({"load": ""}, "Give a whole number from 1 to 200."),
        ({"load": "9" * 5000}, "Give a whole number from 1 to 200."),
        ({"exam": "no-such-exam"}, "Choose one of what is offered here."),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words_and_keeps_what_was_sent(client, thirty, sent, said):
    answer = say(client, **sent)

    assert answer.status_code == 422
    assert said in text(answer)
    assert 'role="alert"' in answer.content.decode()
    assert not StudyPlan.objects.exists()
    assert not Learner.objects.exists()


@pytest.mark.parametrize("days", [0, 365])
def test_today_and_a_year_from_now_can_be_the_day(client, thirty, days):
    assert say(client, days=days).status_code == 302
    assert client.get(PAGE).status_code == 200


def test_the_exam_is_one_of_those_of_the_syllabus_and_none_is_chosen_before(client, thirty):
    load(syllabus=syllabus(), now=MONDAY)
    page = client.get(PAGE).content.decode()
    say(client, exam="mla-c01")

    assert re.search(r'value=""[^>]*checked', page)
    assert "MLA-C01" in page
    assert StudyPlan.objects.get().exam == "mla-c01"
    ExamProfile.objects.filter(key="mla-c01").update(retired_at=MONDAY)
    assert client.get(PAGE).status_code == 200


def test_too_small_a_load_is_told_with_the_number_that_would_do(client, thirty):
    say(client, days=10, load=2)
    page = text(client.get(PAGE))
    needed = int(re.search(r"(\d+) a day would do", page)[1])

    assert "2 a day are too few." in page
    say(client, days=10, load=needed)
    assert "too few" not in text(client.get(PAGE))
    say(client, days=10, load=needed - 1)
    assert "too few" in text(client.get(PAGE))


def test_when_no_load_would_do_it_says_so(client):
    published(*some(workload.MOST + 5))
    say(client, days=1)

    assert "Not even 200 a day would do" in text(client.get(PAGE))


def test_an_exam_that_is_past_is_told_and_bounds_nothing(client, thirty):
    say(client, days=3)
    StudyPlan.objects.update(exam_on=clock().date() - timedelta(days=3))
    page = text(client.get(PAGE))

    assert "It was on" in page
    assert "The next two weeks" in page


# --- the picture and its numbers


def test_the_forecast_is_a_picture_with_a_name_and_a_table_of_the_same_numbers(client, thirty):
    say(client, days=6, load=8)
    page = client.get(PAGE).content.decode()
    picture = re.search(r"(?s)<svg class=\"plot\".*?</svg>", page)[0]
    rows = [[int(n) for n in re.findall(r"<td>(\d+)</td>", row)] for row in re.findall(r"<tr>.*?</tr>", page)]
    numbers = [row[:2] for row in rows if row]

    assert 'role="img"' in picture
    assert "Questions until the exam on" in picture
    assert len(numbers) == 6
    assert 0 < sum(new for _, new in numbers) <= 30
    assert max(due + new for due, new in numbers) <= 8
    assert picture.count("<rect") == sum(n > 0 for row in numbers for n in row)
    assert "style" not in picture
    assert "<script" not in picture


def test_a_far_exam_is_told_by_weeks(client, thirty):
    say(client, days=60)
    page = client.get(PAGE).content.decode()

    assert "Week from" in page
    assert page.count('<th scope="row">') == 9


# --- what it costs


def busy(attempts: int, cards: int) -> Learner:
    """A learner with so many attempts, made in bulk."""
    learner = a_learner(clock())
    versions = list(published(*some(cards), ordering()).values())
    sittings = Sitting.objects.bulk_create(
        Sitting(
            learner=learner,
            title="Past",
            secret=b"x",
            start_key=f"{learner.pk}-{n}",
            started_at=MONDAY,
            finished_at=MONDAY,
        )
        for n in range(-(-attempts // len(versions)))
    )
    places = SittingQuestion.objects.bulk_create(
        SittingQuestion(sitting=sitting, number=number, question_version=version)
        for sitting in sittings
        for number, version in enumerate(versions, 1)
    )
    Attempt.objects.bulk_create(
        Attempt(place=place, response=[], correct=n % 3 > 0, findings=[], seconds=30, answered_at=MONDAY)
        for n, place in enumerate(places[:attempts])
    )
    state = {"due_at": clock(), "stability": 3.0, "difficulty": 5.0, "last_review_at": MONDAY}
    Card.objects.bulk_create(
        Card(learner=learner, question_id=version.question_id, first_review_at=MONDAY, reps=1, **state)
        for version in versions[: cards // 2]
    )
    return learner


def signed_in(learner: Learner) -> Client:
    from django.conf import settings
    from django.core import signing

    from accounts.learners import SALT

    client = Client()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(learner.key, salt=SALT)
    return client


def test_the_page_costs_eight_queries_with_ten_thousand_attempts(django_assert_max_num_queries):
    learner = busy(10_000, 200)
    review.set_plan(
        learner=learner,
        exam="",
        exam_on=clock().date() + timedelta(days=30),
        daily_load=3,
        now=clock(),
    )
    client = signed_in(learner)
    client.get(PAGE)  # the syllabus is read once in a process, as long as it stays as it is
    with django_assert_max_num_queries(8):
        page = client.get(PAGE)

    assert Attempt.objects.count() == 10_000
    assert "3 for today" in text(page)
    assert begin(client).lineup.count() == 3


def test_the_first_page_tells_what_is_due_with_one_query_more(monkeypatch):
    learner = busy(100, 40)
    client = signed_in(learner)
    with statements() as without, monkeypatch.context() as patched:
        patched.setattr("studyapp.views.deck.due_today", lambda learner, *, now: None)
        client.get("/")
    with statements() as sent:
        page = client.get("/")
    assert len(sent) == len(without) + 1

    assert "20 due today" in text(page)
    Card.objects.update(due_at=clock() + timedelta(days=9))
    assert "due today" not in text(client.get("/"))
