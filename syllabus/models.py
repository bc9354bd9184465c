"""What there is to know, as loaded from content/: topics, steps, traps, FAQs, terms, pipelines and exams.

The files are the master. A row is only ever written by `syllabus.services.load`, and never deleted: a
learner's history points at it. An entry that left the files is retired and comes back when its file does.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.safestring import mark_safe

from syllabus import addresses

M = TypeVar("M", bound="Entry")


class EntryManager(models.Manager[M]):
    """Entries, of which some may be retired."""

    def current(self) -> models.QuerySet[M]:
        """Those that are part of the syllabus now."""
        return self.filter(retired_at=None)


class Entry(models.Model):
    """What every sort of entry has: a public key for life, its place, and what was written about it.

    `data` is the entry as written, `html` its Markdown rendered and sanitised once, at load, under the same
    names. `digest` covers all of it, so that loading the same files again writes nothing. Neither JSON
    column keeps the order of keys (PostgreSQL does not): whatever has an order is a list in it.
    """

    sort: ClassVar[str]
    key = models.SlugField(max_length=64, unique=True)
    title = models.TextField()
    position = models.PositiveIntegerField()
    data = models.JSONField()
    html = models.JSONField()
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField(null=True, blank=True)  # when a load last found it new or different
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[EntryManager[Self]] = EntryManager()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position", "key"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.href

    @property
    def href(self) -> str:
        """Where it is read."""
        return addresses.of_entry(self.sort, self.key)

    @cached_property
    def page(self) -> Any:
        """`html` for a template: each text in it is marked as what it is, safe to show."""
        return marked_safe(self.html)


class Topic(Entry):
    """A lesson of the syllabus."""

    sort = "topic"


class SectionManager(models.Manager["Section"]):
    """Passages, of which some may be retired, or their topics."""

    def current(self) -> models.QuerySet[Section]:
        """Those that are part of the syllabus now."""
        return self.filter(retired_at=None, topic__retired_at=None)


class Section(models.Model):
    """A passage of a topic: what a question's `reread` points at, as `topic#anchor`."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="sections")
    anchor = models.SlugField(max_length=64)
    title = models.TextField()
    position = models.PositiveIntegerField()
    html = models.TextField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SectionManager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic", "anchor"], name="anchor_once_in_a_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}#{self.anchor}"

    @property
    def href(self) -> str:
        """Where it is read. Its topic must be at hand, or costs a query."""
        return addresses.of_passage(self.topic.key, self.anchor)


class StepType(Entry):
    """A kind of SageMaker pipeline step."""

    sort = "step"

    class Family(models.TextChoices):
        JOB = "job", "Job"
        REGISTRY = "registry", "Registry"
        CONTROL = "control", "Control flow"
        GLUE = "glue", "Glue"
        CHECK = "check", "Check"
        DEPLOY = "deploy", "Deploy"

    family = models.CharField(max_length=16, choices=Family)


class Trap(Entry):
    """A wrong belief that the exam plays on. Its title is the bait."""

    sort = "trap"

    topics = models.ManyToManyField(Topic, related_name="traps")
    steps = models.ManyToManyField(StepType, related_name="traps")


class Faq(Entry):
    """A question learners ask, with its answer. Its title is the question."""

    sort = "faq"

    topics = models.ManyToManyField(Topic, related_name="faqs")
    steps = models.ManyToManyField(StepType, related_name="faqs")


class Term(Entry):
    """A word of the glossary."""

    sort = "term"

    topics = models.ManyToManyField(Topic, related_name="terms")


class Table(Entry):
    """Facts side by side, row by row."""

    sort = "table"

    topics = models.ManyToManyField(Topic, related_name="tables")


class Aid(Entry):
    """A choice that is found by answering a few questions."""

    sort = "aid"


class Pipeline(Entry):
    """A worked example of steps and what each needs. Its pictures are laid out once, at load."""

    sort = "pipeline"

    drawings = models.JSONField()  # by how it is built: {"wide": …, "narrow": …}, kit.drawing.Drawing as data
    topics = models.ManyToManyField(Topic, related_name="pipelines")
    steps = models.ManyToManyField(StepType, related_name="pipelines")

    def node_address(self, node: str) -> str:
        """The page of the pipeline with this node chosen."""
        return addresses.of_node(self.key, node)


class ExamProfile(Entry):
    """The facts of one exam, each with its source and the date it was checked."""

    sort = "exam"

    code = models.CharField(max_length=64)  # in AWS's form, MLA-C01; the key is the same in small letters


def marked_safe(html: Any) -> Any:
    """Every text of an entry's `html` came out of `syllabus.rendering`: sanitised or escaped at load."""
    if isinstance(html, dict):
        return {name: marked_safe(inner) for name, inner in html.items()}
    if isinstance(html, list):
        return [marked_safe(inner) for inner in html]
    return mark_safe(html) if isinstance(html, str) else html  # noqa: S308 - see above
