"""What learners report of a bank is answered by its authors and read by the learner; staff still see all."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.learners import remember
from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import Role
from quizzes.models import Bank, ProblemReport
from quizzes.services import practice, reporting, starting
from tests.authoring.test_draft_views import begun, browser, person, url
from tests.builders import a_learner, a_sitting, choice, ordering, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ANSWER = {"ruling": "key", "words": "You are right, it is mended.", "replaces": ""}


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def hers(ann: User) -> Client:
    return browser(ann)


@pytest.fixture
def draft(ann: User) -> BankDraft:
    draft = begun(ann)
    published(choice(), slug="mine", owner=ann)
    draft.bank = Bank.objects.get(slug="mine")
    draft.save()
    return draft


def reported(slug: str, question: object) -> ProblemReport:
    """A guest answers the question of a bank, and reports it."""
    versions = published(question) if slug == "a-bank" else None
    of_bank = Bank.objects.get(slug=slug).questions.select_related("current")
    current = [found.current for found in of_bank] if versions is None else list(versions.values())
    sitting = a_sitting(a_learner(now()), *current)
    place = sitting.lineup.get(number=1)
    practice.submit(place=place, response=("step",) if slug == "mine" else ("train",), now=now())
    place = sitting.lineup.get(number=1)
    return reporting.report(
        place=place,
        about="key",
        sentence=f"The key of {slug} is wrong.",
        form_key=starting.new_start_key(),
        now=now(),
    )


def page_of(draft: BankDraft, report: ProblemReport) -> str:
    return reverse("author:report", args=[draft.address, report.key])


def test_authors_see_what_is_reported_of_their_bank_alone(draft: BankDraft, hers: Client) -> None:
    own, other = reported("mine", choice()), reported("a-bank", ordering())
    page = hers.get(url(draft, "reports")).text
    assert "The key of mine is wrong." in page
    assert "The key of a-bank" not in page
    assert page_of(draft, own) in page
    assert hers.get(page_of(draft, other)).status_code == 404
    assert hers.post(page_of(draft, other), ANSWER).status_code == 404
    other.refresh_from_db()
    assert other.answered_at is None
    assert "1 report waits" in hers.get("/author/").text


def test_a_report_shows_the_question_as_it_was_and_what_was_given(draft: BankDraft, hers: Client) -> None:
    page = hers.get(page_of(draft, reported("mine", choice()))).text
    assert "As it was shown" in page
    assert "the verdict: right" in page
    assert 'action="/author/mine/reports/' in page


def test_an_authors_answer_is_read_by_who_reported(draft: BankDraft, hers: Client) -> None:
    report = reported("mine", choice())
    answer = hers.post(page_of(draft, report), ANSWER)
    assert answer["Location"] == url(draft, "reports")
    report.refresh_from_db()
    assert (report.answer, str(report.answered_by)) == (ANSWER["words"], "ann@example.org")
    guest, cookie = Client(), HttpResponse()
    assert report.learner is not None
    remember(cookie, report.learner)
    guest.cookies.update(cookie.cookies)
    assert ANSWER["words"] in guest.get("/reports/").text
    assert "waits" not in hers.get("/author/").text


def test_an_answer_without_words_is_refused_and_one_given_meanwhile_is_shown(
    draft: BankDraft, hers: Client
) -> None:
    report = reported("mine", choice())
    refused = hers.post(page_of(draft, report), {**ANSWER, "words": ""})
    assert (refused.status_code, "Say it in words" in refused.text) == (422, True)
    staff = browser(User.objects.create_user("staff@example.org", is_staff=True))
    staff.post(reverse("quizzes:reported", args=[report.key]), {**ANSWER, "words": "It is as staff says."})
    late = hers.post(page_of(draft, report), ANSWER)
    assert late.status_code == 409
    assert "It is as staff says." in late.text
    assert "Somebody else has answered meanwhile." in late.text
    report.refresh_from_db()
    assert report.answer == "It is as staff says."


def test_staff_go_on_seeing_all(draft: BankDraft) -> None:
    reported("mine", choice())
    staff = browser(User.objects.create_user("staff@example.org", is_staff=True))
    assert "The key of mine is wrong." in staff.get("/reports/inbox/").text


def test_a_viewer_answers_nothing(draft: BankDraft) -> None:
    vic, report = person("vic"), reported("mine", choice())
    Author.objects.create(draft=draft, user=vic, role=Role.VIEWER, since=now())
    his = browser(vic)
    assert his.get(url(draft, "reports")).status_code == 403
    assert his.post(page_of(draft, report), ANSWER).status_code == 403
    assert url(draft, "reports") not in his.get(url(draft)).text
    assert "waits" not in his.get("/author/").text


def test_before_it_is_published_nothing_is_reported_of_it(ann: User, hers: Client) -> None:
    draft = begun(ann)
    assert "Nobody has reported anything." in hers.get(url(draft, "reports")).text
    assert hers.get(reverse("author:report", args=[draft.address, "x"])).status_code == 404
