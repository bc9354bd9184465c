"""What somebody who typed this wants to find. Pure: any text goes in, what comes out is safe to ask."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyapp.search.vocabulary import Vocabulary
from studyapp.search.words import Name, names, stem

MOST_CHARACTERS = 200
MOST_WORDS = 12
SHORT = 3
"""A beginning of fewer letters is looked for in names alone: "p" stands at the head of half of all words."""

COMMON = frozenset(
    """
    a about an and any are as at be but by can could did do does for from had has have how i if in
    into is it its me my no not of on or our s should so than that the their them then there these
    they this to us was we were what when where which who whose why will with would you your
    """.split()  # noqa: SIM905 - a list of quoted words would be no easier to read
)
"""Words that say too little to be asked for beside others."""


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to find: this stem, or, where it may be unfinished, any word that begins so."""

    stem: str
    begins: str
    weight: float

    @property
    def is_short(self) -> bool:
        """Whether too little was typed for what begins so to be looked for anywhere but in names."""
        return 0 < len(self.begins) < SHORT


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: words of which all should be found, and names that count in favour if they are.

    `keys` are what a name would share that is exactly what was typed, or that without its common words.
    `meant` is what was typed, with every misspelt word put right; `unknown` are the words that nothing has
    and nothing is near.
    """

    words: tuple[Word, ...] = ()
    names: tuple[Word, ...] = ()
    keys: tuple[str, ...] = ()
    meant: str = ""
    misspelt: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    cut: bool = False

    @property
    def asked(self) -> int:
        """How many words would have to be found for everything to be."""
        return len(self.words) + len(self.unknown)


@dataclass(frozen=True, slots=True)
class _Read:
    """A typed word as it is understood: the words it stands for, and how it came to that."""

    typed: str
    parts: tuple[str, ...]
    how: str = ""  # begun, misspelt, unknown


def shown(query: str) -> str:
    """What was typed, on one line and without what cannot be shown, for the field and the page."""
    kept = "".join(c if c.isprintable() else " " for c in query[: 2 * MOST_CHARACTERS])
    return " ".join(kept.split())[:MOST_CHARACTERS].rstrip()


def wanted(query: str, vocabulary: Vocabulary) -> Wanted:
    """Understand what was typed. Nothing in it is an operator: quotes, stars and brackets are only gaps."""
    text = unicodedata.normalize("NFKC", query[:MOST_CHARACTERS])[: 2 * MOST_CHARACTERS]
    typed = list(names(text))
    typing = bool(typed) and text.endswith(typed[-1][1].written)
    reads = list(_read([name for _place, name in typed], vocabulary, typing))
    cut = len(query) > MOST_CHARACTERS or len(reads) > MOST_WORDS
    reads = reads[:MOST_WORDS]
    code = _names(reads, vocabulary)
    common = COMMON.difference(*(vocabulary.names[name] for name in code))  # the "on" of DependsOn says much
    asked = [read for read in reads if not common.issuperset(read.parts)] or reads
    begun = {read.parts[-1] for read in reads if read.how == "begun"}
    known = [part for read in asked if read.how != "unknown" for part in read.parts]
    parts = dict.fromkeys([part for part in known if part not in common] or known)
    return Wanted(
        words=tuple(_word(part, part if part in begun else "", vocabulary) for part in parts),
        names=tuple(_word(name, "", vocabulary) for name in code),
        keys=tuple(dict.fromkeys("".join(stem(p) for r in some for p in r.parts) for some in (reads, asked))),
        meant=" ".join(_meant(read, vocabulary) for read in reads),
        misspelt=tuple(read.typed for read in reads if read.how == "misspelt"),
        unknown=tuple(dict.fromkeys(read.typed for read in asked if read.how == "unknown")),
        cut=cut,
    )


def _read(typed: Sequence[Name], vocabulary: Vocabulary, typing: bool) -> Iterator[_Read]:
    """Every part of what was typed, up to one more than will be asked for, beside what is said around it."""
    parts = [part.word for name in typed for part in name.parts]
    said = [word if word not in COMMON and vocabulary.knows(word) else "" for word in parts]
    for number, part in enumerate(parts[: MOST_WORDS + 1]):
        before = next(filter(None, reversed(said[:number])), "")
        after = next(filter(None, said[number + 1 :]), "")
        is_last = typing and number + 1 == len(parts)
        yield _understood(part, vocabulary, is_last) or _corrected(part, vocabulary, is_last, before, after)


def _understood(word: str, vocabulary: Vocabulary, last: bool) -> _Read | None:
    """A word that is known as it is, or that begins one."""
    if word in vocabulary.names and word not in vocabulary.words:
        return _Read(word, vocabulary.names[word])
    if last and vocabulary.begins(word):
        return _Read(word, (word,), "begun")
    if vocabulary.knows(word) or word in COMMON:
        return _Read(word, (word,))
    if len(word) >= SHORT and vocabulary.begins(word):
        return _Read(word, (word,), "begun")
    return None


def _corrected(word: str, vocabulary: Vocabulary, last: bool, before: str, after: str) -> _Read:
    """A word that is not known, as it was most likely meant: two in one, or a slip.

    A slip in a name goes before two words that only happen to be there: `evenbridge` is no even bridge.
    """
    near = vocabulary.nearest(word, before=before, after=after)
    apart = vocabulary.apart(word)
    if apart and (len(near) < 2 or stem("".join(near)) == stem(word)):
        return _Read(word, apart)
    if not near and last:
        near = vocabulary.nearest(word, unfinished=True, before=before, after=after)
    return _Read(word, near, "misspelt") if near else _Read(word, (word,), "unknown")


def _names(reads: Sequence[_Read], vocabulary: Vocabulary) -> list[str]:
    """Names in code that neighbours make together: "processing step" is also `ProcessingStep`."""
    parts = [part for read in reads for part in read.parts]
    pairs = ["".join(pair) for pair in pairwise(parts)]
    whole = ["".join(parts)] if len(parts) > 2 else []
    return [name for name in dict.fromkeys([*pairs, *whole]) if name in vocabulary.names]


def _meant(read: _Read, vocabulary: Vocabulary) -> str:
    """A slip put right, in the way it is written: a name in code as one word."""
    if read.how != "misspelt":
        return read.typed
    name = "".join(read.parts)
    return name if name in vocabulary.names else " ".join(read.parts)


def _word(part: str, begins: str, vocabulary: Vocabulary) -> Word:
    whole = "" if begins and len(part) == 1 else stem(part)  # one letter is no word yet
    return Word(whole, begins, vocabulary.weight(part))
