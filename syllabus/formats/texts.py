"""The texts of an entry, each knowing whether it is Markdown, and how an entry is told without its form.

A field says which it is by its type, so that the one walk in `told` can render every text in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, WithJsonSchema

from kit import hardness
from kit.document import Path
from kit.fields import Form, LongText, Text, problem


class Block(str):
    """Markdown with paragraphs, lists, tables and code."""

    __slots__ = ()


class Inline(str):
    """Markdown of one line: emphasis, code and links."""

    __slots__ = ()


Say = Callable[[str], str]


def _tame(text: str) -> str:
    """Refuse what would take the renderer too long, before it is told to be Markdown."""
    try:
        hardness.refuse_hard(text, limit=hardness.LESSON)
    except hardness.ProseTooHard as refusal:
        raise problem("S022", str(refusal)) from None
    return text


_STRING = WithJsonSchema({"type": "string"})
Prose = Annotated[Text, AfterValidator(_tame), AfterValidator(Block), _STRING]
LongProse = Annotated[LongText, AfterValidator(_tame), AfterValidator(Block), _STRING]
Line = Annotated[Text, AfterValidator(_tame), AfterValidator(Inline), _STRING]


def told(value: Any, say: Say) -> Any:
    """A form as plain data that keeps its order in a database: every mapping of free keys becomes a list.

    `say` is given each text (Block, Inline or plain) and returns what stands in its place. A mapping
    `{train: {…}}` is told as `[{"key": "train", …}]`, `{a: "text"}` as `[{"key": "a", "value": "text"}]`.
    """
    if isinstance(value, Form):
        named = type(value).model_fields
        return {f.alias or name: told(getattr(value, name), say) for name, f in named.items()}
    if isinstance(value, dict):
        return [_keyed(str(key), told(inner, say)) for key, inner in value.items()]
    if isinstance(value, tuple):
        return [told(inner, say) for inner in value]
    return say(value) if isinstance(value, str) else value


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a form that holds no other, with its path in the file."""
    if isinstance(value, Form):
        for name, field in type(value).model_fields.items():
            yield from leaves(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


def _keyed(key: str, value: Any) -> dict[str, Any]:
    return {"key": key, **value} if isinstance(value, dict) else {"key": key, "value": value}
