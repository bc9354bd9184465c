"""The written form of a bank: which fields there are and what may stand in them.

From these the JSON Schema for editors is made, so the docstrings of the fields are what an author sees there.
What no schema can say (ids that must exist, cycles, claims) is in `quizzes.formats.bank.rules`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from kit.fields import Flag, LongText, Many, Slug, Text, Whole
from quizzes.formats.bank.parts import (
    BankForm,
    ExamCode,
    Id,
    Language,
    ListExample,
    MapExample,
    Needs,
    Option,
    Pair,
    Passage,
    Piece,
    Reason,
    Sources,
    Task,
)


class QuestionForm(BankForm):
    key: Slug
    """The question's name: unique in the bank, and for life."""
    prompt: Text
    """What is asked (Markdown)."""
    explain: Text
    """Why the right response is right (Markdown)."""
    topics: Many[Slug] = ()
    """Keys of the syllabus's topics."""
    traps: Many[Slug] = ()
    """Keys of the syllabus's traps that it plays on."""
    exams: dict[ExamCode, Many[Task]] = {}
    """The exams it could be in, with the tasks of their guides: {MLA-C01: ["3.3"]}."""
    difficulty: Annotated[Whole, Field(ge=1, le=5)] | None = None
    """1 (easy) to 5."""
    asks: Literal["recall", "judgement"] | None = None
    """Whether it asks for a fact or for a decision."""
    reread: Many[Passage] = ()
    """The passages that answer it: "topic#anchor"."""
    source: Sources = ()
    """Where the facts stand: one or a list."""


class OrderingForm(QuestionForm):
    """Put items in an order they can happen."""

    kind: Literal["ordering"]
    """What is asked for: the other fields hang on it."""
    items: dict[Id, Text]
    """What is to be placed: id to text (inline Markdown)."""
    needs: dict[Id, Needs] | None = None
    """What must come before each item; any order that respects it is right. Either this or `order`."""
    order: Many[Id] | None = None
    """The one sequence that is right. Either this or `needs`."""
    why: dict[Id, Reason] = {}
    """With `order`: the reason for each item's place."""
    distractors: dict[Id, Piece] = {}
    """What must be left out; its ids are of one namespace with those of the items."""
    orders: Whole | None = None
    """How many orders are right: a claim that the check verifies."""
    examples: Many[ListExample] = ()
    """The question's own tests."""


class MatchingForm(QuestionForm):
    """Find for each prompt a response that fits it."""

    kind: Literal["matching"]
    """What is asked for: the other fields hang on it."""
    prompts: dict[Id, Text]
    """What needs a partner: id to text (inline Markdown)."""
    responses: Annotated[dict[Id, Piece], Field(min_length=1)]
    """The possible partners, more than are needed if you like."""
    pairs: dict[Id, Pair]
    """Prompt id to the response id that is right, or to a list any one of which is."""
    reuse: Flag = False
    """true where one response may serve several prompts."""
    why: dict[Id, Reason] = {}
    """The reason for each prompt's pair."""
    examples: Many[MapExample] = ()
    """The question's own tests."""


class ChoiceForm(QuestionForm):
    """Choose every correct option and no other."""

    kind: Literal["choice"]
    """What is asked for: the other fields hang on it."""
    options: dict[Id, Option]
    """What can be chosen: id to text, or to {text, correct, why, trap}."""
    pin: Many[Id] = ()
    """Options that keep their written place when the others are shuffled."""
    examples: Many[ListExample] = ()
    """The question's own tests."""


AnyQuestion = Annotated[OrderingForm | MatchingForm | ChoiceForm, Field(discriminator="kind")]


class CaseHead(BankForm):
    """One situation and several questions about it, each graded by itself."""

    kind: Literal["case"]
    """What is asked for: the other fields hang on it."""
    key: Slug
    """The case's name: unique in the bank, and for life."""
    title: Text | None = None
    """What it is called where it is listed."""
    scenario: LongText
    """The situation (Markdown, 20,000 characters at most)."""
    explain: Text | None = None
    """What the questions have in common (Markdown)."""
    topics: Many[Slug] = ()
    """Keys of the syllabus's topics, for questions that name none."""
    exams: dict[ExamCode, Many[Task]] = {}
    """The exams it could be in, for questions that name none: {MLA-C01: ["3.3"]}."""
    reread: Many[Passage] = ()
    """The passages that answer its questions, where these name none: "topic#anchor"."""
    source: Sources = ()
    """Where the facts stand, for questions that name none: one or a list."""


class CaseForm(CaseHead):
    """One situation and several questions about it, each graded by itself."""

    questions: Annotated[Many[AnyQuestion], Field(min_length=2)]
    """Two or more; what they lack of topics, exams, reread and source they inherit from the case."""


class CaseAsRead(CaseHead):
    """A case whose questions are looked at one by one."""

    questions: Annotated[list[Any], Field(min_length=1)]


AnyEntry = Annotated[OrderingForm | MatchingForm | ChoiceForm | CaseForm, Field(discriminator="kind")]


class BankHead(BankForm):
    """A bank of questions for the study app."""

    bank: Slug
    """The bank's name in addresses: unique on the site."""
    title: Text
    """What it is called."""
    description: Text | None = None
    """What it is about, for who chooses what to practise (Markdown)."""
    language: Language = "en"
    """The language it is written in (BCP 47): en, pt-BR."""
    license: Text | None = None
    """For example CC-BY-4.0."""


class WholeBank(BankHead):
    """A bank of questions for the study app."""

    questions: Annotated[Many[AnyEntry], Field(min_length=1, max_length=2_000)]
    """What is asked; a case counts as its questions."""


class BankAsRead(BankHead):
    """A bank whose questions are looked at one by one."""

    questions: Annotated[list[Any], Field(min_length=1)]


QUESTION_FORMS: dict[str, type[QuestionForm]] = {
    "ordering": OrderingForm,
    "matching": MatchingForm,
    "choice": ChoiceForm,
}
