"""How much room the words of a picture take: in its boxes, and in the marks that hang at them. Pure.

No font is asked: letters have Arial's measure, and what is painted in a wider one is drawn closer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from syllabus.loop import Node
from syllabus.marks import SHORTS

Form = Literal["wide", "narrow"]
LINE = 16.0  # from one line of a title to the next; the letters are 13 px high
BADGE = 15.0  # how high a mark is; its letters are 11 px high
BADGE_LETTERS = 11 / 13
BADGE_ICON, BADGE_END = 16.0, 5.0  # what stands before its word, and after it

NARROW_BOX = 130.0  # two beside each other, with their outlines, a line past them and a lane, fit 328 px
NARROW_DIAMOND = 176.0
WIDE_LINE = 72.0  # a line of a title; ten levels fit 1,120 px
DIAMOND = 0.62  # the part of a diamond's width that two lines of words can use
BESIDE: Mapping[str, float] = {"outside": 20, "registry": 10, "fail": 18, "glue": 24}
"""How much wider than its longest line a box is."""
_SLIM, _BROAD = frozenset("fijlrt.,:;'|!()[] -"), frozenset("mwMW@%")


def hangs(node: Node, form: Form) -> bool:
    """Whether its mark hangs at an edge of its box; else the box has room for it."""
    return form == "wide" or node.shape == "control"


def room_for(node: Node, form: Form) -> float:
    """How wide a line of the title may be."""
    if form == "wide":
        return WIDE_LINE
    return NARROW_DIAMOND * DIAMOND if node.shape == "control" else NARROW_BOX - BESIDE.get(node.shape, 8)


def wrapped(title: str, width: float) -> tuple[str, ...]:
    """A title in lines of at most `width`, as far as its words allow."""
    lines: list[str] = []
    for word in title.split():
        if lines and letters(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def badge_width(word: str) -> float:
    """How wide a mark is that says this word."""
    return round(letters(word) * BADGE_LETTERS + BADGE_ICON + BADGE_END, 1)


def letters(text: str) -> float:
    """About how wide a text is in 13 px bold Arial, or in any font made to its measure."""
    return sum(4.3 if c in _SLIM else 11.4 if c in _BROAD else 9.2 if c.isupper() else 7.6 for c in text)


BROADEST_BADGE = max(badge_width(word) for word in SHORTS)
