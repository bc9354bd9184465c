"""The board of a question with what was counted of each of its pieces, by score group. Pure.

Texts are Markdown as written. Of a group of fewer than FEW nothing is told but how many they were: among so
few one could tell who it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quizzes import engines
from quizzes.counts import ALL
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering
from quizzes.figures import GROUPS, Figures, Thing, unused
from quizzes.scores import Mark

FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. `told` is false of a group of few."""

    n: int
    of: int
    told: bool = True

    @property
    def percent(self) -> int:
        return round(100 * self.n / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Line:
    """One piece, or one need from `text` to `other`; how often it happened: of all, then of each group."""

    text: str
    shares: tuple[Share, ...]
    other: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one sort: `what` is need, used, left or option."""

    what: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One prompt of a matching: how often it was given each response, and last of all none."""

    prompt: str
    cells: tuple[tuple[Share, bool], ...]  # and whether it is right


@dataclass(frozen=True, slots=True)
class Matrix:
    """What was given for what in a matching: by all, or by one score group."""

    group: int
    of: int
    responses: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def told(self) -> bool:
        return self.group == ALL or self.of >= FEW


@dataclass(frozen=True, slots=True)
class Slip:
    """What went wrong most often: its sort, as in quizzes.counts, the one or two texts, and how often."""

    what: str
    one: str
    other: str
    share: Share


@dataclass(frozen=True, slots=True)
class Group:
    """A score group, and how it did."""

    name: str
    rest: str
    mark: Mark

    @property
    def told(self) -> bool:
        return self.mark.of >= FEW


NAMES: Final = (
    ("Lower", "under a half of the rest right"),
    ("Middle", "a half to three quarters"),
    ("Upper", "over three quarters"),
)


def groups(figures: Figures) -> tuple[Group, ...]:
    """How each score group did: first attempts, in sittings that have a rest score."""
    named = zip(GROUPS, NAMES, strict=True)
    return tuple(Group(name, rest, figures.mark(group)) for group, (name, rest) in named)


def sections(figures: Figures, question: engines.Question) -> tuple[Section, ...]:
    """The pieces of an ordering or a choice; nothing for a matching, which has a matrix."""
    match question:
        case Choice():
            lines = (
                Line(option.text, _shares(figures, ("option", key, "")), right=option.correct)
                for key, option in question.options.items()
            )
            return (Section("option", tuple(lines)),)
        case Ordering():
            texts = question.texts()
            needs = (
                Line(texts[one], _shares(figures, ("need", one, other)), texts[other])
                for one, other in question.graph.edges
            )
            used = (Line(texts[d], _shares(figures, ("used", d, ""))) for d in question.distractors)
            left = (Line(texts[item], _shares(figures, ("left", item, ""))) for item in question.items)
            found = (Section("need", _by_number(needs)), Section("used", _by_number(used)))
            return (*(section for section in found if section.lines), Section("left", _by_number(left)))
        case Matching():
            return ()


def matrices(figures: Figures, question: engines.Question) -> tuple[Matrix, ...]:
    """What was given for what: by all, and by each score group; nothing but for a matching."""
    if not isinstance(question, Matching):
        return ()
    return tuple(_matrix(figures, question, group) for group in (ALL, *GROUPS))


def slip(figures: Figures, question: engines.Question) -> Slip | None:
    """What went wrong most often; None if nothing did."""
    found: list[tuple[int, Thing]] = []
    for thing in _wrongs(question):
        if count := figures.count(*thing):
            found.append((count, thing))
    if not found:
        return None
    count, (what, one, other) = max(found, key=lambda each: each[0])
    first, second = _texts(question, what, one, other)
    return Slip(what, first, second, Share(count, figures.facility.of))


TEMPTING: Final = {"choice": "options", "ordering": "pool", "matching": "responses"}
"""The group of a board in which that stands which is to tempt."""


def unused_texts(figures: Figures, question: engines.Question) -> list[str]:
    """What was to tempt, and tempted nobody."""
    texts = question.shown()[TEMPTING[question.kind]]
    return [texts[key] for key in unused(figures, question)]


def _wrongs(question: engines.Question) -> Iterator[Thing]:
    """Everything that can go wrong with it."""
    match question:
        case Choice():
            yield from (("option", key, "") for key, option in question.options.items() if not option.correct)
        case Ordering():
            yield from (("need", one, other) for one, other in question.graph.edges)
            yield from (("used", key, "") for key in question.distractors)
            yield from (("left", key, "") for key in question.items)
        case Matching():
            for prompt, allowed in question.pairs.items():
                yield from (("pair", prompt, given) for given in question.responses if given not in allowed)


def _texts(question: engines.Question, what: str, one: str, other: str) -> tuple[str, str]:
    match question:
        case Choice():
            return question.options[one].text, ""
        case Ordering():
            texts = question.texts()
            return texts[one], texts.get(other, "")
        case Matching():
            return question.prompts[one], question.responses[other].text


def _by_number(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: -line.shares[0].n))


def _shares(figures: Figures, thing: Thing) -> tuple[Share, ...]:
    return tuple(_share(figures, thing, group) for group in (ALL, *GROUPS))


def _share(figures: Figures, thing: Thing, group: int) -> Share:
    of = figures.mark(group).of
    return Share(figures.count(*thing, group=group), of, told=group == ALL or of >= FEW)


def _matrix(figures: Figures, question: Matching, group: int) -> Matrix:
    given: Sequence[str] = (*question.responses, "")
    rows = (
        Row(
            text,
            tuple(
                (_share(figures, ("pair", prompt, response), group), response in question.pairs[prompt])
                for response in given
            ),
        )
        for prompt, text in question.prompts.items()
    )
    responses = tuple(response.text for response in question.responses.values())
    return Matrix(group, figures.mark(group).of, responses, tuple(rows))
