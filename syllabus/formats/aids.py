"""The written form of a decision aid: a few questions, and rules that say what follows from their answers.

The rules are tried from the first to the last, and the first whose `when` holds decides. So a special case
stands before the general one, and the last rules catch what is left.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from kit.fields import Form, Many, Slug
from syllabus.formats.forms import Some, Sources, Title, some
from syllabus.formats.references import FaqKey, Passage, TableKey, TopicKey, TrapKey
from syllabus.formats.texts import Line, Prose


class Asked(Form):
    """A question of the aid, and what may be answered; `stems` by option: how an exam's stem says it."""

    ask: Line
    hint: Line | None = None
    options: Annotated[dict[Slug, Line], AfterValidator(some)]
    stems: dict[Slug, Some[Line]] = Field(default_factory=dict)


class Choice(Form):
    """What can be chosen, and what speaks against it where no rule says it better."""

    title: Title
    against: Line


class Rule(Form):
    """When it holds, what is chosen and why, what speaks against the others, and what is in doubt."""

    rule: Slug
    when: dict[Slug, Slug] = Field(default_factory=dict)
    choose: Slug
    fact: Line
    phrase: Line
    against: dict[Slug, Line] = Field(default_factory=dict)
    doubt: Line | None = None
    passages: Some[Passage]
    traps: Many[TrapKey] = ()
    faqs: Many[FaqKey] = ()


class Contradiction(Form):
    """Answers to two questions or more that cannot all be right of one stem, and why not."""

    answers: dict[Slug, Slug]
    why: Line


class Aid(Form):
    """A choice that is found by answering questions. `table` compares what can be chosen, a column each."""

    aid: Slug
    title: Title
    text: Prose
    topics: Some[TopicKey]
    table: TableKey
    questions: Annotated[dict[Slug, Asked], AfterValidator(some)]
    choices: Annotated[dict[Slug, Choice], AfterValidator(some)]
    contradictions: Many[Contradiction] = ()
    rules: Some[Rule]
    sources: Sources
