"""How well something is held, by what was answered: a share, its interval, and nothing of too few. Pure.

Two shares are told of everything: of the first try at each question, which is what one knew before it was
explained, and of the last, which is where one stands. Every question counts once in each, however often it
was tried. The interval is Wilson's (quizzes.scores).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from quizzes.scores import Mark

ENOUGH: Final = 5
"""Below so many nothing is claimed: no share, no interval, no advice. The numbers themselves are shown."""


@dataclass(frozen=True, slots=True)
class Held:
    """How a topic, a need or a step went: of the first tries, and of the last."""

    first: Mark
    last: Mark

    @property
    def enough(self) -> bool:
        return self.last.of >= ENOUGH

    @property
    def at_best(self) -> float:
        """The upper end of the interval of the last tries: no better than this, 95 times in 100."""
        return self.last.interval[1]

    @property
    def at_worst(self) -> float:
        """The lower end of the same."""
        return self.last.interval[0]


def weights(
    domains: Mapping[int, int], questions: Iterable[tuple[Iterable[str], Iterable[int]]]
) -> dict[str, float]:
    """What share of an exam each topic is to be expected to make up, by its key; 0 to 1.

    `domains` gives the weight of each domain of the exam, `questions` the topics and the domains of each
    question there is. A domain is drawn with its weight, and within it every question alike; of a question
    of several domains each gets a part. A domain without questions is drawn not at all, and what is left
    counts as the whole. A question of two topics counts for both, so the sum may be above 1.
    """
    held: dict[int, float] = dict.fromkeys(domains, 0.0)
    parts: list[tuple[tuple[str, ...], dict[int, float]]] = []
    for topics, named in questions:
        known = [domain for domain in dict.fromkeys(named) if domain in domains]
        part = {domain: 1 / len(known) for domain in known}
        for domain, share in part.items():
            held[domain] += share
        parts.append((tuple(dict.fromkeys(topics)), part))
    whole = sum(weight for domain, weight in domains.items() if held[domain])
    found: dict[str, float] = {}
    for keys, part in parts:
        share = sum(part[d] / held[d] * domains[d] / whole for d in part) if whole else 0.0
        for key in keys:
            found[key] = found.get(key, 0.0) + share
    return found
