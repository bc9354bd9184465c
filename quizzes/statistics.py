"""What the statistics of a bank and of its questions tell, read from the counts of its wordings.

How much is read grows with the questions of a bank and never with the attempts.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from django.db.models import QuerySet

from quizzes import engines
from quizzes.alike import asks
from quizzes.counts import ALL, BINS, Cell
from quizzes.figures import Figures, Flag, Thing, Tries, added, flags, together
from quizzes.formats import bank as bank_format
from quizzes.models import Bank, Question, QuestionVersion, VersionQuestion, WordingCount

KEPT: Final = 5_000
"""So many wordings are kept read in each process; a wording never changes."""


@dataclass(frozen=True, slots=True)
class Read:
    """A wording as it asks, and by what it is told from others."""

    question: engines.Question
    scenario: str
    asks: Hashable


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a question, with what was counted of it."""

    number: int
    since: datetime
    figures: Figures
    read: Read


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One question: the figures of all wordings that ask what the newest asks, and the others beside.

    `of` are the former, the newest first; `others` the latter. `retired`: it is not asked any more.
    """

    key: str
    kind: str
    retired: bool
    figures: Figures
    of: tuple[Wording, ...]
    others: tuple[Wording, ...]
    flags: tuple[Flag, ...]

    @property
    def read(self) -> Read:
        return self.of[0].read

    @property
    def prompt(self) -> str:
        """Markdown, as written."""
        return self.read.question.prompt

    @property
    def since(self) -> Wording:
        """The first wording that asks what the newest asks: here it starts anew, if there are others."""
        return self.of[-1]


@dataclass(frozen=True, slots=True)
class BankFigures:
    """A bank as a whole, and each of its questions in the order in which it asks them.

    `scores`: how many sittings with five or more first attempts had which tenth of them right.
    """

    questions: tuple[QuestionFigures, ...]
    attempts: int
    learners: int
    sittings: int
    scores: tuple[int, ...]
    months: tuple[str, ...]


def of_bank(bank: Bank, tries: Tries = "first") -> BankFigures:
    """All of a bank. Four queries, and one more for wordings that this process has not read yet."""
    counted = _counted(WordingCount.objects.filter(version__question__bank=bank, group=ALL))
    questions = _figures(bank, Question.objects.filter(bank=bank), counted, tries)
    whole = added((entry for entries in counted.values() for entry in entries), tries)
    scores = [whole.cell("score", str(part)).n for part in range(BINS)]
    return BankFigures(
        questions=tuple(questions),
        attempts=whole.attempts,
        learners=whole.cell("learner").n,
        sittings=whole.cell("sitting").n,
        scores=tuple(scores),
        months=whole.months,
    )


def of_question(bank: Bank, key: str, tries: Tries = "first") -> QuestionFigures | None:
    """One question with all score groups; None for what is not there. Four queries, or five."""
    counted = _counted(WordingCount.objects.filter(version__question__bank=bank, version__question__key=key))
    return next(iter(_figures(bank, Question.objects.filter(bank=bank, key=key), counted, tries)), None)


Counted = Mapping[int, Sequence[tuple[int, Thing, Cell]]]
"""What was counted, by version: score group, thing, how often."""


def _counted(kept: QuerySet[WordingCount]) -> Counted:
    counted: dict[int, list[tuple[int, Thing, Cell]]] = {}
    names = ("version_id", "group", "sort", "one", "other", "n", "right", "first", "first_right")
    for version, group, sort, one, other, *cell in kept.values_list(*names):
        counted.setdefault(version, []).append((group, (sort, one, other), Cell(*cell)))
    return counted


def _figures(
    bank: Bank, questions: QuerySet[Question], counted: Counted, tries: Tries
) -> list[QuestionFigures]:
    """Each question that is asked now, in the bank's order; then those that are retired and were answered."""
    rows = list(questions.only("pk", "key", "kind", "current_id"))
    versions: dict[int, list[QuestionVersion]] = {}
    known = QuestionVersion.objects.filter(question__in=[row.pk for row in rows]).order_by("-number")
    for version in known.only("pk", "question_id", "number", "digest", "created_at"):
        if version.pk in counted or version.question_id not in versions:
            versions.setdefault(version.question_id, []).append(version)
    asked = [row for row in rows if row.current_id or any(v.pk in counted for v in versions[row.pk])]
    read = _read([version for row in asked for version in versions[row.pk]])
    places = _places(bank)
    found = [_question(row, versions[row.pk], read, counted, tries) for row in asked]
    return sorted(found, key=lambda question: (question.retired, places.get(question.key, 0)))


def _question(
    row: Question,
    versions: Sequence[QuestionVersion],
    read: Mapping[str, Read],
    counted: Counted,
    tries: Tries,
) -> QuestionFigures:
    """One question, of these versions: the newest, and what else was counted."""
    of: list[Wording] = []
    others: list[Wording] = []
    newest = read[versions[0].digest]
    for version in versions:
        reads = read[version.digest]
        figures = added(counted.get(version.pk, ()), tries)
        wording = Wording(version.number, version.created_at, figures, reads)
        (of if reads.asks == newest.asks else others).append(wording)
    figures = of[0].figures if len(of) == 1 else together((w.figures for w in of), tries)
    flagged = flags(figures, newest.question)
    return QuestionFigures(
        row.key, row.kind, row.current_id is None, figures, tuple(of), tuple(others), flagged
    )


def _places(bank: Bank) -> dict[str, int]:
    """Where each question stands in the newest version of its bank that has it."""
    entries = VersionQuestion.objects.filter(bank_version__bank=bank).order_by("bank_version__number")
    return dict(entries.values_list("question_version__question__key", "position"))


_kept: dict[str, Read] = {}
_lock = Lock()


def _read(versions: Sequence[QuestionVersion]) -> dict[str, Read]:
    """Each wording by its digest, which holds the scenario too: the same digest asks the same for ever."""
    with _lock:
        found = {v.digest: _kept[v.digest] for v in versions if v.digest in _kept}
    missing = {v.digest: v.pk for v in versions if v.digest not in found}
    if missing:
        rows = QuestionVersion.objects.filter(pk__in=missing.values())
        for digest, body, scenario in rows.values_list("digest", "body", "case_version__scenario"):
            data: Any = json.loads(body)
            question = bank_format.question_from_data(data)
            found[digest] = Read(question, scenario or "", asks(question, scenario or ""))
        with _lock:
            if len(_kept) > KEPT:
                _kept.clear()
            _kept.update((digest, found[digest]) for digest in missing)
    return found
