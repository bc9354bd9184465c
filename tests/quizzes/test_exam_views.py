"""The pages of mock exams: what there is, the start, the end that asks once, and the result."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.learners import remember
from quizzes.models import Attempt, Sitting
from quizzes.services import exams, saving, starting
from tests.builders import MONDAY, a_learner, choice, form_of, published, right, statements
from tests.quizzes.exams import a_profile, some_questions

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class Time:
    """What the server's clock says to the views."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self):
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def time(monkeypatch) -> Time:
    clock = Time()
    for module in ("exams", "practice", "asked", "saving"):
        monkeypatch.setattr(f"quizzes.views.{module}.now", clock)
    monkeypatch.setattr("studyapp.views.now", clock)
    return clock


@pytest.fixture
def banks():
    return published(*some_questions())


@pytest.fixture
def profile():
    return a_profile()


def as_learner(client: Client, learner) -> Client:
    cookie = HttpResponse()
    remember(cookie, learner)
    client.cookies.update(cookie.cookies)
    return client


def start_form(client: Client, **changes) -> dict[str, str]:
    page = client.get("/exams/abc-01/").content.decode()
    key = re.search(r'name="start_key" value="([^"]+)"', page)
    assert key
    return {"start_key": key[1], "extra_time": "100", **changes}


def begin(client: Client, **changes) -> Sitting:
    response = client.post("/exams/abc-01/", start_form(client, **changes))
    assert response.status_code == 302, response.content.decode()
    return Sitting.objects.latest("pk")


def answer(sitting: Sitting, *numbers: int, now=MONDAY) -> None:
    for place in sitting.lineup.select_related("question_version").filter(number__in=numbers):
        saving.save(place=place, response=right(place.question_version.asked), seq=1, now=now)


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_list_tells_each_profile_its_sources_and_what_the_banks_lack(client, time):
    published(choice("only", exams={"ABC-01": ("2",)}))
    a_profile()

    page = client.get("/exams/")

    assert page.status_code == 200
    assert "Time (second-hand) 16 minutes" in text(page)
    assert "Domain 1, Data, asks for 4 of 8 questions; the banks here have none." in text(page)
    assert "https://example.org/guide" in page.content.decode()
    assert "read 2026-11-01" in text(page)


def test_no_exam_is_preselected_and_none_can_be_started_from_the_list(client, time, banks, profile):
    page = client.get("/exams/").content.decode()

    assert "checked>" not in page
    assert '<form class="board' not in page


def test_without_profiles_the_list_says_what_to_do(client, time):
    assert "There is no exam profile yet." in text(client.get("/exams/"))


def test_an_exam_of_which_the_banks_have_nothing_offers_no_start(client, time, profile):
    assert "no question for this exam" in text(client.get("/exams/"))
    page = client.get("/exams/abc-01/")
    assert "no question for this exam" in text(page)
    assert "Start the clock" not in text(page)
    key = starting.new_start_key()
    refused = client.post("/exams/abc-01/", {"start_key": key, "extra_time": "100"})
    assert refused.status_code == 422
    assert not Sitting.objects.exists()


def test_the_start_page_says_how_long_and_how_many_before_the_clock_runs(client, time, banks, profile):
    page = text(client.get("/exams/abc-01/"))

    assert "8 questions in 16 minutes. 6 are scored; which ones is told at the end." in page
    assert "Guessing costs nothing" in page
    assert not Sitting.objects.exists()


def test_a_profile_that_is_not_there_is_missing(client, time):
    assert client.get("/exams/nope/").status_code == 404
    assert client.get("/exams/ABC-01/").status_code == 404


def test_the_start_leads_to_the_first_question_with_the_deadline_set(client, time, banks, profile):
    response = client.post("/exams/abc-01/", start_form(client, extra_time="150"))

    sitting = Sitting.objects.get()
    assert response.headers["Location"] == reverse("quizzes:question", args=[sitting.key, 1])
    assert sitting.deadline_at == MONDAY + timedelta(minutes=24)


def test_the_same_start_sent_twice_is_one_exam(client, time, banks, profile):
    form = start_form(client)
    for _ in range(2):
        assert client.post("/exams/abc-01/", form).status_code == 302
        time.passes(minutes=1)

    assert Sitting.objects.get().deadline_at == MONDAY + timedelta(minutes=16)


@pytest.mark.parametrize(
    "change", [{"extra_time": "1000"}, {"extra_time": ""}, {"extra_time": "x"}, {"start_key": "x"}]
)
def test_a_start_that_cannot_be_used_is_refused_in_words_and_its_form_works_again(
    client, time, banks, profile, change
):
    refused = client.post("/exams/abc-01/", start_form(client, **change))

    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert not Sitting.objects.exists()
    key = re.search(r'name="start_key" value="([^"]+)"', refused.content.decode())
    again = {"start_key": key[1], "extra_time": "100"}
    assert client.post("/exams/abc-01/", again).status_code == 302


def test_somebody_elses_start_makes_the_form_fresh(client, time, banks, profile):
    form = start_form(as_learner(client, a_learner()))
    exams.start(learner=a_learner(), profile=profile, extra_time=100, start_key=form["start_key"], now=MONDAY)

    refused = client.post("/exams/abc-01/", form)

    assert refused.status_code == 422
    assert form["start_key"] not in refused.content.decode()


def test_the_overview_counts_and_shows_the_clock_and_tells_nothing_of_right_or_wrong(
    client, time, banks, profile
):
    sitting = begin(client)
    answer(sitting, 1, 2, 3)
    saving.flag(place=sitting.lineup.get(number=2), flagged=True, now=MONDAY)
    time.passes(minutes=6, seconds=30)

    page = client.get(reverse("quizzes:sitting", args=[sitting.key]))

    assert "3 of 8 answered, 1 to come back to." in text(page)
    assert 'data-left="570"' in page.content.decode()
    assert "9 minutes left" in text(page)
    assert "Go on with question 4" in text(page)
    assert not re.search(r"\b(right|wrong)\b", text(page).partition("Not affiliated")[0].lower())
    assert "no-store" in page.headers["Cache-Control"]


def test_finishing_asks_once_and_then_closes(client, time, banks, profile):
    sitting = begin(client)
    answer(sitting, 1, 2, 3, 4, 5)
    saving.flag(place=sitting.lineup.get(number=2), flagged=True, now=MONDAY)
    address = reverse("quizzes:finish", args=[sitting.key])

    asked = client.get(address)
    assert "3 questions unanswered , 1 to come back to" in text(asked)
    assert not Attempt.objects.exists()
    assert client.post(reverse("quizzes:sitting", args=[sitting.key])).headers["Location"] == address
    assert Sitting.objects.get().finished_at is None

    closed = client.post(address)
    assert closed.headers["Location"] == reverse("quizzes:sitting", args=[sitting.key])
    assert Attempt.objects.filter(correct=True).count() == 5
    assert client.post(address).status_code == 302
    assert client.get(address).status_code == 302
    assert Attempt.objects.count() == 5


def test_between_deadline_and_grace_the_page_waits_for_the_last_saves(client, time, banks, profile):
    sitting = begin(client)
    time.passes(minutes=16, seconds=10)

    page = client.get(reverse("quizzes:sitting", args=[sitting.key]))

    assert "Time is up." in text(page)
    assert 20 <= int(page.headers["Refresh"]) <= 22
    assert Sitting.objects.get().finished_at is None
    assert client.get(reverse("quizzes:finish", args=[sitting.key])).status_code == 302


def test_any_view_after_the_grace_closes_the_exam_and_says_so(client, time, banks, profile):
    sitting = begin(client)
    answer(sitting, 1, 2)
    time.passes(minutes=16, seconds=31)

    page = client.get(reverse("quizzes:sitting", args=[sitting.key]))

    assert "Closed at the deadline" in text(page)
    assert "6 questions stayed unanswered" in text(page)
    assert Sitting.objects.get().finished_at == MONDAY + timedelta(minutes=16)


@pytest.mark.parametrize("address", ["/", "/exams/", "/exams/abc-01/"])
def test_a_running_exam_stands_first_and_one_whose_time_is_up_is_closed(
    client, time, banks, profile, address
):
    begin(client)

    assert "Go on with “Mock exam: ABC-01”" in text(client.get(address))

    time.passes(hours=1)
    assert "Go on with" not in text(client.get(address))
    assert Sitting.objects.get().finished_at == MONDAY + timedelta(minutes=16)


def test_the_result_tells_share_interval_line_rows_and_what_did_not_count(client, time, banks, profile):
    sitting = begin(client)
    answer(sitting, *range(1, 9), now=MONDAY + timedelta(seconds=40))
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    page = text(client.get(reverse("quizzes:sitting", args=[sitting.key])))

    assert "6 of 6 right" in page
    assert "between 61 and 100 %, 95 times in 100" in page
    assert "Reached: it takes 5 of 6 here, and 6 were right." in page
    assert "AWS does not publish how right answers become a scaled score" in page
    assert "no partial credit" in page
    for part in (
        "By domain of the exam",
        "By kind of question",
        "By lesson",
        "1 Data",
        "2 Models",
        "The loop",
    ):
        assert part in page
    assert page.count("not scored") == 2
    assert "2 did not count" in page
    assert "Another exam like it" in page
    assert "Practise the missed" not in page


def test_the_result_of_a_shortened_exam_says_what_the_banks_did_not_cover(client, time, profile):
    published(*some_questions()[:3])
    sitting = begin(client)
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    page = text(client.get(reverse("quizzes:sitting", args=[sitting.key])))

    assert "because the banks did not cover all of it" in page
    missing = [html.escape(line) for line in sitting.exam["missing"]]
    assert missing
    assert all(line in page for line in missing)


def test_a_finished_exam_is_listed_with_its_score(client, time, banks, profile):
    sitting = begin(client)
    answer(sitting, *range(1, 9))
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    for address in ("/exams/", "/exams/abc-01/"):
        assert "6 of 6 scored right" in text(client.get(address))


def test_somebody_elses_exam_is_not_there(client, time, banks, profile):
    sitting = begin(client)
    stranger = as_learner(Client(), a_learner())

    for name in ("sitting", "finish"):
        address = reverse(f"quizzes:{name}", args=[sitting.key])
        for visitor in (stranger, Client()):
            assert visitor.get(address).status_code == 404
            assert visitor.post(address).status_code == 404
    assert Sitting.objects.get().finished_at is None


def test_finishing_is_for_exams(client, time, banks):
    learner = a_learner()
    sitting = starting.start_with(
        learner=learner,
        versions=[version.pk for version in banks.values()][:2],
        title="Practice",
        start_key=starting.new_start_key(),
        now=MONDAY,
    )
    address = reverse("quizzes:finish", args=[sitting.key])

    assert as_learner(client, learner).get(address).status_code == 302


def test_pages_ask_as_much_of_the_database_however_many_questions_there_are(client, time, banks, profile):
    sitting = begin(client)
    asked = {}
    for name, address in {
        "list": "/exams/",
        "start": "/exams/abc-01/",
        "overview": reverse("quizzes:sitting", args=[sitting.key]),
        "finish": reverse("quizzes:finish", args=[sitting.key]),
    }.items():
        with statements() as sent:
            client.get(address)
        asked[name] = len(sent)
    client.post(reverse("quizzes:finish", args=[sitting.key]))
    with statements() as sent:
        client.get(reverse("quizzes:sitting", args=[sitting.key]))
    asked["result"] = len(sent)

    assert asked == {"list": 5, "start": 5, "overview": 4, "finish": 4, "result": 5}


def question_page(sitting: Sitting, number: int) -> str:
    return reverse("quizzes:question", args=[sitting.key, number])


def test_a_question_of_an_exam_shows_the_clock_and_saves_and_goes_on(client, time, banks, profile):
    sitting = begin(client)
    page = client.get(question_page(sitting, 1)).content.decode()
    assert 'data-left="960"' in page
    assert "Save and go on" in page
    assert ">Check<" not in page
    assert "Finish here" not in page

    place = sitting.lineup.select_related("question_version").get(number=1)
    form = {**form_of(sitting, 1, right(place.question_version.asked)), "seq": "1"}
    saved = client.post(question_page(sitting, 1), form)

    assert saved.headers["Location"] == question_page(sitting, 2)
    assert not Attempt.objects.exists()
    assert sitting.lineup.get(number=1).draft


def test_the_last_question_leads_to_the_overview(client, time, banks, profile):
    sitting = begin(client)

    saved = client.post(question_page(sitting, 8), {"seq": "1"})

    assert saved.headers["Location"] == reverse("quizzes:sitting", args=[sitting.key])


def test_within_the_grace_a_save_is_taken_and_no_question_is_shown_any_more(client, time, banks, profile):
    sitting = begin(client)
    place = sitting.lineup.select_related("question_version").get(number=1)
    form = {**form_of(sitting, 1, right(place.question_version.asked)), "seq": "1"}
    time.passes(minutes=16, seconds=20)

    assert client.post(question_page(sitting, 1), form).status_code == 302
    shown = client.get(question_page(sitting, 2))

    assert shown.headers["Location"] == reverse("quizzes:sitting", args=[sitting.key])
    assert sitting.lineup.get(number=1).draft


def test_after_the_grace_a_save_is_refused_and_leads_to_the_result(client, time, banks, profile):
    sitting = begin(client)
    time.passes(minutes=16, seconds=31)

    refused = client.post(question_page(sitting, 1), {"seq": "1"})

    assert refused.headers["Location"] == reverse("quizzes:sitting", args=[sitting.key]) + "?sent=late"
    assert "it was not taken" in client.get(refused.headers["Location"]).content.decode()
    assert Sitting.objects.get().finished_at == MONDAY + timedelta(minutes=16)


def test_a_draft_sent_after_the_grace_is_409_and_closes_the_exam(client, time, banks, profile):
    sitting = begin(client)
    time.passes(minutes=16, seconds=31)

    assert client.post(reverse("quizzes:draft", args=[sitting.key, 1]), {"seq": "1"}).status_code == 409
    assert Sitting.objects.get().finished_at == MONDAY + timedelta(minutes=16)


def test_looking_at_a_question_after_the_grace_closes_the_exam_and_shows_its_verdict(
    client, time, banks, profile
):
    sitting = begin(client)
    answer(sitting, 1)
    time.passes(minutes=20)

    assert "Right." in text(client.get(question_page(sitting, 1)))
    assert Sitting.objects.get().finished_at == MONDAY + timedelta(minutes=16)


def test_in_an_open_exam_no_question_can_be_practised_beside(client, time, banks, profile):
    sitting = begin(client)
    answer(sitting, 1, 2)
    start = {"start_key": starting.new_start_key()}

    for address in (
        reverse("quizzes:question-again", args=[sitting.key, 1]),
        reverse("quizzes:again", args=[sitting.key]),
    ):
        assert client.post(address, start).status_code == 302
    assert Sitting.objects.count() == 1


def test_after_the_end_each_question_is_reviewed_answered_or_not(client, time, banks, profile):
    sitting = begin(client)
    answer(sitting, 1)
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    assert "Right." in text(client.get(question_page(sitting, 1)))
    for number in range(2, 9):
        page = text(client.get(question_page(sitting, number)))
        assert "Unanswered. The exam is over" in page
        place = sitting.lineup.select_related("question_version").get(number=number)
        assert place.question_version.asked.explain in page


def test_the_review_of_an_exam_keeps_its_flags_and_leads_from_question_to_question(
    client, time, banks, profile
):
    sitting = begin(client)
    answer(sitting, 1)
    sitting.lineup.filter(number__in=(1, 3)).update(flagged=True)
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    result = text(client.get(reverse("quizzes:sitting", args=[sitting.key])))
    first, second = (client.get(question_page(sitting, number)) for number in (1, 2))
    ends = first, client.get(question_page(sitting, 8))

    assert result.count("to come back to") == 2
    assert text(second).count(", to come back to") == 2
    assert "Before Question 1 Next Question 3" in text(second)
    assert ['rel="prev"' in page.content.decode() for page in ends] == [False, True]
    assert ['rel="next"' in page.content.decode() for page in ends] == [True, False]


@pytest.mark.parametrize(("answered", "forecast"), [(3, False), (4, True)])
def test_of_an_exam_left_blank_for_the_most_part_nothing_is_forecast(
    client, time, banks, profile, answered, forecast
):
    sitting = begin(client)
    answer(sitting, *range(1, answered + 1))
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    page = text(client.get(reverse("quizzes:sitting", args=[sitting.key])))

    assert "blanks counted as not right" in page
    assert ("leaving as many of them blank, lies between" in page) is forecast
    assert ("Fewer than half of the questions were answered" in page) is not forecast


def test_what_was_missed_or_left_blank_is_practised_again(client, time, banks, profile):
    sitting = begin(client)
    answer(sitting, 1, 2, 3)
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    client.post(reverse("quizzes:again", args=[sitting.key]), {"start_key": starting.new_start_key()})

    fresh = Sitting.objects.latest("pk")
    assert (fresh.kind, fresh.again_of, fresh.lineup.count()) == (Sitting.PRACTICE, sitting, 5)


def test_a_page_of_the_result_that_has_grown_old_says_so(client, time, banks, profile):
    sitting = begin(client)
    client.post(reverse("quizzes:finish", args=[sitting.key]))

    old = client.post(reverse("quizzes:again", args=[sitting.key]), {"start_key": "x"})

    assert old.status_code == 422
    assert "0 of 6 right" in text(old)


def test_the_question_of_a_case_stands_beside_its_scenario(client, time, banks, profile):
    sitting = begin(client)
    numbers = [number for number, (_, kind) in enumerate(sitting.exam["places"], 1) if kind == "case"]

    for part, number in enumerate(numbers, 1):
        page = text(client.get(question_page(sitting, number)))
        assert "A shop called shop retrains weekly" in page
        assert f"question {part} of 2" in page
