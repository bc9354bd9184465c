"""What is shown first tells nothing about what is right, and its names mean nothing elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from quizzes.deal import Deal, UnknownToken, deal
from quizzes.engines import Question
from tests.quizzes.engines.samples import choice, matching, ordering

SECRET, OTHER = b"the secret of sitting A", b"the secret of sitting B"
SEEDS = 10_000

ORDER = ordering(["clean", "train", "test"], {"train": ["clean"], "test": ["train"]}, ["deploy", "zip"])
PAIRS = matching({"a": ["x"], "b": ["y"]}, extra=["z"])
ONE = choice(["right"], ["wrong", "worse", "worst"])
QUESTIONS = (ORDER, PAIRS, ONE)

# each key turned round: other items are distractors, other needs hold, other options are right
EXCHANGED = {
    "which items are distractors": (
        ORDER,
        ordering(["zip", "deploy", "test"], {"zip": ["test"]}, ["train", "clean"]),
    ),
    "which pairs are right": (PAIRS, matching({"b": ["z"], "a": ["y"]}, extra=["x"])),
    "which option is right": (ONE, choice(["worst"], ["worse", "wrong", "right"])),
}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_a_deal_follows_from_question_secret_and_number_alone(question: Question):
    assert deal(question, secret=SECRET, number=1) == deal(question, secret=SECRET, number=1)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_a_deal_shows_every_id_once(question: Question):
    dealt = deal(question, secret=SECRET, number=1)

    for group, texts in question.shown().items():
        assert sorted(dealt.order[group]) == sorted(texts)
        assert sorted(dealt.tokens[group]) == sorted(texts)


@pytest.mark.parametrize("pair", EXCHANGED.values(), ids=EXCHANGED)
def test_two_questions_that_differ_in_the_key_alone_are_dealt_alike(pair: tuple[Question, Question]):
    for number in range(50):
        first, second = (deal(question, secret=SECRET, number=number) for question in pair)

        assert first.order == second.order
        assert first.tokens == second.tokens
        assert repr(first) == repr(second), "not even the order of the mappings tells them apart"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_tokens_are_sixteen_safe_characters_that_hold_no_id(question: Question):
    tokens = list(_tokens(deal(question, secret=SECRET, number=1)))

    assert all(re.fullmatch(r"[A-Za-z0-9_-]{16}", token) for token in tokens)
    assert len(set(tokens)) == len(tokens)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_tokens_of_another_sitting_and_of_another_number_are_unknown(question: Question):
    here = deal(question, secret=SECRET, number=1)
    for elsewhere in (deal(question, secret=OTHER, number=1), deal(question, secret=SECRET, number=2)):
        for group, tokens in elsewhere.tokens.items():
            for token in tokens.values():
                with pytest.raises(UnknownToken):
                    here.id(group, token)


def test_a_token_is_known_in_its_own_group_only():
    same = matching({"a": ["b"], "b": ["a"]})
    dealt = deal(same, secret=SECRET, number=1)

    assert dealt.id("prompts", dealt.token("prompts", "a")) == "a"
    assert dealt.token("prompts", "a") != dealt.token("responses", "a")
    with pytest.raises(UnknownToken):
        dealt.id("responses", dealt.token("prompts", "a"))


@pytest.mark.parametrize("token", ["", "clean", "AAAAAAAAAAAAAAAA", "\0", "é" * 16])
def test_a_made_up_token_is_unknown(token: str):
    with pytest.raises(UnknownToken):
        deal(ORDER, secret=SECRET, number=1).ids("pool", [token])


def test_tokens_are_read_back_in_their_order():
    dealt = deal(ORDER, secret=SECRET, number=1)
    tokens = [dealt.token("pool", key) for key in ("zip", "clean", "deploy")]

    assert dealt.ids("pool", tokens) == ("zip", "clean", "deploy")


def test_a_secret_that_could_be_guessed_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        deal(ORDER, secret=b"short", number=1)


def test_pinned_options_keep_their_written_place_and_the_others_move():
    pinned = choice(["right"], ["b", "c", "none"], pin=("b", "none"))
    orders = {deal(pinned, secret=SECRET, number=n).order["options"] for n in range(60)}

    assert orders == {("right", "b", "c", "none"), ("c", "b", "right", "none")}


# The value that chi-square with so many degrees of freedom passes by chance once in a million
ONCE_IN_A_MILLION = {1: 23.93, 2: 27.63, 3: 30.66, 4: 33.38}


@pytest.mark.parametrize(
    ("question", "group"),
    [
        (ORDER, "pool"),
        (EXCHANGED["which items are distractors"][1], "pool"),
        (PAIRS, "prompts"),
        (PAIRS, "responses"),
        (ONE, "options"),
        (EXCHANGED["which option is right"][1], "options"),
    ],
    ids=["ordering", "ordering exchanged", "prompts", "responses", "choice", "choice exchanged"],
)
def test_over_ten_thousand_seeds_each_element_stands_first_equally_often(question: Question, group: str):
    ids = question.shown()[group]
    seen = Counter(
        (place, key)
        for seed in range(SEEDS)
        for place, key in enumerate(deal(question, secret=b"%016d" % seed, number=1).order[group])
    )
    expected = SEEDS / len(ids)
    for place in range(len(ids)):
        distance = sum((seen[place, key] - expected) ** 2 / expected for key in ids)
        assert distance < ONCE_IN_A_MILLION[len(ids) - 1], f"place {place}"


def test_loose_options_are_as_likely_in_each_place_beside_a_pinned_one():
    pinned = choice(["right"], ["b", "c", "none"], pin=("none",))
    first = Counter(deal(pinned, secret=b"%016d" % n, number=1).order["options"][0] for n in range(SEEDS))

    expected = SEEDS / 3
    assert sum((first[key] - expected) ** 2 / expected for key in "bc") < ONCE_IN_A_MILLION[2]
    assert set(first) == {"right", "b", "c"}


def _tokens(dealt: Deal) -> Iterator[str]:
    for tokens in dealt.tokens.values():
        yield from tokens.values()
