"""Choices about a lineage: what goes back to a dataset, what a model goes back to, and what one hop shows.

The jobs are told line by line, as in a log, and what they read and write is the graph. The answer follows
from the jobs alone, whoever started them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from kit.graph import Graph
from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.stem import offered_of
from quizzes.generators.telling import COUNTS, choice, known_trap, listed, said, shuffled, some

TOPIC = "lineage"
QUESTIONS = f"{TOPIC}#questions"
ENTITIES = f"{TOPIC}#entities"
RAW = ("orders", "clicks", "stock", "returns", "weather", "prices", "visits", "claims")
MODELS = ("demand", "churn", "fraud", "pricing", "delay", "basket")
INTRO = "These SageMaker jobs have run, each once. Every name stands for one S3 URI."
STARTED = (
    "started by a pipeline",
    "started from a notebook",
    "started by Step Functions",
    "started by Airflow",
)


@dataclass(frozen=True)  # no slots: the graph is kept once it was made
class Lineage:
    """Jobs, and the names of what each reads and writes: processing jobs first, then training jobs."""

    reads: tuple[tuple[str, tuple[str, ...]], ...]
    writes: tuple[tuple[str, str], ...]

    @cached_property
    def graph(self) -> Graph:
        """What each thing and job comes from, directly."""
        made = {what: job for job, what in self.writes}
        inputs = dict(self.reads)
        raw = sorted({name for names in inputs.values() for name in names} - made.keys())
        needs = {name: list[str]() for name in raw}
        for job, names in inputs.items():
            needs[job] = list(names)
        needs |= {what: [job] for what, job in made.items()}
        return Graph.of(needs, needs)

    @cached_property
    def raw(self) -> tuple[str, ...]:
        return tuple(key for key in self.graph.nodes if not self.graph.needs[key])

    @cached_property
    def models(self) -> tuple[str, ...]:
        return tuple(what for job, what in self.writes if job.startswith("train-"))


def drawn_from(dice: Random) -> Lineage:
    """Two or three jobs that prepare data, and four or five that train on what they have written."""
    raw = sorted(dice.sample(RAW, 5))
    prepared = [f"set-{letter}" for letter in "abc"[: dice.randint(2, 3)]]
    reads, writes = [], []
    for name in prepared:
        job = f"prepare-{name[-1]}"
        reads.append((job, tuple(sorted(some(dice, raw, 1, 2)))))
        writes.append((job, name))
    for model in sorted(dice.sample(MODELS, 5)):
        sets = some(dice, prepared, 1, 2)
        direct = some(dice, raw, 1, 1) if dice.random() < 0.3 else []
        reads.append((f"train-{model}", tuple(sorted({*sets[: 2 - len(direct)], *direct}))))
        writes.append((f"train-{model}", f"{model}-model"))
    return Lineage(tuple(reads), tuple(writes))


def descended(material: Material, dice: Random) -> Plan | None:
    """Which models go back to a dataset."""
    lineage = drawn_from(dice)
    start = dice.choice(lineage.raw)
    right = sorted(lineage.graph.descendants(start) & set(lineage.models))
    wrong = [model for model in lineage.models if model not in right]
    return _plan(material, dice, "descended", lineage, start, right, wrong)


def ascended(material: Material, dice: Random) -> Plan | None:
    """To which raw datasets a model goes back."""
    lineage = drawn_from(dice)
    start = dice.choice(lineage.models)
    right = sorted(lineage.graph.ancestors(start) & set(lineage.raw))
    wrong = [name for name in lineage.raw if name not in right]
    return _plan(material, dice, "ascended", lineage, start, right, wrong)


def one_hop(material: Material, dice: Random) -> Plan | None:
    """What a list of the associations of one thing shows: its neighbours on one side, and nothing beyond."""
    lineage = drawn_from(dice)
    graph = lineage.graph
    starts = [name for name in graph.nodes if len(graph.descendants(name)) >= 4]
    if not starts:
        return None
    start = dice.choice(starts)
    right = sorted(key for key in graph.nodes if start in graph.needs[key])
    beyond = graph.descendants(start) - set(right)
    before = graph.ancestors(start)
    wrong = [*sorted(beyond), *sorted(before)]
    return _plan(material, dice, "hop", lineage, start, right, wrong)


def _plan(
    material: Material,
    dice: Random,
    sort: str,
    lineage: Lineage,
    start: str,
    right: Sequence[str],
    wrong: Sequence[str],
) -> Plan | None:
    if QUESTIONS not in material.passages or not right:
        return None
    chosen = offered_of(dice, sorted(shuffled(dice, right)[: dice.randint(1, 3)]), wrong)
    if chosen is None:
        return None
    told = [f"{job}<{'+'.join(names)}" for job, names in lineage.reads]

    def word(key: str, dice: Random) -> Question:
        return _word(material, sort, lineage, start, chosen, set(right), key, dice)

    return Plan(sort, (start, *told), frozenset({*chosen, *told}), word)


SORTS = (
    Sort("descended", "choice", (TOPIC,), descended),
    Sort("ascended", "choice", (TOPIC,), ascended),
    Sort("hop", "choice", (TOPIC,), one_hop, ("list-associations-walks",)),
)


def _word(
    material: Material,
    sort: str,
    lineage: Lineage,
    start: str,
    chosen: Collection[str],
    right: Collection[str],
    key: str,
    dice: Random,
) -> Question:
    count = sum(name in right for name in chosen)
    number = COUNTS[count]
    asked = {
        "descended": (
            f"The supplier of `{start}` withdraws it. `QueryLineage` is called from its artifact, direction "
            f"`Descendants`, with the largest depth. Which {number} of these does it find?"
        ),
        "ascended": (
            f"An auditor asks what `{start}` was made from. `QueryLineage` is called from its artifact, "
            f"direction `Ascendants`, with the largest depth. Which {number} of these does it "
            "find?"
        ),
        "hop": (
            f"`ListAssociations` is called once, with `SourceArn` set to that of `{start}`, and all pages of "
            f"its result are read. Which {number} of these {'is' if count == 1 else 'are'} the "
            "destination of an association in it?"
        ),
    }[sort]
    why = {
        "descended": _why_descended,
        "ascended": _why_ascended,
        "hop": _why_hop,
    }[sort]
    about = said(
        material,
        key=key,
        prompt="\n\n".join([INTRO, "\n".join(_lines(lineage, dice)), asked]),
        explain=(
            "An association leads from what was read to the job, and from the job to what it wrote. "
            + (
                "`ListAssociations` shows those of one entity, one hop away; `QueryLineage` walks on."
                if sort == "hop"
                else "`QueryLineage` walks them over many hops. Who started a job makes no difference: "
                "SageMaker records its jobs by itself."
            )
        ),
        topics=[TOPIC],
        reread=[QUESTIONS, ENTITIES] if sort == "hop" else [QUESTIONS, f"{TOPIC}#automatic"],
        sources=[
            material.source(
                "API_ListAssociations.html" if sort == "hop" else "querying-lineage-entities.html"
            ),
            material.source("lineage-tracking-auto-creation.html"),
        ],
        difficulty=2 if sort == "hop" else 3,
        asks="judgement",
    )
    walked = lineage.graph.descendants(start) - set(right) if sort == "hop" else frozenset[str]()
    trap = known_trap(material, "list-associations-walks")
    offered = {
        name: Option(
            f"`{name}`",
            name in right,
            why(lineage, start, name, name in right),
            trap if name in walked else "",
        )
        for name in chosen
    }
    return choice(material, about, dice, offered)


def _lines(lineage: Lineage, dice: Random) -> list[str]:
    writes = dict(lineage.writes)
    return [
        f"- `{job}` ({dice.choice(STARTED)}) reads {listed([f'`{name}`' for name in names])} and writes "
        f"`{writes[job]}`"
        for job, names in shuffled(dice, lineage.reads)
    ]


def _way(lineage: Lineage, before: str, after: str) -> str:
    """The jobs on the way from one thing to another, in an order they can run."""
    graph = lineage.graph
    inner = graph.descendants(before) & graph.ancestors(after) & dict(lineage.reads).keys()
    return listed([f"`{job}`" for job in graph.order() if job in inner])


def _why_descended(lineage: Lineage, start: str, name: str, found: bool) -> str:
    if found:
        return f"A way leads to it from `{start}`, by {_way(lineage, start, name)}."
    roots = sorted(lineage.graph.ancestors(name) & set(lineage.raw))
    return f"It goes back to {listed([f'`{root}`' for root in roots])}, and not to `{start}`."


def _why_ascended(lineage: Lineage, start: str, name: str, found: bool) -> str:
    if found:
        return f"A way leads from it to `{start}`, by {_way(lineage, name, start)}."
    models = sorted(lineage.graph.descendants(name) & set(lineage.models))
    if not models:
        return "No model goes back to it."
    return f"It leads to {listed([f'`{model}`' for model in models])}, and not to `{start}`."


def _why_hop(lineage: Lineage, start: str, name: str, found: bool) -> str:
    if found:
        return f"An association leads to it from `{start}` directly."
    if name in lineage.graph.ancestors(start):
        return f"It lies before `{start}`: there `{start}` is not the source."
    graph = lineage.graph
    between = graph.descendants(start) & graph.ancestors(name)
    return (
        f"It lies further on, behind {listed([f'`{key}`' for key in graph.order() if key in between])}: more "
        "than one hop away."
    )
