"""The definition of a pipeline in words, as stems give it, and what its steps are called there.

What waits for what is read from the stem, so that nobody has to remember a drawing; what follows from it is
judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from quizzes.generators.graphs import LISTS, passes_data
from quizzes.generators.material import Material, Pipeline
from quizzes.generators.telling import COUNTS, listed, shuffled

EDGES = "pipelines#steps-and-edges"
DEPENDENCIES = "executions#dependencies"
STEPS_PAGE = "build-and-manage-steps.html"
TYPES = {"automl": "AutoML", "emr": "EMR", "emr-serverless": "EMRServerless"}
TYPES |= dict.fromkeys(("notebook-job", "step-function"), "Training")


def drawn(material: Material, dice: Random) -> Pipeline | None:
    return dice.choice(material.pipelines).inner if material.pipelines else None


def stem(pipeline: Pipeline, dice: Random, asked: str) -> str:
    """The definition in words, its steps in an order that means nothing, and what is asked about it."""
    lines = [_line(pipeline, key) for key in shuffled(dice, [node.key for node in pipeline.nodes])]
    intro = (
        "A pipeline's definition has these steps, in no particular order. A wait that follows from other "
        "lines is not repeated."
    )
    return "\n\n".join([intro, "\n".join(lines), asked])


def code(key: str) -> str:
    return f"`{step_name(key)}`"


def which_of(count: int) -> str:
    """Asks for so many of the steps that are offered: the beginning of a question."""
    return "Which of these steps" if count == 1 else f"Which {COUNTS[count]} of these steps"


def step_name(key: str) -> str:
    """How a step is called in the definition: `score-best` is `ScoreBest`."""
    return "".join(part.capitalize() for part in key.split("-"))


def truth(when: str) -> str:
    return "true" if when == "passes" else "false"


def in_order(pipeline: Pipeline, keys: Iterable[str]) -> list[str]:
    found = set(keys)
    return [key for key in pipeline.graph.order() if key in found]


def some_of(dice: Random, things: Sequence[str], most: int) -> list[str]:
    """At least one of these, where there is one."""
    return shuffled(dice, things)[: dice.randint(1, max(1, min(most, len(things))))]


def offered_of(dice: Random, right: Sequence[str], wrong: Iterable[str]) -> list[str] | None:
    """Four options of which one is right, or five of which several are; None where there are too few."""
    lures = shuffled(dice, wrong)[: 3 if len(right) == 1 else max(2, 5 - len(right))]
    enough = len(lures) == 3 if len(right) == 1 else len(right) > 1 and len(right) + len(lures) >= 5
    return sorted([*right, *lures]) if enough else None


def _line(pipeline: Pipeline, key: str) -> str:
    edges = [edge for edge in pipeline.edges if edge.after == key]
    told = [f"stands in the {LISTS[e.when]} list of {code(e.before)}" for e in edges if e.when]
    data = [code(e.before) for e in edges if passes_data(e)]
    told += [f"reads what {listed(data)} {'has' if len(data) == 1 else 'have'} written"] if data else []
    order = [code(e.before) for e in edges if not e.when and not passes_data(e)]
    told += [f"has {listed(order)} in `DependsOn`"] if order else []
    kind, waits = _type(pipeline.by_key[key].step), listed(told) if told else "refers to no other step"
    return f"- {code(key)} ({kind}) {waits}"


def _type(step: str) -> str:
    """The type that a definition has for a step."""
    return TYPES.get(step) or step_name(step)
