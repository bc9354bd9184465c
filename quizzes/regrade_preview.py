"""What a regrade would change, before it is done: numbers, and a few responses of nobody in particular."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet

from quizzes import regrading
from quizzes.exams import Terms
from quizzes.models import Attempt, QuestionVersion, Regrade, Sitting, SittingQuestion
from quizzes.regrading import Mark, Obstacle
from quizzes.scores import Line
from quizzes.scores import Mark as Share

AT_ONCE: Final = 500
EXAMPLES: Final = 5
"""So many different responses are shown, those that were given most often first."""
KINDS_OF_RESPONSE: Final = 1_000
"""So many different responses are counted for examples; of more the later ones are left out."""


@dataclass(frozen=True, slots=True)
class Example:
    """A response that was given so many times, what it counted as and what it would."""

    given: list[str] | dict[str, str]
    was: Mark
    now: Mark
    times: int


@dataclass(slots=True)
class Preview:
    """What would change. `moves` counts attempts by what they are and would be; `kept` those that the other
    wording cannot judge, by why.
    """

    before: int | None  # the regrade that stands now
    learners: int = 0
    attempts: int = 0
    sittings: int = 0
    changed_learners: int = 0
    moves: Counter[tuple[Mark, Mark]] = field(default_factory=Counter)
    kept: Counter[Obstacle] = field(default_factory=Counter)
    exams: int = 0  # that are over, and whose share would change
    most: float = 0  # by so many per cent at most, up or down
    reached: int = 0  # of these, that would reach the line
    lost: int = 0  # and would not any more
    waiting: int = 0  # asked in open sittings and not answered yet: judged so once they are
    examples: list[Example] = field(default_factory=list)
    digest: str = ""

    @property
    def changed(self) -> int:
        return sum(n for (was, now), n in self.moves.items() if was != now)

    @property
    def same(self) -> int:
        return sum(n for (was, now), n in self.moves.items() if was == now) - self.kept.total()


def target_of(version: QuestionVersion, judge: QuestionVersion | None) -> tuple[str, int | None]:
    """The sort of a regrade and its key. Raises ValueError for the wording of another question."""
    if judge is None:
        return Regrade.VOID, None
    if judge.question_id != version.question_id:
        raise ValueError("A wording is judged by a wording of the same question.")
    return Regrade.KEY, judge.pk


def preview(version: QuestionVersion, judge: QuestionVersion | None) -> Preview:
    """What judging all answers to a wording so would change. Nothing is written; memory stays bounded.

    Raises ValueError for the wording of another question.
    """
    target_of(version, judge)
    found = Preview(before=version.regrade_id)
    other = None if judge is None or judge == version else judge.asked
    given: Counter[tuple[str, Mark, Mark]] = Counter()
    exams: dict[int, tuple[int, int]] = {}
    rows = _places(version).order_by("sitting__learner", "sitting").values_list(*COLUMNS).iterator(AT_ONCE)
    for learner, of_learner in groupby(rows, key=lambda row: row[0]):
        changed = False
        for row in of_learner:
            _, sitting, over, kind, scored, _, response, _ = row
            found.sittings += 1
            if response is None and not over:
                found.waiting += 1
                continue
            was, now = _moved(found, version, other, judge is None, row, given)
            changed |= was != now and response is not None
            if over and kind == Sitting.EXAM and scored and was != now:
                exams[sitting] = ((now == "right") - (was == "right"), (was == "void") - (now == "void"))
                if len(exams) >= AT_ONCE:
                    _weigh(found, exams)
        found.changed_learners += changed and learner is not None
    _weigh(found, exams)
    _count(found, version, given, judge)
    return found


COLUMNS: Final = (
    "sitting__learner",
    "sitting",
    "sitting__finished_at",
    "sitting__kind",
    "scored",
    "voided",
    "attempt__response",
    "attempt__correct",
)


def _places(version: QuestionVersion) -> QuerySet[SittingQuestion]:
    return SittingQuestion.objects.filter(question_version=version)


def _moved(
    found: Preview,
    version: QuestionVersion,
    other: Any,
    voids: bool,
    row: tuple[Any, ...],
    given: Counter[tuple[str, Mark, Mark]],
) -> tuple[Mark, Mark]:
    """What one place counts as, and what it would; an unanswered one as wrong, which is what it costs."""
    *_, voided, response, correct = row
    was = regrading.mark_of(bool(correct), void=voided)
    if response is None:
        return was, regrading.mark_of(False, void=voids)
    found.attempts += 1
    judged = regrading.judged(
        version.asked, other, response if isinstance(response, dict) else tuple(response)
    )
    now = regrading.mark_of(judged.verdict.correct, void=voids)
    found.moves[was, now] += 1
    if judged.obstacle and not voids:
        found.kept[judged.obstacle] += 1
    key = (json.dumps(response), was, now)
    if was != now and (key in given or len(given) < KINDS_OF_RESPONSE):
        given[key] += 1
    return was, now


def _weigh(found: Preview, exams: dict[int, tuple[int, int]]) -> None:
    """What the changes of these exams do to their shares and lines."""
    counted = Q(lineup__scored=True, lineup__voided=False)
    rows = Sitting.objects.filter(pk__in=exams).annotate(
        total=Count("lineup", filter=counted),
        right=Count("lineup", filter=counted & Q(lineup__attempt__correct=True)),
    )
    for pk, exam, right, of in rows.values_list("pk", "exam", "right", "total"):
        more_right, more = exams[pk]
        before, after = Share(right, of), Share(right + more_right, of + more)
        if before.share == after.share:
            continue
        found.exams += 1
        found.most = max(found.most, abs(100 * (after.share - before.share)))
        terms = Terms.read(exam)
        if terms.pass_line is not None and terms.scale:
            was, now = (Line(terms.pass_line, terms.scale, mark).reached for mark in (before, after))
            found.reached += now and not was
            found.lost += was and not now
    exams.clear()


def _count(
    found: Preview,
    version: QuestionVersion,
    given: Counter[tuple[str, Mark, Mark]],
    judge: QuestionVersion | None,
) -> None:
    of_version = Attempt.objects.filter(place__question_version=version)
    last = of_version.aggregate(last=Max("pk"), learners=Count("place__sitting__learner", distinct=True))
    found.learners = last["learners"]
    found.examples = list(_examples(given))
    state = [version.pk, judge.pk if judge else None, found.before, last["last"], found.attempts]
    numbers = [sorted((*pair, n) for pair, n in found.moves.items()), found.exams, found.reached, found.lost]
    found.digest = hashlib.sha256(json.dumps([state, numbers]).encode()).hexdigest()


def _examples(given: Counter[tuple[str, Mark, Mark]]) -> Iterator[Example]:
    for (response, was, now), times in sorted(given.items(), key=lambda each: (-each[1], each[0]))[:EXAMPLES]:
        yield Example(json.loads(response), was, now, times)
