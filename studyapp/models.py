"""What search finds: one row for each place that a hit can lead to.

Written by `studyapp.search.filling` alone.
The rows follow the rooms below and can be made again from them. The words of a row, by which it
is found, stand in a table of the database's own kind beside this one (`studyapp.search.backends`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SearchEntry(models.Model):
    """A place to study as search shows it: plain text throughout."""

    sort = models.CharField(max_length=16)
    position = models.PositiveIntegerField()
    href = models.TextField()
    place = models.TextField()  # where it stands: the topic of a passage, the pipeline of a node
    family = models.CharField(max_length=16)
    title = models.TextField()
    names = models.TextField()  # its other names, for the reader
    summary = models.TextField()
    text = models.TextField()
    more = models.TextField()  # shown only where the words stand nowhere else
    keys = models.TextField()  # every name as `words.key` has it, between bars: |process|processstep|

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return self.title


class SearchState(models.Model):
    """What the entries were made from, and all their words. One row, or none before the first load."""

    stamp = models.CharField(max_length=64)
    vocabulary = models.JSONField()

    def __str__(self) -> str:
        return self.stamp
