"""A GIFT file as its questions' texts, each knowing where it stands.

Questions are parted by empty lines. What is escaped, and what is in a comment, is no sign: a `mask` of the
same length as the text has fillers there, so that signs are looked for in the mask and texts taken from the
same place of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from quizzes.formats.foreign.found import Markup, Place, Text
from quizzes.formats.foreign.places import Places

_COMMENTED = "\ufdd0"  # these two are no characters: decoding has taken them out of the text
_ESCAPED = "\ufdd1"
_LOOK = 2_000  # characters of a comment in which an id and tags are looked for
_LONGEST = 50_000  # characters of a text: who words it takes less, and says so
_COMMENT = re.compile(r"^[ \t]*//.*$", re.MULTILINE)
_TELLING = re.compile(r"^[ \t]*//.*\[(?:id|tag):.*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\[\\:#={}~n]")
_EMPTY = re.compile(r"\n(?:[ \t]*\n)+")
_HEAD = re.compile(r"^[ \t]*(?:::|\$CATEGORY:)", re.MULTILINE)
_VISIBLE = re.compile(rf"[^ \t\n{_COMMENTED}]")
_MARKUP = re.compile(r"\[(html|moodle|plain|markdown)\]")
_SIGNS = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the file: `text` and `mask` are alike long, and begin at `offset` of it."""

    text: str
    mask: str
    offset: int = 0

    def part(self, start: int, end: int | None = None) -> Span:
        return Span(self.text[start:end], self.mask[start:end], self.offset + start)

    def trimmed(self) -> Span:
        """Without the spaces and comments around it."""
        first = _VISIBLE.search(self.mask)
        if first is None:
            return self.part(0, 0)
        end = len(self.mask.rstrip(f" \t\n{_COMMENTED}"))
        return self.part(first.start(), end)

    def split(self, signs: str) -> list[Span]:
        """The parts that begin with one of these signs, and what stands before the first of them."""
        starts = [found.start() for found in re.finditer(f"[{signs}]", self.mask)]
        return [self.part(start, end) for start, end in zip([0, *starts], [*starts, None], strict=True)]

    def partition(self, sign: str) -> tuple[Span, Span | None]:
        """What stands before the first `sign` and after it; None where it is not there."""
        at = self.mask.find(sign)
        return (self, None) if at < 0 else (self.part(0, at), self.part(at + len(sign)))


class Scanner:
    """The text of a file in parts."""

    def __init__(self, text: str) -> None:
        self._places = Places(text)
        bare = _COMMENT.sub(lambda found: _COMMENTED * len(found.group()), text)
        self.all = Span(bare, _ESCAPE.sub(_ESCAPED * 2, bare))
        self._told = _TELLING.finditer(text)
        self._next = next(self._told, None)

    def place(self, span: Span) -> Place:
        return self._places.place(span.offset)

    def comments(self, end: int) -> Iterator[str]:
        """The comments before `end` that tell an id or tags and were not given yet."""
        while self._next is not None and self._next.start() < end:
            yield self._next.group()[:_LOOK]
            self._next = next(self._told, None)

    def questions(self) -> Iterator[Span]:
        """The text of each question or category, trimmed."""
        for chunk in self._chunks():
            starts = self._heads(chunk)
            for start, end in zip(starts, [*starts[1:], None], strict=True):
                if (question := chunk.part(start, end).trimmed()).text:
                    yield question

    def said(self, span: Span, default: Markup, *, fixed: bool = False) -> Text:
        """The text of a span: its markup where it names one and that is not `fixed`, its escapes resolved."""
        span = span.trimmed()
        place = self.place(span)
        named = None if fixed else _MARKUP.match(span.mask)
        markup: Markup = named[1] if named else default  # type: ignore[assignment]  # one of the four
        text = span.text[named.end() :] if named else span.text
        text = text[:_LONGEST].replace(_COMMENTED, "")
        if markup != "markdown":  # the end of a line is one where it is escaped: else lines are only wrapped
            text = re.sub(r"[ \t]*\n[ \t]*", " ", text)
        return Text(unescaped(text).strip(), markup, place)

    def _chunks(self) -> Iterator[Span]:
        """What stands between empty lines; an answer that is not closed goes on behind them."""
        whole, start, at = self.all, 0, 0
        for gap in chain(_EMPTY.finditer(whole.mask), (None,)):
            end = gap.start() if gap else len(whole.mask)
            if gap and _open(whole.mask[at:end], opened=at > start) and _closes(whole.mask, gap.end()):
                at = gap.end()
                continue
            yield whole.part(start, end)
            start = at = gap.end() if gap else end

    def _heads(self, chunk: Span) -> list[int]:
        """Where questions begin without an empty line: at a title behind an answer, and around a category."""
        starts, at = [0], 0
        inside = closed = category = False  # an answer; behind an answer; behind a category
        for line in chunk.mask.splitlines(keepends=True):
            head = _HEAD.match(line)
            begins = head is not None and (closed or (not inside and "$" in head.group()))
            if at and (category or begins):
                starts.append(at)
                closed = False
            if line.strip(f" \t\n{_COMMENTED}"):
                category = head is not None and not inside and "$" in head.group()
            if (sign := max(line.rfind("{"), line.rfind("}"))) >= 0:
                inside = line[sign] == "{"
                closed = not inside
            at += len(line)
        return starts


def unescaped(text: str) -> str:
    """
    >>> unescaped(r"a \\= b\\nc")
    'a = b\\nc'
    """
    return _ESCAPE.sub(lambda found: "\n" if found.group()[1] == "n" else found.group()[1], text)


def _open(mask: str, *, opened: bool) -> bool:
    """Whether an answer is begun in it, or was before, and not ended."""
    last = next((found.group() for found in reversed(list(_SIGNS.finditer(mask)))), "{" if opened else "}")
    return last == "{"


def _closes(mask: str, start: int) -> bool:
    """Whether what follows ends an answer before a question begins."""
    found = re.compile(r"[{}]|^[ \t]*(?:::|\$CATEGORY:)", re.MULTILINE).search(mask, start)
    return found is not None and found.group() == "}"
