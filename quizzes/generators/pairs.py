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
from quizzes.generators.matchings import TOPIC, apart, matching, named, table, together
from quizzes.generators.material import Material, Step
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import story

API = re.compile(r"(?:EMR |EMR Serverless |Lambda )?([A-Z][A-Za-z]+)")
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
    chosen, spare = together(material, dice, material.steps, lambda s: (material.names[s.key], s.purpose))
    return _plan(material, "purpose", chosen, spare, _word_purpose)


def use(material: Material, dice: Random) -> Plan | None:
    """What is wanted to the step that does it."""
    fit = [s for s in material.steps if s.key not in UNTOLD]
    chosen, spare = together(material, dice, fit, lambda s: (s.use, material.names[s.key]), near=NEAR)
    return _plan(material, "use", chosen, spare, _word_use)


def api(material: Material, dice: Random) -> Plan | None:
    """What steps do to the API action that they call: their names would give it away."""
    actions = [_action(step) for step in material.steps]
    fit = [s for s in material.steps if _action(s) and actions.count(_action(s)) == 1]
    chosen, spare = together(material, dice, fit, lambda s: (s.purpose, _action(s)))
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
    paths = {key: dice.choice(found) for key, found in fit.items() if found}
    able = [s for s in material.steps if s.key in paths]
    chosen, spare = together(material, dice, able, lambda s: (paths[s.key], material.names[s.key]))

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
        responses={f"does-{s.key}": Response(_does(s)) for s in chosen}
        | {f"does-{s.key}": Response(_does(s), f"That is what {names[s.key]} does.") for s in spare},
        pairs={s.key: (f"does-{s.key}",) for s in chosen},
        why={s.key: apart(material, s, [*chosen, *spare]) for s in chosen},
        explain=table(("step", "what it does"), [(names[s.key], s.purpose) for s in chosen]),
        asks="recall",
        difficulty=1,
        steps=chosen,
        facts=[f"{names[s.key]} {s.purpose}" for s in chosen],
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
            f"{company} plans pipelines around its {model} and lists what single steps are wanted for. Match "
            "each wish to the step that fits it best."
        ),
        prompts={f"wish-{s.key}": s.use.removesuffix(".") for s in chosen},
        responses={s.key: Response(names[s.key]) for s in chosen}
        | {s.key: Response(names[s.key], named(material, s)) for s in spare},
        pairs={f"wish-{s.key}": (s.key,) for s in chosen},
        why={f"wish-{s.key}": apart(material, s, [*chosen, *spare]) for s in chosen},
        explain=table(("step", "what it does"), [(names[s.key], s.purpose) for s in chosen]),
        asks="judgement",
        difficulty=2,
        steps=chosen,
        facts=[f"{names[s.key]} {s.use} {s.purpose}" for s in chosen],
    )


def _word_api(
    material: Material, chosen: Sequence[Step], spare: Sequence[Step], key: str, dice: Random
) -> Question:
    names = material.names
    return matching(
        material,
        dice,
        key=key,
        prompt=(
            "An audit log shows API actions that were called for the steps of pipelines. Match what each "
            "step does to the action that it calls."
        ),
        prompts={s.key: _does(s) for s in chosen},
        responses={f"calls-{s.key}": Response(f"`{_action(s)}`") for s in chosen}
        | {
            f"calls-{s.key}": Response(
                f"`{_action(s)}`", f"This is called by another one. {named(material, s)}"
            )
            for s in spare
        },
        pairs={s.key: (f"calls-{s.key}",) for s in chosen},
        why={s.key: f"{names[s.key]} does this, and calls `{_action(s)}`." for s in chosen},
        explain=table(("step", "calls"), [(names[s.key], f"`{_action(s)}`") for s in chosen]),
        asks="recall",
        difficulty=2,
        steps=chosen,
        facts=[f"{names[s.key]} {s.wraps}" for s in chosen],
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
            "Later steps of several pipelines refer to these properties, each written after the name of the "
            "step that exposes it. Match each property to the type of that step."
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
        facts=[f"{names[s.key]} {paths[s.key]}" for s in chosen],
    )


def _does(step: Step) -> str:
    """What it does, as a piece of its own: without a full stop."""
    return step.purpose.removesuffix(".")


def _exposes(name: str, step: Step) -> str:
    return f"{name} exposes other properties, such as `{step.exposes[0][0]}`."


def _action(step: Step) -> str:
    """The one action that it calls; "" where that is none, or not one alone."""
    found = API.fullmatch(step.wraps)
    return found[1] if found else ""


def _head(path: str) -> str:
    return re.split(r"[.\[]", path)[0]
