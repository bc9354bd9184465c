"""Reads that join: what a learner keeps on the entries of a page, and all of what they keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Learner
from notebook.entries import Entry, look_up
from notebook.models import UNDO_WITHIN, Leaf, LeafQuerySet

Leaves = dict[tuple[str, str], Leaf]


@dataclass(frozen=True, slots=True)
class Kept:
    """A leaf beside the entry that it is about."""

    entry: Entry
    leaf: Leaf


def on_page(learner: Learner | None, sort: str, key: str = "", *, now: datetime) -> Leaves:
    """The leaves on an entry, or on all of a sort; those on a topic with those on its passages. One query."""
    if not learner:
        return {}
    wanted = Q(sort=sort, key=key) if key else Q(sort=sort)
    if sort == Leaf.Sort.TOPIC:
        wanted |= Q(sort=Leaf.Sort.PASSAGE, key__startswith=f"{key}#")
    leaves = Leaf.objects.of(learner).kept(or_touched_since=now - UNDO_WITHIN).filter(wanted)
    return {(leaf.sort, leaf.key): leaf.as_of(now) for leaf in leaves}


def leaf_on(learner: Learner | None, entry: Entry, *, now: datetime) -> Leaf | None:
    """What a learner keeps on this entry. One query."""
    leaf = Leaf.objects.of(learner).filter(sort=entry.sort, key=entry.key).first()
    return leaf.as_of(now) if leaf else None


def all_of(learner: Learner | None, *, now: datetime, sort: str = "", only: str = "") -> LeafQuerySet:
    """What a learner keeps, the newest first: of one sort, only notes or only bookmarks, where asked for.

    A note that was deleted can be put back for a while, and is listed for as long.
    """
    leaves = Leaf.objects.of(learner)
    if sort:
        leaves = leaves.filter(sort=sort)
    if only == "notes":
        leaves = leaves.exclude(note="").exclude(note_deleted_at__lt=now - UNDO_WITHIN)
    if only == "bookmarks":
        leaves = leaves.filter(bookmarked_at__isnull=False)
    return leaves.order_by("-changed_at", "-pk")


def with_entries(leaves: Sequence[Leaf], *, now: datetime) -> list[Kept]:
    """The leaves beside their entries, in their order. One query."""
    entries = look_up((leaf.sort, leaf.key) for leaf in leaves)
    kept = [(entries.get((leaf.sort, leaf.key)), leaf.as_of(now)) for leaf in leaves]
    return [Kept(entry, leaf) for entry, leaf in kept if entry is not None]
