"""The kinds of field that written forms are made of: text, slugs, dates, addresses, true and false, numbers.

What is written in a file is text (`kit.yamlsource.Scalar`); these read it strictly. Form is strict too, so
that plain ``bool`` and ``int`` never accept text: write Flag and Whole.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kit.document import Scalar
from kit.wording import is_blank, quoted

SLUG = r"[a-z0-9][a-z0-9-]{0,63}"
_URL = re.compile(
    r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\^`{|}]*)?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")

_LOOK = 20_000  # characters: what is blank for so long is blank

T = TypeVar("T")


class Form(BaseModel):
    """A mapping with fixed fields: unknown ones are refused, nothing is converted, nothing changes later."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Matches:
    """Text of exactly the form `regex`: ``Annotated[str, Matches("[0-9]+", "a number")]``.

    `what` ends the message '"x" is not …' (B020).
    """

    def __init__(self, regex: str, what: str) -> None:
        self._regex = regex
        self._what = what

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^(?:{self._regex})$"}

    def _check(self, value: str) -> str:
        if re.fullmatch(self._regex, value) is None:
            raise problem("B020", f"{quoted(value)} is not {self._what}")
        return value


def problem(code: str, message: str) -> PydanticCustomError:
    """What a validator raises to say its own code and message."""
    return PydanticCustomError(code, "{message}", {"message": message})


def short(field: str) -> BeforeValidator:
    """Lets a text stand for a mapping with it as its one `field`: ``Annotated[Option, short("text")]``."""
    return BeforeValidator(lambda value: {field: value} if isinstance(value, str) else value)


def _flag(value: Any) -> Any:
    if isinstance(value, Scalar):
        if not value.plain or value not in ("true", "false"):
            raise problem("B018", f"true or false is wanted here (without quotes), not {quoted(value)}")
        return value == "true"
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, Scalar):
        if not value.plain or _WHOLE.fullmatch(value) is None:
            raise problem(
                "B018", f"a whole number is wanted here (digits, without quotes), not {quoted(value)}"
            )
        return int(value)
    return value


def _seen(value: str) -> str:
    if is_blank(value[:_LOOK]):
        raise problem("B017", "nothing to be seen here: the text is empty or invisible")
    return value


def _slug(value: str) -> str:
    if re.fullmatch(SLUG, value) is None:
        raise problem("B022", f"{quoted(value)} is not a slug (a-z, 0-9 and -, 64 at most, - not first)")
    return value


def _day(value: str) -> str:
    try:
        fits = _DAY.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        fits = False
    if not fits:
        raise problem("B020", f"{quoted(value)} is not a date (YYYY-MM-DD)")
    return value


def _url(value: str) -> str:
    if len(value) > 2000 or _URL.fullmatch(value) is None:
        raise problem("B020", f"{quoted(value)} is not an https:// address")
    return value


Flag = Annotated[bool, BeforeValidator(_flag)]
"""Exactly ``true`` or ``false``, not in quotes."""
Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number from 0 on, plain digits; narrow it with ``Annotated[Whole, Field(ge=1, le=5)]``."""
Text = Annotated[str, Field(min_length=1, max_length=5_000), AfterValidator(_seen)]
"""Text that shows something, 5,000 characters at most."""
LongText = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_seen)]
"""The same for lessons and scenarios: 20,000 characters."""
Slug = Annotated[
    str,
    AfterValidator(_seen),
    AfterValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG}$"}),
]
Day = Annotated[
    str, AfterValidator(_seen), AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
"""A date that exists, YYYY-MM-DD, kept as text."""
Url = Annotated[
    str,
    AfterValidator(_seen),
    AfterValidator(_url),
    WithJsonSchema({"type": "string", "pattern": "^https://"}),
]
Many = Annotated[tuple[T, ...], Strict(False)]
"""A list in the file, a tuple in Python: ``Many[Slug]``; empty too, unless Field(min_length=1) is added."""


def year_before(day: date) -> date:
    """The same day of the year before; of a 29 February the 28th. Sources read earlier are old."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
