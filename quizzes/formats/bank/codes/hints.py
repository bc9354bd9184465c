"""What to do about a problem, where its message does not say so already."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kit.problems import Problem

HINTS: Final = {
    "B001": "Save the file as UTF-8.",
    "B002": "Take the character out.",
    "B003": "Split the bank.",
    "B005": "Put it into a file of its own.",
    "B006": "Begin with bank, title and questions.",
    "B007": "Close what was opened before.",
    "B008": "Split the bank.",
    "B009": "Leave the tag out: plain text is text already.",
    "B010": "Leave the line out.",
    "B013": "Keep one of the two.",
    "B015": "Add it.",
    "B017": "Write something, or leave the field out.",
    "B019": "Shorten it.",
    "B025": "Say it more simply, or in several fields.",
    "B027": "Split the bank.",
    "B028": "Ask several questions.",
    "B029": "Put its questions into the outer case.",
    "B030": "Keep one of them.",
    "B031": "Take one of these needs away.",
    "B032": "Say what must come before what.",
    "B033": "Name every item once.",
    "B034": "Mend the claim or the needs.",
    "B037": "Add some.",
    "B039": "Leave out correct: true where it is not.",
    "B040": "Add the pair, or take the prompt away.",
    "B041": "Add a response, or set reuse: true.",
    "B042": "Word one of them differently.",
    "B043": "Mend the example or the key.",
    "B056": "Rename one of the two.",
    "B060": "Shorten keys or lengthen the others.",
    "B061": "Write what belongs there.",
    "B063": "Read it again and set the date.",
    "B064": "Take one away, or ask it differently.",
    "B065": "Write the day on which it was read.",
    "B066": "Begin it with https://, mailto: or / (a page of this site).",
    "B067": "Say it in words.",
    "B068": "Mend the address.",
}


def hinted(problem: Problem) -> Problem:
    """The problem with the hint of its code, if it has none and ends with no question of its own."""
    hint = HINTS.get(problem.code, "")
    if problem.hint or not hint or problem.message.endswith("?"):
        return problem
    return replace(problem, message=problem.message.rstrip(".") + ".", hint=hint)
