"""A share of few questions says little, and the page knows how little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scores import Answered, Line, Mark, Z, score


def one(number: int, correct: bool = True, **changes) -> Answered:
    fields = {"answered": True, "scored": True, "domain": "Data", "kind": "Ordering", "seconds": 60}
    return Answered(number, correct, **{**fields, **changes})


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.278),
        (1, 10, 0.018, 0.404),
        (5, 10, 0.237, 0.763),
        (10, 10, 0.722, 1.0),
        (35, 50, 0.562, 0.809),
        (1, 1, 0.207, 1.0),
    ],
)
def test_the_interval_of_some_marks(right, of, low, high):
    assert Mark(right, of).interval == pytest.approx((low, high), abs=0.0006)


@given(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_bounds_are_where_the_share_is_just_as_far_off_as_chance_may_put_it(counts):
    """Wilson's definition: those true shares from which this one lies z standard deviations away."""
    mark = Mark(*counts)

    for bound in mark.interval:
        assert (mark.share - bound) ** 2 == pytest.approx(Z * Z * bound * (1 - bound) / mark.of, abs=1e-12)


@given(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_stays_between_none_and_all(counts):
    mark = Mark(*counts)
    low, high = mark.interval

    assert 0 <= low <= mark.share + 1e-12
    assert mark.share - 1e-12 <= high <= 1
    wider = Mark(mark.right, mark.of).interval
    narrower = Mark(mark.right * 4, mark.of * 4).interval
    assert narrower[1] - narrower[0] < wider[1] - wider[0]


def test_of_nothing_nothing_is_known():
    assert Mark(0, 0).interval == (0.0, 1.0)
    assert Mark(0, 0).percent == 0


def test_only_scored_questions_count_and_blank_ones_are_not_right():
    result = score(
        [
            one(1),
            one(2, False),
            one(3, False, answered=False),
            one(4, scored=False),
            one(5, False, scored=False),
        ]
    )

    assert result.mark == Mark(1, 3)
    assert result.unscored == Mark(1, 2)
    assert result.unanswered == 1
    assert result.seconds == 300


def test_domains_topics_and_kinds_are_told_apart_over_scored_questions():
    result = score(
        [
            one(1, topics=("Caching", "Registry"), seconds=10),
            one(2, False, domain="Models", kind="Case", topics=("Caching",), seconds=31),
            one(3, scored=False, domain="Unscored", topics=("Lineage",), seconds=99),
        ]
    )

    assert [(row.name, row.mark) for row in result.domains] == [("Data", Mark(1, 1)), ("Models", Mark(0, 1))]
    assert [(row.name, row.mark) for row in result.kinds] == [("Ordering", Mark(1, 1)), ("Case", Mark(0, 1))]
    assert [(row.name, row.mark, row.seconds) for row in result.topics] == [
        ("Caching", Mark(1, 2), 20),
        ("Registry", Mark(1, 1), 10),
    ]


@pytest.mark.parametrize(
    ("pass_line", "scale", "of", "needed", "percent"),
    [
        (720, (100, 1000), 50, 35, 69),  # 620/900 of 50 are 34.4
        (720, (100, 1000), 45, 31, 69),  # 620/900 of 45 are exactly 31
        (16, (0, 20), 20, 16, 80),
        (16, (0, 20), 7, 6, 80),
    ],
)
def test_the_line_is_as_far_up_the_questions_as_on_the_scale(pass_line, scale, of, needed, percent):
    line = Line(pass_line, scale, Mark(needed, of))

    assert (line.needed, line.percent) == (needed, percent)
    assert line.reached
    assert not Line(pass_line, scale, Mark(needed - 1, of)).reached


def test_near_the_line_few_questions_leave_open_on_which_side_one_is():
    assert not Line(720, (100, 1000), Mark(36, 50)).sure
    assert Line(720, (100, 1000), Mark(48, 50)).sure
    assert Line(720, (100, 1000), Mark(10, 50)).sure


def test_a_profile_without_a_line_draws_none():
    assert score([one(1)]).line(None, (100, 1000)) is None
    assert score([one(1)]).line(16, None) is None
    assert score([one(1)]).line(16, (0, 20)) is not None
