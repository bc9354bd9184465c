"""The words of everything that can be found: what completes and corrects what was typed. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any, Self

from studyapp.search.words import names, stem

SHORTEST_CORRECTED = 4
"""Letters that a word must have to be taken for another: shorter ones are too close to too many."""
SHORTEST_BESIDE = 3
"""Letters that it must have beside a word that is known."""


@dataclass(frozen=True)
class Vocabulary:
    """In how many entries each word and stem stands, and the parts of names such as `jsonget`.

    `pairs` are neighbours in what entries are called, written as one: `stepfunctions` of Step Functions.
    """

    entries: int = 0
    words: Mapping[str, int] = field(default_factory=dict)
    stems: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pairs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str], called: Iterable[str] = ()) -> Self:
        """The vocabulary of these entries, one text each, and of what they are called."""
        number, words, stems = 0, Counter[str](), Counter[str]()
        code: dict[str, tuple[str, ...]] = {}
        for text in texts:
            number += 1
            here, joined = set[str](), set[str]()
            for _place, name in names(text):
                here.update(part.word for part in name.parts)
                if len(name.parts) > 1:
                    joined.add(name.joined)
                    code[name.joined] = tuple(part.word for part in name.parts)
            words.update(here)
            stems.update({stem(word) for word in here | joined})
        return cls(number, dict(words), dict(stems), code, dict(_pairs(called)))

    @classmethod
    def from_data(cls, data: Any) -> Self:
        joined = (data["names"], data.get("pairs", {}))  # what was kept before there were pairs has none
        code, pairs = ({name: tuple(parts) for name, parts in kept.items()} for kept in joined)
        return cls(data["entries"], data["words"], data["stems"], code, pairs)

    def as_data(self) -> dict[str, Any]:
        return {
            "entries": self.entries,
            "words": self.words,
            "stems": self.stems,
            "names": self.names,
            "pairs": self.pairs,
        }

    def knows(self, word: str) -> bool:
        """Whether any form of the word stands anywhere."""
        return word in self.words or stem(word) in self.stems

    def begins(self, start: str) -> bool:
        """Whether a word or a name begins so."""
        place = bisect_left(self._ordered, start)
        return place < len(self._ordered) and self._ordered[place].startswith(start)

    def weight(self, word: str) -> float:
        """How much a word says: the more, the fewer entries have it."""
        found = self.stems.get(stem(word), 0)
        return log(1 + (self.entries - found + 0.5) / (found + 0.5))

    def apart(self, word: str) -> tuple[str, ...]:
        """The known words that were written as one: `qualitygate`. Nothing where it is not so."""
        for cut in range(len(word) - 3, 2, -1):
            first, second = word[:cut], word[cut:]
            if first in self.words and second in self.words:
                return first, second
        return ()

    def nearest(
        self, word: str, *, unfinished: bool = False, before: str = "", after: str = ""
    ) -> tuple[str, ...]:
        """The known word that was most likely meant, a name in its parts, or nothing.

        One slip is forgiven, in a long word two. Of words as near, that one is meant that makes a name with
        its neighbours `before` and `after`, then the one that begins alike, then the one that is in more
        entries. Three letters alone are too close to too many; beside a neighbour they may lack one, or
        make a name with it.
        """
        if len(word) < (SHORTEST_BESIDE if before or after else SHORTEST_CORRECTED) or word.isdigit():
            return ()
        is_short = len(word) < SHORTEST_CORRECTED
        most = 1 if len(word) < 8 else 2
        near = [
            (slips, lonely, word[0] != known[0], -self.words.get(known, 0), known)
            for known in self._alike(word, most, unfinished and not is_short)
            if (slips := _slips(word, known, most, unfinished and not is_short)) <= most
            for lonely in [not self._is_name(before, known, after)]
            if not (is_short and lonely) or (len(known) > len(word) and known[0] == word[0])
        ]
        return self._joined.get(found := min(near)[-1], (found,)) if near else ()

    def _is_name(self, before: str, word: str, after: str) -> bool:
        """Whether a word makes a name with the one before or after it."""
        pairs = [before + word] * bool(before) + [word + after] * bool(after)
        return any(pair in self._joined for pair in pairs)

    def _alike(self, word: str, most: int, unfinished: bool) -> Iterator[str]:
        """Words that share enough letters to be worth counting the slips; begun alike, if there is more."""
        letters = _letters(word)
        for known, its in self._correctable:
            longer = len(known) - len(word)
            if longer < -most or (letters & ~its).bit_count() > most:
                continue
            if longer <= most:
                if (its & ~letters).bit_count() <= most:
                    yield known
            elif unfinished and known[0] == word[0]:
                yield known

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted({*self.words, *self.names})

    @cached_property
    def _joined(self) -> dict[str, tuple[str, ...]]:
        """Names in code and pairs of neighbours, but for what is a word as well."""
        both = {**self.pairs, **self.names}
        return {name: parts for name, parts in both.items() if name not in self.words}

    @cached_property
    def _correctable(self) -> list[tuple[str, int]]:
        known = (*self.words, *self._joined)
        return [(word, _letters(word)) for word in known if len(word) >= 3 and word.isalpha()]


def _pairs(called: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in called:
        words = [part.word for _place, found in names(name) for part in found.parts]
        for first, second in pairwise(words):
            if len(first) >= 3 and len(second) >= 3:
                yield first + second, (first, second)


def _letters(word: str) -> int:
    """Which letters a word has, a bit for each."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _slips(word: str, known: str, most: int, unfinished: bool) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour.

    Of an unfinished word only as much of the known one counts as was typed.

    >>> _slips("regsiter", "register", 2, False)
    1
    """
    before: list[int] = []
    row = list(range(len(known) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(known, 1):
            slips = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 < j and letter == known[j - 2] and word[i - 2] == other:
                slips = min(slips, older[j - 2] + 1)
            row.append(slips)
        if min(row) > most:
            return most + 1
    return min(row[len(word) - most :], default=row[-1]) if unfinished else row[-1]
