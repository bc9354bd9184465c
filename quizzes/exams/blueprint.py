"""A mock exam as it was drawn, what of its profile it lacks, and the terms on which it is sat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from quizzes.exams.profile import Profile


@dataclass(frozen=True, slots=True)
class Place:
    """One question of a line-up: its version, the domain and kind it counts for, whether it counts."""

    version: int
    domain: int
    kind: str
    scored: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A domain or a kind: how many questions the profile asks of it, the banks hold, and were drawn."""

    name: str
    wanted: int
    held: int
    drawn: int
    in_lumps: bool = False  # cases: they may come short although there are enough

    @property
    def lacks(self) -> bool:
        """Whether it is this that is short, and not something else that leaves no room for it."""
        return self.held < self.wanted or (self.in_lumps and self.drawn < self.wanted)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A mock exam as it was drawn."""

    profile: Profile
    places: tuple[Place, ...]
    domains: tuple[Share, ...]
    kinds: tuple[Share, ...]

    @property
    def questions(self) -> int:
        return len(self.places)

    @property
    def scored(self) -> int:
        return sum(place.scored for place in self.places)

    @property
    def minutes(self) -> int:
        """In proportion to the questions, a begun minute is a whole one."""
        return -(-self.profile.minutes * self.questions // self.profile.questions)

    @property
    def whole(self) -> bool:
        return self.questions == self.profile.questions

    @property
    def missing(self) -> tuple[str, ...]:
        """What the banks do not cover, in words: the domains that are short, the kinds they lack."""
        total = self.profile.questions
        domains = (_short_domain(share, total) for share in self.domains if share.drawn < share.wanted)
        kinds = (_short_kind(share, total) for share in self.kinds if share.lacks)
        return (*domains, *kinds)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed when an exam was started, and does not change with its profile afterwards.

    `places` gives the domain and the kind that each question counts for, in the order of the line-up. Whether
    a question is scored is not here: that stands at its place, and is told after the end.
    """

    code: str
    title: str
    questions: int
    scored: int
    minutes: int
    full: tuple[int, int, int]  # questions, scored and minutes of the profile
    domains: tuple[tuple[int, str], ...]
    places: tuple[tuple[int, str], ...]
    missing: tuple[str, ...]
    pass_line: int | None = None
    scale: tuple[int, int] | None = None
    guessing_penalty: bool = False

    @classmethod
    def of(cls, drawn: Blueprint) -> Terms:
        profile = drawn.profile
        return cls(
            code=profile.code,
            title=profile.title,
            questions=drawn.questions,
            scored=drawn.scored,
            minutes=drawn.minutes,
            full=(profile.questions, profile.scored, profile.minutes),
            domains=tuple((domain.number, domain.title) for domain in profile.domains),
            places=tuple((place.domain, place.kind) for place in drawn.places),
            missing=drawn.missing,
            pass_line=profile.pass_line,
            scale=profile.scale,
            guessing_penalty=profile.guessing_penalty,
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Terms:
        """From what `data` gave and a JSON column kept: its lists are tuples again."""
        return cls(**{name: _frozen(value) for name, value in data.items()})

    def data(self) -> dict[str, Any]:
        return asdict(self)


def _short_domain(share: Share, total: int) -> str:
    asks = f"{share.name} asks for {share.wanted} of {total} questions"
    if share.held < share.wanted:
        return f"{asks}; the banks here have {share.held or 'none'}."
    why = f"the banks here have {share.held}, but too few that go with the counts of the kinds"
    return f"{asks}; {share.drawn} are asked: {why}."


def _short_kind(share: Share, total: int) -> str:
    asks = f"The kind “{share.name}” has {share.wanted} of {total} questions"
    if share.held < share.wanted:
        return f"{asks}; the banks here have {share.held or 'none'} in its shape."
    return f"{asks}; {share.drawn or 'none'} are asked: a case comes whole, and no more of them fit."


def _frozen(value: Any) -> Any:
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list | tuple) else value
