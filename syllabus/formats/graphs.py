"""The written form of a pipeline: nodes, and under each what it needs and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kit.fields import Form, Many, Slug, short
from syllabus.formats.forms import Sources, Title, some
from syllabus.formats.references import StepKey, TrapKey
from syllabus.formats.texts import Line, Prose


class Need(Form):
    """Why a node needs another, and on which branch of a gate."""

    why: Line
    when: Literal["passes", "fails"] | None = None


ShortNeed = Annotated[Need, short("why")]


class Node(Form):
    """One box of a pipeline."""

    title: Title
    region: Slug
    family: Literal["job", "registry", "control", "glue", "check", "deploy", "outside"]
    step: StepKey | None = None
    does: Line
    text: Prose
    inputs: Many[Line] = ()
    outputs: Many[Line] = ()
    traps: Many[TrapKey] = ()
    needs: dict[Slug, ShortNeed] = Field(default_factory=dict)


class Return(Form):
    """How the loop closes: from outside, never as a need."""

    origin: Slug = Field(alias="from")
    to: Slug
    label: Title
    why: Line


class Pipeline(Form):
    """A worked example of steps and what each needs."""

    pipeline: Slug
    title: Title
    description: Prose
    regions: Annotated[dict[Slug, Title], AfterValidator(some)]
    nodes: Annotated[dict[Slug, Node], AfterValidator(some)]
    returns: Many[Return] = ()
    sources: Sources
