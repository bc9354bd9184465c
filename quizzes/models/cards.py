"""What a learner holds and how well: cards, the log of their reviews, and the plan they are reviewed by.

A card comes into being with its first review, and only reviews change it: practice and exams do not. It is
about a question for life, whatever its wording, or about a trap or a word of the syllabus by its key.
"""

from __future__ import annotations

from datetime import UTC
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Learner
from quizzes import workload
from quizzes.models.banks import Question
from quizzes.models.practice import Attempt
from quizzes.recall import State


class Card(models.Model):
    """How well one learner holds one subject. The state is FSRS's own: the exam bounds it when it is read."""

    QUESTION, TRAP, TERM = "question", "trap", "term"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="cards")
    sort = models.CharField(max_length=16, default=QUESTION)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="cards")
    key = models.CharField(max_length=64, default="")  # of a trap or a term; "" for a question
    due_at = models.DateTimeField()
    stability = models.FloatField()
    difficulty = models.FloatField()
    first_review_at = models.DateTimeField()
    last_review_at = models.DateTimeField()
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["learner", "question"],
                condition=Q(question__isnull=False),
                name="one_card_a_question",
            ),
            models.UniqueConstraint(
                fields=["learner", "sort", "key"], condition=Q(question=None), name="one_card_an_entry"
            ),
            models.CheckConstraint(
                condition=Q(sort="question", question__isnull=False, key="")
                | (Q(sort__in=("trap", "term"), question=None) & ~Q(key="")),
                name="a_card_has_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.key or self.question_id} of {self.learner_id}"

    @property
    def state(self) -> State:
        """As `quizzes.recall` reads it."""
        return State(
            due_at=self.due_at.astimezone(UTC),
            stability=self.stability,
            difficulty=self.difficulty,
            last_review_at=self.last_review_at.astimezone(UTC),
        )

    @state.setter
    def state(self, state: State) -> None:
        self.due_at, self.last_review_at = state["due_at"], state["last_review_at"]
        self.stability, self.difficulty = state["stability"], state["difficulty"]


class CardReview(models.Model):
    """A review, logged: enough to find every schedule again (`quizzes.recall.replay`). One for an attempt."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="reviews")
    attempt = models.OneToOneField(Attempt, on_delete=models.SET_NULL, null=True, related_name="card_review")
    rating = models.CharField(max_length=8)  # quizzes.recall.Rating
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["reviewed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.rating} for {self.card_id}"


class StudyPlan(models.Model):
    """What a learner has said about their time: the exam, its day, and how many questions a day."""

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="study_plan")
    exam = models.CharField(max_length=64, default="")  # an exam profile's key; "" while none is chosen
    exam_on = models.DateField(null=True, blank=True)
    daily_load = models.PositiveSmallIntegerField(
        default=workload.LOAD, validators=[MinValueValidator(1), MaxValueValidator(workload.MOST)]
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(daily_load__gte=1, daily_load__lte=workload.MOST), name="a_load_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.daily_load} a day until {self.exam_on or 'whenever'}"

    @property
    def plan(self) -> workload.Plan:
        """As `quizzes.workload` reads it."""
        return workload.Plan(self.daily_load, self.exam_on)
