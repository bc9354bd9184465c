"""The written form of a pipeline: nodes, and under each what it needs and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kit.fields import Form, Many, Slug, short
from syllabus.formats.forms import Sources, Title, some
from syllabus.formats.references import StepKey, TopicKey, TrapKey
from syllabus.formats.texts import Line, Prose


class Need(Form):
    """Why a node needs another, and on which branch of a gate."""

    why: Line
    when: Literal["passes", "fails"] | None = None


ShortNeed = Annotated[Need, short("why")]


class Outcomes(Form):
    """What is found at a node where a run can go either way, in a few words: `AUC 0.91 ≥ 0.85`."""

    passes: Line
    fails: Line


class Node(Form):
    """One box of a pipeline. `outcomes` where a walk may be let go either way."""

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
    outcomes: Outcomes | None = None


class Alternative(Form):
    """Another way to build the same pipeline: what is left out, what comes in, and what is needed then."""

    title: Title
    text: Line
    without: Many[Slug] = ()
    nodes: dict[Slug, Node] = Field(default_factory=dict)
    needs: dict[Slug, dict[Slug, ShortNeed]] = Field(default_factory=dict)


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
    alternatives: dict[Slug, Alternative] = Field(default_factory=dict)
    topics: Many[TopicKey] = ()
    sources: Sources


def steps_of(pipeline: Pipeline) -> tuple[str, ...]:
    """The steps that stand in a pipeline, however it is built, each once."""
    added = [way.nodes for way in pipeline.alternatives.values()]
    nodes = (node for part in (pipeline.nodes, *added) for node in part.values())
    return tuple(dict.fromkeys(node.step for node in nodes if node.step))
