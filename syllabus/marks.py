"""How a node is marked, in the picture as in the list and the table: an icon, a word, and a name to style by.

Outside a walk a mark tells how a node stands to the chosen one; in a walk, its state at the moment. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from syllabus.going import INSIDE, OUTSIDE
from syllabus.look import Look
from syllabus.loop import PipelineView
from syllabus.walk import Moment, State

STANDINGS = {"needed": "needed", "dependant": "waits", "chosen": "chosen"}
SHORT = {"never": "never"}
"""What stands in the picture, where boxes are narrow."""

SHORTS = frozenset(
    [
        *STANDINGS.values(),
        *(SHORT.get(name, word) for words in (INSIDE, OUTSIDE) for name, word in words.items()),
    ]
)
"""Every word that a mark can say in the picture."""

ICONS = {
    "waiting": "M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM5 3v2l1.5 1",
    "running": "M3 1.5v7l5.5-3.5z",
    "succeeded": "M1.5 5.5 4 8l4.5-6",
    "failed": "M2 2l6 6M8 2 2 8",
    "never": "M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM2.2 7.8l5.6-5.6",
    "needed": "M9 5H1.5M4.5 2l-3 3 3 3",
    "dependant": "M1 5h7.5M5.5 2l3 3-3 3",
    "chosen": "M5 3.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
}
"""Lines in a square of ten by ten."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`kind` is standing or state; `word` is told in full, `short` where there is little room."""

    kind: str
    name: str
    word: str
    short: str

    @property
    def icon(self) -> str:
        return ICONS[self.name]


def mark_of(view: PipelineView, key: str, look: Look, moment: Moment | None) -> Mark | None:
    """The mark of a node; none where nothing is chosen, or where the node is apart from what is."""
    if moment is not None:
        return state_mark(moment.states[key])
    standing = view.standing(key, look.node, look.kin)
    word = STANDINGS.get(standing, "")
    return Mark("standing", standing, word, word) if word else None


def state_mark(state: State) -> Mark:
    return Mark("state", state.name, state.word, SHORT.get(state.name, state.word))
