"""What the form of each kind of question asks for: its fields and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """`sort`: line, long, check, trap, or the table whose rows are offered."""

    name: str
    label: str
    sort: str = "line"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one sort. `named`: each has an id in its column `id`, made of its text where none is given."""

    name: str
    label: str
    hint: str
    columns: tuple[Column, ...]
    add: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """`sort`: line, long, check, or `a|b|c`, one of which is chosen."""

    name: str
    label: str
    hint: str = ""
    sort: str = "line"

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.sort.split("|")) if "|" in self.sort else ()


_ID = Column("id", "Name (made of the text if left empty)")
_TEXT, _WHY, _TRAP = Column("text", "Text"), Column("why", "Why", "long"), Column("trap", "Trap", "trap")

OPTIONS = Table(
    "options",
    "Options",
    "Learners choose every one that is right and no other. They see the options shuffled.",
    (
        _TEXT,
        Column("correct", "Right", "check"),
        _WHY,
        _TRAP,
        _ID,
        Column("pin", "Keeps its place", "check"),
    ),
    "Add an option",
)
PROMPTS = Table(
    "prompts",
    "Prompts",
    "What needs a partner, and the response that is right for it.",
    (_TEXT, Column("pair", "Right response", "responses"), _WHY, Column("also", "Also right (names)"), _ID),
    "Add a prompt",
)
RESPONSES = Table(
    "responses",
    "Responses",
    "More than are needed, if you like. Why and trap are told to who uses one where it is wrong.",
    (_TEXT, _ID, _WHY, _TRAP),
    "Add a response",
)
ITEMS = Table("items", "Items", "What is to be placed.", (_TEXT, _ID), "Add an item")
NEEDS = Table(
    "needs",
    "What needs what",
    "Any order that keeps to these is right. Why and trap are told to who breaks one.",
    (Column("after", "This", "items"), Column("before", "needs this first", "items"), _WHY, _TRAP),
    "Add a need",
    named=False,
)
DISTRACTORS = Table(
    "distractors",
    "Distractors",
    "What lies among the items and does not belong.",
    (_TEXT, _ID, _WHY, _TRAP),
    "Add a distractor",
)

KEY = Field(
    "key", "Key", "Its name for life, such as where-caching-is-set; made of the prompt if left empty."
)
_LIST = "Several are parted by commas."
COMMON = (
    KEY,
    Field("prompt", "Prompt", "What is asked (Markdown).", "long"),
)
TOLD = (
    Field("explain", "Explanation", "Why the right response is right (Markdown).", "long"),
    Field("topics", "Topics", f"Keys of lessons that it is about. {_LIST}"),
    Field("traps", "Traps", f"Keys of traps that it plays on. {_LIST}"),
    Field("reread", "To reread", f"Passages, as topic#anchor. {_LIST}"),
    Field("difficulty", "Difficulty", "From 1, easy, to 5.", "|1|2|3|4|5"),
    Field("asks", "It asks for", "", "|recall|judgement"),
)
REUSE = Field("reuse", "One response may serve several prompts", "", "check")
ORDER = Field(
    "order",
    "One exact order",
    "Instead of needs, where only one sequence is right: the names of all items, parted by commas.",
)
FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "choice": (*COMMON, *TOLD),
    "matching": (*COMMON, REUSE, *TOLD),
    "ordering": (*COMMON, ORDER, *TOLD),
    "case": (
        KEY,
        Field("title", "Title", "What the case is called, beside each of its questions."),
        Field(
            "scenario", "Scenario", "The situation (Markdown). It stays in view beside each question.", "long"
        ),
        Field("explain", "Explanation", "What its questions have in common, told with the last one.", "long"),
        *(each for each in TOLD if each.name in ("topics", "reread")),
    ),
}
TABLES: Final[Mapping[str, tuple[Table, ...]]] = {
    "choice": (OPTIONS,),
    "matching": (RESPONSES, PROMPTS),
    "ordering": (ITEMS, NEEDS, DISTRACTORS),
    "case": (),  # each of its questions has a form of its own
}
ASKED: Final = tuple(kind for kind in FIELDS if kind != "case")
"""The kinds of which a form makes a new one: a case begins with two questions, which is the text's matter."""
