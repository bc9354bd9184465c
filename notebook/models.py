"""A learner's notebook: one leaf for each entry of the syllabus that they have marked or written on.

A leaf names its entry by sort and public key, both of which are for life, and not by row: five tables and the
passages of lessons are noted on alike, and what a learner wrote outlives the retirement of what it is about.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Learner
from syllabus.sorts import CALLED

RENDERING = 3
"""Raise it when the same note shall be shown otherwise: the next load then renders every note again."""
UNDO_WITHIN = timedelta(hours=1)
"""How long what was taken off a leaf can be put back."""


class LeafQuerySet(models.QuerySet["Leaf"]):
    """Only ever one's own: what is somebody else's is not there."""

    def of(self, learner: Learner | None) -> LeafQuerySet:
        return self.filter(learner=learner) if learner else self.none()

    def kept(self, *, or_touched_since: datetime | None = None) -> LeafQuerySet:
        """Those with a bookmark or a note; and those of which something was taken off since a moment."""
        kept = Q(bookmarked_at__isnull=False) | (~Q(note="") & Q(note_deleted_at=None))
        return self.filter(kept | Q(changed_at__gte=or_touched_since) if or_touched_since else kept)


class Leaf(models.Model):
    """What one learner keeps on one entry: a bookmark, a private note, or both.

    `version` counts the writings of the note, so that two tabs cannot overwrite each other unseen. A deleted
    note stays where it is for a while, to be put back.
    """

    class Sort(models.TextChoices):
        TOPIC = "topic", CALLED["topic"].one
        PASSAGE = "passage", CALLED["passage"].one
        STEP = "step", CALLED["step"].one
        TRAP = "trap", CALLED["trap"].one
        FAQ = "faq", CALLED["faq"].one
        TERM = "term", CALLED["term"].one

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="leaves")
    sort = models.CharField(max_length=16, choices=Sort)
    key = models.CharField(max_length=129)  # of the entry; of a passage `topic#anchor`
    bookmarked_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")  # Markdown, as written
    html = models.TextField(blank=True, default="")  # the same, rendered and sanitised
    made_by = models.PositiveSmallIntegerField(default=0)  # the RENDERING that html is of
    version = models.PositiveIntegerField(default=0)
    note_deleted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = LeafQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["learner", "sort", "key"], name="one_leaf_an_entry"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["learner", "-changed_at"], name="leaves_of_a_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.key} of {self.learner_id}"

    @property
    def has_note(self) -> bool:
        return bool(self.note) and self.note_deleted_at is None

    def as_of(self, now: datetime) -> Leaf:
        """The same without a note that was deleted too long ago to be put back. Nothing is saved."""
        if self.note_deleted_at is not None and self.note_deleted_at < now - UNDO_WITHIN:
            self.note, self.html, self.note_deleted_at = "", "", None
        return self

    @property
    def shown(self) -> SafeString:
        """The note, safe to show: it came out of `kit.prose`."""
        return mark_safe(self.html)  # noqa: S308
