"""Cases: one situation, several questions about it. What has been published is frozen, as with questions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from quizzes.models.banks import Bank


class Case(models.Model):
    """A case, for life: its wordings are its versions. Without a current one it is retired.

    It holds no question: each of its questions is a question of its own, with its own key, attempts and
    history, and says which case it belongs to (`Question.case`, `Question.part`).
    """

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="cases")
    key = models.SlugField(max_length=64)
    current = models.ForeignKey("CaseVersion", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bank", "key"], name="case_once_in_a_bank"),
        ]

    def __str__(self) -> str:
        return f"{self.bank_id}/{self.key}"


class CaseVersion(models.Model):
    """What the questions of a case share, as worded once. A reworded question does not make a new one.

    Which questions it had, in which order, is told by the bank versions whose entries belong to it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    title = models.TextField()
    scenario = models.TextField()  # Markdown, as is `explain`
    explain = models.TextField()
    html = models.JSONField()  # quizzes.rendering.RenderedCase
    made_by = models.CharField(max_length=64, default="", db_index=True)  # how html was made
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="case_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case} version {self.number}"
