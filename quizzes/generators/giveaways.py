"""Whether a matching gives a pair away by the words in it.

`RegisterModel` beside "Adds the model to the registry" can be matched by whoever reads letters alone. A pair
gives itself away when its prompt and its own response share a word that no other prompt has: the same word,
another one for the same (`SENSES`), the same number or length of time. Two prompts with the same word are
another matter: then the word alone does not decide.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeVar

import snowballstemmer

T = TypeVar("T")
Pair = tuple[str, str]
"""A prompt and its response, as they are shown."""

_RUN = re.compile(r"[A-Za-z]+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by for from had has have if in into is it its of on one so "
        "some than that the their them then there these they this to two up was were what when where which "
        "who will with without",
    )
)
SENSES: Final = {
    "more": re.compile(
        r"(?:\b|(?<=[a-z]))(?:[Gg]reater|[Aa]bove|[Ee]xceed(?:s|ing)?|[Hh]igher|[Mm]ore than|[Aa]t least)"
    ),
    "fewer": re.compile(
        r"(?:\b|(?<=[a-z]))(?:[Ll]ess|[Bb]elow|[Ll]ower|[Uu]nder(?= \d)|[Ff]ewer than|[Aa]t most|"
        r"[Nn]o more than)"
    ),
    "one of": re.compile(r"(?<=[a-z])In\b|\b(?:[Oo]ne of|[Aa]ny of|[Aa]mong)\b"),
    "failed": re.compile(r"(?:\b|(?<=[a-z]))[Ff]ail|\b(?:not|never) succeed|\b[Uu]nsuccessful"),
}
"""Words that say the same, in prose or as a part of a name: whoever reads one thinks of the other."""
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_MINUTES: Final = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
_COUNT = r"\d+(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![\w./-]){_COUNT}(?![\w/-]|\.\d)|\b(?:two|three|four|five|six|seven)\b")
_SPAN = re.compile(rf"(?<![\w.])({_COUNT}|{'|'.join(_COUNTS)})[ -]({'|'.join(_MINUTES)})s?\b")
_PERIOD = re.compile(r"\bP(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\b")
_BEGINS = 4
"""A stem of so many letters that another one begins with is taken for the same: `Fail` and failure."""


def given_away(pairs: Sequence[Pair]) -> frozenset[int]:
    """The places of the pairs whose prompt and response share a word that no other prompt has.

    >>> sorted(given_away([("`Fail`", "Ends the run as failed"), ("`Lambda`", "Calls a function")]))
    [0]
    """
    prompts = [stems(prompt) for prompt, _ in pairs]
    meant = [senses(prompt) for prompt, _ in pairs]
    found = set()
    for place, (_, response) in enumerate(pairs):
        shared = _shared(prompts[place], stems(response))
        others = [words for other, words in enumerate(prompts) if other != place]
        alike = (meant[place] & senses(response)).difference(*meant[:place], *meant[place + 1 :])
        if alike or any(not any(has(words, stem) for words in others) for stem in shared):
            found.add(place)
    return frozenset(found)


def told_by_words(asked: str, right: str, wrong: Iterable[str]) -> bool:
    """Whether what is asked shares a word or a sense with the right option, and with none of the others.

    >>> told_by_words("a `Fail` step alerts us", "The failure is recorded", ["A version is added"])
    True
    """
    others = list(wrong)
    shared = _shared(stems(asked), stems(right))
    meant = (senses(asked) & senses(right)).difference(*map(senses, others))
    return bool(meant) or any(not any(has(stems(other), stem) for other in others) for stem in shared)


def fair(queue: Iterable[T], count: int, pair: Callable[[T], Pair]) -> list[T]:
    """The first `count` of the queue, less whatever gives its pair away and with the next in its place.

    Fewer where the queue has no more.
    """
    waiting, chosen = list(queue), list[T]()
    while waiting or chosen:
        while waiting and len(chosen) < count:
            chosen.append(waiting.pop(0))
        told = given_away([pair(thing) for thing in chosen])
        if not told:
            break
        chosen = [thing for place, thing in enumerate(chosen) if place not in told]
    return chosen


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words of a text, and those that a name in CamelCase is made of, each without its ending."""
    words = set[str]()
    for run in _RUN.findall(text):
        parts = _PART.findall(run)
        words.update([run, *parts, *map("".join, pairwise(parts))])
    small = {word.lower() for word in words}
    return frozenset(_stem(word) for word in small - _EMPTY if len(word) > 1)


@lru_cache(maxsize=4096)
def senses(text: str) -> frozenset[str]:
    """What a text says in one word or another: the senses in it, its numbers, and its lengths of time.

    >>> senses("results of the last 30 days") & senses("`ExpireAfter` of `P30D`")
    frozenset({'43200 minutes'})
    """
    found = {sense for sense, said in SENSES.items() if said.search(text)}
    found |= {f"{_number(number):g}" for number in _NUMBER.findall(text)}
    found |= {f"{_number(count) * _MINUTES[unit]:g} minutes" for count, unit in _SPAN.findall(text)}
    for parts in _PERIOD.findall(text):
        weeks, days, hours, minutes = (int(part or 0) for part in parts)
        found.add(f"{((weeks * 7 + days) * 24 + hours) * 60 + minutes} minutes")
    return frozenset(found)


def _number(text: str) -> float:
    return float(_COUNTS.get(text, 0) or text)


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> list[str]:
    return [stem for stem in ours if has(theirs, stem)]


def has(words: frozenset[str], stem: str) -> bool:
    """It is one of the words, or it begins one of them, or one of them begins it."""
    if stem in words:
        return True
    return len(stem) >= _BEGINS and any(
        len(word) >= _BEGINS and (word.startswith(stem) or stem.startswith(word)) for word in words
    )


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    return str(_stemmers.english.stemWord(word))


class _Stemmers(threading.local):
    """One for every thread: a stemmer keeps state."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()
