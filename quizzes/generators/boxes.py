"""Matchings of the boxes of a pipeline, by what each does, to the steps that they are."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.matching import Response
from quizzes.generators.giveaways import fair
from quizzes.generators.matchings import TOPIC, matching, named, near_one, neighbours
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
    boxed = {step: dice.choice(by_step[step]) for step in sorted(by_step)}
    found = fair(
        shuffled(dice, sorted(boxed)),
        dice.randint(3, 5),
        lambda step: (drawn.by_key[boxed[step]].does, material.names[step]),
    )
    steps = sorted(found)
    taken = {step: boxed[step] for step in steps}
    free = [s.key for s in material.steps if s.key not in by_step and not near_one(s.key, steps, DOES_NEAR)]
    spare = sorted(neighbours(material, dice, steps, free)[: dice.randint(1, 2)])
    if len(steps) < 3 or not spare:
        return None

    def word(key: str, dice: Random) -> Question:
        names, nodes = material.names, drawn.by_key
        return matching(
            material,
            dice,
            key=key,
            prompt=(
                f"A sketch of the pipeline *{drawn.title}* shows what each box does. With as little of their "
                "own code and infrastructure as possible, the builders want one step for each box. Match "
                "each box to the step type."
            ),
            prompts={box: nodes[box].does for box in taken.values()},
            responses={step: Response(names[step]) for step in steps}
            | {s: Response(names[s], named(material, material.step[s])) for s in spare},
            pairs={box: (step,) for step, box in taken.items()},
            why={box: named(material, material.step[step]) for step, box in taken.items()},
            explain=(
                "Ask what has to run for each box: a job on instances, one call to an API, somebody else's "
                "work that is waited for, or nothing but a decision."
            ),
            asks="judgement",
            difficulty=2,
            steps=[material.step[s] for s in steps],
            facts=[f"{names[s]} {material.step[s].purpose}" for s in steps],
            sources=drawn.sources,
        )

    return Plan("boxes", (drawn.key,), frozenset({*taken.values(), *(f"not:{s}" for s in spare)}), word)


SORTS = (Sort("boxes", "matching", (TOPIC,), boxes),)
