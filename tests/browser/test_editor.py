"""The editor of a bank's text in a real browser: problems at their places, nothing lost, and what fits."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from accounts.models import User
from authoring.forms import new_form_key
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import drafts
from kit import yamlsource
from quizzes.formats import bank as bank_format
from tests.browser.checks import faults_of_access, overflow_of, small_targets, weigh
from tests.browser.chromium import THEMES, window
from tests.browser.conftest import Console, OpenPage
from tests.browser.pages import publish_page, tab
from tests.browser.test_every_page import MOST_REQUESTS, MOST_SCRIPT

pytestmark = pytest.mark.django_db(transaction=True)
STATIC = Path(__file__).parents[2] / "static"
MOST_OF_CODEMIRROR = 150_000
UNREACHED = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource"
SAVE = re.compile("/save/$")
Write = Callable[..., tuple[Page, BankDraft]]
BANK = """\
bank: mine
title: Mine
questions:
  - kind: ordering
    key: in-order
    prompt: Put the run in order.
    items:
      clean: Split the data
      train: Fit a model
      test: Measure it
    needs:
      train: [clean]
      test: [train]
    explain: Each reads what the one before wrote.
  - kind: choice
    key: which
    prompt: Which?
    options:
      a: {text: This one, correct: true}
      b: That one
    explain: The reason.
"""
BROKEN = BANK.replace("test: [train]", "test: [tran]").replace("correct: true", "correct: yes")
"""Two problems: "tran" is no item (13:14), "yes" is no boolean (19:36)."""

THEIRS = BANK.replace("Put the run in order.", "Theirs: put the run in order.".replace(":", ","))


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann@example.org")


@pytest.fixture
def write(open_page: OpenPage, ann: User) -> Write:
    """The page of a draft with this text, as its owner has it, when the code editor has come."""

    def write(text: str = BANK, *, ready: bool = True, **options: object) -> tuple[Page, BankDraft]:
        draft = drafts.begin(owner=ann, text=text, form_key=new_form_key(), now=now())
        page = opened(open_page, draft, ann, ready=ready, **options)
        return page, draft

    return write


def opened(open_page: OpenPage, draft: BankDraft, by: User, *, ready: bool = True, **options: object) -> Page:
    client = Client()
    client.force_login(by)
    page = open_page("/healthz", **options)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"/author/{draft.address}/")
    if ready:
        expect(page.locator("bank-editor[data-ready]")).to_be_attached()
        expect(page.get_by_text(re.compile(r"Checked \d\d:\d\d:\d\d UTC"))).to_be_visible()
    return page


def go_to(page: Page, line: int, column: int = 1) -> None:
    """The cursor to a place of the code editor, counted from 1."""
    page.evaluate(
        """([line, column]) => {
            const { view } = document.querySelector("bank-editor").field;
            view.dispatch({ selection: { anchor: view.state.doc.line(line).from + column - 1 } });
            view.focus();
        }""",
        [line, column],
    )


def type_at(page: Page, line: int, column: int, text: str) -> None:
    go_to(page, line, column)
    page.keyboard.insert_text(text)


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(
        re.compile(r"^\s*Saved \d\d:\d\d:\d\d UTC\s*$"), use_inner_text=True
    )


def says(page: Page, text: str) -> None:
    """What is said beside the button, of all that could be."""
    expect(page.locator("#saved")).to_contain_text(text, use_inner_text=True)


def shown(page: Page) -> str:
    """The whole text of the code editor."""
    text: str = page.evaluate("document.querySelector('bank-editor').text()")
    return text


def kept(draft: BankDraft) -> str:
    return BankDraft.objects.get(pk=draft.pk).text


def soon_kept(draft: BankDraft, text: str) -> None:
    """It is on its way, and no page is left that would tell."""
    begun = time.monotonic()
    while kept(draft) != text:
        assert time.monotonic() - begun < 10, kept(draft)
        time.sleep(0.02)


def marks(page: Page, severity: str = "error") -> list[str]:
    return page.locator(f".cm-lintRange-{severity}").all_inner_texts()


def told(page: Page) -> list[str]:
    return page.locator("#problems li p a").all_inner_texts()


# problems


def test_each_problem_is_underlined_at_its_place_and_its_entry_leads_there(write: Write) -> None:
    page, _ = write(BROKEN)

    assert told(page) == ["13:14", "19:36"]
    assert marks(page) == ["tran", "yes"]
    assert page.locator(".cm-lint-marker-error").count() == 2
    page.get_by_role("link", name="19:36").click()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+Delete")
    page.keyboard.insert_text("true")
    expect(page.get_by_role("heading", name="1 problem to put right")).to_be_visible()
    assert told(page) == ["13:14"]
    assert marks(page) == ["tran"]
    expect(page.locator("#draft-check")).to_have_text("1 problem")
    expect(page.get_by_role("status").filter(has_text="1 problem to put right")).to_be_attached()


def test_a_place_is_counted_in_code_points_as_the_check_counts(write: Write) -> None:
    page, _ = write(BANK.replace("{text: This one, correct: true}", '{text: "😀😀 this", correct: ja}'))

    assert told(page) == ["19:37"]
    assert marks(page) == ["ja"]


def test_an_answer_that_is_late_marks_what_it_was_about_and_says_so(write: Write) -> None:
    """More is written above while the check is on its way. One request at a time is."""
    page, draft = write(BROKEN.replace("[tran]", "[train]"))
    page.clock.install()
    since = page.get_by_text("what you changed since is not in it")
    held: list[Route] = []
    page.route(SAVE, lambda route: held.append(route))
    with page.expect_request(SAVE):
        type_at(page, 2, 1, "description: d\n")
        page.clock.run_for(5000)
    page.keyboard.insert_text("license: l\n")
    page.clock.run_for(20_000)
    expect(page.get_by_text("Checking…", exact=True)).to_be_visible()
    assert len(held) == 1

    held[0].continue_()
    expect(since).to_be_visible()
    assert marks(page) == ["yes"]
    with page.expect_request(SAVE):
        page.clock.run_for(20_000)
    expect(page.get_by_text("Checking…", exact=True)).to_be_visible()
    assert len(held) == 2
    held[1].continue_()
    expect(page.get_by_role("link", name="21:36")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\s*Checked"))).to_be_visible()
    expect(since).to_be_hidden()
    assert marks(page) == ["yes"]
    assert kept(draft) == shown(page)


def test_warnings_are_told_as_such_and_the_list_says_how_many_more(write: Write) -> None:
    page, _ = write(BANK.replace("prompt: Which?", "prompt: TODO"))

    assert marks(page, "warning") == ["TODO"]
    assert marks(page) == []
    expect(page.get_by_role("heading", name="Sound, with 1 warning")).to_be_visible()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_place_of_a_problem_comes_into_view(write: Write, width: str) -> None:
    page, _ = write(BANK + "# and a line\n" * 200 + "bogus: x\n", width=width)

    page.get_by_role("link", name="222:1").click()

    expect(page.locator(".cm-activeLine", has_text="bogus")).to_be_in_viewport()


def test_f8_leads_from_problem_to_problem(write: Write) -> None:
    page, _ = write(BROKEN)
    go_to(page, 1)

    page.keyboard.press("F8")
    expect(page.locator(".cm-diagnostic", has_text="not one of the items")).to_be_visible()


# nothing is lost


def test_a_change_is_saved_by_itself_and_said_so(write: Write) -> None:
    page, draft = write()

    type_at(page, 2, 12, " own")

    says(page, "Not saved yet")
    saved(page)
    assert kept(draft) == BANK.replace("title: Mine", "title: Mine own")
    assert BankDraft.objects.get(pk=draft.pk).revision == 2
    page.reload()
    expect(page.locator("bank-editor[data-ready]")).to_be_attached()
    assert shown(page) == kept(draft)


def test_save_saves_at_once_and_stays_where_one_is(write: Write) -> None:
    page, draft = write()
    page.evaluate("DraftKeeper.LEAST = DraftKeeper.MOST = 1e6")
    type_at(page, 2, 12, " own")

    page.get_by_role("button", name="Save", exact=True).click()
    saved(page)
    assert "Mine own" in kept(draft)
    page.locator(".cm-content").focus()
    page.keyboard.insert_text(" and more")
    page.keyboard.press("Control+s")
    saved(page)
    assert "Mine own and more" in kept(draft)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert shown(page) == BANK


def test_a_failed_save_is_told_and_tried_again_by_itself(write: Write, console: Console) -> None:
    page, draft = write()
    page.clock.install()
    tries: list[str] = []

    def fail(route: Route) -> None:
        tries.append(route.request.method)
        route.abort() if len(tries) % 2 else route.fulfill(status=503, body="busy")

    page.route(SAVE, fail)
    type_at(page, 2, 12, " own")
    says(page, "the site does not answer")
    page.clock.run_for(1500)
    says(page, "the site is busy")
    page.keyboard.insert_text(" words")
    assert "Mine own words" in shown(page)
    page.unroute(SAVE)
    page.clock.run_for(60_000)

    saved(page)
    assert "Mine own words" in kept(draft)
    assert len(tries) >= 2
    console.forgive(UNREACHED)


def test_leaving_with_what_is_not_saved_is_asked_about_and_a_reload_brings_it_back(
    write: Write, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, draft = write()
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    def busy(**_: object) -> None:
        raise OperationalError("database is locked")

    page.on("dialog", accept)
    with monkeypatch.context() as locked:
        locked.setattr(drafts, "write", busy)
        go_to(page, 2, 12)
        page.keyboard.type(" own")
        says(page, "the site is busy")
        page.reload()
        says(page, "the site is busy")

    assert asked == ["beforeunload"]
    assert kept(draft) == BANK
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    saved(page)
    assert shown(page) == kept(draft) == BANK.replace("title: Mine", "title: Mine own")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))") == []
    console.forgive("503")


def test_leaving_right_after_a_change_sends_it_along(write: Write) -> None:
    page, draft = write()
    go_to(page, 2, 12)
    page.keyboard.type(" own")
    with page.expect_request(SAVE):
        page.goto("/author/")

    soon_kept(draft, BANK.replace("title: Mine", "title: Mine own"))
    page.goto(f"/author/{draft.address}/")
    expect(page.locator("bank-editor[data-ready]")).to_be_attached()
    assert shown(page) == kept(draft) == BANK.replace("title: Mine", "title: Mine own")


def test_a_text_that_cannot_be_kept_is_refused_in_words_and_stays(write: Write, console: Console) -> None:
    page, draft = write()
    page.evaluate("document.querySelector('bank-editor').field.replace('a: \\0')")

    says(page, "Line 1 holds NUL")
    assert kept(draft) == BANK
    console.forgive("422")


def test_who_is_signed_out_is_told_and_goes_on_after_signing_in(
    write: Write, ann: User, console: Console
) -> None:
    page, draft = write()
    page.context.clear_cookies()
    type_at(page, 2, 12, " own")
    says(page, "the site does not take it from you now")

    client = Client()
    client.force_login(ann)
    client.get("/author/")
    for name, cookie in client.cookies.items():
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": page.url}])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    saved(page)
    assert "Mine own" in kept(draft)
    console.forgive("403|Failed to load resource")


# two who write


@pytest.fixture
def conflict(write: Write, ann: User) -> tuple[Page, BankDraft]:
    """Ann's own words in line 2, and another's in line 6, which were saved meanwhile."""
    page, draft = write()
    bob = User.objects.create_user("bob@example.org")
    Author.objects.create(draft=draft, user=bob, role=Role.EDITOR, since=now())
    drafts.write(draft=draft, text=THEIRS, revision=1, by=bob, now=now())
    type_at(page, 2, 12, " own")
    expect(page.get_by_role("heading", name="Written meanwhile")).to_be_visible()
    return page, draft


def test_a_text_written_meanwhile_is_not_overwritten_and_writing_goes_on(
    conflict: tuple[Page, BankDraft], console: Console
) -> None:
    page, draft = conflict

    expect(page.locator("[data-part=conflict]")).to_contain_text("bob@example.org saved this bank")
    says(page, "Not saved: written meanwhile")
    with page.expect_response(re.compile("/check/$")):
        type_at(page, 3, 1, "bogus: x\n")
    expect(page.get_by_role("heading", name="1 problem to put right")).to_be_visible()
    assert kept(draft) == THEIRS
    console.forgive("409")


def test_one_can_keep_ones_own(conflict: tuple[Page, BankDraft], console: Console) -> None:
    page, draft = conflict

    page.get_by_role("button", name="Keep mine").click()

    saved(page)
    expect(page.get_by_role("heading", name="Written meanwhile")).to_be_hidden()
    assert kept(draft) == shown(page) == BANK.replace("title: Mine", "title: Mine own")
    console.forgive("409")


def test_one_can_take_theirs_and_undo_brings_ones_own_back(
    conflict: tuple[Page, BankDraft], console: Console
) -> None:
    page, draft = conflict

    page.get_by_role("button", name="Take theirs").click()

    saved(page)
    assert kept(draft) == shown(page) == THEIRS
    page.keyboard.press("Control+z")
    assert "Mine own" in shown(page)
    console.forgive("409")


def test_the_difference_is_shown_and_each_change_kept_or_taken(
    conflict: tuple[Page, BankDraft], console: Console
) -> None:
    page, draft = conflict

    page.get_by_role("button", name="See the difference").click()
    expect(page.locator(".cm-deletedChunk")).to_have_count(2)
    page.locator(".cm-deletedChunk", has_text="Theirs, put").get_by_role("button", name="Take theirs").click()
    expect(page.locator(".cm-deletedChunk")).to_have_count(1)
    page.locator("[data-do=mine]").click()

    saved(page)
    expect(page.locator(".cm-deletedChunk")).to_have_count(0)
    assert kept(draft) == THEIRS.replace("title: Mine", "title: Mine own")
    console.forgive("409")


def test_who_comes_back_without_a_change_sees_what_was_written_elsewhere(
    write: Write, ann: User, console: Console
) -> None:
    page, draft = write()
    drafts.write(draft=draft, text=THEIRS, revision=1, by=ann, now=now())

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    says(page, "Shown as it was saved elsewhere")
    assert shown(page) == THEIRS
    type_at(page, 2, 12, " own")
    saved(page)
    assert kept(draft) == THEIRS.replace("title: Mine", "title: Mine own")
    console.forgive("409")


def test_a_form_that_came_back_with_both_texts_is_saved_only_by_its_button(
    write: Write, ann: User, console: Console
) -> None:
    page, draft = write()
    page.evaluate("DraftKeeper.LEAST = DraftKeeper.MOST = 1e6")
    type_at(page, 2, 12, " own")
    drafts.write(draft=draft, text=THEIRS, revision=1, by=ann, now=now())
    with page.expect_navigation():
        page.evaluate("document.querySelector('.draft-form').submit()")
    expect(page.get_by_role("heading", name="Where they differ")).to_be_visible()
    expect(page.locator("bank-editor[data-ready]")).to_be_attached()

    with page.expect_response(re.compile("/check/$")):
        type_at(page, 2, 12, " very")
    says(page, "written meanwhile")
    assert kept(draft) == THEIRS
    page.get_by_role("button", name="Save mine over it").click()
    saved(page)
    assert kept(draft) == BANK.replace("title: Mine", "title: Mine very own")
    expect(page.get_by_role("heading", name="Where they differ")).to_be_hidden()
    console.forgive("409")


# without the code editor


def test_where_the_code_editor_cannot_come_the_field_saves_and_checks_all_the_same(
    write: Write, open_page: OpenPage, console: Console
) -> None:
    page, draft = write(BROKEN, ready=False)
    page.route("**/codemirror*.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("The code editor could not be loaded")).to_be_visible()
    page.get_by_role("link", name="19:36").click()

    field = page.get_by_label("The text of the bank")
    expect(field).to_be_focused()
    page.keyboard.press("Control+Delete")
    page.keyboard.type("true")
    saved(page)
    assert told(page) == ["13:14"]
    assert kept(draft) == BROKEN.replace("correct: yes", "correct: true")
    console.forgive("dynamically imported module|" + UNREACHED)


def test_the_form_sends_what_the_editor_shows(write: Write) -> None:
    """As a browser does that sends it without our script: the fields are filled when it asks for them."""
    page, draft = write()
    page.evaluate("DraftKeeper.LEAST = DraftKeeper.MOST = 1e6")
    type_at(page, 2, 12, " own")
    form = page.evaluate("[...new FormData(document.querySelector('.draft-form'))]")

    assert dict(form)["text"] == BANK.replace("title: Mine", "title: Mine own")
    assert dict(form)["revision"] == "1"
    with page.expect_navigation():
        page.evaluate("document.querySelector('.draft-form').submit()")
    assert kept(draft) == BANK.replace("title: Mine", "title: Mine own")


def test_paper_has_the_whole_text(write: Write) -> None:
    page, _ = write(BANK + "# and a line\n" * 500)

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("bank-editor > pre")).to_be_visible()
    assert page.locator("bank-editor > pre").inner_text().count("# and a line") == 500
    assert not page.locator(".cm-content").is_visible()


# looks and access


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_editor_is_accessible_and_fits_its_window(write: Write, width: str) -> None:
    page, _ = write(BROKEN, width=width)

    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert faults_of_access(page) == [], theme
    assert overflow_of(page) == 0
    if width == "narrow":
        assert small_targets(page) == []
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_placeholder("Find")).to_be_visible()
    assert faults_of_access(page) == []


def test_a_conflict_is_accessible(conflict: tuple[Page, BankDraft], console: Console) -> None:
    page, _ = conflict
    page.get_by_role("button", name="See the difference").click()

    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert faults_of_access(page) == [], theme
    console.forgive("409")


def test_tab_indents_and_after_escape_it_leads_out(write: Write) -> None:
    page, _ = write()
    go_to(page, 4)

    page.keyboard.press("Tab")
    assert shown(page).split("\n")[3] == "    - kind: ordering"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()
    field = page.get_by_role("textbox", name="The text of the bank")
    expect(field).to_have_accessible_description(re.compile("Escape, then Tab leads out"))


def test_what_is_selected_is_seen_in_forced_colours(write: Write) -> None:
    page, _ = write()
    page.emulate_media(forced_colors="active")
    go_to(page, 2)
    page.keyboard.press("Shift+End")

    selected = page.locator(".cm-selectionBackground").first
    colour = "element => getComputedStyle(element).backgroundColor"
    assert selected.evaluate(colour) != page.locator(".cm-scroller").evaluate(colour)
    highlight = """element => {
        const probe = document.createElement("i");
        document.body.append(probe);
        probe.style.cssText = "background: Highlight; forced-color-adjust: none";
        return getComputedStyle(probe).backgroundColor;
    }"""
    assert selected.evaluate(colour) == selected.evaluate(highlight)


def test_questions_fold_to_a_line_each(write: Write) -> None:
    page, _ = write()

    page.get_by_role("button", name="Fold questions").click()
    assert page.locator(".cm-line").all_inner_texts()[3:] == [
        "  - kind: ordering…",
        "  - kind: choice…",
        "\n",
    ]
    page.get_by_role("button", name="Fold questions").click()
    assert page.locator(".cm-line").count() == BANK.count("\n") + 1


# what could be written

WRITTEN = """\
bank: b
title: T
questions:
  - kind: ordering
    key: a
    prompt: |
      Text: here
    items:
      test: Measure
      clean: {text: "Split: all"}
      train: Fit
    needs:
      test: [clean]
    explain: x
  - kind: matching
    key: m
    prompts: {p: P, q: Q}
    responses: {r: R, s: {text: S}}
    pairs:
      p: r
  - kind: choice
    options: {a: {text: A, correct: true}}
    explain: [
  - kind: case
    questions:
      - kind: choice
        options: {one: One, two: Two}
license: x
"""
WORDS = {
    "topics": {"loop": "The loop"},
    "traps": {"t-1": "Trap one"},
    "passages": {"loop#gate": "The gate"},
    "exams": {"MLA-C01": {"3.3": "Deployment"}},
}
QUESTION = "kind key prompt explain topics traps exams difficulty asks reread source"
OFFERED = {
    # what is written after which line, with the cursor, and what is offered there
    ("", "¦"): "description language license",
    ("title: T", "li¦"): "description language license",
    ("questions:", "  - ¦"): "kind",
    ("questions:", "  ¦"): "",
    (
        "    key: a",
        "    ¦",
    ): "topics traps exams difficulty asks reread source order why distractors orders examples",
    (
        "    key: m",
        "    ¦",
    ): "prompt explain topics traps exams difficulty asks reread source reuse why examples",
    ("    key: a", "    asks: ¦"): "recall judgement",
    ("    key: a", "    topics: [l¦]"): "loop",
    ("    key: a", "    topics:¦"): None,
    ("    key: a", "    topics:\n      - ¦"): "loop",
    ("    key: a", "    traps: [¦"): "t-1",
    ("    key: a", "    exams: {M¦"): "MLA-C01",
    ("    key: a", "    exams: {MLA-C01: [¦"): "3.3",
    ("    key: a", '    reread: ["¦'): "loop#gate",
    ("    key: a", "    source: {¦}"): "url checked title note",
    ("    key: a", "    source:\n      - ¦"): "url checked title note",
    ("    prompt: |", "      an ¦"): None,
    ("      Text: here", "      more: ¦"): None,
    (
        "      Text: here",
        "    ¦",
    ): "topics traps exams difficulty asks reread source order why distractors orders examples",
    ("      test: [clean]", "      ¦"): "clean train",
    ("      test: [clean]", "      train: [¦]"): "test clean",
    ("      test: [clean]", "      train: [clean, ¦]"): "test",
    ("      test: [clean]", "      train: {¦"): "test clean",
    ("      test: [clean]", "      train: {test: {¦"): "why trap",
    ("      test: [clean]", "      train: {test: {why: abc, trap: ¦}}"): "t-1",
    ("      test: [clean]", "      train:\n        test: {why: 'It''s: so', tr¦"): "trap",
    ("    explain: x", "    order: [test, ¦]"): "clean train",
    ("    explain: x", "    examples:\n      - {response: [¦]}"): "test clean train",
    ("    explain: x", "    examples:\n      - {response: [test], correct: ¦}"): "true false",
    ("    explain: x", "    examples:\n    - response:\n      - ¦"): "test clean train",
    ("      p: r", "      ¦"): "q",
    ("      p: r", "      q: ¦"): "r s",
    ("      p: r", "      q: [r, ¦]"): "s",
    ("      p: r", "    examples:\n      - {response: {p: ¦"): "r s",
    ("    options: {a: {text: A, correct: true}}", "    pin: [¦]"): "a",
    ("    questions:", "      - ¦"): "kind",
    ("        options: {one: One, two: Two}", "        pin: [¦]"): "one two",
    ("        options: {one: One, two: Two}", "        examples: [{response: [one, t¦"): "two",
    ("  - kind: case", "    ¦"): "key title scenario explain topics exams reread source",
    ("license: x", "la¦"): "description language license",
}


@pytest.fixture(scope="module")
def rules(chromium: Browser) -> Iterator[Page]:
    """A blank page with what knows banks and nothing of a page, or of an editor."""
    page = chromium.new_page()
    for name in ("bank-text", "bank-place", "bank-schema"):
        page.add_script_tag(path=STATIC / f"editor/{name}.js")
    yield page
    page.close()


OFFERS = """([schema, words, lines, line, column]) => {
    const part = new BankPart({ count: lines.length, at: (n) => lines[n] }, line);
    const place = part.place(column);
    const here = (token) => token.line === line && token.from <= column && column <= token.to;
    const others = part.tokens.filter((token) => !here(token));
    const offers = place && new BankSchema(schema, words).offers(place, others);
    return offers && offers.map(({ name }) => name).join(" ");
}"""


@pytest.mark.parametrize(("after", "written"), OFFERED)
def test_what_fits_a_place(rules: Page, after: str, written: str) -> None:
    text = WRITTEN.replace(f"{after}\n", f"{after}\n{written}\n", 1) if after else f"{written}\n{WRITTEN}"
    lines = text.split("\n")
    line = next(n for n, text in enumerate(lines) if "¦" in text)
    column = lines[line].index("¦")
    lines[line] = lines[line].replace("¦", "")

    assert (
        rules.evaluate(OFFERS, [bank_format.schema(), WORDS, lines, line, column]) == OFFERED[after, written]
    )


def test_every_word_of_a_shipped_bank_has_its_path_as_the_check_reads_it(rules: Page) -> None:
    """It guesses only where a text is not whole yet: of a whole one it finds the keys that YAML has."""
    for file in sorted((STATIC.parent / "content/banks").glob("*.yaml")):
        lines = file.read_text().split("\n")
        begin = next(n for n, text in enumerate(lines) if text.startswith("questions:"))
        found = rules.evaluate(
            """([lines, path]) => BankText.read(lines, path, 0).tokens
                .filter(({ role }) => role === "key").map(({ path }) => path)""",
            [lines[begin + 1 :], ["questions"]],
        )
        document = yamlsource.read(file.read_bytes(), file=file.name).data

        assert found == list(keys_of(document["questions"], ("questions",))), file.name


def keys_of(value: object, path: tuple[str | int, ...]) -> Iterator[list[str | int]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield [*path, key]
            yield from keys_of(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from keys_of(inner, (*path, n))


def test_what_fits_is_offered_with_what_it_means(write: Write) -> None:
    call_command("load_content", verbosity=0)
    page, _ = write()
    type_at(page, 15, 1, "    \n")
    go_to(page, 15, 5)
    page.keyboard.type("tr")
    page.keyboard.press("Control+Space")

    offers = page.get_by_role("listbox", name="Completions")
    expect(offers.get_by_role("option").first).to_have_text("traps")
    expect(page.locator(".cm-completionInfo")).to_have_text("Keys of the syllabus's traps that it plays on.")
    offers.get_by_role("option").first.click()
    page.keyboard.type("[gate-bef")
    expect(offers.get_by_role("option").first).to_have_text("gate-before-evaluation")
    offers.get_by_role("option").first.click()
    assert shown(page).split("\n")[14] == "    traps: [gate-before-evaluation]"


def test_a_field_says_under_the_pointer_what_it_is_for(write: Write) -> None:
    page, _ = write()

    page.locator(".cm-line", has_text="needs:").locator("span", has_text="needs").first.hover()

    expect(page.locator(".cm-tooltip-hover")).to_contain_text("What must come before each item")


def test_the_code_editor_comes_on_its_page_alone_and_no_page_waits_for_it(
    chromium: Browser, console: Console, served_site: str
) -> None:
    """As it is served, compressed: what the page needs is light, and the editor comes after it."""
    context = chromium.new_context(base_url=served_site, **window())
    console.listen(context)
    page = context.new_page()
    page.set_default_timeout(15_000)
    publish_page(page)
    tab(page, "Edit")
    weight = weigh(page, page.url)
    elsewhere = weigh(page, f"{served_site}/author/")
    context.close()

    assert any("codemirror" in request for request in weight.requests)
    assert not any("editor" in request or "codemirror" in request for request in elsewhere.requests)
    assert weight.bytes["Script"] <= MOST_SCRIPT + MOST_OF_CODEMIRROR
    assert len(weight.requests) <= MOST_REQUESTS + len(
        ("editor.js", "codemirror.js", "the schema", "the words")
    )
