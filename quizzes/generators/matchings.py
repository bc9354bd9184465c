"""What the matchings of steps have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from quizzes.engines.base import Reason, Source
from quizzes.engines.matching import Matching, Response
from quizzes.generators.material import Material, Step
from quizzes.generators.telling import said, sentence, shuffled

TOPIC = "step-types"


def near_one(key: str, chosen: Iterable[str], near: Sequence[set[str]]) -> bool:
    return any(key in group and other in group and key != other for other in chosen for group in near)


def matching(
    material: Material,
    dice: Random,
    *,
    prompts: Mapping[str, str],
    responses: Mapping[str, Response],
    pairs: Mapping[str, tuple[str, ...]],
    why: Mapping[str, str],
    steps: Sequence[Step],
    sources: Sequence[Source] = (),
    **about: Any,
) -> Matching:
    """A matching whose prompts and responses are written in an order that says nothing."""
    told = " ".join(f"{step.type} {step.purpose}" for step in steps)
    return Matching(
        **said(
            material,
            topics=[TOPIC],
            reread=material.passages_on([TOPIC], told, 3),
            sources=[*sources[:1], *(source for step in steps for source in step.sources[:1])],
            **about,
        ),
        prompts={k: prompts[k] for k in shuffled(dice, sorted(prompts))},
        responses={k: responses[k] for k in shuffled(dice, sorted(responses))},
        pairs={k: pairs[k] for k in sorted(pairs)},
        why={k: Reason(why[k]) for k in sorted(why)},
    )


def apart(step: Step, beside: Sequence[Step], otherwise: str) -> str:
    """What tells a step from one beside it, in the syllabus's words; else something that is true of it."""
    keys = {other.key for other in beside}
    return next((sentence(why) for key, why in step.confused if key in keys), otherwise)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [
        "| " + " | ".join(cells).replace("\n", " ") + " |" for cells in (heads, ["---"] * len(heads), *rows)
    ]
    return "\n".join(lines)
