"""How a text becomes the words it is found under. Pure, and the same for both databases and for marks.

A name in code is found in every way it may be typed: `ProcessingStep`, `processing-step`, `processing_step`
and `Processing step` all have the parts "processing" and "step", and the first three are "processingstep"
as well. Each part is kept as written and by its stem, so that "cached" finds "caching". A duration such as
`P30D` is one word.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST = 48
"""Characters of a word that count."""

WRITTEN = re.compile(r"(?<!\w['\u2019])[^\W_]+(?:[-_][^\W_]+)*")  # the s of AWS's is no word
_RUN = re.compile(r"[^\W_]+")
_PART = re.compile(
    r"^[Pp](?=[0-9]|[Tt][0-9])(?:[0-9]+[YMWDymwd])*(?:[Tt](?:[0-9]+[HMShms])+)?$"  # a duration: P30D, PT1H
    r"|[A-Z]{2,}s(?![a-z])"  # URIs
    r"|[A-Z]+(?=[A-Z][a-z])"  # EMR of EMRServerless
    r"|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+[a-z]*"
)
_ISE = re.compile(r"is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)")
_OUR = re.compile(r"(?<=[a-z]{3})our(?=s?$)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a written word, where it stands in that, and the word it is."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Name:
    """A word as somebody wrote it, in its parts: one, or several in a name such as `JsonGet`."""

    written: str
    parts: tuple[Part, ...]

    @property
    def joined(self) -> str:
        """The parts as one word."""
        return "".join(part.word for part in self.parts)[:LONGEST]


def names(text: str) -> Iterator[tuple[int, Name]]:
    """The words of a text, each with its place. Whatever is no letter and no digit stands between them."""
    for found in WRITTEN.finditer(text):
        name = name_of(found[0])
        if name.parts:
            yield found.start(), name


@lru_cache(maxsize=20_000)
def name_of(written: str) -> Name:
    """What `WRITTEN` has found, in its parts. It has none where nothing of it is letter or digit."""
    return Name(written, tuple(_parts(written)))


def tokens(text: str) -> list[str]:
    """Everything under which a text is found: each part, its stem, and names of several parts as one.

    >>> tokens("Cached by JsonGet")
    ['cached', 'cach', 'by', 'json', 'get', 'jsonget']
    """
    found: list[str] = []
    for _place, name in names(text):
        for part in name.parts:
            found.append(part.word)
            if (root := stem(part.word)) != part.word:
                found.append(root)
        if len(name.parts) > 1:
            found += dict.fromkeys((name.joined, stem(name.joined)))
    return found


def key(text: str) -> str:
    """What two names share that are the same but for spelling: `Step types`, `step-type`, `StepType`."""
    return "".join(stem(part.word) for _place, name in names(text) for part in name.parts)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The root that the forms of an English word share, in British and in American spelling.

    >>> stem("caching"), stem("optimisation") == stem("optimizations")
    ('cach', True)
    """
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    return str(_stemmers.english.stemWord(_OUR.sub("or", _ISE.sub("iz", word))))


def _parts(name: str) -> Iterator[Part]:
    for run in _RUN.finditer(name):
        pieces = _PART.finditer(run[0]) if run[0].isascii() else [re.match(".+", run[0], re.DOTALL)]
        for piece in pieces:
            if piece and (word := _folded(piece[0])):
                yield Part(run.start() + piece.start(), run.start() + piece.end(), word)


def _folded(part: str) -> str:
    """In small letters without accents; nothing in it that is neither letter nor digit."""
    if part.isascii():
        return part.lower()[:LONGEST]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", part).casefold())
    return "".join(c for c in plain.casefold() if c.isalnum())[:LONGEST]


class _Stemmers(threading.local):
    """One for every thread: a stemmer keeps state."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()
