"""Sittings driven through all that can happen to them, against a model small enough to be believed.

No acknowledged change is lost, no response is graded twice, no verdict is told before it is due: whatever is
saved, sent twice, overtaken, published, merged into an account or left until its time is up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts import services
from accounts.learners import remember
from accounts.models import Learner, User
from quizzes import queries, recall
from quizzes.engines.base import Unanswered
from quizzes.models import Bank, Card, Record, Sitting, SittingQuestion, Tally
from quizzes.services import exams, practice, saving, tallying
from quizzes.services.sittings import NoVerdictYet, SittingFinished
from tests.builders import MONDAY, a_learner, a_sitting, choice, form_of, ordering, published
from tests.quizzes.stateful import ACCOUNT, MINUTES, Given, Model, Place, Sat

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KEYS = ("in-order", "one")
RESPONSES: tuple[tuple[Given, ...], ...] = (
    ((), ("clean",), ("clean", "train", "test", "gate"), ("train", "clean", "test", "gate")),
    ((), ("pipeline",), ("step",), ("run",)),
)
NUMBERS = st.integers(1, len(KEYS))
PICKS = st.integers(0, 3)
MOST = 6
"""So many sittings at once: more would be met too seldom."""
WHICH = st.sampled_from([0, 0, 0, 1, 2, 3])
"""Mostly the one that was begun last of those that are open."""
ALL_KINDS = (Sitting.REVIEW, Sitting.PRACTICE, Sitting.EXAM)
KINDS = st.sampled_from(ALL_KINDS)
PASSWORD = "three words nobody guesses"


class Sittings(RuleBasedStateMachine):
    """A guest in two tabs, their account on another device, an author who publishes, and a clock."""

    clock: dict[str, datetime]
    site: Any

    @initialize(kind=KINDS, account=st.sampled_from(["none", "new", "has studied"]), other=KINDS)
    def start(self, kind: str, account: str, other: str) -> None:
        self.model, self.edition, self.clock["now"] = Model(), 0, MONDAY
        self.bank = f"bank-{Bank.objects.count()}"
        self.versions = published(ordering(), choice(), slug=self.bank)
        self.guests: dict[str, Learner] = {}
        self.rows: dict[str, Sitting] = {}
        self.email = f"ann-{User.objects.count()}@example.org"
        self.user, self.device = None, self.new_browser()
        if account != "none":
            self.user = User.objects.create_user(self.email, PASSWORD)
            self.device.force_login(self.user)
        if account == "has studied":
            assert self.user is not None
            self.begin(
                Learner.objects.create(user=self.user, created_at=MONDAY, seen_at=MONDAY), ACCOUNT, other
            )
        self.come_as_a_guest(kind)

    def begin(self, learner: Learner, owner: str, kind: str) -> None:
        """A sitting of both questions, in the wording of now."""
        self.pass_time(1)  # no two end at the same moment
        versions = [self.versions[key] for key in KEYS]
        row = a_sitting(learner, *versions, now=self.model.now)
        cards = [["question", ""] for _ in KEYS] if kind == Sitting.REVIEW else []
        deadline = self.model.now + MINUTES if kind == Sitting.EXAM else None
        wants = {"cards": cards} if cards else {}
        Sitting.objects.filter(pk=row.pk).update(kind=kind, deadline_at=deadline, wants=wants)
        self.rows[row.key] = row
        places = [Place(version.asked) for version in versions]
        self.model.sittings.append(Sat(row.key, kind, owner, self.model.now, places))

    # Who asks, and for what

    def chosen(self, which: int) -> Sat:
        """Counted from the last of those that are open. Where none is, another guest begins one."""
        if len(self.model.sittings) < MOST and all(sat.finished for sat in self.model.sittings):
            self.come_as_a_guest(ALL_KINDS[len(self.model.sittings) % 3])
        open_last = sorted(self.model.sittings, key=lambda sat: not sat.finished)
        return open_last[-1 - which % len(open_last)]

    def new_browser(self) -> Client:
        """All send to one site: it is loaded once."""
        client = Client()
        client.handler = self.site
        return client

    def browser(self, guest: Learner) -> Client:
        """One that holds the guest's cookie, and no other."""
        client, cookie = self.new_browser(), HttpResponse()
        key = Learner(pk=guest.pk, key=guest.key)  # as it was signed: before any merge
        remember(cookie, key)
        client.cookies.update(cookie.cookies)
        return client

    def of(self, sat: Sat) -> Client:
        return self.device if sat.owner == ACCOUNT else self.browser(self.guests[sat.owner])

    def learner_of(self, sat: Sat) -> Learner:
        return dict(self.owners())[sat.owner]

    def url(self, sat: Sat, name: str, *number: int) -> str:
        return reverse(f"quizzes:{name}", args=[sat.key, *number])

    def form(self, sat: Sat, number: int, pick: int, seq: int = 0) -> tuple[Given, dict[str, Any]]:
        response = RESPONSES[number - 1][pick]
        return response, {**form_of(self.rows[sat.key], number, response), "seq": str(seq)}

    # Work

    @rule(which=WHICH, number=NUMBERS, pick=PICKS, ahead=st.sampled_from([1, 0, 2, -1]))
    def save(self, which: int, number: int, pick: int, ahead: int) -> None:
        self.save_to_board(self.chosen(which), number, pick, ahead)

    def save_to_board(self, sat: Sat, number: int, pick: int, ahead: int) -> None:
        """In any order: ahead of what is kept, under its number, or long overtaken."""
        seq = max(1, sat.places[number - 1].seq + ahead)
        response, form = self.form(sat, number, pick, seq)

        answer = self.of(sat).post(self.url(sat, "draft", number), form)

        expected = self.model.save(sat, number, response, seq)
        assert f'data-became="{expected}"' in answer.content.decode()
        assert answer.status_code == (409 if expected == "over" else 200)

    @rule(which=WHICH, number=NUMBERS)
    def save_what_is_kept_again(self, which: int, number: int) -> None:
        sat = self.chosen(which)
        draft = sat.places[number - 1].draft
        if draft is not None:
            self.save_to_board(sat, number, RESPONSES[number - 1].index(draft), 0)

    @rule(which=WHICH, number=NUMBERS, pick=PICKS)
    def save_and_go_on(self, which: int, number: int, pick: int) -> None:
        sat = self.chosen(which)
        seq = sat.places[number - 1].seq + 1
        response, form = self.form(sat, number, pick, seq)

        answer = self.of(sat).post(self.url(sat, "question", number), {**form, "save": ""})

        expected = self.model.save(sat, number, response, seq)
        if sat.exam and expected == "over":  # the result says that this came too late
            assert answer.url.endswith("?sent=late")
        else:
            assert answer.status_code == {"saved": 302, "over": 409}[expected]

    @rule(which=WHICH, number=NUMBERS, pick=PICKS, clicks=st.sampled_from([1, 2]), author=st.booleans())
    def submit(self, which: int, number: int, pick: int, clicks: int, author: bool) -> None:
        """While an author publishes, perhaps with a double click. Late come a tab that was open, and a save.

        Of an exam a form that is sent with any button is saved.
        """
        sat = self.chosen(which)
        seq = sat.places[number - 1].seq + 1
        response, form = self.form(sat, number, pick, seq)
        self.pass_time(1)  # two reviews of one card are at two times
        opened = queries.place(sitting_key=sat.key, number=number, learner=self.learner_of(sat))
        assert opened is not None
        if author:
            self.publish("in other words")

        for _ in range(clicks):
            self.of(sat).post(self.url(sat, "question", number), form)

        if sat.exam:
            self.model.save(sat, number, response, seq)
        else:
            self.model.submit(sat, number, response)
        self.submit_to(opened, sat, number, RESPONSES[number - 1][pick - 1])
        self.save_to_board(sat, number, pick=3, ahead=clicks - 1)
        self.look_at(sat, number)

    @rule(which=WHICH, number=NUMBERS, flagged=st.booleans())
    def flag(self, which: int, number: int, flagged: bool) -> None:
        sat = self.chosen(which)
        self.of(sat).post(self.url(sat, "flag", number), {"flagged": "on" if flagged else ""})
        if self.model.takes(sat, number):
            sat.places[number - 1].flagged = flagged

    @rule(which=WHICH, number=NUMBERS)
    def look(self, which: int, number: int) -> None:
        self.look_at(self.chosen(which), number)

    def look_at(self, sat: Sat, number: int) -> None:
        """The page has the verdict when it is due, and not before; the board holds what is kept."""
        page = self.of(sat).get(self.url(sat, "question", number))
        self.model.touch(sat)

        place = sat.places[number - 1]
        if page.status_code == 302:  # in the grace an exam shows its overview, and takes saves still
            assert sat.exam
            assert not sat.finished
            return
        text = page.content.decode()
        assert ('id="verdict"' in text) == (place.graded is not None)
        told = place.graded is not None or (sat.exam and sat.finished)
        assert (place.asked.explain in text) == told
        if self.model.takes(sat, number):
            assert f'name="seq" value="{place.seq + 1}"' in text
            board = page.context["page"].board
            shown = [p for p in getattr(board, "pool", ()) + getattr(board, "options", ()) if p.value]
            assert len(shown) == len(place.draft or ())

    # What happens meanwhile

    @rule(seconds=st.sampled_from([1, 26, 605, 700]))
    def pass_time(self, seconds: int) -> None:
        self.model.now += timedelta(seconds=seconds)
        self.clock["now"] = self.model.now

    @rule(late=st.sampled_from([10, 40]), number=NUMBERS, pick=PICKS)
    def reach_a_deadline(self, late: int, number: int, pick: int) -> None:
        """A save that comes within the grace is taken, and none after it."""
        for sat in [sat for sat in self.model.sittings if sat.deadline and not sat.finished][:1]:
            assert sat.deadline is not None
            left = sat.deadline + timedelta(seconds=late) - self.model.now
            self.pass_time(max(0, round(left.total_seconds())))
            self.save_to_board(sat, number, pick, 1)

    @rule()
    def close_what_nobody_looks_at(self) -> None:
        exams.close_overdue(now=self.model.now)
        for sat in sorted(self.model.sittings, key=lambda sat: sat.started):
            self.model.touch(sat)

    @rule(how=st.sampled_from(["in other words", "as it was", "without one"]))
    def publish(self, how: str) -> None:
        """In other words and with another key: what is right in them is wrong in what was asked."""
        self.edition += how != "as it was"
        edition = f" Edition {self.edition}." if self.edition else ""
        first = ordering(prompt=f"Put the run in order.{edition}", **({"needs": {}} if edition else {}))
        right = ("step", "run")[self.edition % 2]
        options = {key: replace(option, correct=key == right) for key, option in choice().options.items()}
        second = choice(prompt=f"Where is it?{edition}", options=options)
        asked = [first] if how == "without one" else [first, second]
        self.versions |= published(*asked, slug=self.bank)

    @rule(which=WHICH)
    def finish(self, which: int) -> None:
        sat = self.chosen(which)
        for _ in range(2):
            practice.finish(sitting=self.rows[sat.key], now=self.model.now)
        self.model.touch(sat)
        self.model.finish(sat)

    # Guests come, and sign in

    @precondition(lambda self: len(self.model.sittings) < MOST)
    @rule(kind=KINDS)
    def come_as_a_guest(self, kind: str) -> None:
        guest = a_learner(self.model.now)
        self.guests[guest.key] = guest
        self.begin(guest, guest.key, kind)

    def somebody(self, which: int) -> Learner:
        """A guest, merged or not; mostly who came last."""
        return list(self.guests.values())[-1 - which % len(self.guests)]

    @rule(which=WHICH, takes=st.booleans(), times=st.sampled_from([1, 2]))
    def sign_in(self, which: int, takes: bool, times: int) -> None:
        """Asked whose the work is, they take it, perhaps in two tabs; or leave it where it was."""
        guest = self.somebody(which)
        if self.user is None:
            self.sign_up(guest)
            return
        browser = self.browser(guest)
        browser.force_login(self.user)
        for _ in range(times):
            browser.cookies.update(self.browser(guest).cookies)  # the other tab sent it before
            browser.get("/accounts/guest/")
            self.everything_holds()
            browser.post("/accounts/guest/", {"do": "take" if takes else "leave"})
            if takes:
                self.model.merge(guest.key)
        if takes:
            self.come_with_the_old_cookie(guest)

    def sign_up(self, guest: Learner) -> None:
        browser = self.browser(guest)
        form = {"email": self.email, "password1": PASSWORD, "password2": PASSWORD}
        assert browser.post("/accounts/signup/", form).status_code == 302
        self.user, self.device = User.objects.get(email=self.email), browser
        self.model.merge(guest.key)
        self.come_with_the_old_cookie(guest)

    @precondition(lambda self: self.user is not None and len(self.model.sittings) <= MOST - 2)
    @rule(number=NUMBERS, picks=st.lists(st.integers(1, 3), min_size=2, max_size=2))
    def both_review_the_same_and_then_it_is_taken(self, number: int, picks: list[int]) -> None:
        """Guest and account have a card of one question: its schedule is that of the reviews of both."""
        learner, _ = Learner.objects.get_or_create(
            user=self.user, defaults={"created_at": self.model.now, "seen_at": self.model.now}
        )
        self.come_as_a_guest(Sitting.REVIEW)
        self.begin(learner, ACCOUNT, Sitting.REVIEW)
        for sat, pick in zip(self.model.sittings[-2:], picks, strict=True):
            self.pass_time(1)
            place = queries.place(sitting_key=sat.key, number=number, learner=self.learner_of(sat))
            assert place is not None
            self.submit_to(place, sat, number, RESPONSES[number - 1][pick])
        self.everything_holds()
        self.sign_in(which=0, takes=True, times=1)

    @rule(
        which=WHICH,
        number=NUMBERS,
        pick=PICKS,
        what=st.sampled_from(["save", "submit", "begin"]),
        ends=st.booleans(),
    )
    def merge_what_is_just_written(self, which: int, number: int, pick: int, what: str, ends: bool) -> None:
        """A request found who asks and what for; then the other tab merged, or ended it; then it goes on."""
        guest = self.somebody(which)
        mine = self.model.of(guest.key)
        if not mine or self.user is None:
            return
        sat, before = mine[0], Learner.objects.get(pk=guest.pk)
        place = queries.place(sitting_key=sat.key, number=number, learner=before)
        assert place is not None
        response = RESPONSES[number - 1][pick]
        self.pass_time(1)
        services.take_in(guest=guest, user=self.user, now=self.model.now)
        self.model.merge(guest.key)
        if ends:
            practice.finish(sitting=self.rows[sat.key], now=self.model.now)
            self.model.touch(sat)
            self.model.finish(sat)

        if what == "begin" and len(self.model.sittings) < MOST:
            self.begin(before, ACCOUNT, sat.kind)
        elif what == "submit":
            self.submit_to(place, sat, number, response)
        else:
            self.save_to(place, sat, number, response)

    def save_to(self, place: SittingQuestion, sat: Sat, number: int, response: Given) -> None:
        seq = sat.places[number - 1].seq + 1
        try:
            saving.save(place=place, response=response, seq=seq, now=self.model.now)
            became = "saved"
        except SittingFinished:
            became = "over"
        assert self.model.save(sat, number, response, seq) == became

    def submit_to(self, place: SittingQuestion, sat: Sat, number: int, response: Given) -> None:
        if sat.exam:
            with pytest.raises(NoVerdictYet):
                practice.submit(place=place, response=response, now=self.model.now)
            return
        with suppress(Unanswered, SittingFinished):
            practice.submit(place=place, response=response, now=self.model.now)
        self.model.submit(sat, number, response)

    def come_with_the_old_cookie(self, guest: Learner) -> None:
        """A merged guest's cookie opens nothing, changes nothing, and gives nothing to another account."""
        for sat in self.model.of(ACCOUNT)[-1:]:
            _, form = self.form(sat, 1, 3, sat.places[0].seq + 1)
            for address in ("draft", "question", "flag"):
                assert self.browser(guest).post(self.url(sat, address, 1), form).status_code == 404
        somebody, _ = User.objects.get_or_create(email="somebody-else@example.org")
        other = self.browser(guest)
        other.force_login(somebody)
        other.post("/accounts/guest/", {"do": "take"})
        assert not services.take_in(guest=guest, user=somebody, now=self.model.now).told

    # What must always be true

    @invariant()
    def everything_holds(self) -> None:
        if not hasattr(self, "model"):
            return
        self.each_is_its_owners_and_as_it_was_acknowledged()
        self.counted_once()
        self.reviewed_once()

    def owners(self) -> list[tuple[str, Learner]]:
        guests = [(key, guest) for key, guest in self.guests.items() if self.model.of(key)]
        account = Learner.objects.filter(user=self.user).first() if self.user else None
        return [*guests, *([(ACCOUNT, account)] if account else [])]

    def each_is_its_owners_and_as_it_was_acknowledged(self) -> None:
        owners = {owner: learner.pk for owner, learner in self.owners()}
        for sat in self.model.sittings:
            places = list(queries.places(self.rows[sat.key].pk))
            row = places[0].sitting
            assert (row.learner_id, row.finished_at is not None) == (owners[sat.owner], sat.finished)
            for place, kept in zip(sat.places, places, strict=True):
                draft = None if kept.draft is None else tuple(kept.draft)
                assert (kept.draft_seq, draft, kept.flagged) == (place.seq, place.draft, place.flagged)
            self.each_verdict_is_given_once_and_by_what_was_asked(sat, places)

    def each_verdict_is_given_once_and_by_what_was_asked(
        self, sat: Sat, places: Sequence[SittingQuestion]
    ) -> None:
        attempts = [place.attempt for place in places if hasattr(place, "attempt")]
        found = [(a.place.number, tuple(a.response), a.correct) for a in attempts]
        log = {graded.number: graded.right for graded in self.model.log if graded.sat is sat}
        assert found == [
            (number, place.graded, log[number])
            for number, place in enumerate(sat.places, 1)
            if place.graded is not None
        ]

    def counted_once(self) -> None:
        found = {
            (learner, key): (tries, first, last)
            for learner, key, tries, first, last in Record.objects.filter(
                question__bank__slug=self.bank
            ).values_list("learner", "question__key", "tries", "first_right", "last_right")
        }
        days: Counter[int] = Counter()
        wrong: Counter[int] = Counter()
        for learner, n, missed in Tally.objects.filter(sort=Tally.DAY).values_list("learner", "n", "wrong"):
            days[learner] += n
            wrong[learner] += missed
        for owner, learner in self.owners():
            everything = [graded for graded in self.model.log if graded.sat.owner == owner]
            assert days[learner.pk] == len(everything)
            assert wrong[learner.pk] == sum(not graded.right for graded in everything)
            for number, key in enumerate(KEYS, 1):
                verdicts = self.model.verdicts(owner, number)
                told = (len(verdicts), verdicts[0].right, verdicts[-1].right) if verdicts else None
                assert found.pop((learner.pk, key), None) == told
        assert not found

    def reviewed_once(self) -> None:
        cards = Card.objects.filter(question__bank__slug=self.bank).select_related("question")
        found = {(card.learner_id, card.question.key): card for card in cards.prefetch_related("reviews")}
        for owner, learner in self.owners():
            for number, key in enumerate(KEYS, 1):
                verdicts = self.model.verdicts(owner, number, reviews=True)
                card = found.pop((learner.pk, key), None)
                assert (card is not None) == bool(verdicts)
                if card is not None:
                    log = [(review.reviewed_at, review.rating) for review in card.reviews.all()]
                    assert [(at, rating != "again") for at, rating in log] == [
                        (verdict.at, verdict.right) for verdict in verdicts
                    ]
                    assert card.state == recall.replay(log)
                    assert card.reps == len(log)
        assert not found

    def teardown(self) -> None:
        """At the end the tallies are those of a count from the beginning."""
        for _, learner in self.owners() if hasattr(self, "model") else ():
            tallies = Tally.objects.filter(learner=learner).exclude(n=0).order_by("sort", "one", "other")
            kept = list(
                tallies.values_list("sort", "one", "other", "n", "wrong", "first", "last", "last_wrong")
            )
            tallying.recount(learner)
            assert kept == list(
                tallies.values_list("sort", "one", "other", "n", "wrong", "first", "last", "last_wrong")
            )


def test_nothing_acknowledged_is_lost_nothing_graded_twice_and_no_verdict_early(monkeypatch):
    clock = {"now": MONDAY}
    for module in ("asked", "exams", "saving", "practice"):
        monkeypatch.setattr(f"quizzes.views.{module}.now", lambda: clock["now"])
    for module in ("adapter", "forms", "views"):
        monkeypatch.setattr(f"accounts.{module}.now", lambda: clock["now"])
    monkeypatch.setattr(Sittings, "clock", clock, raising=False)
    monkeypatch.setattr(Sittings, "site", Client().handler, raising=False)
    steady = settings(max_examples=20, stateful_step_count=30, deadline=None, derandomize=True, database=None)
    run_state_machine_as_test(Sittings, settings=steady)
