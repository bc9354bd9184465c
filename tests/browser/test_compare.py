"""Four questions in a real browser: by keyboard, back and forth, and without a script."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def content() -> None:
    call_command("load_content", verbosity=0)


def test_each_answer_is_followed_at_once_and_the_address_holds_all_of_them(open_page: OpenPage) -> None:
    page = open_page("/compare/", width="narrow")
    answer = page.locator("#aid-answer")
    expect(answer.get_by_role("heading", name="Nothing answered yet")).to_be_visible()

    page.get_by_role("radio", name="SageMaker jobs").focus()
    page.keyboard.press("Space")
    expect(answer.get_by_role("heading", name="Still open")).to_be_visible()
    page.get_by_role("group", name="Is Apache Airflow already there?").get_by_role("radio").first.check()
    expect(answer.get_by_role("heading", name="Amazon MWAA")).to_be_visible()

    assert "work=sagemaker" in page.url
    assert "airflow=yes" in page.url
    page.reload()
    expect(answer.get_by_role("heading", name="Amazon MWAA")).to_be_visible()
    expect(page.get_by_role("radio", name="SageMaker jobs")).to_be_checked()
    page.go_back()
    expect(answer.get_by_role("heading", name="Still open")).to_be_visible()
    expect(page.get_by_role("radio", name="yes, it is there")).not_to_be_checked()


def test_without_a_script_the_button_leads_to_the_answer(open_page: OpenPage) -> None:
    page = open_page("/compare/", width="narrow", scripts=False)

    page.get_by_role("radio", name="building, testing and releasing code").check()
    page.get_by_role("button", name="Show what fits").click()

    expect(page.locator("#aid-answer").get_by_role("heading", name="CodePipeline")).to_be_in_viewport()
    assert page.url.endswith("#aid-answer")
    page.get_by_role("link", name="Two pipelines, two purposes").click()
    assert page.url.endswith("/learn/ci-cd/#two-pipelines")


def test_a_term_leads_to_its_place_in_the_glossary(open_page: OpenPage) -> None:
    page = open_page("/learn/quality-gate/", width="narrow")

    page.locator("a.term", has_text="property file").first.click()

    expect(page.locator("#property-file")).to_be_in_viewport()
