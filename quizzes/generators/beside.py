"""Matchings of services to what each has of one kind: a table that compares them, read along a row."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.matching import Matching, Response
from quizzes.generators.giveaways import fair
from quizzes.generators.material import Material, Row, Table
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.signals import ALIKE, begun, share
from quizzes.generators.telling import said, shuffled

COMPARED = "orchestrators"
FEWEST = 3
Thing = tuple[str, str]
"""The key of a column and what stands there."""


def beside(material: Material, dice: Random) -> Plan | None:
    """Services to what each of them has by one criterion; what one more of them has is left over."""
    table = next((table for table in material.tables if table.key == COMPARED), None)
    fit = [row for row in table.rows if len(_apart(row)) > FEWEST] if table else []
    if table is None or not fit:
        return None
    for row in shuffled(dice, fit):
        cells = shuffled(dice, _apart(row))
        chosen = sorted(fair(cells, FEWEST, lambda cell: (table.columns[cell[0]], cell[1])))
        spare = sorted(cell for cell in cells if cell not in chosen)[:1]
        if len(chosen) == FEWEST and spare:
            break
    else:
        return None

    def word(key: str, dice: Random) -> Question:
        return _word(material, table, row, chosen, spare, key, dice)

    pieces = frozenset({row.key})
    return Plan("beside", (table.key, row.key, *(key for key, _ in chosen)), pieces, word)


SORTS = (Sort("beside", "matching", (COMPARED, "ci-cd"), beside),)


def _apart(row: Row) -> list[Thing]:
    """The cells of a row that cannot be taken for each other; of two like ones neither."""
    cells = sorted(row.cells.items())
    return [
        (key, text)
        for key, text in cells
        if not any(share(text, other) > ALIKE for name, other in cells if name != key)
    ]


def _word(
    material: Material,
    table: Table,
    row: Row,
    chosen: list[Thing],
    spare: list[Thing],
    key: str,
    dice: Random,
) -> Question:
    responses = {f"of-{name}": Response(begun(text)) for name, text in chosen}
    responses |= {
        f"of-{name}": Response(begun(text), f"This is what {table.columns[name]} has.")
        for name, text in spare
    }
    facts = [f"{table.columns[name]} {row.name} {text}" for name, text in chosen]
    return Matching(
        **said(
            material,
            key=key,
            prompt=(
                f"Services that are weighed against each other are compared by one thing: **{row.name}**. "
                "Match each service to what the comparison says of it."
            ),
            explain=f"{row.why} {table.text}".strip(),
            topics=table.topics,
            reread=[f"{COMPARED}#choosing", *material.told.telling(facts, table.topics)],
            sources=row.sources,
            difficulty=2,
            asks="judgement",
            tasks=("3.1", "3.3"),
        ),
        prompts={name: table.columns[name] for name, _ in shuffled(dice, chosen)},
        responses={name: responses[name] for name in shuffled(dice, sorted(responses))},
        pairs={name: (f"of-{name}",) for name, _ in chosen},
    )
