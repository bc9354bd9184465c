"""Sittings driven through all that can happen to them, against a model small enough to be believed.

No acknowledged change is lost, no response is graded twice, no verdict is told before it is due.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.learners import remember
from quizzes.models import Attempt, Sitting
from quizzes.services import exams, practice
from tests.builders import MONDAY, a_learner, a_sitting, choice, form_of, ordering, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KEYS = ("in-order", "one")
RESPONSES: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((), ("clean",), ("clean", "train", "test", "gate"), ("deploy", "train", "test", "gate")),
    ((), ("step",), ("run",)),
)
NUMBERS = st.integers(1, len(KEYS))
PICKS = st.integers(0, 3)
LATE = 600 + 30  # seconds: an exam's deadline, and the grace


@dataclass
class Place:
    """What must be true of one question."""

    seq: int = 0
    draft: tuple[str, ...] | None = None
    flagged: bool = False
    graded: tuple[str, ...] | None = None


@dataclass
class Model:
    """What must be true of a sitting, by its rules in plain words."""

    exam: bool
    now: datetime = MONDAY
    finished: bool = False
    places: list[Place] = field(default_factory=lambda: [Place() for _ in KEYS])

    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def touch(self) -> None:
        """Whoever looks at an exam after its time closes it."""
        if self.exam and self.now > MONDAY + timedelta(seconds=LATE):
            self.finish()

    def takes(self, place: Place) -> bool:
        self.touch()
        return not self.finished and place.graded is None

    def save(self, place: Place, response: tuple[str, ...], seq: int) -> str:
        """What must become of it: the highest number wins, the same again is the same."""
        if not self.takes(place):
            return "over"
        if seq > place.seq:
            place.seq, place.draft = seq, response
        return "saved" if (seq, response) == (place.seq, place.draft) else "elsewhere"

    def submit(self, place: Place, response: tuple[str, ...]) -> None:
        """The first response that is one is graded; an exam grades none before its end."""
        if self.takes(place) and not self.exam and response:
            place.graded = response
            self.finished = all(other.graded is not None for other in self.places)

    def finish(self) -> None:
        """An exam's drafts are graded when it ends; elsewhere a draft is no response."""
        if self.exam and not self.finished:
            for place in self.places:
                place.graded = place.draft or None
        self.finished = True


class Sittings(RuleBasedStateMachine):
    """A learner in two tabs, an author who publishes meanwhile, and a clock."""

    clock: dict[str, datetime]

    @initialize(exam=st.booleans())
    def start(self, exam: bool) -> None:
        self.model, self.edition = Model(exam), 0
        self.bank = f"bank-{Sitting.objects.count()}"
        versions = published(ordering(), choice(), slug=self.bank)
        self.asked = [versions[key].asked for key in KEYS]
        self.sitting = a_sitting(a_learner(), *(versions[key] for key in KEYS))
        if exam:
            deadline = MONDAY + timedelta(seconds=600)
            Sitting.objects.filter(pk=self.sitting.pk).update(kind=Sitting.EXAM, deadline_at=deadline)
        self.clock["now"], self.tabs, cookie = MONDAY, Client(), HttpResponse()
        remember(cookie, self.sitting.owner)
        self.tabs.cookies.update(cookie.cookies)

    def url(self, name: str, *number: int) -> str:
        return reverse(f"quizzes:{name}", args=[self.sitting.key, *number])

    def form(self, number: int, pick: int, seq: int = 0) -> tuple[tuple[str, ...], dict[str, Any]]:
        response = RESPONSES[number - 1][pick % len(RESPONSES[number - 1])]
        return response, {**form_of(self.sitting, number, response), "seq": str(seq)}

    @rule(number=NUMBERS, pick=PICKS, ahead=st.sampled_from([1, 0, 2, -1]))
    def save(self, number: int, pick: int, ahead: int) -> None:
        """In any order: ahead of what is kept, under its number, or long overtaken."""
        place = self.model.places[number - 1]
        seq = max(1, place.seq + ahead)
        response, form = self.form(number, pick, seq)

        answer = self.tabs.post(self.url("draft", number), form)

        expected = self.model.save(place, response, seq)
        assert f'data-became="{expected}"' in answer.content.decode()
        assert answer.status_code == (409 if expected == "over" else 200)
        self.look(number)

    @rule(number=NUMBERS)
    def save_what_is_kept_again(self, number: int) -> None:
        place = self.model.places[number - 1]
        if place.draft is not None:
            self.save(number, RESPONSES[number - 1].index(place.draft), 0)

    @rule(number=NUMBERS, pick=PICKS)
    def save_and_go_on(self, number: int, pick: int) -> None:
        place = self.model.places[number - 1]
        seq = place.seq + 1
        response, form = self.form(number, pick, seq)

        answer = self.tabs.post(self.url("question", number), {**form, "save": ""})

        expected = self.model.save(place, response, seq)
        if self.model.exam and expected == "over":  # the result says that this came too late
            assert answer.url.endswith("?sent=late")
        else:
            assert answer.status_code == {"saved": 302, "over": 409}[expected]

    @rule(number=NUMBERS, pick=PICKS)
    def submit(self, number: int, pick: int) -> None:
        """Of an exam a form that is sent with any button is saved."""
        place = self.model.places[number - 1]
        response, form = self.form(number, pick, place.seq + 1)

        self.tabs.post(self.url("question", number), form)

        if self.model.exam:
            self.model.save(place, response, place.seq + 1)
        else:
            self.model.submit(place, response)
        self.look(number)

    @rule(number=NUMBERS, flagged=st.booleans())
    def flag(self, number: int, flagged: bool) -> None:
        place = self.model.places[number - 1]
        self.tabs.post(self.url("flag", number), {"flagged": "on" if flagged else ""})
        if self.model.takes(place):
            place.flagged = flagged

    @rule(seconds=st.sampled_from([1, 605, 26]))
    def let_time_pass(self, seconds: int) -> None:
        self.model.pass_time(seconds)
        self.clock["now"] = self.model.now

    @rule()
    def close_what_nobody_looks_at(self) -> None:
        exams.close_overdue(now=self.model.now)
        self.model.touch()

    @rule()
    def publish_another_wording(self) -> None:
        """With another key: what is right in it is wrong in what was asked."""
        self.edition += 1
        options = {key: option for key, option in choice().options.items() if key != "account"}
        changed = choice(prompt=f"Where, by edition {self.edition}?", options=options)
        published(ordering(prompt=f"Edition {self.edition}.", needs={}), changed, slug=self.bank)

    @rule()
    def finish(self) -> None:
        practice.finish(sitting=self.sitting, now=self.model.now)
        self.model.touch()
        self.model.finish()

    @invariant()
    def what_is_kept_is_what_was_acknowledged(self) -> None:
        if not hasattr(self, "model"):
            return
        for place, row in zip(self.model.places, self.sitting.lineup.order_by("number"), strict=True):
            kept = None if row.draft is None else tuple(row.draft)
            assert (row.draft_seq, kept, row.flagged) == (place.seq, place.draft, place.flagged)

    @invariant()
    def what_is_graded_is_graded_once_and_by_what_was_asked(self) -> None:
        if not hasattr(self, "model"):
            return
        attempts = Attempt.objects.filter(place__sitting=self.sitting)
        graded = {number: p.graded for number, p in enumerate(self.model.places, 1) if p.graded is not None}
        assert {a.place.number: tuple(a.response) for a in attempts.select_related("place")} == graded
        for attempt in attempts:
            right = self.asked[attempt.place.number - 1].grade(tuple(attempt.response)).correct
            assert attempt.correct == right
        self.sitting.refresh_from_db()
        assert (self.sitting.finished_at is not None) == self.model.finished

    @rule(number=NUMBERS)
    def look(self, number: int) -> None:
        """The page has the verdict when it is due, and not before; the board holds what is kept."""
        page = self.tabs.get(self.url("question", number))
        self.model.touch()

        place = self.model.places[number - 1]
        if page.status_code == 302:  # in the grace an exam shows its overview, and takes saves still
            assert self.model.exam
            assert not self.model.finished
            return
        text = page.content.decode()
        assert ('id="verdict"' in text) == (place.graded is not None)
        told = place.graded is not None or (self.model.exam and self.model.finished)
        assert (self.asked[number - 1].explain in text) == told
        if self.model.takes(place):
            assert f'name="seq" value="{place.seq + 1}"' in text
            board = page.context["page"].board
            shown = [p for p in getattr(board, "pool", ()) + getattr(board, "options", ()) if p.value]
            assert len(shown) == len(place.draft or ())


def test_nothing_acknowledged_is_lost_nothing_graded_twice_and_no_verdict_early(monkeypatch):
    clock = {"now": MONDAY}
    for module in ("asked", "exams", "saving", "practice"):
        monkeypatch.setattr(f"quizzes.views.{module}.now", lambda: clock["now"])
    monkeypatch.setattr(Sittings, "clock", clock, raising=False)
    steady = settings(max_examples=15, stateful_step_count=20, deadline=None, derandomize=True, database=None)
    run_state_machine_as_test(Sittings, settings=steady)
