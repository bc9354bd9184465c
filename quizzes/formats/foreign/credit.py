"""Gradings that give parts of a mark, as right or wrong: our questions give one mark or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kit.wording import listed, quoted
from quizzes.formats.foreign.found import Note, Pick

_FULL = 99.9  # thirds are written 33.33333
_NONE = 0.001


def right_ones(pick: Pick) -> tuple[tuple[bool, ...], tuple[str, ...]]:
    """Which answers are right, all of them and no other; and what of their credits that does not say.

    None is right where the credits cannot mean that: then the author must say what is.
    """
    names = [answer.text.words for answer in pick.answers]
    shares = [answer.credit for answer in pick.answers]
    partly = tuple(_partly(shares, names, several=not pick.single))
    full = [name for name, credit in zip(names, shares, strict=True) if credit >= _FULL]
    given = [name for name, credit in zip(names, shares, strict=True) if credit > _NONE]
    if pick.single:
        if len(full) > 1:
            return _none(shares), (_either(full), *partly)
        return tuple(credit >= _FULL for credit in shares), partly
    if full and len(given) > 1:
        return _none(shares), (_either(full), *partly)
    total = sum(credit for credit in shares if credit > _NONE)
    if total > 200 - _FULL:
        message = (
            f"{listed(given)} gave {total:g} % together, so that some of them were enough; none is marked"
        )
        return _none(shares), (message, *partly)
    return tuple(credit > _NONE for credit in shares), (*_several(given, total), *partly)


def order_notes(select: str, count: str, grading: str, items: int) -> list[Note]:
    """What an ordering of Moodle says that ours does not: subsets, and parts of the mark."""
    notes = []
    if select.upper() in ("RANDOM", "REL", "CONTIGUOUS", "CONTIG", "1", "2") and count.isdigit():
        shown = max(2, int(count))
        if shown < items:
            how = "neighbouring ones" if select.upper() in ("CONTIGUOUS", "CONTIG", "2") else "any"
            notes.append(Note(f"{shown} of its {items} items ({how}) were asked at a time; here all are"))
    if grading and grading.upper() not in ("ALL_OR_NOTHING", "-1"):
        notes.append(Note(f"its grading {grading} gave parts of the mark; here the order is right or wrong"))
    return notes


def _none(shares: Sequence[float]) -> tuple[bool, ...]:
    return (False,) * len(shares)


def _either(full: Sequence[str]) -> str:
    return (
        f"each of {listed(full)} was right by itself; here none is marked: say which one is, or that all are"
    )


def _several(given: Sequence[str], total: float) -> Iterator[str]:
    if len(given) == 1:
        yield "several could be ticked and one is right; here one is chosen"
    elif given:
        yield "each right answer gave a part of the mark; here all of them and no other give it"
        if total < _FULL:
            yield f"its right answers came to {total:g} % of the mark only; here they give all of it"


def _partly(shares: Sequence[float], names: Sequence[str], *, several: bool) -> Iterator[str]:
    for name, credit in zip(names, shares, strict=True):
        if credit < -_NONE:
            yield f"{quoted(name)} took {-credit:g} % of the mark away; here it is wrong, and takes nothing"
        elif _NONE < credit < _FULL and not several:
            yield f"{quoted(name)} gave {credit:g} % of the mark; here it is wrong"
