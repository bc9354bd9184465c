from __future__ import annotations

from quizzes.state import Standing, Stop

STANDING = Standing(
    (
        Stop(1, "ordering", "right"),
        Stop(2, "choice", "unanswered"),
        Stop(3, "matching", "wrong"),
        Stop(4, "choice", "unanswered"),
    )
)


def test_unanswered_is_told_apart_from_wrong():
    assert (STANDING.right, STANDING.wrong, STANDING.unanswered, STANDING.total) == (1, 1, 2, 4)


def test_the_next_place_is_the_next_unanswered_one_and_goes_round_once():
    assert [STANDING.next_after(n) for n in (0, 1, 2, 3, 4)] == [2, 2, 4, 4, 2]


def test_there_is_no_next_place_when_all_but_this_one_are_answered():
    only = Standing((Stop(1, "choice", "right"), Stop(2, "choice", "unanswered")))

    assert only.next_after(2) is None


def test_only_what_was_answered_wrong_was_missed():
    assert STANDING.missed() == [3]
