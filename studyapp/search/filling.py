"""The index is filled where content is loaded, in the same transaction, and only when something changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple

from django.db import transaction

from studyapp.models import SearchEntry, SearchState
from studyapp.search.backends import backend
from studyapp.search.backends.base import Words
from studyapp.search.entries import everything
from studyapp.search.findable import Findable
from studyapp.search.vocabulary import Vocabulary
from studyapp.search.words import key, tokens

VERSION = 3
"""Raise it when the same entries shall be found under other words: the next load then writes them again."""


@transaction.atomic
def fill() -> bool:
    """Let search find what the rooms hold now, no more and no less. Whether that changed anything.

    Processes that fill at once take turns, and each looks at the rooms only when it is its turn.
    """
    backend().take_turn()
    entries = list(everything())
    stamp = _stamp(entries)
    if SearchState.objects.filter(stamp=stamp).exists():
        return False
    backend().clear()
    SearchEntry.objects.all().delete()
    rows = SearchEntry.objects.bulk_create(_row(n, entry) for n, entry in enumerate(entries))
    backend().add([_words(row, entry) for row, entry in zip(rows, entries, strict=True)])
    SearchState.objects.all().delete()
    called = (name for entry in entries for name in (entry.title, *entry.names))
    vocabulary = Vocabulary.of(map(_all_of, entries), called)
    SearchState.objects.create(stamp=stamp, vocabulary=vocabulary.as_data())
    return True


def _stamp(entries: Sequence[Findable]) -> str:
    body = json.dumps([VERSION, *map(astuple, entries)], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _row(position: int, entry: Findable) -> SearchEntry:
    keys = dict.fromkeys(key(name) for name in (entry.title, *entry.names))
    return SearchEntry(
        sort=entry.sort,
        position=position,
        href=entry.href,
        place=entry.place,
        family=entry.family,
        title=entry.title,
        names=", ".join(entry.names),
        summary=entry.summary,
        text=entry.text,
        more=entry.more,
        keys=f"|{'|'.join(keys)}|",
    )


def _words(row: SearchEntry, entry: Findable) -> Words:
    return Words(
        entry=row.pk,
        title=tokens(entry.title),
        names=tokens(" ".join(entry.names)),
        summary=tokens(f"{entry.summary} {entry.place}"),
        text=tokens(f"{entry.text} {entry.more}"),
    )


def _all_of(entry: Findable) -> str:
    return " ".join((entry.title, *entry.names, entry.summary, entry.place, entry.text, entry.more))
