"""Matchings of the boxes of a pipeline, by what each does, to the steps that they are."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.matching import Response
from quizzes.generators.matchings import TOPIC, matching, near_one
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import shuffled

DOES_NEAR = (  # by what one box of a pipeline does, one of these could be taken for another
    {"processing", "emr", "emr-serverless", "step-function", "notebook-job", "lambda", "quality-check"},
    {"training", "tuning", "automl", "step-function", "notebook-job"},
    {"lambda", "callback"},
    {"endpoint", "endpoint-config"},
    {"condition", "quality-check", "clarify-check"},
)


def boxes(material: Material, dice: Random) -> Plan | None:
    """Boxes of a pipeline, by what each does, to the steps that they are."""
    drawn = dice.choice(material.pipelines) if material.pipelines else None
    if drawn is None:
        return None
    by_step: dict[str, list[str]] = {}
    for node in drawn.nodes:
        if node.step in material.step:
            by_step.setdefault(node.step, []).append(node.key)
    if len(by_step) < 3:
        return None
    steps = sorted(shuffled(dice, sorted(by_step))[: dice.randint(3, 5)])
    taken = {step: dice.choice(by_step[step]) for step in steps}
    free = [s.key for s in material.steps if s.key not in by_step and not near_one(s.key, steps, DOES_NEAR)]
    spare = sorted(shuffled(dice, free)[: dice.randint(1, 2)])

    def word(key: str, dice: Random) -> Question:
        names, nodes = material.names, drawn.by_key
        return matching(
            material,
            dice,
            key=key,
            prompt=(
                f"A sketch of the pipeline *{drawn.title}* shows what each box does. With as little of "
                "their own "
                "code and infrastructure as possible, the builders want one step for each box. Match each "
                "box "
                "to the step type."
            ),
            prompts={box: nodes[box].does for box in taken.values()},
            responses={step: Response(names[step]) for step in steps}
            | {
                s: Response(names[s], f"{names[s]} has another purpose. {material.step[s].purpose}")
                for s in spare
            },
            pairs={box: (step,) for step, box in taken.items()},
            why={
                box: f"{names[step]} is made for this. {material.step[step].purpose}"
                for step, box in taken.items()
            },
            explain="Ask of each box what runs, and for whom it leaves something.",
            asks="judgement",
            difficulty=2,
            steps=[material.step[s] for s in steps],
            sources=drawn.sources,
        )

    return Plan("boxes", (drawn.key,), frozenset({*taken.values(), *(f"not:{s}" for s in spare)}), word)


SORTS = (Sort("boxes", "matching", (TOPIC,), boxes),)
