"""Figures of a question: by counts alone they say what the numbers themselves say, and nothing of too few."""

from __future__ import annotations

from math import tanh
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.alike import asks
from quizzes.counted import groups, matrices, sections, slip, unused_texts
from quizzes.counts import (
    ALL,
    LOWER,
    MIDDLE,
    SCALE,
    UPPER,
    Answer,
    Asked,
    Cell,
    Counts,
    Novelty,
    group_of,
    of_attempts,
    of_end,
    of_sitting,
)
from quizzes.engines.base import Reason
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.figures import Figures, added, flags, guess
from tests.builders import choice, matching, ordering
from tests.quizzes.engines.oracle import responses


def tried(first: int, right: int, **sorts: Cell) -> Figures:
    things = {("tried", "", ""): Cell(first, right, first, right)}
    return Figures("first", {ALL: things | {(name, "", ""): cell for name, cell in sorts.items()}})


def rested(pairs: list[tuple[bool, int]]) -> Figures:
    """The figures of so many pairs: right or wrong, and the rest score in thousandths."""
    things = {
        ("rest", str(power), ""): Cell(
            first=sum(y**power for _, y in pairs), first_right=sum(y**power for x, y in pairs if x)
        )
        for power in range(3)
    }
    tries = {("tried", "", ""): Cell(first=len(pairs), first_right=sum(x for x, _ in pairs))}
    return Figures("first", {ALL: things | tries})


@given(st.lists(st.tuples(st.booleans(), st.integers(0, SCALE)), min_size=2, max_size=200))
def test_discrimination_is_the_correlation_of_the_pairs_themselves(pairs):
    right, rest = np.array([x for x, _ in pairs], float), np.array([y for _, y in pairs], float)
    found = rested(pairs).discrimination

    if right.std() == 0 or rest.std() == 0:
        assert found is None
    else:
        assert found is not None
        assert found.n == len(pairs)
        assert found.r == pytest.approx(np.corrcoef(right, rest)[0, 1], abs=1e-9)


def test_its_interval_is_fishers():
    found = rested([(n % 3 > 0, 10 * n) for n in range(100)]).discrimination
    assert found is not None
    low, high = found.interval

    assert low == pytest.approx(tanh(np.arctanh(found.r) - 1.959964 / 97**0.5), abs=1e-6)
    assert high == pytest.approx(tanh(np.arctanh(found.r) + 1.959964 / 97**0.5), abs=1e-6)


def test_score_groups_have_fixed_boundaries():
    assert [group_of(right, 4) for right in range(5)] == [LOWER, LOWER, MIDDLE, MIDDLE, UPPER]
    assert [group_of(right, 19) for right in (9, 10, 14, 15)] == [LOWER, MIDDLE, MIDDLE, UPPER]


def asked(version: int, right: bool, *, bank: int = 1, novelty: int = Novelty.FIRST) -> Asked:
    return Asked(version, bank, Answer("choice", ["a"], right, [], 12, "2026-11", novelty))


def test_the_question_itself_is_no_part_of_its_rest_score():
    counts = of_end([asked(1, False), *(asked(n, True) for n in range(2, 6))])

    assert counts[1, ALL, "rest", "1", ""] == Cell(first=1000)
    assert counts[2, ALL, "rest", "1", ""] == Cell(first=750, first_right=750)


def test_another_bank_and_attempts_that_are_no_first_ones_are_no_part_of_it_either():
    others = [asked(9, False, bank=2), asked(8, False, novelty=Novelty.AGAIN)]
    counts = of_end([*others, *(asked(n, True) for n in range(1, 6))])

    assert counts[1, ALL, "rest", "1", ""].first == 1000
    assert not [key for key in counts if key[0] in {8, 9} and key[2] == "rest"]
    assert counts[8, ALL, "score", "9", ""].n == 1  # counted where the sitting first asked this bank


def test_what_is_added_can_be_taken_out():
    places = [asked(n, n % 2 == 0) for n in range(1, 7)]
    counts = Counts()
    counts += of_sitting(places, over=True)
    counts -= of_attempts(places)
    counts -= of_end(places)

    assert counts.changed() == {}


@pytest.mark.parametrize(
    ("figures", "flagged"),
    [
        (tried(29, 0), ()),
        (tried(30, 0), ("hard",)),
        (tried(100, 25), ("guessing",)),
        (tried(100, 40), ()),
        (tried(100, 99), ()),
        (tried(200, 200), ("easy",)),
    ],
)
def test_flags_wait_for_enough_and_speak_by_the_end_of_the_interval(figures, flagged):
    found = flags(figures, choice())

    assert tuple(flag for flag in found if flag != "unused") == flagged


def test_negative_discrimination_is_flagged_where_it_is_sure():
    surely = rested([(n < 30, 10 * n) for n in range(60)])
    perhaps = rested([(n % 2 == 0, (n % 7) * (1 if n % 2 else 2)) for n in range(20)] * 2)

    assert "negative" in flags(surely, choice())
    assert "negative" not in flags(perhaps, choice())


def test_a_distractor_that_nobody_takes_is_named():
    things = {("option", "pipeline", ""): Cell(1, 0, 1, 0), ("option", "account", ""): Cell(3, 0, 0, 0)}
    figures = Figures("first", {ALL: {("tried", "", ""): Cell(40, 20, 40, 20)} | things})

    assert "unused" in flags(figures, choice())
    assert unused_texts(figures, choice()) == ["When a run is started"]


def test_flags_speak_of_first_attempts_whatever_is_shown():
    cells = {("tried", "", ""): Cell(100, 90, 40, 0)}

    for tries in ("first", "all"):
        assert "hard" in flags(Figures(tries, {ALL: cells}), ordering())


@pytest.mark.parametrize(
    "question",
    [
        choice(),
        choice(options={key: Option(key, key in "ab") for key in "abcde"}),
        ordering(),
        ordering(needs={"gate": {"clean": Reason("")}}),
        matching(),
        matching(
            prompts={"a": "A", "b": "B"},
            responses={"x": Response("X"), "y": Response("Y"), "z": Response("Z")},
            pairs={"a": ("x", "y"), "b": ("x",)},
            reuse=True,
        ),
    ],
)
def test_the_chance_to_guess_is_that_of_every_full_board(question: Any):
    full = [response for response in responses(question) if is_full(question, response)]
    right = sum(question.grade(response).correct for response in full)

    assert guess(question) == pytest.approx(right / len(full))


def is_full(question: Any, response: Any) -> bool:
    if question.kind == "choice":
        return len(response) == question.wanted
    if question.kind == "ordering":
        return len(response) == len(question.items)
    used = list(response.values())
    return len(used) == len(question.prompts) and (question.reuse or len(set(used)) == len(used))


def test_wordings_ask_the_same_while_what_is_shown_and_right_is_the_same():
    same = ordering(explain="Otherwise said.", difficulty=4, traps=("a-trap",))
    shuffled = ordering(items=dict(reversed(ordering().items.items())))
    others = [
        ordering(prompt="Otherwise."),
        ordering(distractors={}),
        ordering(needs={**ordering().needs, "gate": {"train": Reason("")}}),
        ordering(items={**ordering().items, "gate": "Otherwise"}),
    ]

    assert asks(ordering()) == asks(same) == asks(shuffled)
    assert all(asks(ordering()) != asks(other) for other in others)
    assert asks(ordering()) != asks(ordering(), "A case.")
    assert asks(choice()) != asks(
        choice(options={k: Option(o.text, k == "run") for k, o in choice().options.items()})
    )
    assert asks(matching()) != asks(matching(reuse=True))
    assert asks(matching()) != asks(matching(pairs={**matching().pairs, "fail": ("stop", "tune")}))


def test_the_board_tells_of_each_piece_and_of_few_nothing_but_how_many():
    things = {("tried", "", ""): Cell(9, 4, 9, 4), ("need", "clean", "train"): Cell(3, 0, 2, 0)}
    upper = {("tried", "", ""): Cell(first=5, first_right=5)}
    lower = {("tried", "", ""): Cell(first=4), ("need", "clean", "train"): Cell(first=2)}
    figures = Figures("first", {ALL: things, UPPER: upper, LOWER: lower})

    need = sections(figures, ordering())[0].lines[0]

    assert [(share.n, share.of, share.told) for share in need.shares] == [
        (2, 9, True),
        (2, 4, False),
        (0, 0, False),
        (0, 5, True),
    ]
    assert [group.told for group in groups(figures)] == [False, False, True]
    assert (found := slip(figures, ordering())) is not None
    assert (found.what, found.share.n) == ("need", 2)


def test_a_matching_has_a_matrix_with_a_column_for_nothing():
    things = {
        ("tried", "", ""): Cell(9, 4, 9, 4),
        ("pair", "training", "fit"): Cell(6, 4, 6, 4),
        ("pair", "training", "tune"): Cell(2, 0, 2, 0),
        ("pair", "training", ""): Cell(1, 0, 1, 0),
    }
    whole, lower, *_ = matrices(Figures("first", {ALL: things}), matching())

    assert [(share.n, right) for share, right in whole.rows[0].cells] == [
        (6, True),
        (0, False),
        (0, False),
        (2, False),
        (1, False),
    ]
    assert not lower.told
    assert matrices(tried(1, 1), choice()) == ()


def test_counts_of_wordings_add_up():
    entries = [(ALL, ("tried", "", ""), Cell(2, 1, 1, 1)), (ALL, ("tried", "", ""), Cell(3, 1, 2, 0))]

    assert added(entries, "first").facility.of == 3
    assert added(entries, "all").facility.of == 5
