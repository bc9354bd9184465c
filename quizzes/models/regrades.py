"""What was answered is judged anew: each regrade of a wording, and every verdict that it changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User, new_key
from quizzes.models.banks import Bank, QuestionVersion
from quizzes.models.practice import Attempt


class RegradeQuerySet(models.QuerySet["Regrade"]):
    """The newest first."""

    def of_bank(self, bank: Bank) -> RegradeQuerySet:
        named = ("question_version__question", "judged_by", "by")
        found = self.filter(question_version__question__bank=bank).select_related(*named)
        return found.order_by("-at", "-pk")


class Regrade(models.Model):
    """All answers to one wording are judged by the key of a wording of their question, or count for nobody.

    That of its own takes back what was before. The last one of a wording (`QuestionVersion.regrade`) is its
    standing key: whatever is answered of that wording later is judged by it too. It is never changed and
    never deleted, but for how far it has come.
    """

    KEY, VOID = "key", "void"

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="regrades")
    sort = models.CharField(max_length=8)
    judged_by = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.TextField()  # a sentence for the learners
    at = models.DateTimeField()
    reached = models.PositiveBigIntegerField(default=0)  # the last place that was looked at
    done_at = models.DateTimeField(null=True)  # null: it is running, or was stopped half-way
    counts = models.JSONField(default=dict)  # how many, by "was-now": what was done, once it is done

    objects = RegradeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sort="key", judged_by__isnull=False) | Q(sort="void", judged_by=None),
                name="a_regrade_has_a_key_or_voids",
            ),
        ]

    def __str__(self) -> str:
        return f"regrade {self.key[:6]}"

    @property
    def voids(self) -> bool:
        return self.sort == Regrade.VOID

    @property
    def told(self) -> list[tuple[str, int]]:
        """What it changed, in words, and how often: once it is done."""
        return [(pair.replace("-", " to "), n) for pair, n in sorted(self.counts.items())]

    @property
    def takes_back(self) -> bool:
        """It judges by the wording's own key: whatever was done before is undone."""
        return self.judged_by_id == self.question_version_id


class RegradedAttempt(models.Model):
    """An attempt whose verdict a regrade changed, with what it was and what it became."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="changed")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="regraded")
    was = models.CharField(max_length=8)  # quizzes.regrading.Mark
    now = models.CharField(max_length=8)
    findings = models.JSONField()  # what spoke against it before

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["regrade", "attempt"], name="regraded_once_by_a_regrade"),
        ]

    def __str__(self) -> str:
        return f"{self.was} to {self.now} at {self.attempt_id}"
