"""A problem is reported from a verdict, staff answer, the learner reads it: on a phone, in a real browser."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import Console, OpenPage
from tests.browser.pages import PASSWORD, STAFF, begin, check, respond, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "The second option is right, too: the guide says so."
WORDS = "It says now which guide is meant. One is right, as before."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_report_goes_to_staff_and_its_answer_comes_back(
    open_page: OpenPage, console: Console, scripts: bool
) -> None:
    call_command("load_content", verbosity=0)
    User.objects.create_user(STAFF, PASSWORD, is_staff=True)
    page = open_page("/practice/", width="narrow", scripts=scripts)
    begin("Choice")(page)
    respond(page)
    check(page)
    question = page.url.partition("#")[0]
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("In a sentence").fill(SENTENCE)
    page.get_by_role("button", name="Send the report").click()
    console.forgive("status of 422")
    expect(page.get_by_role("alert").first).to_contain_text("Choose what it is about.")
    expect(page.get_by_label("In a sentence")).to_have_value(SENTENCE)
    page.get_by_label("What counts as right is wrong").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to the question").last.click()
    expect(page.locator("#question-card")).to_contain_text("You reported a problem here")

    staff = open_page("/reports/", width="narrow", scripts=scripts)
    sign_in(staff, STAFF)
    staff.goto("/reports/")
    staff.get_by_role("link", name="What everybody reports").click()
    staff.get_by_role("link", name=SENTENCE).click()
    expect(staff.locator("main")).to_contain_text("As it was shown")
    staff.get_by_label("The question was unclear").check()
    staff.get_by_label("Answer", exact=True).fill(WORDS)
    staff.get_by_role("button", name="Answer").click()
    expect(staff.locator(".entries li").first).to_contain_text("Answered: The question was unclear")

    page.goto("/")
    page.get_by_role("link", name="1 new answer to what you reported").click()
    expect(page.locator(".entries li").first).to_contain_text(WORDS)
    page.get_by_role("button", name="I have read the new answer").click()
    expect(page.get_by_role("button", name="I have read")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("link", name="new answer")).to_have_count(0)
    page.goto(question)
    expect(page.locator("#question-card")).to_contain_text(WORDS)
