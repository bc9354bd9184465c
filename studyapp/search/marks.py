"""What of a text is shown, and what in it is marked: the same for both databases. Pure.

A text comes out in pieces, each marked or not, and never as HTML: the template escapes every piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.search.wanted import SHORT, Wanted
from studyapp.search.words import WRITTEN, Name, name_of, stem

MOST = 240
"""Characters of an excerpt."""
LEAD = 60
"""Characters that may stand before the first mark of an excerpt, so that it is read in its sentence."""
GAP = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is marked, or is not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that was found, and which of the wanted words it is."""

    start: int
    end: int
    word: int


class Marker:
    """Marks what is wanted in one text after another, and looks at each word of them once."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._seen: tuple[dict[str, tuple[Mark, ...]], ...] = ({}, {})

    def pieces(self, text: str, *, is_name: bool = False) -> tuple[Piece, ...]:
        """The whole text with everything marked that it was found for."""
        return tuple(_cut(text, 0, len(text), self._marks(text, is_name)))

    def excerpt(self, text: str, *, most: int = MOST) -> tuple[Piece, ...]:
        """The stretch of a text in which most of the wanted words stand, marked; else its beginning."""
        marks = self._marks(text, is_name=False)
        start, end = _stretch(text, marks, most)
        found = list(_cut(text, start, end, marks))
        if start:
            found.insert(0, Piece(f"{GAP} "))
        if end < len(text):
            found.append(Piece(f" {GAP}"))
        return tuple(found)

    def _marks(self, text: str, is_name: bool) -> list[Mark]:
        """Nearly all of the time of a search goes by here, so no word is looked at twice."""
        found, seen = [], self._seen[is_name]
        for match in WRITTEN.finditer(text):
            marks = seen.get(match[0])
            if marks is None:
                marks = seen[match[0]] = tuple(_marks_of(name_of(match[0]), self._wanted, is_name))
            if marks:
                place = match.start()
                found += [Mark(place + mark.start, place + mark.end, mark.word) for mark in marks]
        return found


def _marks_of(name: Name, wanted: Wanted, is_name: bool) -> Iterator[Mark]:
    """Of a name in code only the part that was found, or all of it where it was found as one."""
    for number, word in enumerate(wanted.words):
        if len(name.parts) > 1 and (
            stem(name.joined) == word.stem
            or (len(word.begins) > len(name.parts[0].word) and name.joined.startswith(word.begins))
        ):
            yield Mark(0, len(name.written), number)
    for part in name.parts:
        for number, word in enumerate(wanted.words):
            begins = word.begins if len(word.begins) >= SHORT or is_name else ""
            if stem(part.word) == word.stem or (begins and part.word.startswith(begins)):
                yield Mark(part.start, part.end, number)
                break


def _stretch(text: str, marks: list[Mark], most: int) -> tuple[int, int]:
    """Where to cut: at words, around the most different marks, the earliest such place."""
    if len(text) <= most:
        return 0, len(text)
    begin = _densest(marks, most - LEAD)
    start = max(0, min(begin - LEAD, len(text) - most))
    if start:
        sentence = max(text.rfind(mark, start, begin) for mark in (". ", "? ", ": "))
        start = sentence + 2 if sentence >= 0 else text.find(" ", start, begin) + 1 or start
    end = start + most
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start + most // 2, end)
    return start, space if space > 0 else end


def _densest(marks: list[Mark], width: int) -> int:
    """Where the first stretch of this width begins that has the most different marks."""
    best, begin = 0, 0
    for number, first in enumerate(marks):
        within = set()
        for mark in marks[number:]:
            if mark.end > first.start + width:
                break
            within.add(mark.word)
        if len(within) > best:
            best, begin = len(within), first.start
    return begin


def _cut(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    """The stretch in pieces; marks that touch or overlap are one."""
    at = start
    for first, last in _merged(marks):
        begin, stop = max(first, at), min(last, end)
        if begin >= stop:
            continue
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:stop], marked=True)
        at = stop
    if at < end:
        yield Piece(text[at:end])


def _merged(marks: list[Mark]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
