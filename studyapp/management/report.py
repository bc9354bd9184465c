"""What the banks cover: counts, tasks, traps, and the passage that answers each question. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from kit.document import Document, Path
from kit.problems import Problem
from quizzes.engines import Case, Choice, Question, Written
from quizzes.formats.bank import Bank
from quizzes.subjects import traps_of
from syllabus.formats import Known, Syllabus

WANTED = {"ordering": 60, "matching": 60, "choice": 100, "case": 10}
"""How many of each kind ship. Half of the choices have several right options; a case has 2 to 4 questions."""
FEWEST = 2  # questions that test a trap
NO_PASSAGE, FEW_QUESTIONS, TOO_FEW = "R001", "R002", "R003"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked, with what it inherits of its case, and where it stands."""

    bank: str
    question: Question
    in_case: bool
    file: str
    place: tuple[int, int]
    passages: tuple[str, ...]  # that answer it, and that there are

    @property
    def name(self) -> str:
        return f"{self.bank}/{self.question.key}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that `content_report` tells, and what it ends with status 1 for."""

    asked: tuple[Asked, ...]
    cases: Mapping[str, int]  # how many questions each has
    topics: tuple[str, ...]
    tasks: Mapping[str, tuple[str, ...]]  # domains and tasks by exam, as its profile has them
    traps: Mapping[str, tuple[str, ...]]  # the names of the questions that test each
    shortfalls: tuple[Problem, ...]

    @property
    def kinds(self) -> Counter[str]:
        """Entries of the banks by kind: the questions of a case are part of it."""
        return Counter(a.question.kind for a in self.asked if not a.in_case) + Counter(case=len(self.cases))

    @property
    def several(self) -> int:
        """Choices with more than one right option, outside cases."""
        choices = (a.question for a in self.asked if not a.in_case)
        return sum(isinstance(question, Choice) and question.several for question in choices)

    def by(self, what: str) -> Counter[str]:
        """Questions by `asks` or `difficulty`."""
        return Counter(str(getattr(a.question, what)) for a in self.asked)

    def of_topic(self, topic: str) -> Counter[str]:
        """Questions of a topic by kind."""
        return Counter(a.question.kind for a in self.asked if topic in a.question.topics)

    def of_exam(self, exam: str) -> Counter[str]:
        """Questions by domain and task of an exam; one that names a task is of its domain too."""
        named = (a.question.exams.get(exam, ()) for a in self.asked)
        return Counter(
            place for tasks in named for place in {*tasks, *(task.partition(".")[0] for task in tasks)}
        )


def report(
    syllabus: Syllabus, known: Known, banks: Mapping[str, Bank], documents: Mapping[str, Document]
) -> Report:
    """Count what sound content asks. `banks` and `documents` by file; the documents tell the places."""
    asked = tuple(one for file, bank in banks.items() for one in _asked(bank, file, documents[file], known))
    traps = {
        trap.trap: tuple(one.name for one in asked if trap.trap in traps_of(one.question))
        for trap in syllabus.traps
    }
    cases = {
        f"{bank.slug}/{written.key}": len(written.questions)
        for bank in banks.values()
        for written in bank.questions
        if isinstance(written, Case)
    }
    found = Report(
        asked=asked,
        cases=cases,
        topics=tuple(topic.topic for topic in syllabus.topics),
        tasks={exam.exam: _of_exam(exam.exam, known) for exam in syllabus.exams if exam.domains},
        traps=traps,
        shortfalls=tuple(sorted([*_unanswered(asked), *_untested(traps, documents)])),
    )
    short = tuple(_too_few(found, str(PurePath(min(banks, default="banks/none")).parent)))
    return replace(found, shortfalls=(*short, *found.shortfalls))


def _asked(bank: Bank, file: str, document: Document, known: Known) -> Iterator[Asked]:
    for path, question, in_case in _questions(bank.questions):
        there = tuple(passage for passage in question.reread if passage in known.passages)
        yield Asked(bank.slug, question, in_case, file, document.place((*path, "key")), there)


def _questions(entries: Iterable[Written]) -> Iterator[tuple[Path, Question, bool]]:
    for i, written in enumerate(entries):
        if isinstance(written, Case):
            for j, question in enumerate(written.asked):
                yield ("questions", i, "questions", j), question, True
        else:
            yield ("questions", i), written, False


def _of_exam(exam: str, known: Known) -> tuple[str, ...]:
    return tuple(sorted(task.removeprefix(f"{exam}#") for task in known.tasks if task.startswith(f"{exam}#")))


def _unanswered(asked: Iterable[Asked]) -> Iterator[Problem]:
    for one in asked:
        if not one.passages:
            yield Problem(
                one.file, *one.place, NO_PASSAGE, f'no passage answers "{one.name}"', "Name it in reread."
            )


def _untested(traps: Mapping[str, tuple[str, ...]], documents: Mapping[str, Document]) -> Iterator[Problem]:
    for trap, names in traps.items():
        if len(names) < FEWEST:
            told = f"by {names[0]} alone" if names else "by no question"
            message = f'the trap "{trap}" is tested {told}'
            yield Problem(*_place_of(trap, documents), FEW_QUESTIONS, message, "Ask two questions or more.")


def _too_few(found: Report, folder: str) -> Iterator[Problem]:
    """What is missing of the numbers wanted. That is said of no file, but of the folder of the banks."""
    for kind, wanted in WANTED.items():
        if (there := found.kinds[kind]) < wanted:
            message = f"kind {kind}: {there} of {wanted} are there"
            yield Problem(folder, 1, 1, TOO_FEW, message, f"Write {wanted - there} more.")
    if (several := found.several) < (half := WANTED["choice"] // 2):
        message = f"choices with several right options: {several} of {half} are there"
        yield Problem(
            folder, 1, 1, TOO_FEW, message, f"Write {half - several} more, or give others a second one."
        )


def _place_of(trap: str, documents: Mapping[str, Document]) -> tuple[str, int, int]:
    for file, document in documents.items():
        entries: Any = (document.data or {}).get("traps", ())
        for i, entry in enumerate(entries):
            if entry.get("trap") == trap:
                return (file, *document.place(("traps", i, "trap")))
    raise LookupError(trap)  # pragma: no cover - it was read from one of them
