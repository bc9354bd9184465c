"""What learners report of questions, and what staff say to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Learner, User, new_key
from quizzes import engines
from quizzes.models.banks import QuestionVersion
from quizzes.models.practice import SittingQuestion


class ReportQuerySet(models.QuerySet["ProblemReport"]):
    """Only ever one's own, but for staff."""

    def of(self, learner: Learner | None) -> ReportQuerySet:
        return self.filter(learner=learner) if learner else self.none()

    def open(self) -> ReportQuerySet:
        return self.filter(answered_at=None)

    def told(self) -> ReportQuerySet:
        """Answered, and the verdict is out of what they are about: earlier an answer could give it away."""
        out = Q(place=None) | Q(place__attempt__isnull=False) | Q(place__sitting__finished_at__isnull=False)
        return self.filter(out, answered_at__isnull=False)


class ProblemReport(models.Model):
    """A learner says that something is the matter with a question: with it, all that they had before them."""

    class About(models.TextChoices):
        KEY = "key", "What counts as right is wrong"
        STEM = "stem", "The question is unclear"
        EXPLANATION = "explanation", "The explanation is wrong"
        OTHER = "other", "Something else"

    class Ruling(models.TextChoices):
        KEY = "key", "What counted as right was wrong"
        STEM = "stem", "The question was unclear"
        EXPLANATION = "explanation", "The explanation was wrong"
        MISTAKEN = "mistaken", "The question stands as it is"
        OTHER = "other", "Something else"

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    form_key = models.CharField(max_length=43, unique=True)  # the same form sent twice is one report
    # Nobody's once its learner is deleted: what is the matter with the question stays.
    learner = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, related_name="reports")
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="reports")
    place = models.ForeignKey(SittingQuestion, on_delete=models.SET_NULL, null=True, related_name="reports")
    shown = models.JSONField()  # ids by group, in the order in which the board showed them
    response = models.JSONField(null=True)  # what was given, or on the board as last saved; null: nothing
    verdict = models.JSONField(null=True)  # correct and findings, as the attempt has them; null: none yet
    about = models.CharField(max_length=16, choices=About.choices)
    sentence = models.TextField()
    created_at = models.DateTimeField()
    ruling = models.CharField(max_length=16, choices=Ruling.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)  # when its learner said that they have read the answer

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["learner", "-created_at"], name="reports_of_a_learner"),
            models.Index(fields=["created_at"], condition=Q(answered_at=None), name="reports_to_answer"),
        ]

    def __str__(self) -> str:
        return f"report {self.key[:6]}"

    @property
    def given(self) -> engines.Given:
        """The response as the engines read it; blank where nothing was given."""
        return self.response if isinstance(self.response, dict) else tuple(self.response or ())

    @property
    def may_be_told(self) -> bool:
        """The verdict of what it is about is out. Its place has its sitting and attempt at hand."""
        place = self.place
        return place is None or hasattr(place, "attempt") or place.sitting.finished_at is not None
