"""Who may sit where: questions are seated in the domains of an exam, kind after kind. Pure.

A question may be about two domains and counts for one. So who is seated first may have to move, or to make
room for another of its kind. Moving along such chains (as in Kuhn's matching) finds a seat wherever there is
one, and takes none from a kind that has it: in whatever order the kinds come, as many questions are seated as
can be at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question version that may be asked: its kind, its size (places, prompts or options), its domains."""

    version: int
    kind: str
    size: int
    domains: tuple[int, ...]


class Seats:
    """So many seats in each domain, and who waits for one, by kind.

    >>> one, both = Asked(1, "choice-one", 4, (1,)), Asked(2, "choice-one", 4, (1, 2))
    >>> seats = Seats({1: 1, 2: 1}, [both, one])
    >>> seats.seat("choice-one"), seats.seat("choice-one"), seats.domains()
    (True, True, {1: 1, 2: 2})
    """

    def __init__(self, room: Mapping[int, int], waiting: Iterable[Asked]) -> None:
        self._room = dict(room)
        self._seated: dict[int, list[Asked]] = {domain: [] for domain in room}
        self._waiting: dict[str, list[Asked]] = {}
        for asked in waiting:
            self._waiting.setdefault(asked.kind, []).append(asked)

    def seat(self, kind: str) -> bool:
        """Seat one more question of this kind, whichever; whether there was a seat and a question for it."""
        tried: set[int] = set()
        full: set[int] = set()
        return any(self._settle(asked, tried, full) for asked in tuple(self._waiting.get(kind, ())))

    def seat_this(self, asked: Asked) -> bool:
        """Seat this question; whether there was a seat."""
        return self._settle(asked, set(), set())

    def domains(self) -> dict[int, int]:
        """The domain of each version that is seated."""
        return dict(sorted((asked.version, domain) for domain, asked in self._all()))

    def seated(self) -> list[Asked]:
        """Everybody who has a seat."""
        return [asked for _, asked in self._all()]

    def _all(self) -> Iterator[tuple[int, Asked]]:
        yield from ((domain, asked) for domain, seated in self._seated.items() for asked in seated)

    def _settle(self, asked: Asked, tried: set[int], full: set[int]) -> bool:
        """A seat in one of its domains: a free one, or that of another who finds one or gives way."""
        if asked.version in tried:
            return False
        tried.add(asked.version)
        for domain in asked.domains:
            if domain not in self._room or domain in full:
                continue
            full.add(domain)
            if len(self._seated[domain]) < self._room[domain] or self._make_room(domain, tried, full):
                self._seated[domain].append(asked)
                if asked in (waiting := self._waiting.get(asked.kind, [])):
                    waiting.remove(asked)
                return True
        return False

    def _make_room(self, domain: int, tried: set[int], full: set[int]) -> bool:
        """One of this domain moves to another of its own, or gives way to one of its kind elsewhere."""
        for other in tuple(self._seated[domain]):
            if self._settle(other, tried, full):
                self._seated[domain].remove(other)
                return True
            waiting = self._waiting.get(other.kind, [])
            if any(self._settle(instead, tried, full) for instead in tuple(waiting)):
                self._seated[domain].remove(other)
                waiting.append(other)
                return True
        return False
