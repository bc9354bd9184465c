"""The counts of wordings are kept with every attempt, and with the end of every sitting (docs/adr/0023).

They are the last thing that a transaction writes: many learners write the same rows at once, and each waits
only while another commits. Fresh variants are counted nowhere: each is asked of few, and nobody mends them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet

from quizzes.counts import Answer, Asked, Counts, Key, Novelty, of_attempts, of_end, of_sitting
from quizzes.generators.proving import SLUG as VARIANTS
from quizzes.models import Attempt, Bank, Sitting, SittingQuestion, WordingCount

AT_ONCE: Final = 2_000
"""Sittings, or learners, that are read in one go, so that no statement takes long."""


def count(attempts: Sequence[Attempt], places: Sequence[SittingQuestion], *, over: bool) -> None:
    """Count new attempts of a locked sitting, and its end where it is over now. One statement, and the last.

    `places` are the whole line-up with all attempts, the new ones among them.
    """
    written = [place for place in places if _is_counted(place)]
    new = {attempt.place_id for attempt in attempts}
    counts = of_attempts(_asked(place) for place in written if place.pk in new)
    if over:
        counts += of_end([_asked(place) for place in written])
    WordingCount.objects.add(counts)


def _is_counted(place: SittingQuestion) -> bool:
    return not place.voided and place.question_version.question.bank.slug != VARIANTS


@contextmanager
def following(sittings: Collection[int]) -> Iterator[None]:
    """Whatever is changed of these sittings meanwhile (an end, a verdict, whose they are), the counts follow.

    Within a transaction that holds their learners, and as the last thing it writes.
    """
    before = _counts(sittings)
    yield
    after = _counts(sittings)
    after -= before
    WordingCount.objects.add(after)


def settle(learner: int) -> None:
    """Find out anew which attempts of a learner were first ones; the counts follow. After a merge."""
    changed = _novelties(_attempts().filter(place__sitting__learner=learner))
    touched = Attempt.objects.filter(pk__in=[pk for pks in changed.values() for pk in pks])
    with following(sorted(set(touched.values_list("place__sitting", flat=True)))):
        _write(changed)


def renew(learner: int) -> None:
    """Find out anew which attempts of a learner were first ones, after some have become void or are not any
    more. Within `following` all sittings that this may touch.
    """
    _write(_novelties(_attempts().filter(place__sitting__learner=learner)))


def uncounted() -> bool:
    """Whether there are attempts of before anything was counted."""
    return Attempt.objects.filter(novelty=None).exists()


def recount() -> int:
    """Find all counts again from all attempts. How many were not what they should be.

    People may go on answering meanwhile. What is found and what is kept is read from one state of the
    database, in which both belong together, and the difference is added: what comes in later adds to that.
    """
    last = Sitting.objects.aggregate(last=Max("learner"), pk=Max("pk"))
    whose = "place__sitting__learner"
    for first in range(0, (last["last"] or 0) + 1, AT_ONCE):
        some = {f"{whose}__gte": first, f"{whose}__lt": first + AT_ONCE}
        _write(_novelties(_attempts().filter(**some)))
    for first in range(0, (last["pk"] or 0) + 1, AT_ONCE):
        forgotten = Q(novelty=None, place__sitting__learner=None)
        some = {"place__sitting__gte": first, "place__sitting__lt": first + AT_ONCE}
        _write(_novelties(_attempts().filter(forgotten, **some)))
    return sum(_recount(bank) for bank in Bank.objects.exclude(slug=VARIANTS).order_by("pk"))


def _recount(bank: Bank) -> int:
    with _one_state():
        found = _counts_of(bank)
        kept = WordingCount.objects.filter(version__question__bank=bank)
        for row in kept.iterator():
            found.add(_key(row), -row.cell)
    wrong = found.changed()
    with transaction.atomic():
        WordingCount.objects.add(wrong)
    return len(wrong)


@contextmanager
def _one_state() -> Iterator[None]:
    """Every read sees the same state of the database, and nobody waits for it; a transaction keeps its own.

    Django would begin one that writes, for which everybody else would have to wait on SQLite (docs/adr/0003).
    """
    if connection.in_atomic_block:
        yield
        return
    begins = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ"}.get(connection.vendor, "BEGIN DEFERRED")
    with connection.cursor() as cursor:
        cursor.execute(begins)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _key(row: WordingCount) -> Key:
    return row.version_id, row.group, row.sort, row.one, row.other


def _counts_of(bank: Bank) -> Counts:
    found, of_bank = Counts(), _places().filter(question_version__question__bank=bank)
    last = of_bank.aggregate(last=Max("sitting"))["last"] or 0
    for first in range(0, last + 1, AT_ONCE):
        found += _added(of_bank.filter(sitting__gte=first, sitting__lt=first + AT_ONCE))
    return found


def _counts(sittings: Collection[int]) -> Counts:
    return _added(_places().filter(sitting__in=sittings)) if sittings else Counts()


def _added(places: QuerySet[SittingQuestion]) -> Counts:
    """All that the sittings of these places have added."""
    found = Counts()
    rows = places.order_by("sitting", "number").values_list(
        "sitting",
        "sitting__finished_at",
        "question_version",
        "question_version__question__bank",
        "question_version__question__kind",
        "attempt",
        "attempt__response",
        "attempt__correct",
        "attempt__findings",
        "attempt__seconds",
        "attempt__answered_at",
        "attempt__novelty",
    )
    for (_, finished_at), lineup in groupby(rows.iterator(AT_ONCE), key=lambda row: row[:2]):
        found += of_sitting([_asked_in(row) for row in lineup], over=finished_at is not None)
    return found


def _places() -> QuerySet[SittingQuestion]:
    """Those that count for somebody."""
    places = SittingQuestion.objects.filter(voided=False)
    return places.exclude(question_version__question__bank__slug=VARIANTS)


def _asked_in(row: Sequence[Any]) -> Asked:
    _, _, version, bank, kind, attempt, response, correct, findings, seconds, at, novelty = row
    if attempt is None:
        return Asked(version, bank, None)
    answer = Answer(kind, response, correct, findings, seconds, f"{at:%Y-%m}", novelty or Novelty.AGAIN)
    return Asked(version, bank, answer)


def _asked(place: SittingQuestion) -> Asked:
    question = place.question_version.question
    if not hasattr(place, "attempt"):
        return Asked(place.question_version_id, question.bank_id, None)
    made = place.attempt
    answer = Answer(
        question.kind,
        made.response,
        made.correct,
        made.findings,
        made.seconds,
        f"{made.answered_at:%Y-%m}",
        made.novelty or Novelty.AGAIN,
    )
    return Asked(place.question_version_id, question.bank_id, answer)


def _attempts() -> QuerySet[Attempt]:
    """In the order in which they were recorded: a learner's are recorded one after the other. A void one is
    none.
    """
    return Attempt.objects.filter(place__voided=False).order_by("place__sitting__learner", "pk")


Changed = dict[int, list[int]]
"""Attempts by the novelty that they should have."""


def _novelties(attempts: QuerySet[Attempt]) -> Changed:
    """Those of whole learners that are not what they should be. A deleted learner's sittings are each one's.

    That is the best that can be known of what a deleted learner answered before novelties were kept.
    """
    whose = ("place__sitting__learner", "place__sitting", "novelty", "pk")
    question = "place__question_version__question"
    met: set[tuple[Any, ...]] = set()
    changed: Changed = {}
    rows = attempts.values_list(*whose, question, f"{question}__bank")
    for learner, sitting, kept, pk, asked, bank in rows.iterator(AT_ONCE):
        who = (learner, None) if learner else (None, sitting)
        first, new = (who, "question", asked) not in met, (who, "bank", bank) not in met
        met |= {(who, "question", asked), (who, "bank", bank)}
        should = Novelty.NEW if new else Novelty.FIRST if first else Novelty.AGAIN
        if kept != should:
            changed.setdefault(should, []).append(pk)
    return changed


def _write(changed: Changed) -> None:
    for novelty, pks in changed.items():
        for start in range(0, len(pks), AT_ONCE):
            Attempt.objects.filter(pk__in=pks[start : start + AT_ONCE]).update(novelty=novelty)
