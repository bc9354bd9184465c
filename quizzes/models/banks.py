"""Banks and their questions. What has been published is frozen: an edit makes a new version."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from accounts.models import User, new_key
from quizzes import engines
from quizzes.formats import bank as bank_format
from syllabus.models import StepType, Topic, Trap


class BankQuerySet(models.QuerySet["Bank"]):
    """Banks that are asked now."""

    def live(self) -> BankQuerySet:
        return self.filter(retired_at=None)

    def public(self) -> BankQuerySet:
        return self.live().filter(visibility=Bank.PUBLIC)


class Bank(models.Model):
    """A named collection of questions. Its slug is unique on the site and for life.

    `visibility` says who may practise it, beside its authors: nobody, whoever holds the link, everybody. What
    ships is public by being shipped.
    """

    PRIVATE, LINK, PUBLIC = "private", "link", "public"

    slug = models.SlugField(max_length=64, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    shipped = models.BooleanField(default=False)
    title = models.TextField()
    retired_at = models.DateTimeField(null=True, blank=True)
    visibility = models.CharField(max_length=8, default=PRIVATE)
    link_key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)

    objects = BankQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(visibility__in=("private", "link", "public")), name="a_bank_is_seen_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(shipped=False) | Q(visibility="public"), name="what_ships_is_public"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_open(self) -> bool:
        """Whether others than its authors may be asked its questions."""
        return self.retired_at is None and self.visibility != Bank.PRIVATE


class BankVersion(models.Model):
    """A bank as published once: numbered, and never changed again.

    `changes` counts what differs from the version before, by question as it is asked: `added`, `retired`,
    `reworded`, and of those `rekeyed`, which judge otherwise. Null for a first version and where nobody
    counted.
    """

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    source = models.TextField()  # the canonical YAML, which export gives back byte for byte
    description = models.TextField(blank=True)  # Markdown
    description_html = models.TextField(blank=True)  # rendered and sanitised at publishing
    made_by = models.CharField(max_length=64, default="", db_index=True)  # how that was made
    language = models.CharField(max_length=64, default="en")
    license = models.TextField(blank=True)
    changes = models.JSONField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bank", "number"], name="bank_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bank} version {self.number}"


def void() -> QuerySet[Any]:
    """The wordings that count for nobody: they are not asked until that is lifted. One small query."""
    regrades: Any = QuestionVersion._meta.get_field("regrade").related_model
    standing = regrades.objects.filter(sort="void", question_version__regrade=F("pk"))
    return standing.values("question_version")  # type: ignore[no-any-return]


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions that may be asked now."""

    def live(self) -> QuestionQuerySet:
        return self.filter(current__isnull=False, bank__retired_at=None).exclude(current__in=void())

    def shipped(self) -> QuestionQuerySet:
        return self.live().filter(bank__shipped=True)

    def open(self) -> QuestionQuerySet:
        """Of banks that others than their authors may practise."""
        return self.live().exclude(bank__visibility=Bank.PRIVATE)


class Question(models.Model):
    """One thing to be asked, for life: its wordings are its versions. Without a current one it is retired."""

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=64)
    kind = models.CharField(max_length=16)
    difficulty = models.PositiveSmallIntegerField(null=True)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, null=True, related_name="questions")
    part = models.PositiveSmallIntegerField(default=0)  # the nth of its case, from 1 on; 0 where it has none
    topics = models.ManyToManyField(Topic, related_name="questions")
    steps = models.ManyToManyField(StepType, related_name="questions")  # these two as quizzes.subjects
    traps = models.ManyToManyField(Trap, related_name="questions")  # finds them, at publishing
    current = models.ForeignKey(
        "QuestionVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=True
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bank", "key"], name="question_once_in_a_bank"),
            models.CheckConstraint(
                condition=Q(case=None, part=0) | Q(case__isnull=False, part__gte=1),
                name="a_part_is_of_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_id}/{self.key}"


class QuestionVersion(models.Model):
    """A question as worded once, in a case as worded once where it belongs to one.

    `body` is text, not JSON columns, because the written order matters.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    case_version = models.ForeignKey(
        "CaseVersion", on_delete=models.PROTECT, null=True, related_name="questions"
    )
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.TextField()  # the question's plain data as JSON
    html = models.JSONField()  # its Markdown, rendered and sanitised at publishing
    drawing = models.JSONField(null=True)  # an ordering's graph as boxes and lines
    made_by = models.CharField(max_length=64, default="", db_index=True)  # how html and drawing were made
    # The last regrade of what was answered of it: its standing key. Null: its own, as it always was.
    regrade = models.ForeignKey("Regrade", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} version {self.number}"

    @cached_property
    def asked(self) -> engines.Question:
        """The question itself: schema, grader and board of its kind."""
        data: Any = json.loads(self.body)
        return bank_format.question_from_data(data)


class VersionQuestion(models.Model):
    """Which wording of which question a bank version holds, and where."""

    bank_version = models.ForeignKey(BankVersion, on_delete=models.CASCADE, related_name="entries")
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bank_version", "position"], name="one_entry_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.position} of {self.bank_version_id}"
