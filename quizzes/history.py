"""Every sitting that a learner began, the newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Learner
from quizzes.models import Attempt, Sitting, SittingQuestion


def sittings(learner: Learner | None) -> QuerySet[Any]:
    """Each with its `total` that count, how many were `answered` and how many are `right`. One query.

    They are counted for the sittings of a page alone. An exam that is open has no answers yet: its page must
    not say that none is right.
    """
    attempts = Attempt.objects.filter(place__sitting=OuterRef("pk"), place__voided=False)
    counted = SittingQuestion.objects.filter(sitting=OuterRef("pk"), voided=False)
    return (
        Sitting.objects.of(learner)
        .order_by("-started_at", "-pk")
        .annotate(
            total=_count(counted, "sitting"),
            answered=_count(attempts, "place__sitting"),
            right=_count(attempts.filter(correct=True), "place__sitting"),
        )
    )


def _count(rows: QuerySet[Any], by: str) -> Any:
    """How many there are, counted when the row is read and not for all rows at once."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
