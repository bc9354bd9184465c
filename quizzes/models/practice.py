"""Sittings, and the attempts made in them."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.db import models

from accounts.models import Learner, new_key
from quizzes.deal import Deal, deal
from quizzes.models.banks import QuestionVersion


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Only ever one's own: what is somebody else's is not there."""

    def of(self, learner: Learner | None) -> SittingQuerySet:
        return self.filter(learner=learner) if learner else self.none()


class Sitting(models.Model):
    """One learner, one line-up of questions, from start to finish. The line-up never changes."""

    PRACTICE = "practice"

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="sittings")
    kind = models.CharField(max_length=16, default=PRACTICE)
    title = models.TextField()
    secret = models.BinaryField(max_length=32)  # all tokens and shuffles of this sitting come from it
    start_key = models.CharField(max_length=43, unique=True)  # the same start sent twice is one sitting
    wants = models.JSONField(default=dict)  # what was asked for: topic, kinds, length
    again_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="goes_again"
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["learner", "-started_at"], name="sittings_of_a_learner"),
        ]

    def __str__(self) -> str:
        return f"sitting {self.key[:6]}"


class SittingQuestion(models.Model):
    """The nth question of a sitting, in the wording that it was started with."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="lineup")
    number = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="asked_in")

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sitting", "number"], name="one_question_a_number"),
            models.UniqueConstraint(fields=["sitting", "question_version"], name="asked_once_a_sitting"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.number}"

    @cached_property
    def deal(self) -> Deal:
        """What is shown first and under which tokens: the same at every look, whatever the key."""
        return deal(self.question_version.asked, secret=bytes(self.sitting.secret), number=self.number)


class Attempt(models.Model):
    """A response and its verdict, recorded. There is at most one for a question of a sitting."""

    place = models.OneToOneField(SittingQuestion, on_delete=models.CASCADE, related_name="attempt")
    response = models.JSONField()  # ids of the question: a list, or prompt to response
    correct = models.BooleanField()
    findings = models.JSONField()  # what spoke against it: quizzes.engines.base.Finding as data
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{'right' if self.correct else 'wrong'} at {self.place_id}"
