"""Matchings of what a lesson or a table says: a phrase to what it points to, a name to a cell beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from quizzes.engines import Question
from quizzes.engines.base import Reason
from quizzes.engines.matching import Matching, Response
from quizzes.generators.columns import asked
from quizzes.generators.giveaways import fair
from quizzes.generators.matchings import table as lined
from quizzes.generators.material import Material, Row, Signal, Table
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import said, sentence, shuffled

_MODIFIER = re.compile(r"(?i)(?:with|without|most|choose|select|put|why)\b")
_SPLIT = re.compile(r"[^a-z0-9]+")
CRAFT = "exam-craft"  # its signals are about exams, not about pipelines
COLUMNS = ("meaning", "when", "carries", "shifts", "example", "examples", "use")
"""Columns of a table whose cells say enough to be matched, and each of them is true of its own row alone.

What an event is usually used for is none of them: many may start a pipeline, or tell people.
"""
ALIKE = 0.6
"""Two cells are alike when they share more of their words than this."""
LIKE = 0.34
"""Two things that phrases point to are alike when they share more of their words than this."""


def phrases(material: Material, dice: Random, topic: str = "") -> Plan | None:
    """Phrases of one topic's stems to what each points to; what one more of them points to is left over."""
    lessons = [t for t in material.topics if t.key != CRAFT and topic in ("", t.key)]
    if not lessons:
        return None
    lesson = dice.choice(lessons)
    topic = lesson.key
    fit = apart(shuffled(dice, lesson.signals))
    count = min(dice.randint(3, 5), len(fit) - 1)
    chosen = fair(fit, count, lambda signal: (signal.phrase, signal.points_to))
    left = [signal for signal in fit if signal not in chosen]
    if len(chosen) < 3 or not left:
        return None
    spare = left[0]
    chosen.sort(key=lambda signal: signal.phrase)

    def word(key: str, dice: Random) -> Question:
        ids = {signal: f"s{n}" for n, signal in enumerate(chosen, 1)}
        responses = {f"to-{ids[s]}": Response(sentence(s.points_to)[:-1]) for s in chosen}
        responses["to-other"] = Response(
            sentence(spare.points_to)[:-1], f"Another phrase points to this: *{spare.phrase}*."
        )
        facts = [f"{s.phrase} {s.points_to}" for s in chosen]
        return Matching(
            **said(
                material,
                key=key,
                prompt="A candidate underlines these phrases in exam stems. Match each to what it points to.",
                explain=lined(
                    ("it points to", "why"), [(begun(s.points_to), s.why) for s in (*chosen, spare)]
                ),
                topics=[topic],
                reread=material.told.telling(facts, [topic]),
                sources=material.told.nearest(lesson.sources, facts),
                difficulty=2,
                asks="judgement",
            ),
            prompts={ids[s]: sentence(s.phrase)[:-1] for s in shuffled(dice, chosen)},
            responses={key: responses[key] for key in shuffled(dice, sorted(responses))},
            pairs={ids[s]: (f"to-{ids[s]}",) for s in chosen},
            why={ids[s]: Reason(s.why) for s in chosen if s.why},
        )

    pieces = frozenset({*(s.phrase for s in chosen), f"not:{spare.phrase}: {spare.points_to}"})
    return Plan("phrases", (topic,), pieces, word, frozenset(s.phrase for s in (*chosen, spare)))


def cells(material: Material, dice: Random, topic: str = "") -> Plan | None:
    """Names of a reference table to what one of its columns says of each; one or two cells are left over."""
    fit = [
        (table, column)
        for table in material.tables
        for column in COLUMNS
        if (not topic or topic in table.topics)
        and column in table.columns
        and len(_distinct(table.rows, column)) >= 4
    ]
    if not fit:
        return None
    table, column = dice.choice(fit)
    rows = shuffled(dice, _distinct(table.rows, column))
    count = min(dice.randint(3, 5), len(rows) - 1)
    chosen = sorted(fair(rows, count, lambda row: (row.name, row.cells[column])), key=lambda row: row.key)
    left = [row for row in rows if row not in chosen]
    spare = sorted(left[: dice.randint(1, 2)], key=lambda row: row.key)
    if len(chosen) < 3:
        return None
    pieces = frozenset({*(row.key for row in chosen), *(f"not:{row.key}" for row in spare)})
    return Plan(
        "cells",
        (table.key, column),
        pieces,
        lambda key, dice: _word(material, table, column, chosen, spare, key, dice),
    )


SORTS = (
    Sort("phrases", "matching", (), phrases),
    Sort("cells", "matching", (), cells),
)


def _word(
    material: Material, table: Table, column: str, chosen: list[Row], spare: list[Row], key: str, dice: Random
) -> Question:
    responses = {f"is-{row.key}": Response(begun(row.cells[column])) for row in chosen}
    responses |= {
        f"is-{row.key}": Response(begun(row.cells[column]), f"That is true of {row.name}.") for row in spare
    }
    told = material.told.telling([f"{row.name} {row.cells[column]}" for row in chosen], table.topics)
    shown = [p.address for topic in material.topics for p in topic.passages if p.table == table.key]
    return Matching(
        **said(
            material,
            key=key,
            prompt=asked(table, column),
            explain=table.text,
            topics=table.topics,
            reread=shown or told,
            sources=[source for row in chosen for source in row.sources[:1]],
            difficulty=2,
            asks="recall",
        ),
        prompts={row.key: row.name for row in shuffled(dice, chosen)},
        responses={name: responses[name] for name in shuffled(dice, sorted(responses))},
        pairs={row.key: (f"is-{row.key}",) for row in chosen},
        why={row.key: Reason(row.why) for row in chosen if row.why},
    )


def begun(text: str) -> str:
    """A cell as a piece of its own: with a capital, without a full stop."""
    return sentence(text).removesuffix(".")


def _distinct(rows: tuple[Row, ...], column: str) -> list[Row]:
    """The rows whose cells in this column cannot be taken for each other; of two like ones the first."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: row.key):
        if not any(share(row.cells[column], other.cells[column]) > ALIKE for other in kept):
            kept.append(row)
    return kept


def apart(signals: list[Signal]) -> list[Signal]:
    """Those that name a thing wanted, and of two that point to much the same the first."""
    kept: list[Signal] = []
    for signal in signals:
        if not _MODIFIER.match(signal.phrase) and not _like(signal, kept):
            kept.append(signal)
    return kept


def _like(signal: Signal, others: list[Signal]) -> bool:
    return any(share(signal.points_to, other.points_to) > LIKE for other in others)


def share(one: str, other: str) -> float:
    """How much of the words of the shorter text the longer one has."""
    a, b = _words(one), _words(other)
    return len(a & b) / max(1, min(len(a), len(b)))


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(_SPLIT.split(text.lower())) - {"", "a", "the", "of", "on", "in", "to", "and", "with"}
