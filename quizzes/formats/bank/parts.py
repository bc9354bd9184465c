"""What the fields of a bank are made of: ids, reasons, pieces, sources, examples."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from kit.fields import SLUG, Day, Flag, Form, Many, Matches, Slug, Text, Url

TEXT, MAPPING, LIST = "<text>", "<mapping>", "<list>"  # tags of alternatives; no slug, so no id is like them


def _written_as(value: Any) -> str:
    """Which alternative was meant: a list, a text, or else a mapping (so that the message asks for that)."""
    return LIST if isinstance(value, list | tuple) else TEXT if isinstance(value, str) else MAPPING


def _text_or_mapping(value: Any) -> str:
    return TEXT if isinstance(value, str) else MAPPING


def _list_or_mapping(value: Any) -> str:
    return LIST if isinstance(value, list | tuple) else MAPPING


Language = Annotated[
    str, Matches(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", 'a language tag such as "en" or "pt-BR"')
]
ExamCode = Annotated[str, Matches(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", "an exam code")]
Task = Annotated[str, Matches(r"[0-9]{1,2}(\.[0-9]{1,2})?", 'a domain or task such as "3" or "3.3"')]
Passage = Annotated[str, Matches(rf"{SLUG}#{SLUG}", 'a passage ("topic#anchor")')]
Id = Annotated[str, WithJsonSchema({"type": "string", "pattern": f"^{SLUG}$"})]
"""An id within a question. That it is a slug is a rule of `rules.ids`, which knows its neighbours."""


class BankForm(Form):
    model_config = ConfigDict(use_attribute_docstrings=True)


class ReasonForm(BankForm):
    why: Text | None = None
    """Why it is so: told to who gets it wrong."""
    trap: Slug | None = None
    """The trap of the syllabus that those step into who get it wrong."""


class PieceForm(BankForm):
    text: Text
    """What is shown (inline Markdown)."""
    why: Text | None = None
    """Why it does not belong: told to who uses it."""
    trap: Slug | None = None
    """The trap of the syllabus that those step into who use it."""


class OptionForm(BankForm):
    text: Text
    """What is shown (inline Markdown)."""
    correct: Flag = False
    """true for what must be chosen."""
    why: Text | None = None
    """Why it is right or wrong."""
    trap: Slug | None = None
    """The trap of the syllabus that those step into who choose it."""


# A text, or a mapping that begins with it and says more.
Reason = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[ReasonForm, Tag(MAPPING)], Discriminator(_text_or_mapping)
]
Piece = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[PieceForm, Tag(MAPPING)], Discriminator(_text_or_mapping)
]
Option = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[OptionForm, Tag(MAPPING)], Discriminator(_text_or_mapping)
]
Needs = Annotated[
    Annotated[Many[Id], Tag(LIST)] | Annotated[dict[Id, Reason], Tag(MAPPING)],
    Discriminator(_list_or_mapping),
]
Pair = Annotated[
    Annotated[Id, Tag(TEXT)] | Annotated[Many[Id], Field(min_length=1), Tag(LIST)], Discriminator(_written_as)
]


class SourceForm(BankForm):
    url: Url
    """Where it stands (https)."""
    checked: Day
    """When it was last read there, YYYY-MM-DD."""
    title: Text | None = None
    """What the page is called."""
    note: Text | None = None
    """What of it is meant."""


Sources = Annotated[
    Annotated[SourceForm, Tag(MAPPING)] | Annotated[Many[SourceForm], Field(min_length=1), Tag(LIST)],
    Discriminator(_list_or_mapping),
]


class ListExample(BankForm):
    response: Many[str]
    """The ids that are given; [] is blank, which is never right."""
    correct: Flag
    """What the grader must say."""


class MapExample(BankForm):
    response: dict[str, str]
    """Prompt id to response id; {} is blank, which is never right."""
    correct: Flag
    """What the grader must say."""
