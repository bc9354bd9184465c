"""Which passages tell the facts that a question asks for: where a verdict sends a learner to read on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from quizzes.engines.base import Source
from quizzes.generators.giveaways import stems

_CODE = re.compile(r"`([^`]+)`")
TOLD = 0.35
"""A passage of a question's own topics tells a fact when it has so much of what the fact's words weigh."""
TOLD_ELSEWHERE = 0.6
"""A passage of another topic has to have more of it: the same words are used there of other things."""
HEADED = 0.2
"""What it adds that a fact has all words of a passage's title."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of a topic: `topic#anchor`, the words in it without their endings, and the table it shows.

    Words of its title, and of the rows and columns that it shows, are among its own.
    """

    address: str
    words: frozenset[str]
    table: str = ""
    title: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Passages:
    """All passages, and what each word in them weighs: a rare one more than one that every lesson has.

    A name in code weighs double.
    """

    all: tuple[Passage, ...]

    @cached_property
    def weights(self) -> dict[str, float]:
        found = Counter(word for passage in self.all for word in passage.words)
        return {word: log((1 + len(self.all)) / count) for word, count in found.items()}

    def share(self, fact: str, passage: Passage) -> float:
        """How much of what the words of a fact weigh this passage has, from 0 to 1."""
        names = stems(" ".join(_CODE.findall(fact)))
        weights = {word: self.weights.get(word, 0.0) * (2 if word in names else 1) for word in stems(fact)}
        whole = sum(weights.values())
        return sum(weights[word] for word in weights.keys() & passage.words) / whole if whole else 0.0

    def telling(
        self, facts: Iterable[str], topics: Collection[str], most: int = 3, elsewhere: bool = True
    ) -> tuple[str, ...]:
        """Where these facts are told, that passage first which tells most of them; in the topics if possible.

        A fact that no passage tells adds none. Where none of them is told, it is the passage that comes
        nearest.
        """
        wished = tuple(sorted(topics))
        best = [_best(self, fact, wished, elsewhere) for fact in facts]
        told = Counter(address for share, address in best if share >= TOLD)
        if not told:
            return tuple(address for _, address in sorted(best)[-1:] if address)
        return tuple(sorted(told, key=lambda address: (-told[address], address))[:most])

    def nearest(self, sources: Iterable[Source], facts: Collection[str], most: int = 2) -> tuple[Source, ...]:
        """The sources whose titles and addresses have most of the words of these facts, the nearest first."""

        def near(source: Source) -> float:
            words = stems(f"{source.title} {source.url.rpartition('/')[2]}")
            return sum(self.share(fact, Passage(source.url, words)) for fact in facts)

        return tuple(sorted(sources, key=near, reverse=True)[:most])


@lru_cache(maxsize=2048)
def _best(passages: Passages, fact: str, topics: tuple[str, ...], elsewhere: bool) -> tuple[float, str]:
    """The passage that tells a fact best, and how well: one of the topics, unless only others tell it."""
    rated = [(passages.share(fact, p) + _headed(fact, p), p.address) for p in passages.all]
    own = max((found for found in rated if found[1].partition("#")[0] in topics), default=(0.0, ""))
    other = max(rated, default=(0.0, ""))
    better = elsewhere and other[0] >= TOLD_ELSEWHERE and (own[0] < TOLD or other[0] > 2 * own[0])
    return other if better else own


def _headed(fact: str, passage: Passage) -> float:
    return HEADED * len(stems(fact) & passage.title) / max(1, len(passage.title))
