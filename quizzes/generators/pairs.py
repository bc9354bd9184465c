"""Matchings of steps: to what they do, what they are used for, the API they call, what they expose.

Steps that are often taken for each other are asked together: the reason that tells them apart is the one that
the syllabus gives. Where two steps could both be meant, they are never in one question (`NEAR`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from quizzes.engines import Question
from quizzes.engines.matching import Response
from quizzes.generators.matchings import TOPIC, apart, matching, near_one, table
from quizzes.generators.material import Material, Step
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import shuffled, story

API = re.compile(r"[A-Z][A-Za-z]+")
PATH = re.compile(r"[A-Z][A-Za-z]+")
NEAR = (  # told by their use alone, one of these could be taken for another with good reason
    {"emr", "emr-serverless", "processing"},
    {"endpoint", "endpoint-config", "model", "lambda", "transform"},
    {"notebook-job", "step-function", "lambda", "processing"},
    {"training", "step-function", "notebook-job"},
)
UNTOLD = {"endpoint-config"}  # what it is used for is what the step after it is used for


def purpose(material: Material, dice: Random) -> Plan | None:
    """Steps to what they do."""
    chosen, spare = _together(material, dice, material.steps, most=5)
    return _plan(material, "purpose", chosen, spare, _word_purpose)


def use(material: Material, dice: Random) -> Plan | None:
    """What is wanted to the step that does it."""
    chosen, spare = _together(
        material, dice, [s for s in material.steps if s.key not in UNTOLD], most=5, near=NEAR
    )
    return _plan(material, "use", chosen, spare, _word_use)


def api(material: Material, dice: Random) -> Plan | None:
    """Steps to the API action that they call."""
    wraps = [step.wraps for step in material.steps]
    fit = [s for s in material.steps if API.fullmatch(s.wraps) and wraps.count(s.wraps) == 1]
    chosen, spare = _together(material, dice, fit, most=5)
    return _plan(material, "api", chosen, spare, _word_api)


def exposed(material: Material, dice: Random) -> Plan | None:
    """Properties to the step that exposes them."""
    owners: dict[str, set[str]] = {}
    for step in material.steps:
        for path, _ in step.exposes:
            owners.setdefault(_head(path), set()).add(step.key)
    names = [step.type for step in material.steps]
    fit = {
        step.key: [p for p, _ in step.exposes if PATH.match(p) and len(owners[_head(p)]) == 1]
        for step in material.steps
        if names.count(step.type) == 1 or not _shares(material, step)
    }
    chosen, spare = _together(material, dice, [s for s in material.steps if fit.get(s.key)], most=5)
    paths = {step.key: dice.choice(fit[step.key]) for step in chosen}

    def word(
        material: Material, chosen: Sequence[Step], spare: Sequence[Step], key: str, dice: Random
    ) -> Question:
        return _word_exposed(material, paths, chosen, spare, key, dice)

    return _plan(material, "exposed", chosen, spare, word, (f"path:{paths[s.key]}" for s in chosen))


SORTS = (
    Sort("purpose", "matching", (TOPIC,), purpose),
    Sort("use", "matching", (TOPIC,), use),
    Sort("api", "matching", (TOPIC,), api),
    Sort("exposed", "matching", (TOPIC,), exposed),
)

Wording = Callable[[Material, Sequence[Step], Sequence[Step], str, Random], Question]


def _plan(
    material: Material,
    sort: str,
    chosen: Sequence[Step],
    spare: Sequence[Step],
    word: Wording,
    more: Iterable[str] = (),
) -> Plan | None:
    if len(chosen) < 3 or not spare:
        return None
    pieces = frozenset({*(s.key for s in chosen), *(f"not:{s.key}" for s in spare), *more})
    # in the order of the syllabus, not of the draw: the same pieces are the same question
    ordered = [sorted(part, key=lambda step: step.key) for part in (chosen, spare)]
    return Plan(sort, (TOPIC,), pieces, lambda key, dice: word(material, ordered[0], ordered[1], key, dice))


def _together(
    material: Material,
    dice: Random,
    fit: Sequence[Step],
    most: int,
    near: Sequence[set[str]] = (),
) -> tuple[list[Step], list[Step]]:
    """Three or more steps, confusable ones among them, and one or two that are left over."""
    by_key = {step.key: step for step in fit}
    if len(by_key) < 4:
        return [], []
    first = dice.choice(list(by_key))
    queue = [first, *shuffled(dice, [key for key, _ in by_key[first].confused if key in by_key])]
    queue += [key for key in shuffled(dice, by_key) if key not in queue]
    chosen: list[str] = []
    for key in queue:
        if not near_one(key, chosen, near):
            chosen.append(key)
    count = dice.randint(3, most)
    spare = chosen[count : count + dice.randint(1, 2)]
    return [by_key[key] for key in chosen[:count]], [by_key[key] for key in spare]


def _shares(material: Material, step: Step) -> bool:
    """Its type is also another step's, and it is not the one that the type is named after."""
    return material.names[step.key] != f"`{step.type}`"


def _word_purpose(
    material: Material, chosen: Sequence[Step], spare: Sequence[Step], key: str, dice: Random
) -> Question:
    names = material.names
    return matching(
        material,
        dice,
        key=key,
        prompt="Match each step to what it does in a run.",
        prompts={s.key: names[s.key] for s in chosen},
        responses={f"does-{s.key}": Response(s.purpose) for s in chosen}
        | {f"does-{s.key}": Response(s.purpose, f"That is what {names[s.key]} does.") for s in spare},
        pairs={s.key: (f"does-{s.key}",) for s in chosen},
        why={s.key: apart(s, [*chosen, *spare], f"A typical use: {s.use}") for s in chosen},
        explain=table(("step", "what it does"), [(names[s.key], s.purpose) for s in chosen]),
        asks="recall",
        difficulty=1,
        steps=chosen,
    )


def _word_use(
    material: Material, chosen: Sequence[Step], spare: Sequence[Step], key: str, dice: Random
) -> Question:
    names = material.names
    company, model = story(dice)
    return matching(
        material,
        dice,
        key=key,
        prompt=(
            f"{company} plans pipelines around its {model} and lists what single steps are wanted for. "
            "Match each wish to the step that fits it best."
        ),
        prompts={f"wish-{s.key}": s.use.removesuffix(".") for s in chosen},
        responses={s.key: Response(names[s.key]) for s in chosen}
        | {s.key: Response(names[s.key], f"It has another purpose. {s.purpose}") for s in spare},
        pairs={f"wish-{s.key}": (s.key,) for s in chosen},
        why={f"wish-{s.key}": apart(s, [*chosen, *spare], s.purpose) for s in chosen},
        explain=table(("step", "what it does"), [(names[s.key], s.purpose) for s in chosen]),
        asks="judgement",
        difficulty=2,
        steps=chosen,
    )


def _word_api(
    material: Material, chosen: Sequence[Step], spare: Sequence[Step], key: str, dice: Random
) -> Question:
    names = material.names
    return matching(
        material,
        dice,
        key=key,
        prompt="An audit log shows API actions that pipeline steps called. Match each step to its action.",
        prompts={s.key: names[s.key] for s in chosen},
        responses={f"calls-{s.key}": Response(f"`{s.wraps}`") for s in chosen}
        | {
            f"calls-{s.key}": Response(f"`{s.wraps}`", f"{names[s.key]} calls this one. {s.purpose}")
            for s in spare
        },
        pairs={s.key: (f"calls-{s.key}",) for s in chosen},
        why={s.key: f"{names[s.key]} calls `{s.wraps}`. {s.purpose}" for s in chosen},
        explain=table(("step", "calls"), [(names[s.key], f"`{s.wraps}`") for s in chosen]),
        asks="recall",
        difficulty=2,
        steps=chosen,
    )


def _word_exposed(
    material: Material,
    paths: Mapping[str, str],
    chosen: Sequence[Step],
    spare: Sequence[Step],
    key: str,
    dice: Random,
) -> Question:
    names = material.names
    what = {step.key: dict(step.exposes) for step in chosen}
    return matching(
        material,
        dice,
        key=key,
        prompt=(
            "Later steps of several pipelines refer to these properties, each written after the name of "
            "the step "
            "that exposes it. Match each property to the type of that step."
        ),
        prompts={f"path-{s.key}": f"`{paths[s.key]}`" for s in chosen},
        responses={s.key: Response(names[s.key]) for s in chosen}
        | {s.key: Response(names[s.key], _exposes(names[s.key], s)) for s in spare},
        pairs={f"path-{s.key}": (s.key,) for s in chosen},
        why={f"path-{s.key}": f"{names[s.key]} exposes it: {what[s.key][paths[s.key]]}." for s in chosen},
        explain=table(
            ("property", "what it is", "exposed by"),
            [(f"`{paths[s.key]}`", what[s.key][paths[s.key]], names[s.key]) for s in chosen],
        ),
        asks="recall",
        difficulty=3,
        steps=chosen,
    )


def _exposes(name: str, step: Step) -> str:
    return f"{name} exposes other properties, such as `{step.exposes[0][0]}`."


def _head(path: str) -> str:
    return re.split(r"[.\[]", path)[0]
