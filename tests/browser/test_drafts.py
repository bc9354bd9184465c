"""A bank written without a script: a file whose three problems are mended at their places; two who write."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from accounts.models import User
from authoring.forms import new_form_key
from authoring.models import Author
from authoring.roles import Role
from authoring.services import drafts
from authoring.services.beginnings import starter
from tests.browser.conftest import Console, OpenPage
from tests.browser.pages import PASSWORD, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
SLIPS = {"[clean]": "[claen]", "kind: matching": "kind: matchin", "search: Searches": "branch: Searches"}


def somebody(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", PASSWORD)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_file_with_problems_is_mended_at_their_places(
    open_page: OpenPage, tmp_path: Path, width: str
) -> None:
    text = starter()
    for right, wrong in SLIPS.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    file = tmp_path / "loops.yaml"
    file.write_text(text)
    page = open_page("/author/", width=width, scripts=False)
    sign_in(page, somebody("ann").email)

    page.goto("/author/")
    page.get_by_role("link", name="Begin a bank").first.click()
    page.get_by_label("A file, or a zip of several").set_input_files(file)
    page.locator("#own").get_by_role("button", name="Begin with it").click()

    problems = page.locator("#problems li")
    expect(problems).to_have_count(3)
    for at, wrong in enumerate(SLIPS.values()):
        link = problems.nth(at).get_by_role("link")
        line = str(link.text_content()).partition(":")[0]
        link.click()
        told = page.locator(f"#line-{line}")
        expect(told).to_contain_text(wrong)
        expect(told).to_be_in_viewport()
    page.get_by_label("The text of the bank").fill(starter())
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messages")).to_contain_text("Saved. It is sound")
    expect(page.get_by_role("heading", name="Sound")).to_be_visible()


def test_two_who_write_at_once_see_both_texts_and_choose(open_page: OpenPage, console: Console) -> None:
    ann, bob = somebody("ann"), somebody("bob")
    draft = drafts.begin(owner=ann, text=starter(), form_key=new_form_key(), now=now())
    Author.objects.create(draft=draft, user=bob, role=Role.EDITOR, since=now())
    console.forgive("status of 409")
    hers, his = (written_by(open_page, user, draft.address) for user in (ann, bob))

    write(his, "# What Bob says.\n")
    write(hers, "# What Ann says.\n")
    expect(hers.locator(".clash")).to_contain_text("bob@example.org saved this bank after you began")
    expect(hers.locator(".apart [data-of=theirs]")).to_contain_text("What Bob says.")
    expect(hers.locator(".apart [data-of=mine]")).to_contain_text("What Ann says.")
    hers.get_by_role("button", name="Save mine over it").click()
    expect(hers.get_by_label("The text of the bank")).to_have_value(draft.text + "# What Ann says.\n")


def written_by(open_page: OpenPage, user: User, address: str) -> Page:
    page = open_page("/", scripts=False)
    sign_in(page, user.email)
    page.goto(f"/author/{address}/")
    return page


def write(page: Page, more: str) -> None:
    field = page.get_by_label("The text of the bank")
    field.fill(field.input_value() + more)
    page.get_by_role("button", name="Save", exact=True).click()
