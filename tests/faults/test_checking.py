"""The checker sees each promise that is broken: a check that finds nothing must be able to find something."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.faults.checking import Found, check
from tests.faults.ledger import Entry

FIRST, SECOND, THIRD = [["option", "a"]], [["option", "b"]], [["option", "c"]]


def sent(op: str, value: Any, seq: int = 0, *, at: float, told: str = "", status: int | None = 200) -> Entry:
    t_ack = None if status is None else at + 0.1
    return Entry(op, "s", 1, seq, value, at, t_ack, status, told)


LEDGER = [
    sent("start", [["start_key", "k"]], at=1, status=302),
    sent("save", FIRST, 1, at=2, told="saved"),
    sent("save", SECOND, 2, at=3, told="saved"),
    sent("save", FIRST, 1, at=4, told="elsewhere"),
    sent("submit", SECOND, at=5, status=None),
    sent("submit", SECOND, at=6, told="wrong"),
    sent("submit", THIRD, at=7, told="wrong"),
]


def kept(**changes: Any) -> dict[str, Any]:
    place = {"sitting": "s", "number": 1, "seq": 2, "draft": SECOND, "exam": False, "later": False}
    place |= {"response": SECOND, "correct": False, "graded_alike": True}
    place |= {name: changes.pop(name) for name in list(changes) if name in place}
    whole = {"places": [place], "sittings": {"s": ["k", False]}, "integrity": "ok", "miscounted": 0}
    return whole | changes


def told_of(found: Found) -> list[str]:
    return [*found.lost, *found.twice, *found.other]


def test_a_run_that_kept_its_promises_is_sound() -> None:
    found = check(LEDGER, kept())

    assert (found.saves, found.submits, told_of(found)) == (3, 2, [])


def test_a_save_that_got_no_answer_may_be_kept_or_not() -> None:
    ledger = [*LEDGER, sent("save", THIRD, 3, at=8, status=None)]

    assert check(ledger, kept()).sound
    assert check(ledger, kept(seq=3, draft=THIRD)).sound


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"places": []}, "save 2 was acknowledged, 0 is kept"),
        ({"seq": 1, "draft": FIRST}, "save 2 was acknowledged, 1 is kept"),
        ({"draft": FIRST}, "the draft was never sent under its number 2"),
        ({"response": None}, "its verdict was told, and there is none"),
        ({"response": FIRST}, "what counts was not sent before the first verdict"),
        ({"response": THIRD}, "what counts was not sent before the first verdict"),
        ({"correct": True}, "not everybody was told the verdict that is kept"),
        ({"graded_alike": False}, "the verdict is not that of the response"),
        ({"later": True}, "asked in a wording that is newer than its sitting"),
        ({"miscounted": 1}, "1 learners whose tallies differ from their attempts"),
        ({"integrity": "row 3 missing"}, "the database is not whole: row 3 missing"),
        ({"sittings": {}}, "s: was started"),
        ({"sittings": {"s": ["k", False], "t": ["other", False]}}, "1 sittings that nobody started"),
    ],
)
def test_each_broken_promise_is_told(changes: dict[str, Any], told: str) -> None:
    assert told in "\n".join(told_of(check(LEDGER, kept(**changes))))


def test_one_start_that_became_two_sittings_is_told() -> None:
    again = replace(LEDGER[0], sitting="t")
    both = {"s": ["k", False], "t": ["k", False]}

    assert check([*LEDGER, again], kept(sittings=both)).twice


def test_an_acknowledged_value_that_gave_way_to_another_under_its_number_is_told() -> None:
    other = sent("save", THIRD, 2, at=3.5, status=None)

    assert check([*LEDGER, other], kept(draft=THIRD)).lost


@pytest.mark.parametrize(
    ("draft", "response", "sound"),
    [
        (SECOND, SECOND, True),
        ([], None, True),
        (SECOND, None, False),
        (SECOND, FIRST, False),
        ([], FIRST, False),
    ],
)
def test_an_exam_that_was_ended_is_graded_by_its_last_drafts(draft: Any, response: Any, sound: bool) -> None:
    exam = [LEDGER[0], sent("save", draft, 2, at=2, told="saved"), sent("finish", [], at=3, status=302)]
    ended = {"s": ["k", True]}

    assert check(exam, kept(draft=draft, response=response, exam=True, sittings=ended)).sound is sound


def test_an_exam_that_was_told_to_be_ended_and_is_open_is_told() -> None:
    exam = [LEDGER[0], sent("finish", [], at=3, status=302)]

    assert check(exam, kept(places=[])).lost == ["s: was ended, and is open"]
