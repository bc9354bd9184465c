"""Every page and every state of one that is looked at: in screenshots, by axe, on the scales.

One line for each. `do` brings the page into the state that is meant, by what a person would do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

KINDS = ("Ordering", "Matching", "Choice", "Case")


@dataclass(frozen=True)
class Shown:
    """A page under the name of its picture."""

    name: str
    path: str
    do: Callable[[Page], None] = lambda page: None
    status: int = 200


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
    leaf.get_by_role("button", name="Bookmarked").wait_for()
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
    page.get_by_role("button", name="Bookmarked").wait_for()
    page.goto("/notes/")


SHOWN = (
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
    Shown("patterns", "/patterns/"),
    Shown("not-found", "/no-such-page/", status=404),
)
