"""`search(query)`: what is found for it, best first. Three queries at most, whatever is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from django.db.models import Case, JSONField, Value, When

from studyapp.models import SearchEntry, SearchState
from studyapp.search.backends import backend
from studyapp.search.backends.base import Match
from studyapp.search.entries import SORTS
from studyapp.search.marks import Marker, Piece
from studyapp.search.vocabulary import Vocabulary
from studyapp.search.wanted import Wanted, wanted
from syllabus.sorts import CALLED

MOST = 20
LIKELY = {"step": 1.3, "term": 1.15, "exam": 1.1, "pipeline": 0.85, "table": 0.85}
"""Which sorts people mean more often, of two that fit alike."""
FEW = 5
"""So many hits or more need no others after them."""
WHOLE = 1.2
"""What it counts that it is an entry itself, not a part of one."""
BEGINS = 1.5
"""What it counts that a name begins with what was typed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry as it was found, in pieces of which some are marked."""

    sort: str
    href: str
    family: str
    place: tuple[Piece, ...]
    title: tuple[Piece, ...]
    names: tuple[Piece, ...]
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def label(self) -> str:
        return CALLED[self.sort].one


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: a page of `total` hits; how many of each sort; and what was understood."""

    wanted: Wanted = field(default_factory=Wanted)
    hits: tuple[Hit, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    counts: dict[str, int] = field(default_factory=dict)
    partly: bool = False  # nothing has all the words: these have the most of them

    @property
    def in_all(self) -> int:
        """How many there are of all sorts together."""
        return sum(self.counts.values())


def search(query: str, *, sorts: Collection[str] = (), limit: int = MOST, page: int = 1) -> Hits:
    """The best hits for whatever was typed, or a later page of them; of these sorts, if any are named.

    A page beyond the last is the last.
    """
    understood = wanted(query, _vocabulary())
    if not understood.words:
        return Hits(understood)
    found = backend().match(understood)
    most = max((match.matched for match in found), default=0)
    ranked = _best(found, most, understood)
    counts = Counter(match.sort for match in ranked)
    chosen = [match for match in ranked if not sorts or match.sort in sorts]
    pages = max(1, ceil(len(chosen) / limit))
    page = min(max(page, 1), pages)
    return Hits(
        wanted=understood,
        hits=_shown(chosen[(page - 1) * limit : page * limit], understood),
        total=len(chosen),
        page=page,
        pages=pages,
        counts={sort: counts[sort] for sort in SORTS if counts[sort]},
        partly=most < understood.asked,
    )


def _best(found: Sequence[Match], most: int, wanted: Wanted) -> list[Match]:
    """What has the most of the words; where that is little, after it what lacks one more of three or more."""
    best = [match for match in found if match.matched == most]
    if len(best) < FEW and most > 1 and wanted.asked > 2:
        best += [match for match in found if match.matched == most - 1]
    return sorted(best, key=lambda match: _rank(match, wanted))


def _rank(match: Match, wanted: Wanted) -> tuple[int, int, int, float, int]:
    """What is called exactly so comes first, then what has more of the words, then what fits best."""
    exact = [f"|{key}|" in match.keys for key in wanted.keys]
    begins = BEGINS if any(f"|{key}" in match.keys for key in wanted.keys) else 1
    score = match.score * begins * LIKELY.get(match.sort, 1) * (1 if match.place else WHOLE)
    order = list(SORTS).index(match.sort) if any(exact) else 0
    return [*exact, True].index(True), order, -match.matched, -score, match.position


def _shown(matches: Sequence[Match], wanted: Wanted) -> tuple[Hit, ...]:
    rows = SearchEntry.objects.in_bulk([match.entry for match in matches]) if matches else {}
    marker = Marker(wanted)
    return tuple(_hit(rows[match.entry], marker) for match in matches if match.entry in rows)


def _hit(row: SearchEntry, marker: Marker) -> Hit:
    title, names = (marker.pieces(text, is_name=True) for text in (row.title, row.names))
    place = marker.pieces(row.place)
    lines = _lines(row, marker)
    if row.more and not any(map(_has_mark, (title, names, place, *lines))):
        lines = [*lines[:1], marker.excerpt(row.more)]
    return Hit(row.sort, row.href, row.family, place, title, names, tuple(lines))


def _lines(row: SearchEntry, marker: Marker) -> list[tuple[Piece, ...]]:
    """What is shown below the title: what it is for, and the text where the words stand in that."""
    summary, text = marker.excerpt(row.summary), marker.excerpt(row.text)
    if not summary or (_has_mark(text) and not _has_mark(summary)):
        return [line for line in (summary, text) if line]
    return [summary]


def _has_mark(pieces: Sequence[Piece]) -> bool:
    return any(piece.marked for piece in pieces)


_known: tuple[str, Vocabulary] = ("", Vocabulary())


def _vocabulary() -> Vocabulary:
    """The words of all entries, kept by this process until a load changes them. One query."""
    global _known
    stamp, vocabulary = _known
    nothing = Value(None, output_field=JSONField())
    if_changed = Case(When(stamp=stamp, then=nothing), default="vocabulary", output_field=JSONField())
    row: tuple[str, Any] | None = SearchState.objects.values_list("stamp", if_changed).first()
    if row is None:
        return Vocabulary()
    if row[0] != stamp:
        vocabulary = Vocabulary.from_data(row[1])
        _known = row[0], vocabulary
    return vocabulary
