"""Running counts of wordings: what the statistics of questions and banks are sums of (quizzes.counts)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import connection, models

from quizzes.counts import Cell, Counts
from quizzes.models.banks import QuestionVersion


class WordingCountQuerySet(models.QuerySet["WordingCount"]):
    """Adding is one statement, however many answer the same question at once."""

    def add(self, counts: Counts) -> None:
        """Add to each count, which begins with nothing.

        The rows stay locked until the transaction ends, and many want the same ones. So this is the last
        thing a transaction does, and does once; in the order of their names nobody waits for whom they hold
        up.
        """
        rows = [(*key, c.n, c.right, c.first, c.first_right) for key, c in sorted(counts.changed().items())]
        for start in range(0, len(rows), A_STATEMENT):
            _upsert(rows[start : start + A_STATEMENT])


class WordingCount(models.Model):
    """How often something happened at one wording: of all attempts, and of the first of each learner.

    Nothing in it leads to anybody. `sort`, `one` and `other` are those of quizzes.counts.
    """

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="counts")
    group = models.PositiveSmallIntegerField()
    sort = models.CharField(max_length=8)
    one = models.CharField(max_length=64)
    other = models.CharField(max_length=64)
    n = models.BigIntegerField(default=0)
    right = models.BigIntegerField(default=0)
    first = models.BigIntegerField(default=0)
    first_right = models.BigIntegerField(default=0)

    objects = WordingCountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version", "group", "sort", "one", "other"], name="one_count_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.one} {self.other} of {self.version_id}: {self.n}"

    @property
    def cell(self) -> Cell:
        return Cell(self.n, self.right, self.first, self.first_right)


A_STATEMENT = 500
"""Rows of one statement, of 9 parameters each: the library that we bring takes 32,766 (docs/adr/0003)."""

NAMES = ("version_id", "group", "sort", "one", "other")
COUNTS = ("n", "right", "first", "first_right")


def _upsert(rows: Sequence[tuple[int | str, ...]]) -> None:
    """Both databases know this statement. No name in it comes from outside; some are words of SQL."""
    table, names, sums = (
        connection.ops.quote_name(WordingCount._meta.db_table),
        ", ".join(map(connection.ops.quote_name, NAMES)),
        [connection.ops.quote_name(name) for name in COUNTS],
    )
    each = f"({', '.join(['%s'] * (len(NAMES) + len(COUNTS)))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}, {', '.join(sums)}) "  # noqa: S608
            f"VALUES {', '.join([each] * len(rows))} ON CONFLICT ({names}) "
            f"DO UPDATE SET {', '.join(f'{name} = {table}.{name} + excluded.{name}' for name in sums)}",
            [value for row in rows for value in row],
        )
