"""Running tallies of a learner: what /progress/ would else have to count over every attempt ever made.

They are written while a sitting and its learner are locked (quizzes.services.sittings.locked).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import ClassVar

from django.db import connection, models

from accounts.models import Learner
from quizzes.models.banks import Question
from quizzes.models.practice import SittingQuestion


class Record(models.Model):
    """How one learner's tries at one question went: the first and the last. Written with every attempt.

    Its topics are those of the question as it is tagged now. `signs` are those of the last try
    (quizzes.confusions), as they were counted: what is taken out of the tallies when another try is the last.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="records")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    first_right = models.BooleanField(default=False)
    last_right = models.BooleanField(default=False)
    signs = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["learner", "question"], name="one_record_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.tries} tries of {self.learner_id} at {self.question_id}"


@dataclass(slots=True)
class Counted:
    """What is added to a tally, or taken out of it. `place` is where it last went wrong."""

    n: int = 0
    wrong: int = 0
    first: int = 0
    first_wrong: int = 0
    last: int = 0
    last_wrong: int = 0
    place: int | None = None


Subject = tuple[str, str, str]
"""Sort, one, other: what is counted."""


class TallyQuerySet(models.QuerySet["Tally"]):
    """Adding is one statement, so that two sittings of one learner lose nothing of each other's."""

    def add(self, learner: int, counted: dict[Subject, Counted]) -> None:
        """Add to each tally, which begins with nothing. In the order of their names, against deadlocks."""
        rows = [(learner, *subject, *astuple(counted[subject])) for subject in sorted(counted)]
        for start in range(0, len(rows), A_STATEMENT):
            _upsert(rows[start : start + A_STATEMENT])


class Tally(models.Model):
    """How often something went, and went wrong, for one learner.

    `sort` is that of a sign (quizzes.confusions), or DAY: then `one` is an ISO date (UTC) and `other` the
    kind of sitting. `n` and `wrong` are of all tries; `first` and `last` of the first and the last try at
    each question.
    """

    DAY = "day"

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="tallies")
    sort = models.CharField(max_length=16)
    one = models.CharField(max_length=200)
    other = models.CharField(max_length=200)
    n = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0)
    first = models.IntegerField(default=0)
    first_wrong = models.IntegerField(default=0)
    last = models.IntegerField(default=0)
    last_wrong = models.IntegerField(default=0)
    place = models.ForeignKey(SittingQuestion, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["learner", "sort", "one", "other"], name="one_tally_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.one} {self.other}: {self.wrong} of {self.n}"


A_STATEMENT = 60
"""Rows of one statement: 11 parameters each, and SQLite may have been built for no more than 999."""

NAMES = ("learner_id", "sort", "one", "other")
COUNTS = ("n", "wrong", "first", "first_wrong", "last", "last_wrong")


def _upsert(rows: Iterable[tuple[int | str | None, ...]]) -> None:
    """Both databases know this statement. No name in it comes from outside."""
    table = Tally._meta.db_table
    columns = (*NAMES, *COUNTS, "place_id")
    values = list(rows)
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTS)
    each = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([each] * len(values))} "  # noqa: S608
            f"ON CONFLICT ({', '.join(NAMES)}) DO UPDATE SET {sums}, "
            f"place_id = COALESCE(excluded.place_id, {table}.place_id)",
            [value for row in values for value in row],
        )
