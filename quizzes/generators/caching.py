"""Choices about step caching: which change makes a step run again, and which earlier run is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.changes import Change, for_step
from quizzes.generators.material import Material, Step
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import COUNTS, choice, known_trap, said, shuffled, story

TOPIC = "step-caching"
KEYS = "step-caching#key"
URIS = "step-caching#uris"
EXPIRY = "step-caching#expiry"
DEFAULT_KEYS = "pipelines-default-keys.html"
CACHING = "pipelines-caching.html"


def misses(material: Material, dice: Random) -> Plan | None:
    """Which changes make a cached step run again, among such as do not."""
    return _changes(material, dice, "misses", True)


def hits(material: Material, dice: Random) -> Plan | None:
    """With which changes a cached step still takes its output from the cache."""
    return _changes(material, dice, "hits", False)


def _changes(material: Material, dice: Random, sort: str, wanted: bool) -> Plan | None:
    steps = [step for step in material.steps if step.cacheable]
    if not steps:
        return None
    step = dice.choice(steps)
    found = shuffled(dice, for_step(step))
    right = _one_a_group([c for c in found if c.misses is wanted], set())
    wrong = _one_a_group([c for c in found if c.misses is not wanted], set())
    counts = [(r, w) for r, w in ((1, 3), (1, 3), (2, 3), (3, 2)) if r <= len(right) and w <= len(wrong)]
    if not counts:
        return None
    r, w = dice.choice(counts)
    chosen = sorted([*right[:r], *wrong[:w]], key=lambda change: change.key)
    pieces = frozenset(change.key for change in chosen)
    return Plan(
        sort, (step.key,), pieces, lambda key, dice: _word(material, step, chosen, wanted, r, key, dice)
    )


def _one_a_group(changes: Sequence[Change], taken: set[str]) -> list[Change]:
    """Of changes that are much the same the first one: two of them would give each other away."""
    kept = []
    for change in changes:
        if change.group not in taken:
            taken.add(change.group)
            kept.append(change)
    return kept


def _word(
    material: Material, step: Step, chosen: list[Change], wanted: bool, count: int, key: str, dice: Random
) -> Question:
    name = material.names[step.key]
    company, model = story(dice)
    number = COUNTS[count]
    if wanted:
        asked = f"Which {number} {'make' if count > 1 else 'makes'} the step's job run again?"
    else:
        asked = f"With which {number} does the step still take its output from the cache?"
    prompt = (
        f"{company} retrains its {model} with a pipeline whose {name} step is cached for 30 days. The step "
        "succeeded yesterday. These changes are proposed for today, each on its own, while everything else "
        f"stays as it is. {asked}"
    )
    offered = {
        change.key: Option(
            change.text,
            change.misses is wanted,
            change.why(step),
            known_trap(material, change.trap) if change.misses is not wanted else "",
        )
        for change in chosen
    }
    compared = ", ".join(step.in_key)
    explain = (
        f"Of {name} steps these are compared: {compared}. A change that ends up in one of them is a miss, "
        "whatever it was for. A change anywhere else, or behind a URI that stays the same, is a hit."
    )
    about = said(
        material,
        key=key,
        prompt=prompt,
        explain=explain,
        topics=[TOPIC],
        reread=[KEYS, URIS] if any(change.place == "behind" for change in chosen) else [KEYS],
        sources=[material.source(DEFAULT_KEYS), material.source(CACHING)],
        difficulty=3 if count > 1 else 2,
        asks="judgement",
        steps=[step.key],
    )
    return choice(material, about, dice, offered)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier run as it is told: whether it qualifies, what it has about it, and why not."""

    key: str
    text: str
    why: str
    young: bool | None
    """Within the expiry, beyond it, or of any age because something else speaks against it."""


_EARLIER = (
    _Earlier("plain", "the step `Succeeded`; the execution did so too",
             "The step succeeded with an equal key and within the expiry", True),
    _Earlier("gate", "the step `Succeeded`; the execution `Failed` later",
             "The step succeeded with an equal key; how its execution ended does not matter", True),
    _Earlier("stopped-later", "the step `Succeeded`; the execution was `Stopped`",
             "The step succeeded with an equal key; how its execution ended does not matter", True),
    _Earlier("expired", "the step `Succeeded`; the execution did so too",
             "The run is older than `ExpireAfter` allows", False),
    _Earlier("failed", "the attributes were equal; the step itself `Failed`",
             "A failed step never matches, however equal its key is", None),
    _Earlier("stopped", "the attributes were equal; the step was `Stopped`",
             "A stopped step never matches, however equal its key is", None),
    _Earlier("other-pipeline", "another pipeline's identical step `Succeeded`",
             "A step of another pipeline never matches, even if it is identical", None),
    _Earlier("other-input", "the step `Succeeded`; its input URI was another",
             "Its key differs: the input URI is compared", None),
    _Earlier("other-image", "the step `Succeeded`; its image URI was another",
             "Its key differs: the image URI is compared", None),
)  # fmt: skip
DAYS = ((7, "P7D"), (14, "P14D"), (30, "P30D"))


def earlier(material: Material, dice: Random) -> Plan | None:
    """From which of four earlier runs a cached step takes its output: the newest that qualifies."""
    steps = [s for s in material.steps if s.cacheable and s.key in ("processing", "training")]
    if not steps:
        return None
    step = dice.choice(steps)
    good = [e for e in _EARLIER if e.young]
    bad = [e for e in _EARLIER if not e.young]
    right = dice.choice(good)
    older = dice.choice([None, *(e for e in good if e is not right)])
    lures = shuffled(dice, bad)[: 2 if older else 3]
    # where the right one stands among those that do not qualify: as the newest, the oldest, or between
    place = dice.randint(0, len(lures))
    pieces = frozenset({right.key, *(e.key for e in lures), *([f"older:{older.key}"] if older else [])})
    about = (step.key, right.key, str(place))

    def word(key: str, dice: Random) -> Question:
        return _word_earlier(material, step, right, older, lures, place, key, dice)

    return Plan("earlier", about, pieces, word)


def _word_earlier(
    material: Material,
    step: Step,
    right: _Earlier,
    older: _Earlier | None,
    lures: list[_Earlier],
    place: int,
    key: str,
    dice: Random,
) -> Question:
    limit, duration = dice.choice(DAYS)
    lures = sorted(lures, key=lambda e: e.key)
    dice.shuffle(lures)
    # the expired one is always beyond the limit; the others are younger or older than the right one
    younger = [e for e in lures if e.young is None][:place]
    rest = [e for e in lures if e not in younger and e.young is None]
    ages = sorted(dice.sample(range(1, limit), len(younger) + 1 + len(rest) + (older is not None)))
    told: list[tuple[_Earlier, int, bool, str]] = []
    for e in younger:
        told.append((e, ages.pop(0), False, f"{e.why}."))
    age = ages.pop(0)
    told.append((right, age, True, f"{right.why}, and no younger run qualifies."))
    if older is not None:
        told.append(
            (
                older,
                ages.pop(0),
                False,
                f"It qualifies too, but the newest that does is taken, and that is {_days(age)} old.",
            )
        )
    told += [(e, ages.pop(0), False, f"{e.why}.") for e in rest]
    told += [(e, limit + dice.randint(1, limit), False, f"{e.why}.") for e in lures if e.young is False]
    name = material.names[step.key]
    company, model = story(dice)
    trap = known_trap(material, "cache-any-output")
    offered = {
        f"run-{n}": Option(f"{_days(days)} ago: {e.text}", correct, why, "" if correct else trap)
        for n, (e, days, correct, why) in enumerate(told, 1)
    }
    about = said(
        material,
        key=key,
        prompt=(
            f"In the pipeline for {company[0].lower()}{company[1:]}'s {model} a {name} step is cached with "
            f"`ExpireAfter` set to `{duration}`. Today it is about to start with the same key attributes as "
            "in these earlier runs, except where one says otherwise. From which does it take its output?"
        ),
        explain=(
            "A run is taken if it was of the same step in the same pipeline, with equal key attributes, if "
            f"the step itself `Succeeded`, and if it is no older than `ExpireAfter`, here {limit} days. Of "
            "several the newest is used. The end of the whole execution plays no part."
        ),
        topics=[TOPIC],
        reread=[EXPIRY, KEYS],
        sources=[material.source(CACHING), material.source("pipelines-caching-enabling.html")],
        difficulty=3,
        asks="judgement",
        steps=[step.key],
    )
    return choice(material, about, dice, offered)


def _days(days: int) -> str:
    return f"{days} days" if days > 1 else "1 day"


SORTS = (
    Sort("misses", "choice", (TOPIC,), misses, ("same-prefix-noticed",)),
    Sort("hits", "choice", (TOPIC,), hits),
    Sort("earlier", "choice", (TOPIC,), earlier, ("cache-any-output",)),
)
