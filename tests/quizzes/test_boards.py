"""Boards hold no key; forms are read into responses, or refused in words that help."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes import boards
from quizzes.boards import MalformedResponse, as_post, board, read_response, refill
from quizzes.deal import deal
from quizzes.engines import Given, Question
from tests.quizzes.engines.samples import choice, matching, ordering

STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=200)
SECRET = b"a secret of sixteen bytes"

ORDER = ordering(["clean", "train", "test"], {"train": ["clean"], "test": ["train"]}, ["deploy"])
PAIRS = matching({"a": ["x"], "b": ["y"], "c": ["z"]}, extra=["w"])
ONE = choice(["right"], ["wrong", "worse"])
TWO = choice(["p", "q"], ["r", "s", "t"])
QUESTIONS = (ORDER, PAIRS, ONE, TWO)
NOISE = {"csrfmiddlewaretoken": ["abc"], "go": ["submit"]}


def dealt(question: Question):
    return deal(question, secret=SECRET, number=1)


def html(question: Question) -> dict[str, Any]:
    texts = chain.from_iterable(group.values() for group in question.shown().values())
    return {
        "prompt": f"<p>{question.prompt}</p>",
        "explain": "<p>KEY</p>",
        "inline": {text: f"<b>{text}</b>" for text in texts} | {"a reason": "KEY"},
    }


def shown(question: Question, given: Given = ()) -> Any:
    return board(question, dealt(question), html(question), given)


def place(key: str) -> str:
    return f"place-{dealt(ORDER).token('pool', key)}"


def pair(prompt: str, response: str) -> dict[str, list[str]]:
    hand = dealt(PAIRS)
    return {f"pair-{hand.token('prompts', prompt)}": [hand.token("responses", response)]}


def refused(question: Question, post: dict[str, list[str]]) -> MalformedResponse:
    with pytest.raises(MalformedResponse) as problem:
        read_response(question, dealt(question), post)
    return problem.value


# What is shown


def test_an_ordering_board_has_as_many_places_as_items_and_one_pool():
    shown_now = shown(ORDER)

    assert shown_now.places == 3
    assert [piece.token for piece in shown_now.pool] == [
        dealt(ORDER).token("pool", key) for key in dealt(ORDER).order["pool"]
    ]
    assert sorted(piece.html for piece in shown_now.pool) == [
        "<b>CLEAN</b>",
        "<b>DEPLOY</b>",
        "<b>TEST</b>",
        "<b>TRAIN</b>",
    ]
    assert all(piece.field == f"place-{piece.token}" and piece.value == "" for piece in shown_now.pool)


def test_a_matching_board_has_a_field_for_each_prompt_and_none_for_responses():
    shown_now = shown(PAIRS)

    assert all(piece.field == f"pair-{piece.token}" for piece in shown_now.prompts)
    assert [piece.field for piece in shown_now.responses] == ["", "", "", ""]
    assert shown_now.reuse is False


def test_a_choice_board_tells_how_many_to_choose():
    assert (shown(ONE).several, shown(ONE).wanted) == (False, 1)
    assert (shown(TWO).several, shown(TWO).wanted) == (True, 2)
    assert {piece.field for piece in shown(TWO).options} == {"option"}


LONG = matching({"training": ["fits"], "fail": ["stops"]}, ["tunes"])


@pytest.mark.parametrize("question", [ORDER, LONG, ONE], ids=lambda q: q.kind)
def test_no_board_holds_a_key_a_reason_a_trap_or_an_id(question: Question):
    written = repr(asdict(shown(question)))

    for leak in ("KEY", "trap", "correct", "reads", "explain", *chain(*question.shown().values())):
        assert leak not in written


def test_boards_have_no_field_in_which_a_key_could_travel():
    assert {kind: {f.name for f in fields(kind)} for kind in _kinds()} == {
        boards.Piece: {"token", "html", "field", "value"},
        boards.OrderingBoard: {"prompt_html", "places", "pool", "kind"},
        boards.MatchingBoard: {"prompt_html", "prompts", "responses", "reuse", "kind"},
        boards.ChoiceBoard: {"prompt_html", "options", "several", "wanted", "kind"},
    }


@pytest.mark.parametrize(
    ("question", "twin"),
    [
        (ORDER, ordering(["deploy", "test", "train"], {"deploy": ["test"]}, ["clean"])),
        (PAIRS, matching({"c": ["w"], "b": ["x"], "a": ["z"]}, extra=["y"])),
        (ONE, choice(["worse"], ["right", "wrong"])),
        (TWO, choice(["t", "r"], ["s", "q", "p"])),
    ],
    ids=["ordering", "matching", "choose one", "choose two"],
)
def test_questions_alike_but_for_key_and_explanations_give_boards_alike_in_every_byte(
    question: Question, twin: Question
):
    twin = replace(twin, explain="Another story.", traps=("other",), difficulty=5)

    assert repr(shown(question)).encode() == repr(shown(twin)).encode()


# What comes back

RESPONSES: list[tuple[Question, Given]] = [
    (ORDER, ("clean", "train", "test")),
    (ORDER, ("deploy", "test")),
    (ORDER, ()),
    (PAIRS, {"a": "x", "b": "w", "c": "x"}),
    (PAIRS, {"b": "z"}),
    (ONE, ("wrong",)),
    (ONE, ()),
]


@pytest.mark.parametrize(("question", "response"), RESPONSES)
def test_a_form_is_read_into_the_response_it_was_filled_with(question: Question, response: Given):
    post = as_post(question, dealt(question), response)

    assert read_response(question, dealt(question), {**NOISE, **post}) == response


@STEADY
@given(st.data())
def test_whatever_a_board_can_send_is_read_back_the_same(data: st.DataObject):
    response: Given
    for question in (ORDER, PAIRS, TWO):
        if question is PAIRS:
            menu = st.sampled_from(list(PAIRS.responses))
            response = data.draw(st.dictionaries(st.sampled_from(list(PAIRS.prompts)), menu))
        else:
            pool = list(next(iter(question.shown().values())))
            most = 3 if question is ORDER else len(pool)
            response = tuple(data.draw(st.lists(st.sampled_from(pool), unique=True, max_size=most)))
        read = read_response(question, dealt(question), as_post(question, dealt(question), response))
        assert (set(read) == set(response)) if question is TWO else (read == response)
        assert question.is_blank(read) == (not response)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_missing_and_empty_fields_mean_not_used(question: Question):
    everything_empty = {piece.field: [""] for piece in _pieces(shown(question)) if piece.field}

    for post in ({}, NOISE, everything_empty):
        assert question.is_blank(read_response(question, dealt(question), post))


def test_fewer_items_than_places_are_a_response():
    assert read_response(ORDER, dealt(ORDER), {place("test"): ["1"], place("clean"): [""]}) == ("test",)


def test_two_items_that_share_a_place_are_refused_and_both_are_named():
    problem = refused(ORDER, {place("clean"): ["2"], place("train"): ["1"], place("test"): ["2"]})

    assert problem.message == "Two items share place 2. Give each item its own place."
    assert set(problem.fields) == {place("clean"), place("test")}


def test_a_skipped_place_is_refused_and_the_item_after_it_is_named():
    problem = refused(ORDER, {place("clean"): ["1"], place("test"): ["3"]})

    assert problem.message == "Place 2 is empty, but place 3 is used. Fill the places without a gap."
    assert problem.fields == (place("test"),)
    assert refused(ORDER, {place("clean"): ["2"]}).message.startswith("Place 1 is empty")


@pytest.mark.parametrize(
    "value", ["0", "4", "-1", "1.0", "one", "01", " 1", "1_0", "\u0661", "\u00b2", "1\0", "9" * 5000, "1e0"]
)
def test_a_place_that_is_no_number_of_a_place_is_refused(value: str):
    problem = refused(ORDER, {place("clean"): [value]})

    assert problem.message == "A place is a number from 1 to 3, or not used."
    assert problem.fields == (place("clean"),)


@pytest.mark.parametrize(
    ("question", "post"),
    [
        (ORDER, {"place-AAAAAAAAAAAAAAAA": ["1"]}),
        (ORDER, {"place-": [""]}),
        (ORDER, {"place-\0": ["1"]}),
        (ORDER, {"place-clean": ["1"]}),
        (ORDER, pair("a", "x")),
        (ORDER, {"option": ["x"]}),
        (PAIRS, {"pair-AAAAAAAAAAAAAAAA": [""]}),
        (PAIRS, {next(iter(pair("a", "x"))): ["\0"]}),
        (PAIRS, {next(iter(pair("a", "x"))): ["x"]}),
        (PAIRS, {place("clean"): ["1"]}),
        (ONE, {"option": ["right"]}),
        (TWO, {"option": ["\0", "p"]}),
        (TWO, {place("clean"): ["1"]}),
    ],
)
def test_what_another_board_sent_is_refused_without_saying_whose_it_is(
    question: Question, post: dict[str, list[str]]
):
    assert refused(question, post).message == (
        "This form belongs to another question. Load the page again and answer what it shows."
    )


def test_a_form_of_another_sitting_is_refused():
    elsewhere = deal(ORDER, secret=b"the secret of another sitting", number=1)

    with pytest.raises(MalformedResponse, match="belongs to another question"):
        read_response(ORDER, dealt(ORDER), as_post(ORDER, elsewhere, ("clean",)))


def test_a_row_with_two_values_is_refused():
    prompt = next(iter(pair("a", "x")))
    both = [dealt(PAIRS).token("responses", key) for key in "xy"]

    for question, post in (
        (ORDER, {place("clean"): ["1", "2"]}),
        (ORDER, {place("clean"): ["1", "1"]}),
        (PAIRS, {prompt: both}),
        (TWO, {"option": [dealt(TWO).token("options", "p")] * 2}),
    ):
        assert refused(question, post).message == "One row was sent with two values. Give each row one value."


def test_two_options_where_one_is_asked_for_are_refused():
    tokens = [dealt(ONE).token("options", key) for key in ("right", "wrong")]

    assert refused(ONE, {"option": tokens}).message == "Choose one option only."


def test_more_options_than_are_asked_for_are_a_response_and_wrong():
    tokens = [dealt(TWO).token("options", key) for key in "pqr"]
    response = read_response(TWO, dealt(TWO), {"option": tokens})

    assert set(response) == {"p", "q", "r"}
    assert not TWO.grade(tuple(response)).correct


def test_a_response_that_serves_twice_is_graded_not_refused():
    response = read_response(PAIRS, dealt(PAIRS), pair("a", "x") | pair("b", "x"))

    assert response == {"a": "x", "b": "x"}


NAMES = st.one_of(
    st.sampled_from([place("clean"), place("test"), *pair("a", "x"), "option", "place-", "pair-x"]),
    st.text(max_size=4),
)
VALUES = st.one_of(
    st.sampled_from(
        ["", "1", "2", "3", dealt(ONE).token("options", "right"), pair("a", "x").popitem()[1][0]]
    ),
    st.text(max_size=3),
)


@STEADY
@given(st.dictionaries(NAMES, st.lists(VALUES, max_size=3), max_size=5))
def test_any_form_gives_a_response_that_can_be_graded_or_a_sentence(post: dict[str, list[str]]):
    for question in QUESTIONS:
        try:
            response = read_response(question, dealt(question), post)
        except MalformedResponse:
            refill(shown(question), post)
            continue
        if not question.is_blank(response):  # type: ignore[arg-type]
            question.grade(response)  # type: ignore[arg-type]


# What was sent is kept


@pytest.mark.parametrize(("question", "response"), RESPONSES)
def test_a_board_can_be_shown_with_a_response_on_it(question: Question, response: Given):
    filled = shown(question, response)
    post = {piece.field: [piece.value] for piece in _pieces(filled) if piece.value}

    assert read_response(question, dealt(question), post) == response


def test_a_refused_form_is_shown_as_it_was_sent():
    post = {place("clean"): ["2"], place("test"): ["2"], place("train"): ["seven"]}
    by_field = {piece.field: piece.value for piece in refill(shown(ORDER), post).pool}

    assert by_field == {place("clean"): "2", place("test"): "2", place("train"): "", place("deploy"): ""}


def test_values_that_no_board_offers_are_not_shown_again():
    post = {next(iter(pair("a", "x"))): ["<script>"], "option": ["<script>"], place("clean"): ["<script>"]}

    for question in QUESTIONS:
        assert "<script>" not in repr(refill(shown(question), post))


def _pieces(shown_now: Any) -> list[boards.Piece]:
    groups = ("pool", "prompts", "responses", "options")
    return [piece for group in groups for piece in getattr(shown_now, group, ())]


def _kinds() -> tuple[type, ...]:
    return boards.Piece, boards.OrderingBoard, boards.MatchingBoard, boards.ChoiceBoard
