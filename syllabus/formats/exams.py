"""The written form of an exam profile: the facts of one exam, and the shape of its kinds of question."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from kit.fields import Flag, Form, Many, Text, Whole, problem
from kit.wording import quoted
from syllabus.formats.forms import Number, Sources, Title
from syllabus.formats.references import ExamReference
from syllabus.formats.texts import Line, Prose

CODE = r"[A-Za-z0-9][A-Za-z0-9-]{0,63}"


def _exam_code(value: str) -> str:
    if re.fullmatch(CODE, value) is None:
        raise problem("S030", f"{quoted(value)} is not an exam's code (letters, digits and -, 64 at most)")
    return value


ExamCode = Annotated[
    Text, AfterValidator(_exam_code), WithJsonSchema({"type": "string", "pattern": f"^{CODE}$"})
]
"""As AWS writes it: MLA-C01."""


def _two(value: tuple[int, ...]) -> tuple[int, ...]:
    if len(value) != 2 or value[0] > value[1]:
        raise problem("B020", "two numbers are wanted here, the lower one first")
    return value


Span = Annotated[Many[Whole], AfterValidator(_two)]


class OrderingShape(Form):
    """How many places an ordering question has in this exam."""

    places: Span
    count: Whole


class MatchingShape(Form):
    """How many prompts a matching question has in this exam."""

    prompts: Span
    count: Whole


class OneShape(Form):
    """How many options a choice with one right option has."""

    options: Number
    count: Whole


class SeveralShape(Form):
    """How many options a choice with several right options has at least."""

    options_at_least: Number
    count: Whole


class CaseShape(Form):
    """How many questions a case has at least."""

    questions_at_least: Number
    count: Whole


class Kinds(Form):
    """The kinds of question that this exam has."""

    ordering: OrderingShape | None = None
    matching: MatchingShape | None = None
    choice_one: OneShape | None = Field(default=None, alias="choice-one")
    choice_several: SeveralShape | None = Field(default=None, alias="choice-several")
    case: CaseShape | None = None


class Domain(Form):
    """A part of the exam and its weight in per cent."""

    number: Number
    title: Title
    weight: Whole
    tasks: Annotated[Whole, Field(ge=1, le=99)] | None = None  # how many its guide lists


class Exam(Form):
    """The facts of one exam. `second_hand` names the fields whose fact has no primary source.

    `in_short` is the `status` in a few words, for where the lesson that says all of it is a link away.
    """

    exam: ExamCode
    title: Title
    status: Prose
    in_short: Line | None = None
    questions: Number
    scored: Number
    minutes: Number
    pass_line: Number | None = None
    scale: Span | None = None
    guessing_penalty: Flag
    kinds: Kinds
    counts_note: Line | None = None
    domains: Many[Domain] = ()
    tasks_of: ExamReference | None = None  # whose tasks its questions name: numbered alike
    second_hand: Many[Text] = ()
    sources: Sources
