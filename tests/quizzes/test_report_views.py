"""The pages of reports: whole without scripts, one's own alone, staff's for staff; nothing told too early."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.learners import remember
from accounts.models import User
from quizzes.models import ProblemReport
from quizzes.services import exams, practice, reporting, starting
from tests.builders import (
    MONDAY,
    a_learner,
    a_sitting,
    choice,
    form_of,
    matching,
    ordering,
    published,
    statements,
)
from tests.quizzes.exams import a_profile, some_questions

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HTMX = {"HX-Request": "true", "HX-Target": "question-card"}
SAID = {"about": "key", "sentence": "The gate stands before the test."}
ANSWER = {"ruling": "key", "words": "You are right, it is mended.", "replaces": ""}


@pytest.fixture
def sitting(client):
    return known(client, a_sitting(a_learner(), *published(ordering(), matching(), choice()).values()))


@pytest.fixture
def staff():
    browser = Client()
    browser.force_login(User.objects.create_user("staff@example.org", is_staff=True))
    return browser


def known(client, sitting):
    cookie = HttpResponse()
    remember(cookie, sitting.owner)
    client.cookies.update(cookie.cookies)
    return sitting


def url(sitting, number=1, page="report"):
    return reverse(f"quizzes:{page}", args=[sitting.key, number])


def text(answer) -> str:
    main = re.sub(r"(?s)^.*<main|</main>.*$", " ", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def form(client, sitting, number=1, **changes):
    page = client.get(url(sitting, number)).content.decode()
    key = re.search(r'name="start_key" value="([^"]+)"', page)
    assert key
    return {**SAID, "start_key": key[1], **changes}


def test_a_question_leads_to_its_report_before_and_after_the_verdict(client, sitting):
    address = f'href="{url(sitting)}"'

    before = client.get(url(sitting, page="question"))
    part = client.get(url(sitting, page="question"), headers=HTMX)
    sent = form_of(sitting, 1, ("clean", "train", "test", "gate"))
    after = client.post(url(sitting, page="question"), sent, headers=HTMX)
    practice.finish(sitting=sitting, now=MONDAY)
    closed = client.get(url(sitting, 2, page="question"))

    for page in (before, part, after):
        assert address in page.content.decode()
    assert f'href="{url(sitting, 2)}"' in closed.content.decode()


def test_it_is_sent_by_a_plain_form_and_thanked_for_and_told_on_the_question(client, sitting):
    answer = client.post(url(sitting), form(client, sitting), follow=True)

    assert answer.redirect_chain == [(url(sitting) + "?thanks#thanks", 302)]
    assert "Thank you" in text(answer)
    assert "Until you have checked this question" in text(answer)
    assert "You reported a problem here" in text(client.get(url(sitting, page="question")))
    assert "You reported" not in text(client.get(url(sitting, 2, page="question")))


def test_a_double_click_is_one_report(client, sitting):
    sent = form(client, sitting)

    assert [client.post(url(sitting), sent).status_code for _ in range(2)] == [302, 302]
    assert ProblemReport.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"about": ""}, "Choose what it is about."),
        ({"about": "x"}, "Choose one of what is offered here."),
        ({"sentence": ""}, "Say in a sentence what is the matter"),
        ({"sentence": " short   \r\n "}, "at least 10 characters"),
        ({"sentence": "x" * 501}, "at most 500 characters"),
        ({"sentence": "The gate\x00 stands first."}, "Null characters are not allowed"),
        ({"start_key": "x"}, "grown old"),
    ],
)
def test_what_cannot_be_used_comes_back_with_what_was_written(client, sitting, bad, told):
    sent = form(client, sitting, **bad)

    answer = client.post(url(sitting), sent)

    assert answer.status_code == 422
    assert told in text(answer)
    assert 'aria-invalid="true"' in answer.content.decode() or "sentence" not in bad
    assert "sentence" in bad or SAID["sentence"] in answer.content.decode()
    assert not ProblemReport.objects.exists()


def test_five_hundred_characters_are_counted_with_one_for_each_end_of_a_line(client, sitting):
    assert client.post(url(sitting), form(client, sitting, sentence="x\r\n" * 249 + "yz")).status_code == 302
    assert len(ProblemReport.objects.get().sentence) == 500


def test_what_is_written_is_shown_as_it_was_and_never_as_markup(client, sitting, staff):
    said = "<script>alert(1)</script> & so on"
    client.post(url(sitting), form(client, sitting, sentence=said))
    key = ProblemReport.objects.get().key

    pages = [client.get("/reports/"), staff.get("/reports/inbox/"), staff.get(f"/reports/inbox/{key}/")]

    for page in pages:
        assert b"<script>alert" not in page.content
        assert b"&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in page.content


def test_too_many_waiting_are_refused_in_words(client, sitting):
    for _ in range(reporting.MOST):
        client.post(url(sitting), form(client, sitting))

    answer = client.post(url(sitting), form(client, sitting))

    assert answer.status_code == 429
    assert "send it tomorrow" in text(answer)
    assert SAID["sentence"] in answer.content.decode()


def test_another_learner_finds_neither_form_nor_report(client, sitting):
    client.post(url(sitting), form(client, sitting))
    stranger = Client()
    known(stranger, a_sitting(a_learner(), sitting.lineup.get(number=1).question_version))

    sent = {**SAID, "start_key": starting.new_start_key()}
    assert stranger.get(url(sitting)).status_code == 404
    assert stranger.post(url(sitting), sent).status_code == 404
    assert "You have reported nothing." in text(stranger.get("/reports/"))
    assert "You have reported nothing." in text(Client().get("/reports/"))


@pytest.mark.parametrize("who", ["newcomer", "guest", "account"])
def test_who_is_not_staff_finds_nothing_at_staffs_addresses(client, sitting, who):
    client.post(url(sitting), form(client, sitting))
    key = ProblemReport.objects.get().key
    browser = client if who == "guest" else Client()
    if who == "account":
        browser.force_login(User.objects.create_user("ann@example.org"))

    for address in ("/reports/inbox/", f"/reports/inbox/{key}/", "/reports/inbox/none/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/reports/inbox/{key}/", ANSWER).status_code == 404
    assert ProblemReport.objects.get().answer == ""


def test_staff_see_what_waits_first_and_the_question_as_it_was_shown(client, sitting, staff):
    practice.submit(
        place=sitting.lineup.get(number=1), response=("clean", "test", "train", "gate"), now=MONDAY
    )
    for number in (1, 2):
        client.post(url(sitting, number), form(client, sitting, number, sentence=f"The {number}th is odd."))
    first, second = ProblemReport.objects.order_by("pk")
    staff.post(f"/reports/inbox/{first.key}/", ANSWER)

    listed, one = text(staff.get("/reports/inbox/")), staff.get(f"/reports/inbox/{first.key}/")

    assert listed.index("The 2th is odd.") < listed.index("The 1th is odd.")
    assert "What was given, and the verdict: wrong" in text(one)
    assert "There is no artifact to measure yet" in text(one) or "Your order" in text(one)
    asked = first.question_version
    shown = [asked.html["inline"][asked.asked.shown()["pool"][key]] for key in first.shown["pool"]]
    body = one.content.decode()
    places = [body.index(f"<span>{words}</span></li>") for words in shown]
    assert places == sorted(places)
    assert "Nothing was given; this counts as right" in text(staff.get(f"/reports/inbox/{second.key}/"))


def test_the_answer_reaches_the_learner_and_is_new_until_they_have_read_it(client, sitting, staff):
    practice.submit(
        place=sitting.lineup.get(number=1), response=("clean", "test", "train", "gate"), now=MONDAY
    )
    client.post(url(sitting), form(client, sitting))
    key = ProblemReport.objects.get().key
    assert "new answer" not in text(client.get("/"))

    done = staff.post(f"/reports/inbox/{key}/", ANSWER)

    assert done.headers["Location"] == "/reports/inbox/"
    assert "1 new answer to what you reported" in text(client.get("/"))
    assert "You are right, it is mended." in text(client.get("/reports/"))
    assert "You are right, it is mended." in text(client.get(url(sitting, page="question")))
    assert "staff@example.org" not in client.get("/reports/").content.decode()
    client.post("/reports/seen/")
    assert "new answer" not in text(client.get("/"))
    assert "New:" not in text(client.get("/reports/"))


def test_an_answer_given_meanwhile_is_shown_and_not_lost(client, sitting, staff):
    client.post(url(sitting), form(client, sitting))
    address = f"/reports/inbox/{ProblemReport.objects.get().key}/"
    staff.post(address, ANSWER)

    other = staff.post(address, {**ANSWER, "words": "The question stands."})

    assert other.status_code == 409
    assert "Somebody else has answered meanwhile" in text(other)
    assert "You are right, it is mended." in text(other)
    assert ProblemReport.objects.get().answer == "You are right, it is mended."
    again = re.search(r'name="replaces" value="([^"]+)"', other.content.decode())
    assert again
    sent = {**ANSWER, "words": "The question stands.", "replaces": again[1]}
    assert staff.post(address, sent).status_code == 302
    assert staff.post(address, {"ruling": "", "words": ""}).status_code == 422


def test_in_an_open_exam_a_report_is_kept_and_nothing_is_told(client, staff, monkeypatch):
    for module in ("exams", "practice", "asked", "saving", "reports"):
        monkeypatch.setattr(f"quizzes.views.{module}.now", lambda: MONDAY)
    monkeypatch.setattr("studyapp.views.now", lambda: MONDAY)
    published(*some_questions())
    start = {"extra_time": 100, "start_key": starting.new_start_key(), "now": MONDAY}
    exam = known(client, exams.start(learner=a_learner(), profile=a_profile(), **start))
    thanks = client.post(url(exam), form(client, exam), follow=True)
    key = ProblemReport.objects.get().key
    staff.post(f"/reports/inbox/{key}/", {**ANSWER, "words": "canary: the second is right."})
    open_pages = [
        client.get(address)
        for address in ("/", "/reports/", url(exam), f"{url(exam)}?thanks", url(exam, page="question"))
    ]

    assert "Until the exam is over nothing is told of it" in text(thanks)
    for page in open_pages:
        assert b"canary" not in page.content
        assert "What counted as right was wrong" not in text(page)
    assert "An answer is told after the exam." in text(open_pages[1])
    client.post(reverse("quizzes:finish", args=[exam.key]))
    assert b"canary" in client.get(url(exam, page="question")).content
    assert b"canary" in client.get("/reports/").content


def test_pages_cost_the_same_however_many_reports_there_are(client, sitting, staff):
    counts = []
    for _ in range(2):
        for _ in range(4):
            client.post(url(sitting), form(client, sitting))
        costs = []
        for browser, address in ((client, "/reports/"), (staff, "/reports/inbox/"), (client, url(sitting))):
            with statements() as sent:
                browser.get(address)
            costs.append(len(sent))
        counts.append(costs)

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 6, counts
