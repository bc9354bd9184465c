"""Review: a plan is made, a sitting of what is due is started. The cards are rated where it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from random import Random

from django.db import transaction

from accounts.learners import Newcomer, Visitor, begin, hold
from accounts.models import Learner
from quizzes import deck as reads
from quizzes.deck import Held, Subject
from quizzes.generators import Variant, recalled
from quizzes.material import stock
from quizzes.models import Card, Sitting, StudyPlan
from quizzes.services import fresh
from quizzes.services.starting import secret_of, start_with, started_before

TITLE = "Review"
PORTION = 20
"""So many are asked in one sitting; what else is due today comes in the next."""


class NothingDue(Exception):
    """Nothing is to be reviewed now: not due, or today's load is done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One place of a review: what it asks for, and the wording; `group` keeps a case together."""

    subject: Subject
    version: int
    group: int = 0
    part: int = 0


@transaction.atomic
def set_plan(
    *, learner: Visitor, exam: str, exam_on: date | None, daily_load: int, now: datetime
) -> StudyPlan:
    """What a learner says about their time; said again it replaces what was said. No card is written."""
    said = {"exam": exam, "exam_on": exam_on, "daily_load": daily_load}
    return StudyPlan.objects.update_or_create(learner=begin(learner, now=now), defaults=said)[0]


def start(*, learner: Visitor, start_key: str, now: datetime) -> Sitting:
    """A sitting of what is due today, and of new ones; or the one that was begun and not finished.

    The same start sent twice is one sitting, and so are two starts at once: the learner's row is locked, once
    what takes time is done. Raises NothingDue, StartTaken.
    """
    if (sent_before := started_before(start_key, learner, now)) is not None:
        return sent_before
    known = None if isinstance(learner, Newcomer) else learner
    chosen = _chosen(known, start_key, now)
    with transaction.atomic():
        if known is not None:
            learner = known = hold(known, now=now)
            if (begun := reads.open_review(known)) is not None:
                return begun
            if reads.reviewed(known) != chosen.reviewed:  # in another tab, at this very moment
                chosen = _chosen(known, start_key, now)
        asked = _arranged(_with_wordings(chosen, now))
        if not asked:
            raise NothingDue
        return start_with(
            learner=learner,
            versions=[place.version for place in asked],
            title=TITLE,
            start_key=start_key,
            now=now,
            wants={"cards": [list(place.subject) for place in asked]},
            facts={"kind": Sitting.REVIEW},
        )


Place = tuple[Subject, int | None, int, int]
"""A subject, its version if it is a question, and its case and part."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one sitting is to ask: the variants that it needs, and how many reviews there were at the time."""

    places: Sequence[Place]
    drawn: Mapping[Subject, Variant]
    made: fresh.Ready
    reviewed: int


def _chosen(learner: Learner | None, start_key: str, now: datetime) -> Chosen:
    """Due ones and new ones, in their share of the day; variants for traps and terms are drawn and proven."""
    seed, reviewed = secret_of(start_key), reads.reviewed(learner)
    deck = reads.deck(learner, now=now)
    due, new = deck.asks
    if due + new > PORTION:
        new = round(PORTION * new / (due + new))
        due = PORTION - new
    dice = Random(seed)  # noqa: S311 - what is asked next is no secret
    places = [*_due(deck.due_cards(now)[:due]), *_new(learner, new, dice)]
    have, drawn = stock(), {}
    for subject, version, *_ in places:
        if version is None and (
            found := recalled.ask(have.material, *subject, seed=seed.hex(), proofs=have.proofs)
        ):
            drawn[subject] = found
    return Chosen(places, drawn, fresh.ready(list(drawn.values())), reviewed)


def _due(cards: Iterable[Held]) -> list[Place]:
    return [(held.subject, held.version, held.case or 0, held.part) for held in cards]


def _new(learner: Learner | None, count: int, dice: Random) -> list[Place]:
    """New ones: what was missed in practice first, then of all sorts alike. A case may be one too many."""
    if count < 1:
        return []
    questions, entries = reads.new_questions(learner), reads.new_entries(learner)
    dice.shuffle(questions)
    dice.shuffle(entries)
    questions.sort(key=lambda new: new.rank)
    asked = [(new.rank, _together(new.versions, -n)) for n, new in enumerate(questions, 1)]
    missed = [places for rank, places in asked if rank == 0]
    rest = [places for rank, places in asked if rank]
    singly: list[list[Place]] = [[(subject, None, 0, 0)] for subject in entries]
    chosen: list[Place] = []
    for places in chain(missed, _mixed(rest, singly)):
        if len(chosen) >= count:
            break
        chosen += places
    return chosen


def _together(versions: Sequence[int], group: int) -> list[Place]:
    """The questions of a case, or the one that stands alone."""
    return [
        ((Card.QUESTION, ""), version, group if len(versions) > 1 else 0, part)
        for part, version in enumerate(versions, 1)
    ]


def _mixed(*lists: Sequence[list[Place]]) -> list[list[Place]]:
    """All of them in the share they have, so that none waits until another is done."""
    placed = [
        ((n + 0.5) / len(found), which, n) for which, found in enumerate(lists) for n in range(len(found))
    ]
    return [lists[which][n] for _, which, n in sorted(placed)]


def _with_wordings(chosen: Chosen, now: datetime) -> list[Asked]:
    """Each with the version that is asked; the variants are stored."""
    stored = fresh.store(chosen.made, now=now) if chosen.drawn else []
    wordings = {subject: found.versions[0] for subject, found in zip(chosen.drawn, stored, strict=True)}
    return [
        Asked(subject, found, group, part)
        for subject, version, group, part in chosen.places
        if (found := version or wordings.get(subject)) is not None
    ]


def _arranged(asked: Sequence[Asked]) -> list[Asked]:
    """In the order chosen, but those of a case together and in their order."""
    first: dict[int, int] = {}
    for n, place in enumerate(asked):
        first.setdefault(place.group, n)
    order = sorted(
        enumerate(asked),
        key=lambda entry: (first[entry[1].group], entry[1].part) if entry[1].group else (entry[0], 0),
    )
    return [place for _, place in order]
