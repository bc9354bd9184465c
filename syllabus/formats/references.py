"""How one entry of the syllabus speaks of another, and the check that there is such a one.

A reference is checked where it is read: the form that holds it is validated with what is `Known`, so that an
unknown key is told in the same run, and at the same place, as everything else that is wrong with the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationInfo

from kit.fields import Slug, Text, problem
from kit.wording import did_you_mean, quoted


@dataclass(frozen=True, slots=True)
class Known:
    """The keys that may be spoken of, and the family of each step.

    A passage is `topic#anchor`, a row `table#row`, a column `table#column`. A domain and a task of an exam
    are `MLA-C01#3` and `MLA-C01#3.3`; a kind of its questions is `MLA-C01#ordering`.
    """

    topics: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    traps: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()
    faqs: frozenset[str] = frozenset()
    exams: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    families: Mapping[str, str] = field(default_factory=dict)

    def __or__(self, other: Known) -> Known:
        return Known(**{f.name: getattr(self, f.name) | getattr(other, f.name) for f in fields(self)})

    def filled(self, other: Known) -> Known:
        """This, with what the other knows of the sorts that this knows nothing of."""
        return Known(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


def _reference(code: str, sort: str, what: str) -> Callable[[str, ValidationInfo], str]:
    def check(value: str, info: ValidationInfo) -> str:
        known: Any = info.context
        if isinstance(known, Known) and value not in (keys := getattr(known, sort)):
            raise problem(code, f"{quoted(value)} is not {what}{did_you_mean(value, keys)}")
        return value

    return check


TopicKey = Annotated[Slug, AfterValidator(_reference("S001", "topics", "a topic of the syllabus"))]
StepKey = Annotated[Slug, AfterValidator(_reference("S002", "steps", "a step of the syllabus"))]
TrapKey = Annotated[Slug, AfterValidator(_reference("S003", "traps", "a trap of the syllabus"))]
FaqKey = Annotated[Slug, AfterValidator(_reference("S018", "faqs", "a FAQ of the syllabus"))]
TableKey = Annotated[Slug, AfterValidator(_reference("S009", "tables", "a table of the syllabus"))]
ExamReference = Annotated[Text, AfterValidator(_reference("S030", "exams", "an exam of the syllabus"))]
Passage = Annotated[
    Text, AfterValidator(_reference("S004", "passages", "a passage of the syllabus (topic#anchor)"))
]
"""A section of a topic, as `topic#anchor`."""
