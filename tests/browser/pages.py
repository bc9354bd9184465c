"""Every page and every state of one that is looked at: in screenshots, by axe, on the scales.

One line for each. `do` brings the page into the state that is meant, by what a person would do.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, Route

KINDS = ("Ordering", "Matching", "Choice", "Case")


@dataclass(frozen=True)
class Shown:
    """A page under the name of its picture. What the browser `says` in its console is forgiven."""

    name: str
    path: str
    do: Callable[[Page], None] = lambda page: None
    status: int = 200
    mail: bool = False  # of a site that can send mail
    says: str = ""


def check(page: Page) -> None:
    """Press the button and wait for what it brings."""
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#verdict, .problem").first.wait_for()


def place(page: Page, number: int) -> None:
    """Take the first pieces of the pool, as they lie there."""
    for _ in range(number):
        page.locator(".pool .piece:visible").first.get_by_role("button", name="Add").click()


def play_home(page: Page) -> None:
    place(page, 5)
    check(page)


def begin(*kinds: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        for kind in set(KINDS) - set(kinds):
            page.get_by_label(kind, exact=True).uncheck()
        page.get_by_role("button", name="Start").click()
        page.locator(".board").first.wait_for()

    return do


def saved(page: Page) -> None:
    """A board half placed and saved, and its question marked to come back to."""
    begin("Ordering")(page)
    place(page, 2)
    page.locator("[data-became=saved]").wait_for()
    page.get_by_role("button", name="Come back to this").click()
    page.locator("#flag[aria-pressed=true]").wait_for()


def not_saved(page: Page) -> None:
    """The connection is gone, and something is placed."""
    begin("Ordering")(page)
    page.context.set_offline(True)
    place(page, 2)
    page.locator("draft-saver [data-for=offline]").wait_for()


def changed_elsewhere(page: Page) -> None:
    """What another tab has saved meanwhile is told below the board that is worked on."""
    begin("Ordering")(page)
    other = page.context.new_page()
    other.goto(page.url)
    place(other, 3)
    other.locator("[data-became=saved]").wait_for()
    other.close()
    place(page, 1)
    page.locator("[data-became=elsewhere]").wait_for()


def answer(kind: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        begin(kind)(page)
        respond(page)
        check(page)

    return do


def respond(page: Page) -> None:
    """Something, whatever the kind of the board."""
    if page.locator("ordering-board").count():
        place(page, 3)
    for menu in page.locator("matching-board select").all():
        menu.select_option(index=1)
    for option in page.locator("input[name=option]").all()[:1]:
        option.check()


def summary(page: Page) -> None:
    answer("Choice")(page)
    finish(page)


def summary_of_a_case(page: Page) -> None:
    answer("Case")(page)
    finish(page)


def finish(page: Page) -> None:
    page.locator(".over a").last.click()
    page.get_by_role("button", name="Finish here").click()


def closed(page: Page) -> None:
    """A question that was left unanswered when its sitting was finished."""
    summary(page)
    page.locator(".lineup li[data-state=unanswered] a").first.click()


def expired(page: Page) -> None:
    """A board half placed, whose form the server takes no more."""
    begin("Ordering")(page)
    place(page, 2)
    page.context.clear_cookies(name="csrftoken")
    check(page)


def refused_wish(page: Page) -> None:
    """The form as it comes back: here with a start that has no name."""
    page.evaluate("document.querySelector('[name=start_key]').value = 'x'")
    page.get_by_role("button", name="Start").click()
    page.locator(".problem").first.wait_for()


def refused_bank(page: Page) -> None:
    """Every kind unchosen."""
    for kind in page.get_by_role("checkbox").all():
        kind.uncheck()
    page.get_by_role("button", name="Practise this bank").click()
    page.locator(".problem").first.wait_for()


def practise_this(page: Page) -> None:
    """From a lesson to its questions, one of which is answered; and back to the lesson."""
    lesson = page.url
    page.get_by_role("button", name="Practise this").click()
    page.locator(".board").first.wait_for()
    respond(page)
    check(page)
    page.goto(lesson)


def begun(page: Page) -> None:
    page.goto("/learn/step-caching/")
    practise_this(page)
    page.goto("/learn/")


def keep(page: Page) -> None:
    """The first entry of the page bookmarked and written on."""
    leaf = page.locator(".leaf").first
    leaf.get_by_role("button", name="Bookmark").click()
    leaf.get_by_role("button", name="Bookmark", pressed=True).wait_for()
    write_on(page)
    leaf.get_by_label("Your note on").fill("The gate **reads**, it measures not.\n\n- report\n- gate")
    leaf.get_by_role("button", name="Save").click()
    leaf.locator(".own-note").wait_for()


def write_on(page: Page) -> None:
    page.locator(".leaf").first.get_by_role("link", name="Note on").click()
    page.locator(".leaf textarea").first.wait_for()


def write_too_much(page: Page) -> None:
    write_on(page)
    page.locator(".leaf textarea").first.fill("A word. " * 630)
    page.get_by_role("button", name="Save").click()
    page.locator(".leaf .problem").wait_for()


def write_in_two_tabs(page: Page) -> None:
    """What the second tab sees when it saves."""
    keep(page)
    page.get_by_role("link", name="Edit note").first.click()
    page.locator("[name=version]").first.evaluate("field => { field.value = '0'; }")
    page.locator(".leaf textarea").first.fill("The gate compares two numbers.")
    page.get_by_role("button", name="Save").click()
    page.locator(".leaf .stored").wait_for()


def delete_note(page: Page) -> None:
    keep(page)
    page.get_by_role("link", name="Edit note").first.click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Put it back").wait_for()


def notebook(page: Page) -> None:
    for path in ("/learn/quality-gate/", "/traps/register-deploys/", "/steps/condition/"):
        page.goto(path)
        keep(page)
    page.goto("/glossary/")
    page.locator(".leaf").nth(3).get_by_role("button", name="Bookmark").click()
    page.get_by_role("button", name="Bookmark", pressed=True).wait_for()
    page.goto("/notes/")


def planned(days: int | None, load: int) -> Callable[[Page], None]:
    """The exam in so many days, and so many questions a day."""

    def do(page: Page) -> None:
        if days is not None:
            exam = datetime.now(UTC).date() + timedelta(days=days)
            page.get_by_label("On which day").fill(exam.isoformat())
        page.get_by_label("Questions a day").fill(str(load))
        page.get_by_role("button", name="Save").click()
        page.wait_for_load_state()
        page.locator("#today").wait_for()

    return do


def reviewing(page: Page) -> None:
    """The first question of a review of one, and of a trap, a term or a question as it comes."""
    planned(None, 2)(page)
    page.get_by_role("button", name="Review").click()
    page.locator("main a.go").first.click()
    page.locator(".board").first.wait_for()


def reviewed(page: Page) -> None:
    reviewing(page)
    respond(page)
    check(page)


def review_done(page: Page) -> None:
    reviewed(page)
    while page.get_by_role("link", name="Next question").count():
        page.get_by_role("link", name="Next question").click()
        page.locator("form.board").wait_for()
        respond(page)
        check(page)
    page.goto("/review/")


def review_begun(page: Page) -> None:
    reviewing(page)
    page.goto("/review/")


def answered(page: Page) -> None:
    """Some questions of two kinds answered, mostly wrong."""
    for kind in ("Ordering", "Matching"):
        page.goto("/practice/")
        answer(kind)(page)
    page.goto("/progress/")


def to_delete(page: Page, *, sure: bool = True) -> None:
    """The page that asks before all is deleted; sent without its tick it says so."""
    answered(page)
    page.goto("/progress/data/delete/")
    if not sure:
        page.locator("form.account").evaluate("form => { form.noValidate = true }")
        page.get_by_role("button", name="Delete all of it").click()
        page.get_by_role("alert").wait_for()


def start_exam(page: Page) -> None:
    page.get_by_role("button", name="Start the clock").click()
    page.locator(".board").first.wait_for()


def running_exam(page: Page) -> None:
    page.goto("/exams/pipeline-drill/")
    start_exam(page)
    page.goto("/exams/")


def exam_case(page: Page) -> None:
    start_exam(page)
    page.locator(".stops .of-case a").first.click()
    page.locator(".scenario").wait_for()


def flagged(page: Page) -> None:
    start_exam(page)
    page.get_by_role("button", name="Come back to this").click()
    page.locator("#flag[aria-pressed=true]").wait_for()


def exam_overview(page: Page) -> None:
    """Two questions answered, of which one is to be looked at again."""
    flagged(page)
    for number in (2, 3):
        respond(page)
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url(f"**/{number}/")
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="Finish the exam").wait_for()


def ask_to_finish(page: Page) -> None:
    exam_overview(page)
    page.get_by_role("link", name="Finish the exam").click()
    page.get_by_role("button", name="Finish and see the result").wait_for()


def exam_result(page: Page) -> None:
    ask_to_finish(page)
    page.get_by_role("button", name="Finish and see the result").click()
    page.locator(".lineup").first.wait_for()


def last_minute(page: Page) -> None:
    """The clock as the server sets it with every page, and stopped there to be looked at."""
    start_exam(page)
    stop = "clock => { clock.dataset.left = '42'; clock.show(); clearInterval(clock.timer) }"
    page.locator("exam-clock").evaluate(stop)
    page.locator("exam-clock[data-soon]").wait_for()


def grace(page: Page) -> None:
    """Just after the deadline, while saves that are on their way are taken; the page does not move on."""
    start_exam(page)

    def without_refresh(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={k: v for k, v in answer.headers.items() if k != "refresh"})

    page.route("**/s/*/", without_refresh)
    page.goto("/scenes/time-is-up/")
    page.get_by_text("Time is up.").wait_for()


def exam_unanswered(page: Page) -> None:
    exam_result(page)
    page.locator(".lineup li[data-state=unanswered] a").first.click()
    page.locator(".verdict").wait_for()


def as_author(path: str) -> Callable[[Page], None]:
    """A page of the author of the bank that many have answered (tests.browser.serving)."""

    def do(page: Page) -> None:
        sign_in(page, STAFF)
        page.goto(path)

    return do


def regraded(page: Page) -> None:
    """A question judged by its own key again: no verdict changes, and the log says so."""
    as_author("/author/answered/regrade/q4/?of=1&by=1")(page)
    page.get_by_label("Why, in one sentence").fill("Its key was right after all.")
    page.get_by_role("button", name="Judge them anew").click()
    page.wait_for_url("**/regrades/**")


PASSWORD = "correct horse battery"


def send(page: Page, **fields: str) -> None:
    """Fill the form of a page of accounts and press its first button."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    with page.expect_navigation():
        page.locator("main .account button.go").click()


def sign_up(page: Page) -> str:
    """A new account, signed in; its address."""
    email = f"{secrets.token_hex(6)}@example.org"
    page.goto("/accounts/signup/")
    send(page, email=email, password1=PASSWORD, password2=PASSWORD)
    return email


def confirm(page: Page) -> None:
    """From a sign-up to the page behind the link of its mail."""
    sign_up(page)
    follow_mail(page)


def follow_mail(page: Page) -> None:
    """Open the link of the mail that has just come."""
    letter = page.request.get("/scenes/mail/").text()
    found = re.search(r"https?://\S+", letter)
    assert found, letter
    page.goto(found[0])


def confirmed(page: Page) -> str:
    """A new account whose address is confirmed, signed in; its address."""
    email = sign_up(page)
    follow_mail(page)
    send(page)
    return email


def another_address(page: Page) -> None:
    """From the account to the mail that is on its way to the new address."""
    confirmed(page)
    page.goto("/accounts/email/")
    send(page, password=PASSWORD)
    send(page, email=f"{secrets.token_hex(6)}@example.net")


def another_address_link(page: Page) -> None:
    another_address(page)
    follow_mail(page)


def another_address_refused(page: Page) -> None:
    signed_in_at("/accounts/email/", again=True)(page)
    send(page, email=STAFF)


def ask_for_reset(page: Page) -> None:
    email = confirmed(page)
    sign_out(page)
    page.goto("/accounts/password/reset/")
    send(page, email=email)


def reset(page: Page) -> None:
    """From the mail to the new password."""
    ask_for_reset(page)
    follow_mail(page)


def reset_refused(page: Page) -> None:
    reset(page)
    send(page, password1="short", password2="short")


def reset_done(page: Page) -> None:
    reset(page)
    send(page, password1="another horse battery", password2="another horse battery")


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    send(page, login=email, password=PASSWORD)


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    send(page)


def start_something(page: Page) -> None:
    page.goto("/practice/")
    begin("Choice")(page)


def signed_in_at(path: str, *, again: bool = False) -> Callable[[Page], None]:
    """A page of an account; where it asks for the password `again`, it is given."""

    def do(page: Page) -> None:
        sign_up(page)
        page.goto(path)
        if again:
            send(page, password=PASSWORD)

    return do


def whose(page: Page) -> None:
    """Signed in on a browser where a guest has done something."""
    email = sign_up(page)
    sign_out(page)
    start_something(page)
    sign_in(page, email)


def guest_at_accounts(page: Page) -> None:
    start_something(page)
    page.goto("/accounts/")


def must_wait(page: Page) -> None:
    for _ in range(11):
        page.goto("/accounts/login/")
        send(page, login="who-waits@example.org", password="wrong")


STAFF = "staff@example.org"  # has an account where the pages are looked at: tests.browser.serving


def report(page: Page) -> None:
    """From a verdict to the form."""
    answer("Choice")(page)
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_role("button", name="Send the report").wait_for()


def report_refused(page: Page) -> None:
    report(page)
    page.get_by_role("button", name="Send the report").click()
    page.locator(".problem").first.wait_for()


def reported(page: Page) -> None:
    report(page)
    page.get_by_label("What counts as right is wrong").check()
    page.get_by_label("In a sentence").fill("The second option is right, too: the guide says so.")
    page.get_by_role("button", name="Send the report").click()
    page.locator("#thanks").wait_for()


def reports(page: Page) -> None:
    reported(page)
    page.goto("/reports/")


def inbox(page: Page) -> None:
    """What staff see of what a guest has just reported on the same computer."""
    reported(page)
    sign_in(page, STAFF)
    page.goto("/reports/inbox/")


def reported_to_staff(page: Page) -> None:
    inbox(page)
    page.locator(".entries li", has_text="It waits").last.get_by_role("link").click()
    page.get_by_role("button", name="Answer").wait_for()


def report_answered(page: Page) -> None:
    reported_to_staff(page)
    page.get_by_label("The question was unclear").check()
    page.get_by_label("Answer", exact=True).fill("It says now which guide is meant. One is right, as before.")
    page.get_by_role("button", name="Answer").click()
    page.wait_for_url("**/reports/inbox/")
    sign_out(page)


def answers(page: Page) -> None:
    report_answered(page)
    page.goto("/reports/")


def publish_page(page: Page) -> None:
    """The small bank that one begins with, before its first version."""
    sign_up(page)
    page.goto("/author/new/")
    page.locator("#template").get_by_role("button", name="Begin with it").click()
    tab(page, "Publish")


def tab(page: Page, name: str) -> None:
    """Another page of the same bank."""
    page.get_by_role("navigation", name="This bank").get_by_role("link", name=name).click()
    page.wait_for_load_state()


def rewrite(page: Page, **changes: str) -> None:
    """Save the text of the bank with some words changed, as its form would without a script."""
    tab(page, "Edit")
    edit = page.url
    text = page.request.get(f"{edit}text/").text()
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    token, revision = (page.locator(f"form.draft-form [name={n}]").input_value() for n in HIDDEN)
    form = {"text": text, "csrfmiddlewaretoken": token, "revision": revision}
    assert page.request.post(edit, form=form, headers={"Referer": edit}).ok
    page.goto(edit)


HIDDEN = ("csrfmiddlewaretoken", "revision")


def publish_with_problems(page: Page) -> None:
    publish_page(page)
    rewrite(page, explain="explian")
    tab(page, "Publish")


def first_version(page: Page) -> None:
    publish_page(page)
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_role("button", name="Let in who has the link").wait_for()


def publish_changes(page: Page) -> None:
    first_version(page)
    rewrite(page, **{"prompt: ": "prompt: Now "})
    tab(page, "Publish")


def second_version(page: Page) -> None:
    publish_changes(page)
    page.get_by_role("button", name="Publish version 2").click()
    page.get_by_role("heading", name="Nothing to publish").wait_for()


def versions(page: Page) -> None:
    second_version(page)
    tab(page, "Versions")


def version(page: Page) -> None:
    versions(page)
    page.get_by_role("link", name="Version 2").click()


def version_back_unsure(page: Page) -> None:
    """Text that was never published would give way, and nobody has said that it may."""
    versions(page)
    rewrite(page, **{"prompt: ": "prompt: Once more "})
    tab(page, "Versions")
    page.get_by_role("link", name="Version 1").click()
    page.get_by_role("button", name="Bring version 1 back").click()
    page.locator(".problem").first.wait_for()


def version_back(page: Page) -> None:
    """What stood there can be put back."""
    version_back_unsure(page)
    page.get_by_label("Set aside what I have written").check()
    page.get_by_role("button", name="Bring version 1 back").click()
    tab(page, "Versions")
    page.get_by_role("button", name="Put it back").wait_for()


def by_link(page: Page) -> None:
    first_version(page)
    page.get_by_role("button", name="Let in who has the link").click()
    page.get_by_label("The link", exact=True).wait_for()


def bank_by_link(page: Page) -> None:
    by_link(page)
    page.goto(page.get_by_label("The link", exact=True).input_value())


def to_be_public(page: Page) -> None:
    by_link(page)
    page.get_by_role("button", name="Ask that it be public").click()
    page.get_by_role("button", name="Ask no more").wait_for()


def approvals(page: Page) -> None:
    to_be_public(page)
    sign_out(page)
    sign_in(page, STAFF)
    page.goto("/author/approvals/")


def approval(page: Page) -> None:
    approvals(page)
    page.locator(".entries a").first.click()
    page.get_by_role("button", name="Answer").wait_for()


def approval_unsaid(page: Page) -> None:
    approval(page)
    page.get_by_label("It does not become public").check()
    page.get_by_role("button", name="Answer").click()
    page.locator(".problem").first.wait_for()


def in_its_form(page: Page, before: str, after: str) -> dict[str, str]:
    """What the form of the editor would send without a script, with its text changed."""
    text = page.request.get(f"{page.url}text/").text()
    assert before in text
    token, revision = (page.locator(f"form.draft-form [name={n}]").input_value() for n in HIDDEN)
    return {"text": text.replace(before, after), "csrfmiddlewaretoken": token, "revision": revision}


def a_draft(page: Page) -> None:
    publish_page(page)
    tab(page, "Edit")


def broken_draft(page: Page) -> None:
    a_draft(page)
    rewrite(page, **{"explain": "explian", "[clean]": "[claen]", "correct: true}": "correct: yes}"})


def conflict(page: Page) -> None:
    """What somebody without a script sees who saves over another's writing."""
    a_draft(page)
    mine = in_its_form(page, "Put the retraining", "Order the retraining")
    theirs = in_its_form(page, "in an order its steps", "so that its steps")
    assert page.request.post(page.url, form=theirs, headers={"Referer": page.url}).ok
    page.route("**/editor*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.evaluate(
        """text => {
            const form = document.createElement("form");
            form.method = "post";
            for (const [name, value] of Object.entries(text)) {
                const field = document.createElement("textarea");
                Object.assign(field, { name, value });
                form.append(field);
            }
            document.body.append(form);
            form.submit();
        }""",
        mine,
    )
    page.locator(".clash").wait_for()


def meanwhile(page: Page) -> None:
    """What somebody sees in whose editor another's writing comes to light."""
    a_draft(page)
    theirs = in_its_form(page, "in an order its steps", "so that its steps")
    assert page.request.post(page.url, form=theirs, headers={"Referer": page.url}).ok
    page.locator("bank-editor[data-ready]").wait_for()
    page.locator(".cm-content").press_sequentially("#")
    page.get_by_role("button", name="See the difference").click()
    page.locator(".cm-deletedChunk").first.wait_for()


def read_only(page: Page) -> None:
    """As a viewer sees it."""
    asked(page, role="read")
    page.get_by_role("button", name="Yes").click()
    page.locator("#listing").wait_for()


def drafts(page: Page) -> None:
    """A broken one and a sound one, and somebody who asks."""
    asked(page)
    page.goto("/author/new/")
    page.locator("#template").get_by_role("button", name="Begin with it").click()
    rewrite(page, explain="explian")
    page.goto("/author/new/")
    page.locator("#template").get_by_role("button", name="Begin with it").click()
    page.goto("/author/")


def ask(page: Page, email: str, role: str) -> None:
    tab(page, "People")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Ask them").click()
    page.get_by_role("button", name="Ask no more").wait_for()


def asked(page: Page, role: str = "write and publish") -> None:
    """Asked to write with somebody, and not yet answered."""
    email = sign_up(page)
    sign_out(page)
    publish_page(page)
    ask(page, email, role)
    sign_out(page)
    sign_in(page, email)
    page.goto("/author/")


def people(page: Page) -> None:
    """Of a bank with two authors, who ask a third."""
    first = sign_up(page)
    sign_out(page)
    second = sign_up(page)
    sign_out(page)
    sign_in(page, first)
    page.goto("/author/new/")
    page.locator("#template").get_by_role("button", name="Begin with it").click()
    ask(page, second, "read")
    bank = page.url
    sign_out(page)
    sign_in(page, second)
    page.goto("/author/")
    page.get_by_role("button", name="Yes").click()
    page.locator("#listing").wait_for()
    sign_out(page)
    sign_in(page, first)
    page.goto(bank)
    ask(page, "somebody.else@example.org", "write and publish")


def people_refused(page: Page) -> None:
    people(page)
    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_label("To", exact=True).wait_for()
    page.get_by_role("button", name="Hand it over").click()
    page.locator("#hand-over .problem").first.wait_for()


def sent_file(name: str, text: str) -> Callable[[Page], None]:
    """A file sent as a bank."""

    def do(page: Page) -> None:
        sign_up(page)
        page.goto("/author/new/")
        file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        page.get_by_label("A file, or a zip of several").set_input_files(file)  # type: ignore[arg-type]
        page.locator("#own").get_by_role("button", name="Begin with it").click()
        page.wait_for_load_state()

    return do


GIFT = """::Where:: Where is step caching switched on? {
=On each step #Yes. ~%-50%On the pipeline ~When a run is started ####It is a field of the step.}

::Half:: Which two end a run? {~%50%A failed step ~%50%The last step ~A wish}

::Say it:: What does a condition compare? {=a metric =a value}
"""


def reported_to_authors(page: Page) -> None:
    """A question of one's own bank reported, and the list of such reports."""
    bank_by_link(page)
    page.get_by_role("button", name="Practise this bank").click()
    page.locator(".board").first.wait_for()
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("What counts as right is wrong").check()
    page.get_by_label("In a sentence").fill("The evaluation may well come before: the guide says so.")
    page.get_by_role("button", name="Send the report").click()
    page.locator("#thanks").wait_for()
    page.goto("/author/")
    page.get_by_role("link", name="1 report waits").click()


def report_to_authors(page: Page) -> None:
    reported_to_authors(page)
    page.locator(".entries a").first.click()
    page.get_by_role("button", name="Answer").wait_for()


def account_with_banks(page: Page) -> None:
    """The page that deletes an account, where others may be practising its bank."""
    first_version(page)
    page.goto("/accounts/delete/")
    send(page, password=PASSWORD)


def to_delete_bank(page: Page) -> None:
    first_version(page)
    tab(page, "Edit")
    page.get_by_role("link", name="Delete it").click()


def preview(page: Page) -> None:
    """The bank that one begins with, as learners will see it."""
    publish_page(page)
    tab(page, "Preview")


def preview_broken(page: Page) -> None:
    """One question has lost its explanation, and a case has a field that none has."""
    publish_page(page)
    rewrite(
        page, **{"explain: A condition decides": "explian: A condition decides", "title: A shop": "titel: A"}
    )
    tab(page, "Preview")


def preview_of(key: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        preview(page)
        page.goto(f"{page.url}{key}/")
        page.locator(".board").first.wait_for()

    return do


def preview_tried(key: str) -> Callable[[Page], None]:
    """A wrong response checked, as a learner would."""

    def do(page: Page) -> None:
        preview_of(key)(page)
        respond(page)
        check(page)

    return do


def preview_of_the_key(page: Page) -> None:
    preview_of("a-shop-reads")(page)
    page.get_by_role("link", name="See the verdict on the key").click()
    page.locator("#verdict").wait_for()


def preview_unsound(page: Page) -> None:
    preview_broken(page)
    page.goto(f"{page.url}what-each-step-does/")


def question_form(key: str) -> Callable[[Page], None]:
    """The form of one question of the bank that one begins with."""

    def do(page: Page) -> None:
        preview_of(key)(page)
        page.get_by_role("link", name="Edit in a form").first.click()
        page.get_by_role("button", name="Save", exact=True).last.wait_for()

    return do


def question_form_wrong(page: Page) -> None:
    """Saved without an explanation, and with a need that closes a circle."""
    question_form("retrain")(page)
    page.get_by_label("needs this first, row 1").select_option(index=2)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.locator(".problem").first.wait_for()


def case_form(page: Page) -> None:
    preview(page)
    page.locator("a[href$='/questions/a-shop/']").click()
    page.get_by_role("button", name="Save", exact=True).last.wait_for()


def question_form_new(page: Page) -> None:
    preview(page)
    page.get_by_role("link", name="Matching", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).last.wait_for()


SHOWN = (
    Shown("accounts-newcomer", "/accounts/"),
    Shown("accounts-guest", "/accounts/", guest_at_accounts),
    Shown("account", "/accounts/", signed_in_at("/accounts/")),
    Shown("sign-in", "/accounts/login/"),
    Shown("sign-in-wrong", "/accounts/login/", lambda page: send(page, login="a@b.org", password="wrong")),
    Shown("sign-in-must-wait", "/accounts/login/", must_wait),
    Shown("sign-in-passkey", "/accounts/login/passkey/"),
    Shown("sign-up", "/accounts/signup/"),
    Shown(
        "sign-up-refused",
        "/accounts/signup/",
        lambda page: send(page, email="a@b.org", password1="short", password2="short"),
    ),
    Shown("sign-out", "/accounts/", signed_in_at("/accounts/logout/")),
    Shown("guest-work", "/accounts/", whose),
    Shown("address", "/accounts/", signed_in_at("/accounts/email/", again=True)),
    Shown("address-refused", "/accounts/", another_address_refused),
    Shown("address-sent", "/accounts/", another_address, mail=True),
    Shown("address-link", "/accounts/", another_address_link, mail=True),
    Shown("address-old-link", "/accounts/email/nonsense/", mail=True),
    Shown("password-reset", "/accounts/password/reset/"),
    Shown("password-reset-by-mail", "/accounts/password/reset/", mail=True),
    Shown("password-reset-sent", "/accounts/", ask_for_reset, mail=True),
    Shown("password-reset-link", "/accounts/", reset, mail=True),
    Shown("password-reset-refused", "/accounts/", reset_refused, mail=True),
    Shown("password-reset-done", "/accounts/", reset_done, mail=True),
    Shown("password-reset-old-link", "/accounts/password/reset/key/1/nonsense/", mail=True),
    Shown("confirm-sent", "/accounts/", lambda page: sign_up(page) and None, mail=True),
    Shown("confirm-link", "/accounts/", confirm, mail=True),
    Shown("confirm-old-link", "/accounts/confirm-email/nonsense/", mail=True),
    Shown("password-change", "/accounts/", signed_in_at("/accounts/password/change/")),
    Shown("password-again", "/accounts/", signed_in_at("/accounts/delete/")),
    Shown("account-delete", "/accounts/", signed_in_at("/accounts/delete/", again=True)),
    Shown("passkeys", "/accounts/", signed_in_at("/accounts/passkeys/")),
    Shown("passkey-add", "/accounts/", signed_in_at("/accounts/passkeys/add/", again=True)),
    Shown("home", "/"),
    Shown("home-half", "/", lambda page: place(page, 3)),
    Shown("home-blank", "/", check),
    Shown("home-told", "/", play_home),
    Shown("topics", "/learn/"),
    Shown("topics-begun", "/learn/", begun),
    Shown("topic", "/learn/retraining-loop/"),
    Shown("topic-begun", "/learn/step-caching/", practise_this),
    Shown("topic-with-tables", "/learn/parameters/"),
    Shown("steps", "/steps/"),
    Shown("steps-of-a-family", "/steps/?family=control"),
    Shown("step", "/steps/processing/"),
    Shown("step-of-a-topic", "/steps/tuning/?topic=step-caching"),
    Shown("step-without-questions", "/steps/emr-serverless/"),
    Shown("traps", "/traps/"),
    Shown("trap", "/traps/register-deploys/"),
    Shown("trap-of-a-topic", "/traps/pipeline-level-cache/?topic=step-caching"),
    Shown("faqs", "/faq/"),
    Shown("glossary", "/glossary/"),
    Shown("compare", "/compare/"),
    Shown("compare-open", "/compare/?work=sagemaker"),
    Shown("compare-contradicted", "/compare/?work=start&flow=many&asks=ml"),
    Shown("compare-answered", "/compare/?work=sagemaker&flow=many&airflow=no&asks=ml"),
    Shown("tables", "/tables/"),
    Shown("table", "/tables/events/"),
    Shown("topic-with-excerpt", "/learn/triggers/"),
    Shown("sheet", "/learn/quality-gate/sheet/"),
    Shown("anki", "/anki/"),
    Shown("kept", "/learn/quality-gate/", keep),
    Shown("kept-deleted", "/traps/register-deploys/", delete_note),
    Shown("writing", "/steps/condition/", write_on),
    Shown("writing-too-much", "/steps/condition/", write_too_much),
    Shown("writing-in-two-tabs", "/traps/register-deploys/", write_in_two_tabs),
    Shown("note", "/notes/passage/step-caching/uris/"),
    Shown("notebook", "/notes/", notebook),
    Shown("notebook-empty", "/notes/"),
    Shown("loop", "/loop/"),
    Shown("loop-node", "/loop/gate/"),
    Shown("loop-walk", "/loop/?t=7&gate=fails"),
    Shown("loop-walk-node", "/loop/register/?t=9&with=tuning&with=feature-store"),
    Shown("pipelines", "/pipelines/"),
    Shown("pipeline", "/pipelines/quality-and-bias-checks/"),
    Shown("pipeline-walk", "/pipelines/approval-by-callback/?t=6&fails=ask"),
    Shown("search", "/search/?q=processing-step"),
    Shown("search-empty", "/search/"),
    Shown("search-none", "/search/?q=xyzzy"),
    Shown("search-meant", "/search/?q=regsiter+gaet&in=trap"),
    Shown("practice", "/practice/"),
    Shown("practice-of-a-trap", "/practice/?trap=register-deploys"),
    Shown("practice-refused", "/practice/", refused_wish),
    Shown("ordering", "/practice/", begin("Ordering")),
    Shown("ordering-saved", "/practice/", saved),
    Shown("ordering-not-saved", "/practice/", not_saved, says="ERR_INTERNET_DISCONNECTED"),
    Shown("ordering-changed-elsewhere", "/practice/", changed_elsewhere),
    Shown("ordering-expired", "/practice/", expired),
    Shown("ordering-told", "/practice/", answer("Ordering")),
    Shown("matching", "/practice/", begin("Matching")),
    Shown("matching-told", "/practice/", answer("Matching")),
    Shown("choice", "/practice/", begin("Choice")),
    Shown("choice-told", "/practice/", answer("Choice")),
    Shown("variant-ordering", "/practice/?fresh=only&topic=quality-gate", begin("Ordering")),
    Shown("variant-matching", "/practice/?fresh=only&topic=triggers", begin("Matching")),
    Shown("variant-choice-told", "/practice/?fresh=only&topic=executions", answer("Choice")),
    Shown("case", "/practice/", begin("Case")),
    Shown("case-told", "/practice/", answer("Case")),
    Shown("case-summary", "/practice/", summary_of_a_case),
    Shown("sitting", "/practice/", summary),
    Shown("question-closed", "/practice/", closed),
    Shown("exams", "/exams/"),
    Shown("exams-running", "/exams/", running_exam),
    Shown("exam", "/exams/mla-c01/"),
    Shown("exam-question", "/exams/pipeline-drill/", start_exam),
    Shown("exam-case", "/exams/pipeline-drill/", exam_case),
    Shown("exam-flagged", "/exams/pipeline-drill/", flagged),
    Shown("exam-last-minute", "/exams/pipeline-drill/", last_minute),
    Shown("exam-grace", "/exams/pipeline-drill/", grace),
    Shown("exam-overview", "/exams/pipeline-drill/", exam_overview),
    Shown("exam-finish", "/exams/pipeline-drill/", ask_to_finish),
    Shown("exam-result", "/exams/pipeline-drill/", exam_result),
    Shown("exam-unanswered", "/exams/pipeline-drill/", exam_unanswered),
    Shown("report", "/practice/", report),
    Shown("report-refused", "/practice/", report_refused),
    Shown("report-thanks", "/practice/", reported),
    Shown("reports", "/practice/", reports),
    Shown("reports-empty", "/reports/"),
    Shown("reports-answered", "/practice/", answers),
    Shown("inbox", "/practice/", inbox),
    Shown("inbox-report", "/practice/", reported_to_staff),
    Shown("banks", "/b/"),
    Shown("bank", "/b/retraining-loop/"),
    Shown("bank-refused", "/b/retraining-loop/", refused_bank),
    Shown("bank-by-link", "/author/", bank_by_link),
    Shown("drafts-none", "/author/", signed_in_at("/author/")),
    Shown("drafts", "/author/", drafts),
    Shown("draft-new", "/author/", signed_in_at("/author/new/")),
    Shown("draft-new-refused", "/author/", sent_file("words.docx", "words")),
    Shown("draft-received", "/author/", sent_file("loops.gift", GIFT)),
    Shown("draft-with-problems", "/author/", broken_draft),
    Shown("draft-conflict", "/author/", conflict),
    Shown("draft-meanwhile", "/author/", meanwhile),
    Shown("draft-read-only", "/author/", read_only),
    Shown("draft-delete", "/author/", to_delete_bank),
    Shown("people", "/author/", people),
    Shown("people-refused", "/author/", people_refused),
    Shown("author-reports-none", "/author/", lambda page: (first_version(page), tab(page, "Reports"))[0]),
    Shown("author-reports", "/author/", reported_to_authors),
    Shown("author-report", "/author/", report_to_authors),
    Shown("account-delete-banks", "/author/", account_with_banks),
    Shown("preview", "/author/", preview),
    Shown("preview-broken", "/author/", preview_broken),
    Shown("preview-ordering", "/author/", preview_of("retrain")),
    Shown("preview-tried", "/author/", preview_tried("retrain")),
    Shown("preview-matching", "/author/", preview_of("what-each-step-does")),
    Shown("preview-case", "/author/", preview_of_the_key),
    Shown("preview-unsound", "/author/", preview_unsound),
    Shown("question-form-choice", "/author/", question_form("where-caching-is-set")),
    Shown("question-form-matching", "/author/", question_form("what-each-step-does")),
    Shown("question-form-wrong", "/author/", question_form_wrong),
    Shown("question-form-case", "/author/", case_form),
    Shown("question-form-new", "/author/", question_form_new),
    Shown("publish-first", "/author/", publish_page),
    Shown("publish-problems", "/author/", publish_with_problems),
    Shown("publish-changes", "/author/", publish_changes),
    Shown("publish-nothing", "/author/", second_version),
    Shown("versions-none", "/author/", lambda page: (publish_page(page), tab(page, "Versions"))[0]),
    Shown("versions", "/author/", versions),
    Shown("versions-set-aside", "/author/", version_back),
    Shown("version", "/author/", version),
    Shown("version-unsure", "/author/", version_back_unsure),
    Shown("sharing-none", "/author/", lambda page: (publish_page(page), tab(page, "Who practises"))[0]),
    Shown("sharing-private", "/author/", first_version),
    Shown("sharing-by-link", "/author/", by_link),
    Shown("sharing-asked", "/author/", to_be_public),
    Shown("approvals", "/author/", approvals),
    Shown("approval", "/author/", approval),
    Shown("approval-unsaid", "/author/", approval_unsaid),
    Shown("review", "/review/"),
    Shown("review-until-the-exam", "/review/", planned(30, 40)),
    Shown("review-by-weeks", "/review/", planned(80, 60)),
    Shown("review-too-few", "/review/", planned(12, 5)),
    Shown("review-refused", "/review/", planned(-3, 900)),
    Shown("review-begun", "/review/", review_begun),
    Shown("review-told", "/review/", reviewed),
    Shown("review-done", "/review/", review_done),
    Shown("progress-empty", "/progress/"),
    Shown("progress", "/progress/", answered),
    Shown("own-data", "/progress/data/", lambda page: (answered(page), page.goto("/progress/data/"))[0]),
    Shown("own-data-delete", "/progress/data/", to_delete),
    Shown("own-data-delete-unsure", "/progress/data/", lambda page: to_delete(page, sure=False)),
    Shown("own-data-none", "/progress/data/"),
    Shown("own-data-gone", "/progress/data/gone/"),
    Shown("history", "/progress/history/", lambda page: (answered(page), page.goto("/progress/history/"))[0]),
    Shown("statistics", "/accounts/", as_author("/author/answered/statistics/?order=look")),
    Shown("statistics-of-an-ordering", "/accounts/", as_author("/author/answered/statistics/q0/")),
    Shown("statistics-of-a-matching", "/accounts/", as_author("/author/answered/statistics/q4/")),
    Shown("statistics-of-a-choice", "/accounts/", as_author("/author/answered/statistics/q1/?tries=all")),
    Shown("statistics-empty", "/accounts/", as_author("/author/definitions/statistics/")),
    Shown("regrade", "/accounts/", as_author("/author/answered/regrade/q1/?of=1&by=void")),
    Shown("regrade-choose", "/accounts/", as_author("/author/answered/regrade/q1/")),
    Shown("regrades-none", "/accounts/", as_author("/author/answered/regrades/")),
    Shown("regrades", "/accounts/", regraded),
    Shown("patterns", "/patterns/"),
    Shown("not-found", "/no-such-page/", status=404),
)
