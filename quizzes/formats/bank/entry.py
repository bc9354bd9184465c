"""One question of a file, read tolerantly: what is misshapen is passed over, so that the rest can be judged.

The shape of every field is told by `kit.shape`; the rules look at what is there and say what it means. So a
question with a missing field and a cycle gets both problems in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from kit.document import Document, Path, Scalar
from kit.problems import Problem, Severity
from kit.wording import did_you_mean
from quizzes.formats.bank.codes.hints import hinted
from quizzes.formats.bank.model import Judged, Known

MOST_PROBLEMS = 1_000  # of one file
MOST_LARGE_COUNTS = 20  # claims of one file that are counted although they take many states
MOST_GUESSES = 200  # names of one file for which the nearest known one is looked for: each takes a moment

At = Literal["value", "key", "first"]


class Notes:
    """The problems of one file. Keeps the first MOST_PROBLEMS and counts the rest."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.large_counts = MOST_LARGE_COUNTS
        self.guesses = MOST_GUESSES
        self._told: list[Problem] = list(document.problems)
        self._count = len(document.problems)
        self._more = 0

    def __len__(self) -> int:
        """How many problems (not warnings) there are, those not told among them."""
        return self._count

    def add(self, problem: Problem) -> None:
        """Note it; on a line of which the reader of the file could make no sense it is not told."""
        self._count += problem.severity == "problem"
        if self.document.unfit(problem.line):
            return
        if len(self._told) >= MOST_PROBLEMS:
            self._more += 1
        else:
            self._told.append(problem)

    def told(self) -> tuple[Problem, ...]:
        """All of them, in the order of the file."""
        found = sorted(map(hinted, self._told))
        if self._more:
            hint = f"{found[-1].hint} And {self._more} more in this file.".strip()
            found[-1] = replace(found[-1], hint=hint)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Entry:
    """The mapping at `path`, a question or a case. `of` is the case that a question stands in."""

    notes: Notes
    path: Path
    data: Mapping[str, Any]
    judged: Judged
    known: Known
    of: Entry | None = None

    def problem(
        self, code: str, message: str, *path: str | int, at: At = "value", severity: Severity = "problem"
    ) -> None:
        """Note a problem at a value, at a key, or at the first key of a mapping, below this entry."""
        document, whole = self.notes.document, (*self.path, *path)
        places = {"value": document.place, "key": document.key_place, "first": document.first_key_place}
        self.notes.add(document.problem(code, message, places[at](whole), severity=severity))

    def warn(self, code: str, message: str, *path: str | int, at: At = "value") -> None:
        self.problem(code, message, *path, at=at, severity="warning")

    def guess(self, name: str, known: Iterable[str]) -> str:
        """`; did you mean …?` as `kit.wording.did_you_mean`, for the first MOST_GUESSES names of the file."""
        self.notes.guesses -= 1
        return did_you_mean(name, known) if self.notes.guesses >= 0 else ""

    def line(self, *path: str | int) -> int:
        return self.notes.document.place((*self.path, *path))[0]

    def mapping(self, field: str) -> Mapping[str, Any]:
        """The field where it is a mapping, else nothing."""
        value = self.data.get(field)
        return value if isinstance(value, dict) else {}

    def has(self, *fields: str) -> bool:
        """Whether all of these are mappings with something in them, so that references can be judged."""
        return all(self.mapping(field) for field in fields)

    def scalars(self, *path: str | int) -> list[tuple[int, Scalar]]:
        """The texts of the list at `path`, with their positions."""
        value: Any = self.data
        for step in path:
            value = value.get(step) if isinstance(value, dict) else value[step]
        return (
            [(i, v) for i, v in enumerate(value) if isinstance(v, Scalar)] if isinstance(value, list) else []
        )

    def text(self, *path: str | int) -> Scalar | None:
        """The text at `path`, or None."""
        value: Any = self.data
        for step in path:
            if not isinstance(value, dict | list):
                return None
            value = value.get(step) if isinstance(value, dict) else value[int(step)]
        return value if isinstance(value, Scalar) else None

    def shown(self, field: str) -> Iterator[tuple[str, Scalar, Path]]:
        """(id, text, path of the text) of each piece of a field: a text, or a mapping with `text`."""
        for key, value in self.mapping(field).items():
            if isinstance(value, Scalar):
                yield key, value, (field, key)
            elif isinstance(value, dict) and isinstance(value.get("text"), Scalar):
                yield key, value["text"], (field, key, "text")
