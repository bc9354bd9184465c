"""Reads a part of a document into a written form, and tells every misfit with its place.

A format writes its form as classes of `kit.fields` and reads a document into them::

    class Faq(Form):
        faq: Slug
        question: Text
        answer: LongText = ""               # a default makes a field optional
        topics: Many[Slug] = ()             # a list in the file, a tuple in Python
        checked: Day
        weight: Whole | None = None
        why: Annotated[Reason, short("why")] | None = None      # a text, or a mapping with `why` and more

    value, problems = validate(Faq, document)            # or validate(Faq, document, ("faqs", 3))

`value` is a Faq, or None when there was any problem *in its form*; what the reader of the file itself noted
is in `document.problems` and is not repeated (a value can be sound and its file not: look at both). All
problems of a value are told at once, in the order of the file. Codes: B015 missing, B016 unknown field,
B017 empty, B018 of the wrong kind, B019 too long, B020 not in the form that is wanted, B022 not a slug.
A validator of a form says its own by raising ``problem("T012", "...")``.

Alternatives of shape are written so that the short form is made the long one before it is read (`short`): the
errors of a plain union would be unreadable.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from kit.document import Document, Path
from kit.problems import Problem
from kit.wording import did_you_mean, listed, quoted

MOST_SHAPE_PROBLEMS = 1000  # of one validated value
_CODE = re.compile(r"[A-Z][0-9]{3}")


def validate(
    form: Any, document: Document, path: Path = (), *, data: Any = None, context: object = None
) -> tuple[Any, tuple[Problem, ...]]:
    """The value at `path` of `document` as a `form` (a Form or any type pydantic knows), and its problems.

    The value is None when there is a problem, or when the document could not be read at all (then it says so
    itself). `data` may stand in for what is written at `path`; places still come from the document.
    `context` is handed to the form's validators (``info.context``).
    """
    if document.data is None:
        return None, ()
    written = document.at(path)[0] if data is None else data
    try:
        return _adapter(form).validate_python(written, context=context), ()
    except ValidationError as error:
        return None, tuple(sorted(_problems(error, form, document, path)))


@functools.cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


@functools.cache
def _schema(form: Any) -> dict[str, Any]:
    return _adapter(form).json_schema()


def _problems(error: ValidationError, form: Any, document: Document, base: Path) -> Iterator[Problem]:
    count = error.error_count()
    if count > MOST_SHAPE_PROBLEMS:
        message = f"{count} problems with the fields in here; it does not look like what belongs here"
        yield document.problem("B018", message, document.place(base))
        return
    told: set[tuple[int, int, str]] = set()
    for detail in error.errors(include_url=False):
        found = _problem(detail, form, document, base)
        if found is None or document.unfit(found.line):
            continue
        reading = (found.line, found.column, found.message if found.code == "B015" else found.code)
        if reading not in told:  # a union tells of one wrong value once for each of its alternatives
            told.add(reading)
            yield found


def _problem(detail: ErrorDetails, form: Any, document: Document, base: Path) -> Problem | None:
    path, rest = _written(detail["loc"], document, base)
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("missing", "union_tag_not_found"):
        if document.merged(path):
            return None
        name = str(detail["loc"][-1]) if kind == "missing" else str(context["discriminator"]).strip("'")
        return document.problem("B015", f"{quoted(name)} is missing", document.first_key_place(path))
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        name, fields = str(path[-1]), fields_at(form, detail["loc"][:-1])
        message = f"{quoted(name)} is not a field here{did_you_mean(name, fields)}"
        hint = f"Fields here: {', '.join(fields)}." if fields and "did you" not in message else ""
        return document.problem("B016", message, document.key_place(path), hint=hint)
    if kind == "too_short" and len(detail["input"]) >= context["min_length"]:
        return None  # long enough as it is written: what is wrong with its items is told of them
    code, message = _told(detail)
    place = document.key_place(path) if rest[-1:] == ("[key]",) else document.place(path)
    return document.problem(code, message, place)


def _written(
    loc: tuple[str | int, ...], document: Document, base: Path
) -> tuple[Path, tuple[str | int, ...]]:
    """The part of pydantic's `loc` that is written in the file, and the rest. Union tags are stepped over."""
    path, rest = base, loc
    node: Any = document.at(base)[0]
    for index, step in enumerate(loc):
        fits = (isinstance(node, dict) and step in node) or (
            isinstance(node, list) and isinstance(step, int) and step < len(node)
        )
        if fits:
            node, path, rest = node[step], (*path, step), loc[index + 1 :]
    return path, rest


def _told(detail: ErrorDetails) -> tuple[str, str]:
    kind, context, written = detail["type"], detail.get("ctx", {}), detail["input"]
    if _CODE.fullmatch(kind):
        return kind, detail["msg"]
    if kind.endswith("_type") and written == "" and getattr(written, "plain", False):
        return "B017", "there is no value here"
    if kind in ("string_too_short", "too_short"):
        least = context.get("min_length", 1)
        return "B017", "this is empty" if least == 1 else f"at least {least} are wanted here"
    if kind in ("string_too_long", "too_long"):
        unit = " characters" if kind == "string_too_long" else ""
        size = len(written) if hasattr(written, "__len__") else "more"
        return "B019", f"too long: {size}{unit}, at most {context['max_length']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        word, bound = ("least", context.get("ge")) if "ge" in context else ("most", context.get("le"))
        return "B020", f"{written} does not fit here: at {word} {bound}"
    if kind in ("literal_error", "union_tag_invalid", "enum"):
        return "B020", _about_choice(detail)
    if kind.endswith("_type") and (wanted := _WANTED.get(kind.removesuffix("_type"))):
        return "B018", f"{wanted} is wanted here, not {_is_a(written)}"
    return "B020", detail["msg"].removeprefix("Value error, ").removeprefix("Input ").replace(
        "should", "it should", 1
    )


_WANTED = {
    "string": "text",
    "dict": "a mapping (key: value)",
    "model": "a mapping (key: value)",
    "mapping": "a mapping (key: value)",
    "model_attributes": "a mapping (key: value)",
    "dataclass": "a mapping (key: value)",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "frozen_set": "a list",
    "int": "a whole number",
    "bool": "true or false",
}


def _is_a(written: Any) -> str:
    names: list[tuple[type, str]] = [
        (dict, "a mapping"),
        (list, "a list"),
        (str, f"the text {quoted(str(written))}"),
    ]
    return next((name for kind, name in names if isinstance(written, kind)), "this")


def _about_choice(detail: ErrorDetails) -> str:
    context, written = detail.get("ctx", {}), detail["input"]
    listing = str(context.get("expected", context.get("expected_tags", "")))
    known = re.findall(r"'([^']*)'", listing)
    if detail["type"] == "union_tag_invalid":
        written = context.get("tag", "")
    if not isinstance(written, str):
        return f"one of {listed(known)} is wanted here, not {_is_a(written)}"
    return f"{quoted(written)} is not one of {listed(known)}{did_you_mean(written, known)}"


def fields_at(form: Any, loc: Iterable[str | int]) -> list[str]:
    """The names of the fields that `form` has at `loc`: what an unknown field may have been meant to be."""
    schema = _schema(form)
    nodes = list(_alternatives(schema, schema))
    for step in loc:
        below = [child for node in nodes for child in _below(node, step)]
        nodes = [
            n for child in below for n in _alternatives(child, schema)
        ] or nodes  # or: the tag of a union
    return list(dict.fromkeys(name for node in nodes for name in node.get("properties", ())))


def _below(node: dict[str, Any], step: str | int) -> Iterator[dict[str, Any]]:
    """The schemas of what stands under `step`: of the field of that name, else of any key, or of any item."""
    children: list[Any] = [node.get("items")]
    if isinstance(step, str):
        named = node.get("properties", {}).get(step)
        anything = [node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
        children = [named] if named else anything
    yield from (child for child in children if isinstance(child, dict))


def _alternatives(node: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if reference := node.get("$ref"):
        yield from _alternatives(schema["$defs"][reference.rsplit("/", 1)[1]], schema)
    elif choices := node.get("anyOf") or node.get("oneOf"):
        for choice in choices:
            yield from _alternatives(choice, schema)
    else:
        yield node
