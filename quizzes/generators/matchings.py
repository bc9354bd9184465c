"""What the matchings of steps have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random
from typing import Any

from quizzes.engines.base import Reason, Source
from quizzes.engines.matching import Matching, Response
from quizzes.generators.giveaways import Pair, fair
from quizzes.generators.material import Material, Step
from quizzes.generators.telling import said, sentence, shuffled

TOPIC = "step-types"


def near_one(key: str, chosen: Iterable[str], near: Sequence[set[str]]) -> bool:
    return any(key in group and other in group and key != other for other in chosen for group in near)


def neighbours(material: Material, dice: Random, chosen: Collection[str], free: Iterable[str]) -> list[str]:
    """The free steps, those first that are taken for one of the chosen: an odd response is to be weighed."""
    near = {other for key in chosen for other, _ in material.step[key].confused}
    near |= {step.key for step in material.steps for other, _ in step.confused if other in chosen}
    found = shuffled(dice, free)
    return sorted(found, key=lambda key: key not in near)


def together(
    material: Material,
    dice: Random,
    fit: Sequence[Step],
    pair: Callable[[Step], Pair],
    near: Sequence[set[str]] = (),
) -> tuple[list[Step], list[Step]]:
    """Three to five steps, confusable ones among them, and one or two that are left over.

    Of steps that are `near` each other one at most is there. No pair gives itself away.
    """
    by_key = {step.key: step for step in fit}
    if len(by_key) < 4:
        return [], []
    first = dice.choice(list(by_key))
    queue = [first, *shuffled(dice, [key for key, _ in by_key[first].confused if key in by_key])]
    queue += [key for key in shuffled(dice, by_key) if key not in queue]
    apart: list[str] = []
    for key in queue:
        if not near_one(key, apart, near):
            apart.append(key)
    chosen = fair(apart, dice.randint(3, 5), lambda key: pair(by_key[key]))
    free = [key for key in by_key if key not in chosen and not near_one(key, chosen, near)]
    spare = neighbours(material, dice, chosen, free)[: dice.randint(1, 2)]
    return [by_key[key] for key in chosen], [by_key[key] for key in spare]


def matching(
    material: Material,
    dice: Random,
    *,
    prompts: Mapping[str, str],
    responses: Mapping[str, Response],
    pairs: Mapping[str, tuple[str, ...]],
    why: Mapping[str, str],
    steps: Sequence[Step],
    facts: Sequence[str],
    sources: Sequence[Source] = (),
    **about: Any,
) -> Matching:
    """A matching whose prompts and responses are written in an order that says nothing.

    `facts` are what has to be known for it: they decide what is to be read again.
    """
    return Matching(
        **said(
            material,
            topics=[TOPIC],
            steps=[step.key for step in steps],
            reread=material.told.telling(facts, [TOPIC]),
            sources=[*sources[:1], *(source for step in steps for source in step.sources[:1])],
            **about,
        ),
        prompts={k: prompts[k] for k in shuffled(dice, sorted(prompts))},
        responses={k: responses[k] for k in shuffled(dice, sorted(responses))},
        pairs={k: pairs[k] for k in sorted(pairs)},
        why={k: Reason(why[k]) for k in sorted(why)},
    )


def apart(material: Material, step: Step, beside: Sequence[Step]) -> str:
    """What tells a step from one beside it that it is taken for; else what it does."""
    keys, names = {other.key for other in beside}, material.names
    for key, why in step.confused:
        if key in keys:
            return f"{names[step.key]} is sometimes taken for {names[key]}. {sentence(why)}"
    return named(material, step)


def named(material: Material, step: Step) -> str:
    """What a step does, in a sentence that begins with its name."""
    return f"{material.names[step.key]} {step.purpose[:1].lower()}{step.purpose[1:]}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [
        "| " + " | ".join(cells).replace("\n", " ") + " |" for cells in (heads, ["---"] * len(heads), *rows)
    ]
    return "\n".join(lines)
