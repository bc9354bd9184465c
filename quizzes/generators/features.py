"""Choices about the records of a feature group: what the online store returns, and what a label may know."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, said, shuffled

TOPIC = "feature-store"
STORES = f"{TOPIC}#stores"
INGESTING = f"{TOPIC}#ingesting"
TRAINING = f"{TOPIC}#training-sets"
STORIES = (
    ("customer 17", "orders in the last week", range(1, 9), ""),
    ("card 4711", "payments in the last hour", range(1, 9), ""),
    ("shop 8", "returns in the last month", range(10, 90, 7), ""),
    ("machine 23", "mean temperature of the last hour", range(40, 95, 6), " °C"),
    ("driver 5", "minutes of delay in the last day", range(5, 60, 8), " minutes"),
    ("turbine 12", "stops in the last ten days", range(1, 9), ""),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One write: on which day of March it arrived, of which day its values are, and the feature's value."""

    arrived: int
    event: int
    value: int


def records(dice: Random, values: range) -> tuple[Record, ...]:
    """Four or five writes in the order of their arrival, at least one of them older than one before it."""
    count = dice.randint(4, 5)
    arrived = sorted(dice.sample(range(6, 27), count))
    numbers = dice.sample(list(values), count)
    events: list[int] = []
    late = dice.randrange(1, count)
    for place, day in enumerate(arrived):
        free = [d for d in range(1, day + 1) if d not in events]
        older = [d for d in free if events and d < max(events)]
        events.append(dice.choice(older) if place == late and older else max(free))
    return tuple(Record(*found) for found in zip(arrived, events, numbers, strict=True))


def online(material: Material, dice: Random) -> Plan | None:
    """After some writes: what a look-up for inference returns."""
    return _plan(material, dice, "online")


def as_of(material: Material, dice: Random) -> Plan | None:
    """After some writes: which value a label of some day is joined with."""
    return _plan(material, dice, "as-of")


SORTS = (
    Sort("online", "choice", (TOPIC,), online),
    Sort("as-of", "choice", (TOPIC,), as_of),
)


def _plan(material: Material, dice: Random, sort: str) -> Plan | None:
    if TRAINING not in material.passages:
        return None
    subject = dice.randrange(len(STORIES))
    written = records(dice, STORIES[subject][2])
    newest = max(written, key=lambda record: record.event)
    label = 0
    right = newest
    if sort == "as-of":
        days = [d for d in range(2, 27) if _known(written, d) and d not in {r.event for r in written}]
        days = [d for d in days if _known(written, d) is not newest and _in_time(written, d)]
        if not days:
            return None
        label = dice.choice(days)
        right = _known(written, label) or newest
    elif newest is written[-1] and dice.random() < 0.8:
        return None  # who takes what was written last would be right
    wrong = [record for record in written if record is not right]
    lures = [r for r in (written[-1], newest) if r is not right]
    lures += [r for r in shuffled(dice, wrong) if r not in lures]
    chosen = {right, *list(dict.fromkeys(lures))[:3]}
    told = tuple(f"{r.arrived}:{r.event}:{r.value}" for r in written)

    def word(key: str, dice: Random) -> Question:
        offered = [record for record in written if record in chosen]
        return _word(material, sort, subject, written, offered, right, label, key, dice)

    pieces = frozenset({f"{r.arrived}:{r.event}:{r.value}" for r in chosen})
    return Plan(sort, (f"{subject}", f"{label}", *told), pieces, word)


def _known(written: tuple[Record, ...], day: int) -> Record | None:
    """The newest record whose event time is not later than a day."""
    earlier = [record for record in written if record.event <= day]
    return max(earlier, key=lambda record: record.event) if earlier else None


def _in_time(written: tuple[Record, ...], day: int) -> bool:
    """What a label of that day may know had been written by then: nothing hangs on what came late."""
    known = _known(written, day)
    return known is not None and known.arrived <= day


def _word(
    material: Material,
    sort: str,
    subject: int,
    written: tuple[Record, ...],
    offered: list[Record],
    right: Record,
    label: int,
    key: str,
    dice: Random,
) -> Question:
    who, what, _, unit = STORIES[subject]
    lines = [f"- written on {r.arrived} March, event time {r.event} March: {r.value}{unit}" for r in written]
    asked = {
        "online": "On 31 March inference calls `GetRecord`. Which value does it get?",
        "as-of": (
            f"On 31 March a training set is built from the offline store. One of its labels is of {label} "
            "March. With which value must that label be joined, so that nothing leaks?"
        ),
    }[sort]
    explain = {
        "online": (
            "The online store keeps one record for each identifier, that with the latest **event time**. A "
            "record whose event time is older than the stored one goes to the offline store only, however "
            "late it was written."
        ),
        "as-of": (
            "A label is joined with the values as of its own time: the newest record whose **event time** is "
            "not later than the label's. Taking the latest values lets training see what was not known then."
        ),
    }[sort]
    about = said(
        material,
        key=key,
        prompt=(
            f"A feature group has an online and an offline store. For {who}, each of these records was "
            f"written with `PutRecord`; the feature is *{what}*.\n\n" + "\n".join(lines) + f"\n\n{asked}"
        ),
        explain=explain,
        topics=[TOPIC],
        reread=[STORES, INGESTING] if sort == "online" else [TRAINING, STORES],
        sources=[
            material.source("API_feature_store_PutRecord.html"),
            material.source("feature-store-concepts.html" if sort == "online" else "create-a-dataset.html"),
        ],
        difficulty=2,
        asks="judgement",
    )
    options = {
        f"of-{r.event}": Option(f"{r.value}{unit}", r is right, _why(sort, written, r, right, label))
        for r in offered
    }
    return choice(material, about, dice, options)


def _why(sort: str, written: tuple[Record, ...], record: Record, right: Record, label: int) -> str:
    newest = max(written, key=lambda r: r.event)
    if sort == "online":
        if record is right:
            return "No other record has a later event time."
        if record is written[-1]:
            return f"It was written last, but its event time is older than {right.event} March."
        return f"Its event time is older than {right.event} March."
    if record is right:
        return "Of the records up to the label's day it is the newest."
    if record.event > label:
        ends = ", and is the latest of all: the future" if record is newest else ": the future"
        return f"On {label} March that was not known yet; its event time is later{ends}."
    return f"It is older than the record of {right.event} March, which was known by then."
