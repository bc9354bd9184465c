from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from quizzes.selection import Candidate, line_up


def test_a_sitting_holds_no_question_twice_and_no_more_than_was_wished():
    pool = [Candidate(n % 30, "choice") for n in range(60)]

    chosen = line_up(pool, length=20, dice=Random(4))

    assert len(chosen) == len(set(chosen)) == 20


def test_fewer_questions_than_wished_are_all_asked():
    assert sorted(line_up([Candidate(1, "choice"), Candidate(2, "ordering")], length=5, dice=Random(0))) == [
        1,
        2,
    ]


def test_what_was_never_seen_comes_before_what_went_wrong_and_that_before_what_is_known():
    pool = [
        *(Candidate(n, "choice", "right") for n in range(10)),
        *(Candidate(n, "choice", "wrong") for n in range(10, 20)),
        *(Candidate(n, "choice", "unseen") for n in range(20, 25)),
    ]

    chosen = set(line_up(pool, length=8, dice=Random(7)))

    assert set(range(20, 25)) < chosen
    assert len(chosen & set(range(10, 20))) == 3


def test_among_equals_chance_decides_and_every_one_gets_its_turn():
    pool = [Candidate(n, "choice") for n in range(10)]

    counts = Counter(v for seed in range(2000) for v in line_up(pool, length=3, dice=Random(seed)))

    assert min(counts.values()) > 500
    assert max(counts.values()) < 700


def test_the_kinds_are_spread_over_the_sitting():
    pool = [Candidate(n, "ordering" if n < 5 else "choice") for n in range(10)]

    for seed in range(50):
        kinds = ["ordering" if v < 5 else "choice" for v in line_up(pool, length=10, dice=Random(seed))]
        assert all(len(set(kinds[n : n + 3])) == 2 for n in range(8)), kinds


def test_a_length_below_one_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        line_up([], length=0, dice=Random(0))
