"""What an exam profile says, as plain values: what may be asked, how much of it, and in how many minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quizzes.exams.seats import Asked

KINDS: Final = {
    "ordering": "Ordering",
    "matching": "Matching",
    "choice-one": "Choice of one",
    "choice-several": "Choice of several",
    "case": "Case",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind as an exam has it: how many questions, and how large each may be; `most` may have no bound.

    The size is that of places, prompts or options; of a case, that of its questions.
    """

    kind: str
    count: int
    least: int
    most: int | None = None

    def fits(self, size: int) -> bool:
        return size >= self.least and (self.most is None or size <= self.most)


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of the exam, and its weight in per cent."""

    number: int
    title: str
    weight: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What an exam profile says, as far as drawing and scoring need it."""

    code: str
    title: str
    questions: int
    scored: int
    minutes: int
    shapes: tuple[Shape, ...]
    domains: tuple[Domain, ...]
    pass_line: int | None = None
    scale: tuple[int, int] | None = None
    guessing_penalty: bool = False
    tasks_of: str = ""  # the exam whose tasks its questions name, where that is another

    @property
    def named(self) -> str:
        """The code under which questions say that they belong here."""
        return self.tasks_of or self.code

    def shape(self, kind: str) -> Shape | None:
        return next((shape for shape in self.shapes if shape.kind == kind), None)

    def takes(self, candidate: Candidate) -> bool:
        """Whether this may be asked: every question of a kind, in a shape and about a domain of this exam."""
        numbers = {domain.number for domain in self.domains}
        fits = all(
            (shape := self.shape(part.kind)) and shape.fits(part.size) and numbers.intersection(part.domains)
            for part in candidate.parts
        )
        case = self.shape("case")
        return fits and (not candidate.case or (case is not None and case.fits(len(candidate.parts))))

    def wanted(self) -> dict[int, int]:
        """How many questions each domain has, by largest remainder."""
        counts = shares(self.questions, [domain.weight for domain in self.domains])
        return {domain.number: count for domain, count in zip(self.domains, counts, strict=True)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be drawn: a question, or a case with its questions in their order."""

    parts: tuple[Asked, ...]
    case: bool = False


def profile_of(data: Mapping[str, Any]) -> Profile:
    """The profile from an exam's loaded data (syllabus.formats.exams). Without domains it has one, of all."""
    domains = [Domain(d["number"], d["title"], d["weight"]) for d in data.get("domains") or ()]
    scale = data.get("scale")
    return Profile(
        code=data["exam"],
        title=data["title"],
        questions=data["questions"],
        scored=data["scored"],
        minutes=data["minutes"],
        shapes=tuple(_shape(kind, data["kinds"][kind]) for kind in KINDS if data["kinds"].get(kind)),
        domains=tuple(domains) or (Domain(0, "", 100),),
        pass_line=data.get("pass_line"),
        scale=(scale[0], scale[1]) if scale else None,
        guessing_penalty=bool(data.get("guessing_penalty")),
        tasks_of=data.get("tasks_of") or "",
    )


def asked_of(version: int, data: Mapping[str, Any], *, exam: str) -> Asked:
    """A question from its plain data (quizzes.formats.bank). Its domains are those of the tasks it names."""
    kind, things = data["kind"], {"ordering": "items", "matching": "prompts", "choice": "options"}
    shown = data[things[kind]]
    if kind == "choice":
        right = sum(isinstance(option, dict) and bool(option.get("correct")) for option in shown.values())
        kind = "choice-several" if right > 1 else "choice-one"
    tasks = data.get("exams", {}).get(exam, ())
    domains = dict.fromkeys(int(task.partition(".")[0]) for task in tasks)
    return Asked(version, kind, len(shown), tuple(domains))


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """`total` parted by weights, in whole numbers: each gets its floor, the largest remainders one more.

    >>> shares(65, [28, 26, 22, 24])
    [18, 17, 14, 16]
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in remainders[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _shape(kind: str, data: Mapping[str, Any]) -> Shape:
    """A kind as a profile writes it: each has a field of its own for its size."""
    span = data.get("places") or data.get("prompts")
    if span:
        return Shape(kind, data["count"], span[0], span[1])
    if "options" in data:
        return Shape(kind, data["count"], data["options"], data["options"])
    return Shape(kind, data["count"], data.get("options_at_least") or data["questions_at_least"])
