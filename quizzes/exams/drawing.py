"""The questions of a mock exam, drawn by dice within the bounds of its profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

from quizzes.exams.blueprint import Blueprint, Place, Share
from quizzes.exams.profile import KINDS, Candidate, Profile, Shape
from quizzes.exams.seats import Asked, Seats


def draw(profile: Profile, candidates: Iterable[Candidate], *, dice: Random) -> Blueprint:
    """A line-up within the profile's bounds: no kind and no domain has more than it may, none comes twice.

    A case comes whole, its questions together and counted one by one. Beside the cases that chance has
    chosen, as many questions are asked as the counts of kinds and domains allow; where they are fewer than
    the profile wants, the kinds keep their proportion as far as the banks let them.
    """
    return draw_of(profile, fitting(profile, candidates), dice=dice)


def fitting(profile: Profile, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that may be asked, in an order that is always the same: what every draw from them begins with."""
    return tuple(sorted((c for c in candidates if profile.takes(c)), key=lambda c: c.parts[0].version))


def draw_of(profile: Profile, candidates: Iterable[Candidate], *, dice: Random) -> Blueprint:
    """As `draw`, of candidates that are known to be `fitting`: hundreds may start in the same instant."""
    pool = list(candidates)
    dice.shuffle(pool)
    singles = [_turned(c.parts[0], dice) for c in pool if not c.case]
    cases, seats = _with_cases(profile, [c for c in pool if c.case], singles, dice)
    for kind in _turns(profile.shapes):
        seats.seat(kind)
    units = [*(c.parts for c in cases), *((asked,) for asked in seats.seated() if asked.kind != "case")]
    units.sort(key=lambda parts: parts[0].version)
    dice.shuffle(units)
    return _blueprint(profile, pool, units, seats, dice)


def _turned(asked: Asked, dice: Random) -> Asked:
    """The question with its domains in an order of chance: none is tried first for being written first."""
    if len(asked.domains) < 2:
        return asked
    return replace(asked, domains=tuple(dice.sample(asked.domains, len(asked.domains))))


def _with_cases(
    profile: Profile, pool: list[Candidate], singles: Sequence[Asked], dice: Random
) -> tuple[list[Candidate], Seats]:
    """Cases with as many questions as the profile asks, or as few less as can be; and their seats."""
    shape = profile.shape("case")
    while True:
        chosen = _together(pool, shape.count if shape else 0)
        seats = Seats(profile.wanted(), singles)
        for case in chosen:
            parts = [replace(_turned(part, dice), kind="case") for part in case.parts]
            if not all(seats.seat_this(part) for part in parts):
                pool = [other for other in pool if other is not case]
                break
        else:
            return chosen, seats


def _together(pool: Sequence[Candidate], most: int) -> list[Candidate]:
    """The first of the pool that have the most questions together, but no more than `most`.

    Bit n of `sums[i]` says whether some of the pool from i on have n questions together.
    """
    sums = [1]
    for case in reversed(pool):
        sums.append(sums[-1] | sums[-1] << len(case.parts))
    sums.reverse()
    left = (sums[0] & ((1 << most + 1) - 1)).bit_length() - 1
    chosen = []
    for case, rest in zip(pool, sums[1:], strict=True):
        size = len(case.parts)
        if size <= left and rest >> (left - size) & 1:
            chosen.append(case)
            left -= size
    return chosen


def _turns(shapes: Iterable[Shape]) -> list[str]:
    """Each kind as often as it is asked, evenly mixed: what comes short comes short in proportion."""
    turns = [
        ((index + 0.5) / shape.count, shape.kind)
        for shape in shapes
        if shape.kind != "case"
        for index in range(shape.count)
    ]
    return [kind for _, kind in sorted(turns)]


def _blueprint(
    profile: Profile,
    pool: Sequence[Candidate],
    units: Sequence[tuple[Asked, ...]],
    seats: Seats,
    dice: Random,
) -> Blueprint:
    domains, kinds = seats.domains(), {asked.version: asked.kind for asked in seats.seated()}
    versions = [part.version for parts in units for part in parts]
    counted = _scored(profile, len(versions), dice)
    places = tuple(
        Place(version, domains[version], kinds[version], index in counted)
        for index, version in enumerate(versions)
    )
    return Blueprint(
        profile,
        places,
        tuple(
            Share(
                f"Domain {domain.number}, {domain.title}," if domain.title else "The exam",
                wanted,
                sum(domain.number in part.domains for c in pool for part in c.parts),
                sum(place.domain == domain.number for place in places),
            )
            for domain, wanted in zip(profile.domains, profile.wanted().values(), strict=True)
        ),
        tuple(
            Share(
                KINDS[shape.kind],
                shape.count,
                sum(len(c.parts) for c in pool if _kind(c) == shape.kind),
                sum(place.kind == shape.kind for place in places),
                in_lumps=shape.kind == "case",
            )
            for shape in profile.shapes
        ),
    )


def _kind(candidate: Candidate) -> str:
    return "case" if candidate.case else candidate.parts[0].kind


def _scored(profile: Profile, questions: int, dice: Random) -> set[int]:
    """Which places count: as many as the profile has in proportion, at least one, where chance puts them."""
    count = (2 * profile.scored * questions + profile.questions) // (2 * profile.questions)
    return set(dice.sample(range(questions), min(questions, max(1, count)))) if questions else set()
