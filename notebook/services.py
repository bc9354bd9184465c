"""Bookmarks and notes, put down and taken off. A newcomer becomes a learner by the first of them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.belongings import Belonging
from accounts.learners import Newcomer, Visitor, begin
from accounts.models import Learner
from kit import hardness, prose
from notebook import models
from notebook.entries import Entry
from notebook.models import UNDO_WITHIN, Leaf, LeafQuerySet

BATCH = 200


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

    Raises NoteChanged if another version is there by now, and ProseTooHard (kit.hardness) for a note that
    cannot be shown; a note that was deleted meanwhile is no hindrance. How long it may be, the form says.
    """
    shown = prose.block(note, limit=hardness.LESSON, breaks=True)
    leaf = _leaf(begin(visitor, now=now), entry, now)
    if leaf.has_note and leaf.note == note:
        return leaf
    if leaf.has_note and leaf.version != version:
        raise NoteChanged(leaf)
    leaf.note, leaf.note_deleted_at = note, None
    leaf.html, leaf.made_by = shown, models.RENDERING
    leaf.version = max(leaf.version, version) + 1
    leaf.changed_at = now
    leaf.save(update_fields=["note", "html", "made_by", "note_deleted_at", "version", "changed_at"])
    return leaf


def room(leaf: Leaf | None) -> int:
    """How many characters a note may have: those of a field; more where two were merged into a longer one."""
    present = len(leaf.note) if leaf and leaf.has_note else 0
    return max(hardness.FIELD, min(present, hardness.LESSON))


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


@transaction.atomic
def make_again() -> int:
    """Render every note that was rendered in another way than the present one. How many those were.

    What cannot be rendered any more is shown as it was written. Where nothing has changed this is one read.
    """
    made = 0
    for leaves in _batches(Leaf.objects.exclude(note="").exclude(made_by=models.RENDERING)):
        for leaf in leaves:
            leaf.html, leaf.made_by = _rendered(leaf.note), models.RENDERING
        Leaf.objects.bulk_update(leaves, ["html", "made_by"])
        made += len(leaves)
    return made


def _rendered(note: str) -> str:
    """A note as it is shown; one that was merged of two may be longer than what is written at once."""
    try:
        return prose.block(note, limit=hardness.LESSON, breaks=True)
    except hardness.ProseTooHard:
        return f"<pre>{html.escape(note)}</pre>"


def _batches(rows: LeafQuerySet) -> Iterable[list[Leaf]]:
    """All of them, locked, some at a time: what has been made again is not found again."""
    while batch := list(rows.select_for_update().order_by("pk")[:BATCH]):
        yield batch


def merge(*, guest: Learner, learner: Learner, now: datetime) -> None:
    """A guest's leaves come into an account's notebook (ADR 0014).

    A bookmark is kept if either had it. Of two notes on one entry both are written into one; a note that
    was deleted, and can still be put back, gives way to one that is there.
    """
    for kept in (learner, guest):
        _forget(kept, now)
    mine = {(leaf.sort, leaf.key): leaf for leaf in _locked(learner)}
    for theirs in _locked(guest):
        own = mine.get((theirs.sort, theirs.key))
        if own is None:
            theirs.learner = learner
            theirs.save(update_fields=["learner"])
        else:
            _join(own, theirs, now)


def _locked(learner: Learner) -> list[Leaf]:
    return list(Leaf.objects.select_for_update().filter(learner=learner).order_by("pk"))


def _join(own: Leaf, theirs: Leaf, now: datetime) -> None:
    """Two leaves on one entry become the first of them."""
    marks = [leaf.bookmarked_at for leaf in (own, theirs) if leaf.bookmarked_at]
    own.bookmarked_at = min(marks, default=None)
    if theirs.has_note and own.has_note and theirs.note != own.note:
        own.note = f"{own.note}\n\n---\n\n{theirs.note}"
        own.html, own.made_by = _rendered(own.note), models.RENDERING
    elif (theirs.has_note or not own.note) and not own.has_note:
        own.note, own.note_deleted_at = theirs.note, theirs.note_deleted_at
        own.html, own.made_by = theirs.html, theirs.made_by
    own.version = max(own.version, theirs.version) + 1
    own.changed_at = now
    own.save()
    theirs.delete()


def count(learner: Learner) -> int:
    return Leaf.objects.filter(learner=learner).kept().count()


LEAVES = Belonging("bookmark or note", "bookmarks and notes", count, merge)


def exported(learner: Learner) -> Iterator[dict[str, Any]]:
    """Every leaf as the learner may take it along. A note that was deleted a moment ago is not in it."""
    for leaf in Leaf.objects.filter(learner=learner).kept().order_by("pk"):
        yield {
            "on": f"{leaf.sort} {leaf.key}",
            "bookmarked_at": leaf.bookmarked_at,
            "note": leaf.note if leaf.has_note else None,
            "changed_at": leaf.changed_at,
        }
