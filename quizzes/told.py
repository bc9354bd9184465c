"""A verdict as a page tells it: what was given beside what is right, and each reason where it belongs. Pure.

Everything here is made after the verdict is due. Before that, pages see boards (quizzes.boards), which hold
no key at all. `html` is what quizzes.rendering made of the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from quizzes import engines
from quizzes.engines.base import Finding, Reason, Verdict
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering
from quizzes.rendering import Rendered

TOLD_IN_ROWS = frozenset({"unpaired", "wrong-option", "missing-option"})
"""Faults whose reason stands in the row itself: what a row says is not said twice."""

State = Literal["right", "wrong", "plain"]


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: the page has a sentence for each fault, and these texts go into it."""

    fault: str
    subject: str
    other: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of what was given, or of what is right."""

    text: str
    state: State = "plain"
    number: str = ""  # in the small picture
    given: str = ""
    right: str = ""
    why: str = ""
    chosen: bool = False

    @property
    def missed(self) -> bool:
        """An option that is right and was not chosen."""
        return self.state == "right" and not self.chosen


@dataclass(frozen=True, slots=True)
class Told:
    """What a verdict page shows, whatever the kind."""

    kind: str
    correct: bool
    lines: tuple[Line, ...]
    given: tuple[Row, ...]
    right: tuple[Row, ...]
    traps: tuple[str, ...]
    texts: tuple[str, ...]  # Markdown of what it is about: the steps that it names are linked
    orders: int | None = None
    picture: Mapping[str, Any] | None = None
    broken: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # numbers in the picture

    @property
    def reasoned(self) -> bool:
        """Whether any row of a matching has a reason: a column of nothing is not shown."""
        return any(row.why for row in self.given)

    @property
    def ticked(self) -> bool:
        """A wrong response of which some rows are right: what that means of a row is to be told."""
        return not self.correct and any(row.state == "right" for row in self.given)

    @property
    def lines_drawn(self) -> list[Mapping[str, Any]]:
        """The picture's lines, each told whether the response broke the need that it stands for."""
        lines = self.picture["lines"] if self.picture else ()
        return [
            {
                **line,
                "broken": (line["start"], line["end"]) in self.broken,
                "middle": [sum(ends) / 2 for ends in zip(line["points"][0], line["points"][-1], strict=True)],
            }
            for line in lines
        ]

    @property
    def discs_drawn(self) -> list[tuple[str, float, float, float]]:
        """The picture's boxes as discs: number, middle and radius."""
        boxes = self.picture["boxes"] if self.picture else {}
        return [(n, b["x"] + b["w"] / 2, b["y"] + b["h"] / 2, b["w"] / 2) for n, b in boxes.items()]


def tell(
    question: engines.Question,
    response: engines.Given,
    html: Rendered,
    *,
    shown: Mapping[str, Sequence[str]],
    drawing: Any = None,
) -> Told:
    """Grade a response and put the verdict into rows and lines.

    `shown` is the order in which the board showed its ids, by group: prompts and options stay in it.
    `drawing` is what quizzes.drawings made of the question. Raises Unanswered for a blank response.
    """
    match question:
        case Ordering():
            return _ordering(question, engines.ids_in(response), html, drawing or {})
        case Matching():
            return _matching(question, engines.pairs_in(response), html, shown["prompts"])
        case Choice():
            return _choice(question, frozenset(engines.ids_in(response)), html, shown["options"])


def _ordering(
    question: Ordering, response: tuple[str, ...], html: Rendered, drawing: Mapping[str, Any]
) -> Told:
    verdict = question.grade(response)
    turned = [f for f in verdict.findings if f.fault in {"broken-need", "out-of-sequence"}]
    through = question.graph.broken_through(response)
    named = {f.subject for f in verdict.findings} | {end for f in turned for end in (f.subject, f.other)}
    faulty = named | {end for ends in through for end in ends} | _too_early(question, response)
    numbers: Mapping[str, str] = drawing.get("numbers", {})
    texts = question.texts()

    def row(item: str, state: State = "plain") -> Row:
        return Row(html["inline"][texts[item]], state, number=numbers.get(item, ""))

    right = question.right_response()
    return Told(
        kind=question.kind,
        correct=verdict.correct,
        lines=(
            *_lines(verdict, html, texts, texts),
            *(Line("too-early", row(after).text, row(before).text) for before, after in through),
        ),
        given=tuple(row(item, "wrong" if item in faulty else "right") for item in response),
        right=tuple(row(item) for item in right),
        traps=_traps(question, verdict),
        texts=_about(verdict, texts, texts) or tuple(question.items.values()),
        orders=question.right_orders(),
        picture=drawing.get("picture"),
        broken=frozenset((numbers.get(f.other, ""), numbers.get(f.subject, "")) for f in turned),
    )


def _too_early(question: Ordering, response: Sequence[str]) -> set[str]:
    """What has something after it that comes before it in every right order, however far that is."""
    later: set[str] = set()
    early: set[str] = set()
    for item in reversed(response):
        if item in question.items and question.graph.ancestors(item) & later:
            early.add(item)
        later.add(item)
    return early


def _matching(question: Matching, response: Mapping[str, str], html: Rendered, shown: Sequence[str]) -> Told:
    verdict = question.grade(response)
    faulty = {f.subject for f in verdict.findings if f.fault != "reused"}
    best = question.right_response()
    answers = {key: answer.text for key, answer in question.responses.items()}
    inline = html["inline"]

    def row(prompt: str) -> Row:
        reason = question.why.get(prompt, Reason())
        return Row(
            inline[question.prompts[prompt]],
            "wrong" if prompt in faulty else "right",
            given=inline.get(answers.get(response.get(prompt, ""), ""), ""),
            right=inline[answers[best[prompt]]],
            why=inline.get(reason.why, ""),
        )

    return Told(
        kind=question.kind,
        correct=verdict.correct,
        lines=_lines(verdict, html, question.prompts, answers),
        given=tuple(row(prompt) for prompt in shown),
        right=(),
        traps=_traps(question, verdict),
        texts=_about(verdict, question.prompts, answers) or tuple(question.prompts.values()),
    )


def _choice(question: Choice, response: frozenset[str], html: Rendered, shown: Sequence[str]) -> Told:
    verdict = question.grade(response)

    def row(key: str) -> Row:
        option, chosen = question.options[key], key in response
        state: State = "right" if option.correct else "wrong" if chosen else "plain"
        inline = html["inline"]
        return Row(inline[option.text], state, why=inline.get(option.why, ""), chosen=chosen)

    texts = {key: option.text for key, option in question.options.items()}
    return Told(
        kind=question.kind,
        correct=verdict.correct,
        lines=_lines(verdict, html, texts, texts),
        given=tuple(row(key) for key in shown),
        right=(),
        traps=_traps(question, verdict),
        texts=_about(verdict, texts, texts) or tuple(texts[key] for key in question.right_response()),
    )


def _lines(
    verdict: Verdict, html: Rendered, subjects: Mapping[str, str], others: Mapping[str, str]
) -> tuple[Line, ...]:
    """Each finding with its texts. What serves twice is a response, everything else at fault a subject."""
    inline = html["inline"]

    def line(finding: Finding) -> Line:
        named = others if finding.fault == "reused" else subjects
        return Line(
            fault=finding.fault,
            subject=inline.get(named.get(finding.subject, ""), ""),
            other=inline.get(others.get(finding.other, ""), ""),
            reasons=(inline[finding.why],) if finding.why and finding.fault not in TOLD_IN_ROWS else (),
        )

    return tuple(line(finding) for finding in verdict.findings)


def _traps(question: engines.Question, verdict: Verdict) -> tuple[str, ...]:
    """The traps stepped into; after a right response those the question plays on, to read on about."""
    return verdict.traps or (question.traps if verdict.correct else ())


def _about(verdict: Verdict, subjects: Mapping[str, str], others: Mapping[str, str]) -> tuple[str, ...]:
    keys = (key for f in verdict.findings for key in (f.subject, f.other) if key)
    return tuple(dict.fromkeys(text for key in keys if (text := subjects.get(key) or others.get(key))))
