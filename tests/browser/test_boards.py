"""The boards in people's hands: a mouse, a keyboard alone, a finger on a phone, and no script at all.

What counts is what the form would send, so that is what every test reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.urls("tests.browser.urls")

TRAIN, SPLIT, REVIEW = "TrainingStep fits the model", "ProcessingStep splits the data", "A reviewer sets"
Board = Callable[..., Locator]


@pytest.fixture
def board(open_page: OpenPage) -> Board:
    """One of the sample boards of the page of components."""

    def board(sample: str = "ordering", **how: object) -> Locator:
        form = open_page("/patterns/", **how).locator(f"form[data-sample={sample}]")
        form.scroll_into_view_if_needed()
        return form

    return board


def sent(form: Locator) -> list[str]:
    """What would be sent for the places: the words of the items, first to last."""
    placed: list[list[str]] = form.evaluate(
        """(form) => [...new FormData(form)].filter(([, value]) => value).map(([name, value]) => {
            return [value.padStart(2, "0"), form.elements[name].labels[0].innerText.trim()];
        })"""
    )
    return [text for _, text in sorted(placed)]


def row(form: Locator, text: str) -> Locator:
    return form.locator(".piece", has_text=text)


def menu(form: Locator, prompt: str) -> Locator:
    return form.locator(".pair", has_text=prompt).locator("select")


def press(form: Locator, text: str, key: str) -> None:
    row(form, text).locator(f"[data-key={key}]").click()


def middle(thing: Locator) -> tuple[float, float]:
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def starts(texts: list[str]) -> list[str]:
    """Two words of each are enough to know them by."""
    return [" ".join(text.split()[:2]) for text in texts]


def test_buttons_add_move_and_remove(board: Board) -> None:
    form = board()
    for text in (SPLIT, TRAIN, REVIEW):
        press(form, text, "add")
    press(form, REVIEW, "up")
    press(form, SPLIT, "down")
    assert starts(sent(form)) == ["A reviewer", "ProcessingStep splits", "TrainingStep fits"]

    press(form, "A reviewer", "remove")
    assert starts(sent(form)) == ["ProcessingStep splits", "TrainingStep fits"]
    expect(form.locator(".places .place").nth(2)).to_have_text("3empty")


def test_each_move_is_told_and_focus_stays_with_the_item(board: Board) -> None:
    form = board()
    status = form.get_by_role("status")
    press(form, SPLIT, "add")
    expect(status).to_have_text("ProcessingStep splits the data into train and test added at position 1 of 5")
    press(form, TRAIN, "add")
    row(form, TRAIN).locator("[data-key=up]").focus()
    press(form, TRAIN, "up")
    expect(status).to_have_text("TrainingStep fits the model moved to position 1 of 5")
    expect(row(form, TRAIN).locator("[data-key=up]")).to_be_focused()
    press(form, TRAIN, "remove")
    expect(status).to_have_text("TrainingStep fits the model removed")
    expect(row(form, TRAIN).locator("[data-key=add]")).to_be_focused()


def test_buttons_name_their_item(board: Board) -> None:
    form = board()
    expect(form.get_by_role("button", name=f"Add: {TRAIN}", exact=True)).to_have_count(1)
    press(form, TRAIN, "add")
    expect(form.get_by_role("button", name=f"Move down: {TRAIN}", exact=True)).to_be_visible()


def test_a_full_board_takes_no_more_by_button(board: Board) -> None:
    form = board()
    for _ in range(5):
        form.locator(".pool [data-key=add]:visible").first.click()
    before = sent(form)
    form.locator(".pool [data-key=add]:visible").first.click(force=True)  # it says that it is disabled
    assert sent(form) == before
    expect(form.get_by_role("status")).to_have_text("All 5 places are taken. Remove one first.")


def test_the_keyboard_alone_is_enough(board: Board) -> None:
    form = board()
    keyboard = form.page.keyboard
    row(form, SPLIT).locator("[data-key=add]").focus()
    keyboard.press("Enter")
    row(form, TRAIN).locator("[data-key=add]").focus()
    keyboard.press("Alt+ArrowUp")
    keyboard.press("Alt+ArrowUp")
    assert starts(sent(form)) == ["TrainingStep fits", "ProcessingStep splits"]
    keyboard.press("Alt+ArrowUp")  # there already: nothing moves, nothing breaks
    assert starts(sent(form)) == ["TrainingStep fits", "ProcessingStep splits"]
    keyboard.press("Alt+ArrowDown")
    assert starts(sent(form)) == ["ProcessingStep splits", "TrainingStep fits"]
    expect(row(form, TRAIN).locator("[data-key=up]")).to_be_focused()
    for _ in range(2):
        keyboard.press("Tab")
    expect(row(form, TRAIN).locator("[data-key=remove]")).to_be_focused()


def test_who_adds_by_keyboard_stands_at_the_next_that_can_be_added(board: Board) -> None:
    form = board()
    adds = form.locator(".pool [data-key=add]:visible")
    adds.first.focus()
    pool = [
        name.removeprefix("Add: ") for name in adds.evaluate_all("all => all.map((add) => add.ariaLabel)")
    ]
    for _ in range(5):
        form.page.keyboard.press("Enter")
    assert sent(form) == pool[:5]
    expect(adds.first).to_be_focused()

    for _ in range(2):  # past what is left over
        form.page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Check")).to_be_focused()


def test_after_the_last_of_the_pool_the_next_to_add_is_the_first(board: Board) -> None:
    form = board()
    adds = form.locator(".pool [data-key=add]:visible")
    adds.last.focus()

    form.page.keyboard.press("Enter")

    expect(adds.first).to_be_focused()


def test_focus_goes_through_the_places_then_the_pool_then_to_the_button_that_sends(board: Board) -> None:
    form = board("filled")
    form.locator(".places button:visible").first.focus()
    seen = []
    for _ in range(40):
        seen.append(
            form.page.evaluate("document.activeElement.closest('.places, .pool')?.className ?? 'end'")
        )
        if seen[-1] == "end":
            break
        form.page.keyboard.press("Tab")
    assert seen == ["rows places"] * 12 + ["rows pool"] * 3 + ["end"]
    expect(form.get_by_role("button", name="Check")).to_be_focused()


def drag(
    page: Page, thing: Locator, to: Locator, *, lands: Locator | None = None, let_go: bool = True
) -> None:
    """What is marked on the way is where the thing will go."""
    page.mouse.move(*middle(thing))
    page.mouse.down()
    x, y = middle(to)
    page.mouse.move(x, y - 3, steps=4)
    page.mouse.move(x, y)
    expect(lands or to).to_have_attribute("data-over", "")
    expect(page.locator("[data-over]")).to_have_count(1)
    if let_go:
        page.mouse.up()


def test_a_mouse_drags_into_a_place_between_places_and_back(board: Board) -> None:
    form = board()
    place, page = form.locator(".place"), form.page
    drag(page, row(form, SPLIT), place.nth(0))
    drag(page, row(form, TRAIN), place.nth(0))
    drag(page, row(form, REVIEW), place.nth(4), lands=place.nth(2))
    assert starts(sent(form)) == ["TrainingStep fits", "ProcessingStep splits", "A reviewer"]
    drag(page, row(form, TRAIN), place.nth(2))
    assert starts(sent(form)) == ["ProcessingStep splits", "A reviewer", "TrainingStep fits"]
    drag(page, row(form, REVIEW), form.locator(".pool"))
    assert starts(sent(form)) == ["ProcessingStep splits", "TrainingStep fits"]


def test_the_place_that_is_marked_is_where_a_dragged_item_goes(board: Board) -> None:
    """No place before it stays empty, so on an empty board it is the first, whichever the pointer is over."""
    form = board()
    place, page = form.locator(".place"), form.page
    status = form.get_by_role("status")

    drag(page, row(form, SPLIT), place.nth(3), lands=place.nth(0))
    expect(place.nth(0)).to_contain_text("ProcessingStep splits")
    expect(status).to_have_text("ProcessingStep splits the data into train and test added at position 1 of 5")
    drag(page, row(form, TRAIN), place.nth(4), lands=place.nth(1))
    expect(status).to_have_text("TrainingStep fits the model added at position 2 of 5")

    drag(page, row(form, SPLIT), place.nth(4), lands=place.nth(1))
    assert starts(sent(form)) == ["TrainingStep fits", "ProcessingStep splits"]
    row(form, REVIEW).locator("[data-key=add]").press("Enter")
    expect(status).to_have_text(re.compile("^A reviewer .* added at position 3 of 5$"))


def test_a_full_board_gives_up_what_is_dropped_upon(board: Board) -> None:
    form = board()
    for _ in range(5):
        form.locator(".pool [data-key=add]:visible").first.click()
    before = sent(form)
    drag(form.page, form.locator(".pool .piece:visible").first, form.locator(".place").nth(1))
    after = sent(form)
    assert len(after) == 5
    assert after[1] not in before
    assert [after[i] for i in (0, 2, 3, 4)] == [before[i] for i in (0, 2, 3, 4)]


def test_escape_lets_go_without_moving(board: Board) -> None:
    form = board()
    drag(form.page, row(form, TRAIN), form.locator(".place").first, let_go=False)
    form.page.keyboard.press("Escape")
    form.page.mouse.up()
    assert sent(form) == []
    expect(row(form, TRAIN)).not_to_have_attribute("data-dragged", "")
    expect(form.locator("[data-over]")).to_have_count(0)


def test_a_quick_hand_drops_before_the_next_frame(board: Board) -> None:
    """A busy browser draws no frame between the last move and the letting go."""
    form = board()
    mouse = form.page.mouse
    form.page.evaluate("window.requestAnimationFrame = () => 0")
    mouse.move(*middle(row(form, TRAIN)))
    mouse.down()
    mouse.move(*middle(form.locator(".place").first), steps=6)
    mouse.up()
    assert starts(sent(form)) == ["TrainingStep fits"]


def test_a_button_let_go_outside_the_board_is_let_go(board: Board) -> None:
    form = board()
    mouse = form.page.mouse
    mouse.move(*middle(row(form, TRAIN)))
    mouse.down()
    mouse.move(2, 2)  # in one jump, so that the board hears nothing of it
    mouse.up()
    mouse.move(*middle(form.locator(".place").nth(0)))
    mouse.move(*middle(form.locator(".place").nth(1)))
    expect(form.locator("[data-dragged]")).to_have_count(0)
    assert sent(form) == []


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float], *, let_go: bool = True) -> None:
    """A finger, as the browser gets it from the screen."""
    screen = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    touch("touchStart", start)
    for part in range(1, 9):
        x, y = (a + (b - a) * part / 8 for a, b in zip(start, end, strict=True))
        touch("touchMove", (x, y))
        page.wait_for_timeout(20)
    touch("touchEnd")


def test_a_finger_drags_by_the_grip(board: Board) -> None:
    form = board(width="narrow")
    last = form.locator(".place").nth(4)
    last.evaluate("(place) => place.scrollIntoView({ block: 'center' })")
    swipe(form.page, middle(form.locator(".pool .grip").first), middle(last))
    assert len(sent(form)) == 1


def test_a_swipe_over_a_row_scrolls_and_moves_nothing(board: Board) -> None:
    form = board(width="narrow")
    text = form.locator(".pool .text").first
    text.evaluate("(text) => text.scrollIntoView({ block: 'center' })")
    before = form.page.evaluate("scrollY")
    x, y = middle(text)
    swipe(form.page, (x, y), (x, y - 200))
    form.page.wait_for_function("(before) => scrollY > before + 80", arg=before)
    assert sent(form) == []


def test_a_finger_taps_the_buttons(board: Board) -> None:
    form = board(width="narrow")
    form.locator(".pool [data-key=add]").first.tap()
    form.locator(".pool [data-key=add]:visible").first.tap()
    first, second = sent(form)
    form.locator(".places [data-key=down]").first.tap()
    assert sent(form) == [second, first]


@pytest.mark.parametrize("sample", ["ordering", "matching"])
def test_what_only_a_mouse_or_keys_can_do_is_not_told_to_a_finger(board: Board, sample: str) -> None:
    told = board(sample).locator(".by-mouse")
    expect(told).to_have_count(1)
    expect(told).to_be_visible()
    expect(board(sample, width="narrow").locator(".by-mouse")).to_be_hidden()


def test_without_a_script_there_is_a_menu_of_places_for_each_item(board: Board) -> None:
    form = board(scripts=False)
    form.get_by_label(TRAIN).select_option("2")
    form.get_by_label("ProcessingStep splits the data into train and test").select_option("1")
    expect(form.locator("button:visible")).to_have_text(["Check"])
    expect(form.locator("select:visible")).to_have_count(7)
    form.get_by_role("button", name="Check").click()
    query = form.page.url.split("?")[1].split("&")
    assert sorted(field.split("=")[1] for field in query) == ["", "", "", "", "", "1", "2"]


def test_a_board_shows_what_its_menus_say_when_it_comes_back_from_the_history(board: Board) -> None:
    form = board()
    form.locator(".pool [data-key=add]:visible").last.click()
    form.locator(".pool [data-key=add]:visible").first.click()
    before = sent(form)
    form.get_by_role("button", name="Check").click()
    form.page.wait_for_url("**/?place-*")
    form.page.go_back()
    expect(form.locator(".places .piece")).to_have_count(2)
    assert sent(form) == before


def test_a_board_that_is_swapped_in_works(board: Board) -> None:
    form = board()
    form.evaluate(
        """async (form) => {
            const page = new DOMParser().parseFromString(await (await fetch(location)).text(), "text/html");
            form.outerHTML = page.querySelector("form[data-sample=ordering]").outerHTML;
        }"""
    )
    press(form, TRAIN, "add")
    expect(form.locator(".places")).to_have_count(1)
    assert sent(form) == [TRAIN]


def test_two_boards_on_one_page_have_nothing_in_common(board: Board) -> None:
    form = board()
    page = form.page
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    before = sent(page.locator("form[data-sample=filled]"))
    press(form, TRAIN, "add")
    assert sent(page.locator("form[data-sample=filled]")) == before


def test_slips_are_tapped_onto_prompts(board: Board) -> None:
    form = board("matching", width="narrow")
    form.locator(".slip", has_text="RegisterModel").tap()
    form.locator(".pair", has_text="Record a new version").locator(".put").tap()
    expect(menu(form, "Record a new version")).to_have_value(
        form.locator(".slip", has_text="RegisterModel").get_attribute("data-value") or "none"
    )
    expect(form.locator(".slip", has_text="RegisterModel")).to_contain_text("used")
    expect(form.locator(".put:visible")).to_have_count(0)


def test_slips_are_dragged_onto_prompts_and_leave_the_one_before(board: Board) -> None:
    form = board("matching")
    slip, pair = form.locator(".slip", has_text="ConditionStep"), form.locator(".pair", has_text="Wait until")
    drag(form.page, slip, pair)
    expect(pair.locator("select")).to_have_value(slip.get_attribute("data-value") or "none")
    expect(menu(form, "Continue only where")).to_have_value("")
    expect(slip).to_have_attribute("aria-pressed", "false")


def test_a_click_by_an_unsteady_hand_is_a_click(board: Board) -> None:
    form = board("matching")
    slip, mouse = form.locator(".slip").first, form.page.mouse
    x, y = middle(slip)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 3, y + 2)
    mouse.up()
    expect(slip).to_have_attribute("aria-pressed", "true")


def test_the_keyboard_picks_a_slip_and_puts_it(board: Board) -> None:
    form = board("matching")
    keyboard = form.page.keyboard
    form.locator(".slip", has_text="CallbackStep").focus()
    keyboard.press("Enter")
    expect(form.get_by_role("status")).to_have_text("CallbackStep picked. Choose where it belongs.")
    form.get_by_role("button", name="Put here: Wait until").focus()
    keyboard.press("Enter")
    expect(menu(form, "Wait until")).to_be_focused()
    form.locator(".slip", has_text="LambdaStep").focus()
    keyboard.press("Enter")
    keyboard.press("Escape")
    expect(form.locator(".put:visible")).to_have_count(0)


def test_a_response_used_twice_is_marked_and_nothing_is_taken_away(board: Board) -> None:
    form = board("matching")
    waiting = menu(form, "Wait until")
    waiting.select_option("ConditionStep (used)")
    expect(form.locator(".twice:visible")).to_have_count(2)
    expect(form.get_by_role("status")).to_have_text(
        re.compile("^The response of Wait until .* is used twice$")
    )
    expect(menu(form, "Continue only where").locator("option:checked")).to_have_text("ConditionStep")
    waiting.select_option("LambdaStep")
    expect(form.locator(".twice:visible")).to_have_count(0)


@pytest.mark.parametrize("sample", ["one", "two"])
def test_choices_are_made_by_keyboard(board: Board, sample: str) -> None:
    form = board(sample)
    form.locator("input").first.focus()
    form.page.keyboard.press("ArrowDown" if sample == "one" else "Tab")
    form.page.keyboard.press("Space")
    assert form.locator("input:checked").count() == 1
    expect(form.locator("input").nth(1)).to_be_checked()
