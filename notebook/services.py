"""Bookmarks and notes, put down and taken off. A newcomer becomes a learner by the first of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.learners import Newcomer, Visitor, begin
from accounts.models import Learner
from kit import prose
from notebook.entries import Entry
from notebook.models import UNDO_WITHIN, Leaf, LeafQuerySet


class NoteChanged(Exception):
    """The note was written elsewhere since this form was opened. `leaf` is as it stands now."""

    def __init__(self, leaf: Leaf) -> None:
        super().__init__("the note has been changed since")
        self.leaf = leaf


@transaction.atomic
def bookmark(*, visitor: Visitor, entry: Entry, wanted: bool, now: datetime) -> Leaf | None:
    """Put the bookmark on, or take it off. What is so already stays as it is."""
    if isinstance(visitor, Newcomer) and not wanted:
        return None
    leaf = _leaf(begin(visitor, now=now), entry, now)
    if wanted != (leaf.bookmarked_at is not None):
        leaf.bookmarked_at = now if wanted else None
        leaf.changed_at = now
        leaf.save(update_fields=["bookmarked_at", "changed_at"])
    return leaf


@transaction.atomic
def write(*, visitor: Visitor, entry: Entry, note: str, version: int, now: datetime) -> Leaf:
    """Keep this note, written on top of that version. The same note again changes nothing.

    Raises NoteChanged if another version is there by now, and ProseTooHard (kit.prose) for a note that
    cannot be shown; a note that was deleted meanwhile is no hindrance.
    """
    html = prose.block(note)
    leaf = _leaf(begin(visitor, now=now), entry, now)
    if leaf.has_note and leaf.note == note:
        return leaf
    if leaf.has_note and leaf.version != version:
        raise NoteChanged(leaf)
    leaf.note, leaf.html, leaf.note_deleted_at = note, html, None
    leaf.version = max(leaf.version, version) + 1
    leaf.changed_at = now
    leaf.save(update_fields=["note", "html", "note_deleted_at", "version", "changed_at"])
    return leaf


@transaction.atomic
def delete_note(*, visitor: Visitor, entry: Entry, now: datetime) -> Leaf | None:
    """Take the note off. It can be put back for a while; deleting twice is deleting once."""
    if isinstance(visitor, Newcomer):
        return None
    leaf = _leaf(begin(visitor, now=now), entry, now)
    if leaf.has_note:
        leaf.note_deleted_at = leaf.changed_at = now
        leaf.save(update_fields=["note_deleted_at", "changed_at"])
    return leaf


@transaction.atomic
def put_back_note(*, visitor: Visitor, entry: Entry, now: datetime) -> Leaf | None:
    """Undo the deletion of a note, while it can be undone."""
    if isinstance(visitor, Newcomer):
        return None
    leaf = _leaf(begin(visitor, now=now), entry, now)
    if leaf.note_deleted_at is not None:
        leaf.note_deleted_at, leaf.changed_at = None, now
        leaf.save(update_fields=["note_deleted_at", "changed_at"])
    return leaf


def _leaf(learner: Learner, entry: Entry, now: datetime) -> Leaf:
    """The learner's leaf on this entry, locked: two tabs write one after the other."""
    _forget(learner, now)
    leaf, made = Leaf.objects.get_or_create(
        learner=learner, sort=entry.sort, key=entry.key, defaults={"changed_at": now}
    )
    if not made:
        leaf = Leaf.objects.select_for_update().get(pk=leaf.pk)
        leaf.learner = learner
    return leaf


def _forget(learner: Learner, now: datetime) -> None:
    """What this learner took off too long ago to put it back is gone for good: it was private."""
    forget(Leaf.objects.filter(learner=learner), now=now)


def forget(leaves: LeafQuerySet, *, now: datetime) -> None:
    """Of these leaves, let go for good what was taken off too long ago to put it back."""
    past = now - UNDO_WITHIN
    leaves.filter(note_deleted_at__lt=past).update(note="", html="", note_deleted_at=None)
    leaves.filter(Q(bookmarked_at=None) & Q(note=""), changed_at__lt=past).delete()
