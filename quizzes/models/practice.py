"""Sittings, and the attempts made in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from accounts.models import Learner, new_key
from quizzes import engines
from quizzes.deal import Deal, deal
from quizzes.models.banks import QuestionVersion
from syllabus.models import StepType

GRACE: Final = timedelta(seconds=30)
"""So long after the deadline a save still counts: it was sent in time, and the network is slow."""


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Only ever one's own: what is somebody else's is not there."""

    def of(self, learner: Learner | None) -> SittingQuerySet:
        return self.filter(learner=learner) if learner else self.none()

    def overdue(self, now: datetime) -> SittingQuerySet:
        """Open, and past the deadline and the grace: to be closed."""
        return self.filter(finished_at=None, deadline_at__lt=now - GRACE)


class Sitting(models.Model):
    """One learner, one line-up of questions, from start to finish. The line-up never changes."""

    PRACTICE, EXAM, REVIEW = "practice", "exam", "review"

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    # Nobody's once its learner is deleted: what was answered still counts in the statistics of questions.
    learner = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, related_name="sittings")
    kind = models.CharField(max_length=16, default=PRACTICE)
    title = models.TextField()
    secret = models.BinaryField(max_length=32)  # all tokens and shuffles of this sitting come from it
    start_key = models.CharField(max_length=43, unique=True)  # the same start sent twice is one sitting
    wants = models.JSONField(default=dict)  # what was asked for: topic, kinds, length
    again_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="goes_again"
    )
    exam = models.JSONField(default=dict)  # an exam's facts as they were at its start: quizzes.exams.Terms
    extra_time = models.PositiveSmallIntegerField(default=100)  # per cent of the exam's minutes
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True, blank=True)  # by the server's clock; fixed at the start
    finished_at = models.DateTimeField(null=True, blank=True)

    just_started = False  # by this very request, and nobody else has seen it

    objects = SittingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["learner", "-started_at"], name="sittings_of_a_learner"),
            models.Index(
                fields=["deadline_at"],
                condition=Q(finished_at=None, deadline_at__isnull=False),
                name="sittings_to_close",
            ),
        ]

    def __str__(self) -> str:
        return f"sitting {self.key[:6]}"

    @property
    def owner(self) -> Learner:
        """Whose it is. Who got it by `of` may rely on it; raises Learner.DoesNotExist for nobody's."""
        if self.learner is None:
            raise Learner.DoesNotExist
        return self.learner

    @property
    def is_open_exam(self) -> bool:
        """It tells nothing of right or wrong yet, and its clock runs."""
        return self.kind == Sitting.EXAM and self.finished_at is None

    def is_over(self, now: datetime) -> bool:
        """The deadline has passed, and the grace with it."""
        return self.deadline_at is not None and now > self.deadline_at + GRACE


class SittingQuestion(models.Model):
    """The nth question of a sitting, in the wording that it was started with."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="lineup")
    number = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="asked_in")
    scored = models.BooleanField(default=True)  # an exam has some that do not count, and does not say which
    draft = models.JSONField(null=True)  # what is on the board, as an attempt's response; null: untouched
    draft_seq = models.PositiveBigIntegerField(default=0)  # the number of the save that the draft came with
    draft_at = models.DateTimeField(null=True)
    voided = models.BooleanField(default=False)  # it counts for nobody: quizzes.services.regrading
    flagged = models.BooleanField(default=False)
    seconds = models.PositiveIntegerField(default=0)  # time spent here: quizzes.services.sittings.time_since

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
    # The standing verdict, and what spoke against it: quizzes.engines.base.Finding as data. What it was
    # before a regrade is kept there (RegradedAttempt).
    correct = models.BooleanField()
    findings = models.JSONField()
    judged_by = models.ForeignKey(  # the wording whose key gave that verdict; null: its own
        QuestionVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    seconds = models.PositiveIntegerField(null=True)  # null for attempts of before time was counted
    answered_at = models.DateTimeField()
    # What it was to its learner when it was recorded: quizzes.counts.Novelty. Null: not found out yet.
    novelty = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(novelty=None), name="attempts_to_count"),
        ]

    beside: Sequence[SittingQuestion] = ()
    """The line-up as it is with this attempt, where it has just been recorded: nobody reads it twice."""
    steps: Sequence[StepType] | None = None
    """The steps of the syllabus, where they were read to count it."""

    def __str__(self) -> str:
        return f"{'right' if self.correct else 'wrong'} at {self.place_id}"

    @property
    def key_version(self) -> QuestionVersion:
        """The wording by whose key it is judged: its own, or that of a regrade."""
        return self.judged_by or self.place.question_version

    @property
    def given(self) -> engines.Given:
        """The response as the engines read it."""
        return self.response if isinstance(self.response, dict) else tuple(self.response)
