from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.selection import BEFORE, Candidate, line_up, most_pressing


def test_a_sitting_holds_no_question_twice_and_no_more_than_was_wished():
    pool = [Candidate((n % 30,), "choice") for n in range(60)]

    chosen = line_up(pool, length=20, dice=Random(4))

    assert len(chosen) == len(set(chosen)) == 20


def test_fewer_questions_than_wished_are_all_asked():
    assert sorted(
        line_up([Candidate((1,), "choice"), Candidate((2,), "ordering")], length=5, dice=Random(0))
    ) == [
        1,
        2,
    ]


def test_what_was_never_seen_comes_before_what_went_wrong_and_that_before_what_is_known():
    pool = [
        *(Candidate((n,), "choice", "right") for n in range(10)),
        *(Candidate((n,), "choice", "wrong") for n in range(10, 20)),
        *(Candidate((n,), "choice", "unseen") for n in range(20, 25)),
    ]

    chosen = set(line_up(pool, length=8, dice=Random(7)))

    assert set(range(20, 25)) < chosen
    assert len(chosen & set(range(10, 20))) == 3


def test_among_equals_chance_decides_and_every_one_gets_its_turn():
    pool = [Candidate((n,), "choice") for n in range(10)]

    counts = Counter(v for seed in range(2000) for v in line_up(pool, length=3, dice=Random(seed)))

    assert min(counts.values()) > 500
    assert max(counts.values()) < 700


def test_the_kinds_are_spread_over_the_sitting():
    pool = [Candidate((n,), "ordering" if n < 5 else "choice") for n in range(10)]

    for seed in range(50):
        kinds = ["ordering" if v < 5 else "choice" for v in line_up(pool, length=10, dice=Random(seed))]
        assert all(len(set(kinds[n : n + 3])) == 2 for n in range(8)), kinds


def test_a_length_below_one_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        line_up([], length=0, dice=Random(0))


def three(first: int, past: str = "unseen") -> Candidate:
    return Candidate((first, first + 1, first + 2), "case", past)


@st.composite
def pools(draw) -> list[Candidate]:
    """Questions and cases of two to four questions, no version in two of them."""
    sizes = draw(st.lists(st.integers(1, 4), max_size=9))
    starts = [10 * n for n in range(len(sizes))]
    return [
        Candidate(
            tuple(range(start, start + size)),
            draw(st.sampled_from(("ordering", "choice"))) if size == 1 else "case",
            draw(st.sampled_from(tuple(BEFORE))),
        )
        for start, size in zip(starts, sizes, strict=True)
    ]


def sums(pool: list[Candidate]) -> set[int]:
    """Every number of questions that some choice of candidates has."""
    found = {0}
    for candidate in pool:
        found |= {n + len(candidate.versions) for n in found}
    return found


@given(pool=pools(), length=st.integers(1, 12), seed=st.integers(0, 99))
def test_a_case_is_asked_whole_in_its_order_and_in_one_go_or_not_at_all(pool, length, seed):
    chosen = line_up(pool, length=length, dice=Random(seed))

    for case in pool:
        places = [chosen.index(v) for v in case.versions if v in chosen]
        assert places == [] or places == list(range(places[0], places[0] + len(case.versions)))


@given(pool=pools(), length=st.integers(1, 12), seed=st.integers(0, 99))
def test_the_length_is_met_exactly_where_it_can_be_and_else_exceeded_by_the_least(pool, length, seed):
    chosen = line_up(pool, length=length, dice=Random(seed))

    assert len(chosen) == min((n for n in sums(pool) if n >= length), default=max(sums(pool)))


@given(pool=pools(), length=st.integers(1, 12), seed=st.integers(0, 99))
def test_nothing_less_pressing_is_asked_where_something_more_pressing_of_its_size_is_left(pool, length, seed):
    chosen = set(line_up(pool, length=length, dice=Random(seed)))
    asked = [c for c in pool if chosen.issuperset(c.versions)]
    left = [c for c in pool if chosen.isdisjoint(c.versions)]

    for a, b in ((a, b) for a in asked for b in left if len(a.versions) == len(b.versions)):
        assert BEFORE[a.past] <= BEFORE[b.past]


def test_a_case_that_presses_goes_before_questions_that_do_not_where_the_length_is_met_with_it():
    pool = [three(1), *(Candidate((n,), "choice", "right") for n in range(10, 20))]

    for seed in range(20):
        assert {1, 2, 3} < set(line_up(pool, length=5, dice=Random(seed)))


def test_a_question_of_a_case_is_not_also_asked_by_itself():
    pool = [three(1), Candidate((2,), "choice"), Candidate((9,), "choice")]

    for seed in range(20):
        chosen = line_up(pool, length=4, dice=Random(seed))
        assert sorted(chosen) == [1, 2, 3, 9]


def test_a_case_is_as_pressing_as_the_most_pressing_of_its_questions():
    assert most_pressing(["right", "unseen", "wrong"]) == "unseen"
    assert most_pressing(["right", "wrong"]) == "wrong"
    assert most_pressing(["right", "right"]) == "right"
