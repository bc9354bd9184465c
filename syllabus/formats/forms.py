"""The written forms of the syllabus, one class for each sort of entry (docs/content-format.md)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, Strict, model_validator

from kit.fields import Day, Flag, Form, LongText, Many, Slug, Text, Url, Whole, problem, short
from syllabus.formats.references import Passage, StepKey, TableKey, TopicKey, TrapKey
from syllabus.formats.texts import Line, LongProse, Prose

T = TypeVar("T")


def some(value: T) -> T:
    """What an author has left empty is told; what came out empty because its parts are wrong is not."""
    if not value:
        raise problem("B017", "this is empty")
    return value


Some = Annotated[tuple[T, ...], Strict(False), AfterValidator(some)]
"""A list with something in it."""
Number = Annotated[Whole, Field(ge=1)]
Title = Annotated[Text, Field(max_length=200)]


class Source(Form):
    """Where a fact stands, and when it was last read there."""

    url: Url
    checked: Day
    title: Title | None = None
    note: Text | None = None


Sources = Some[Source]


class Signal(Form):
    """A phrase of the exam, what it points to, and why it does."""

    phrase: Line
    points_to: Line
    why: Line | None = None


class Excerpt(Form):
    """A reference table where a lesson needs it; of some rows and columns, if any are named."""

    table: TableKey
    rows: Many[Slug] = ()
    columns: Many[Slug] = ()


class Section(Form):
    """A passage of a topic. Its anchor is part of a public address. A table stands between two texts."""

    anchor: Slug
    title: Title
    text: LongProse
    table: Annotated[Excerpt | None, short("table")] = None
    after: LongProse | None = None


class Scenario(Form):
    """Something to think about, with a worked answer."""

    situation: LongProse
    answer: LongProse


class Topic(Form):
    """A lesson."""

    topic: Slug
    number: Number
    title: Title
    summary: Prose
    signals: Some[Signal]
    sections: Some[Section]
    scenario: Scenario
    steps: Many[StepKey] = ()
    related: Many[TopicKey] = ()
    sources: Sources


class Classes(Form):
    """The names of a step in the SageMaker Python SDK."""

    current: Many[Text] = ()
    older: Many[Text] = ()


class Exposed(Form):
    """A property of a step that later steps may refer to."""

    path: Text
    what: Line


class Caching(Form):
    """Whether a step can be cached, and by which attributes an earlier run is found."""

    cacheable: Flag
    in_key: Many[Line] = ()
    not_in_key: Many[Line] = ()
    note: Line | None = None

    @model_validator(mode="after")
    def _key_where_cached(self) -> Self:
        if self.cacheable and not self.in_key:
            raise problem("S021", 'a cacheable step says which attributes are compared, in "in_key"')
        if not self.cacheable and (self.in_key or self.not_in_key):
            raise problem("S021", 'a step that cannot be cached has no key: write "note" alone')
        return self


class Retries(Form):
    """Whether a step accepts retry policies."""

    retryable: Flag
    note: Line | None = None


class Confused(Form):
    """Another step that this one is taken for."""

    step: StepKey
    why: Line


class Snippet(Form):
    """A step in the SDK's words. `make truth` compiles it with the version named in `sdk`."""

    code: LongText
    caption: Line
    sdk: Text


class Step(Form):
    """A kind of step."""

    step: Slug
    number: Number
    title: Title
    family: Literal["job", "registry", "control", "glue", "check", "deploy"]
    type: Text | None = None
    types: Many[Text] = ()
    classes: Classes
    wraps: Line
    purpose: Line
    text: LongProse
    snippet: Snippet | None = None
    inputs: Some[Line]
    outputs: Many[Line] = ()
    exposes: Many[Exposed] = ()
    caching: Caching
    retries: Retries
    use: Line
    signals: Some[Line]
    confused_with: Many[Confused] = ()
    topics: Some[TopicKey]
    sources: Sources

    @model_validator(mode="after")
    def _one_way_to_say_the_type(self) -> Self:
        if (self.type is None) == (not self.types):
            raise problem(
                "S020", 'a step says its definition type once: "type", or "types" where it has several'
            )
        return self


INSTEAD = 160
"""Characters of the sentence that puts a bait right: it is one option among four of its like."""


class Trap(Form):
    """A wrong belief. `instead` puts the bait right in one sentence, which a review offers among others'.

    `not_beside` names traps whose sentence would put this bait right too, or this one theirs.
    """

    trap: Slug
    bait: Line
    truth: Prose
    instead: Line | None = None
    not_beside: Many[TrapKey] = ()
    tell: Line
    topics: Some[TopicKey]
    steps: Many[StepKey] = ()
    reread: Some[Passage]
    sources: Sources


class Faq(Form):
    """A question that learners ask."""

    faq: Slug
    question: Line
    answer: Prose
    topics: Some[TopicKey]
    steps: Many[StepKey] = ()
    sources: Sources


class Term(Form):
    """A word of the glossary. `also` says how else it is written where it is linked, `code` in backticks.

    What is not `linked` has a title that means too much else to be a link: only `also` is.
    """

    term: Slug
    title: Title
    also: Many[Line] = ()
    linked: Flag = True
    text: Prose
    topics: Many[TopicKey] = ()
    sources: Many[Source] = ()


Entries = Some[Any]


class Traps(Form):
    """The file of all traps. Each entry is read by itself, so that one that is wrong hides no other."""

    traps: Entries


class Faqs(Form):
    """The file of all FAQs."""

    faqs: Entries


class Terms(Form):
    """The file of all terms."""

    terms: Entries
