"""How many fresh variants a sitting on a topic has: measured when content is loaded."""

from __future__ import annotations

from django.db import models

from syllabus.models import Topic


class Supply(models.Model):
    """What was measured for one topic; `made_of` tells whether what variants are made of has changed."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="supply")
    variants = models.PositiveSmallIntegerField()
    made_of = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.variants} fresh variants on {self.topic_id}"
