"""Mock exams: one is drawn and started, closed when its time is up, and scored.

The deadline is set by the server's clock at the start and never moves. Nothing has to run for an exam to end:
whoever looks at it after its deadline and the grace closes it by looking, and `manage.py close_exams` closes
what nobody looks at.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from django.db import transaction

from accounts.learners import Visitor
from accounts.models import Learner
from quizzes.exams import (
    EXTRA_TIMES,
    Asked,
    Blueprint,
    Candidate,
    Profile,
    Terms,
    asked_of,
    draw_of,
    fitting,
    name_of,
    profile_of,
)
from quizzes.models import BankVersion, Question, Sitting
from quizzes.services.sittings import SittingGone, locked, settle
from quizzes.services.starting import (
    NothingToAsk,
    key_of_other,
    secret_of,
    start_with,
    started_before,
)
from syllabus.models import ExamProfile

Banks = tuple[tuple[int, str], ...]


def start(
    *, learner: Visitor, profile: ExamProfile, extra_time: int, start_key: str, now: datetime
) -> Sitting:
    """A mock exam after this profile, whose clock runs from now on.

    The same start sent twice is one exam; another exam, or other extra time, under the same key is another.
    Raises NothingToAsk where the banks hold nothing for it, StartTaken, ValueError for no extra time that is
    offered.
    """
    if extra_time not in EXTRA_TIMES:
        raise ValueError(f"extra time is one of {EXTRA_TIMES}")
    wants = {"exam": profile.code, "extra_time": extra_time}
    sitting = _start(learner, profile, wants, start_key, now)
    if sitting.wants == wants:
        return sitting
    return _start(sitting.owner, profile, wants, key_of_other(start_key, wants), now)


def drawn(profile: ExamProfile, *, start_key: str) -> Blueprint:
    """The exam that a start under this key will be. One query while no bank changes."""
    return _drawn(profile, _banks(), start_key)


def offers() -> list[tuple[ExamProfile, Blueprint]]:
    """Every exam profile, and an example of what the banks here give for it. Two queries."""
    banks = _banks()
    return [(profile, _drawn(profile, banks, profile.code)) for profile in ExamProfile.objects.current()]


def touch(*, sitting: Sitting, now: datetime) -> Sitting:
    """The sitting as it is now: one whose time is up is closed, and its last drafts are graded."""
    if sitting.finished_at is not None or not sitting.is_over(now):
        return sitting
    with transaction.atomic():
        kept = locked(sitting.pk)
        settle(kept, now=now)
    sitting.finished_at = kept.finished_at
    return sitting


def closes(*, sitting: Sitting, now: datetime) -> bool:
    """Whether this look at it closes an exam: it was open, and its time is up."""
    was_open = sitting.finished_at is None
    return touch(sitting=sitting, now=now).finished_at is not None and was_open


def running(learner: Learner | None, *, now: datetime) -> list[Sitting]:
    """The open exams of a learner, by their end. Those whose time is up are closed by this."""
    found = Sitting.objects.of(learner).filter(kind=Sitting.EXAM, finished_at=None).order_by("deadline_at")
    return [sitting for sitting in found if touch(sitting=sitting, now=now).finished_at is None]


def close_overdue(*, now: datetime) -> int:
    """Close every exam whose time is up; how many this closed. Each is closed by itself."""
    closed = 0
    for pk in Sitting.objects.overdue(now).order_by("deadline_at").values_list("pk", flat=True):
        with suppress(SittingGone), transaction.atomic():
            sitting = locked(pk)
            open_before = sitting.finished_at is None
            closed += open_before and settle(sitting, now=now)
    return closed


def _start(
    learner: Visitor, profile: ExamProfile, wants: dict[str, Any], start_key: str, now: datetime
) -> Sitting:
    if (sent_before := started_before(start_key, learner, now)) is not None:
        return sent_before
    exam = drawn(profile, start_key=start_key)
    if not exam.places:
        raise NothingToAsk
    time = timedelta(minutes=exam.minutes) * wants["extra_time"] / 100
    return start_with(
        learner=learner,
        versions=[place.version for place in exam.places],
        title=f"Mock exam: {name_of(profile.code, profile.title)}",
        start_key=start_key,
        now=now,
        wants=wants,
        facts={
            "kind": Sitting.EXAM,
            "exam": Terms.of(exam).data(),
            "extra_time": wants["extra_time"],
            "deadline_at": now + time,
        },
        unscored={number for number, place in enumerate(exam.places, 1) if not place.scored},
    )


def _drawn(profile: ExamProfile, banks: Banks, start_key: str) -> Blueprint:
    rules = profile_of(profile.data)
    dice = Random(secret_of(start_key))  # noqa: S311 - what is asked is told at once; its order holds no key
    return draw_of(rules, _fitting(rules, banks), dice=dice)


def _banks() -> Banks:
    """What the shipped banks are now: another state of them is another value."""
    versions = BankVersion.objects.filter(bank__shipped=True, bank__retired_at=None)
    return tuple(versions.order_by("pk").values_list("pk", "digest"))


@lru_cache(maxsize=8)
def _fitting(profile: Profile, banks: Banks) -> tuple[Candidate, ...]:
    """What may be asked in this exam.

    Read once for each state of the banks: hundreds may start an exam in the same minute.
    """
    return fitting(profile, _candidates(profile.named))


def _candidates(exam: str) -> tuple[Candidate, ...]:
    """What names tasks of the exam by this name, or not: everything that ships."""
    rows = Question.objects.shipped().order_by("case_id", "part", "pk")
    cases: dict[int, list[Asked]] = {}
    singles = []
    for case, version, body in rows.values_list("case_id", "current_id", "current__body"):
        asked = asked_of(version, json.loads(body), exam=exam)
        if case:
            cases.setdefault(case, []).append(asked)
        else:
            singles.append(Candidate((asked,)))
    return (*singles, *(Candidate(tuple(parts), case=True) for parts in cases.values()))
