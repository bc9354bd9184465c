"""What `check_content` and `load_content` share: finding the files, and judging all of them in one run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from kit.problems import Problem
from kit.yamltext import MAX_BYTES
from quizzes.engines import Case
from quizzes.formats import bank as bank_format
from quizzes.formats.bank import Judged
from quizzes.known import site_pages
from syllabus import formats
from syllabus.formats import Known, Syllabus

ENDINGS = frozenset({".yaml", ".yml"})
UNREADABLE = "S040"


@dataclass(frozen=True, slots=True)
class Found:
    """The files that were named, by the name they are told under, and what could not be read."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    whole: bool  # a folder was named, not single files alone

    @property
    def syllabus(self) -> dict[str, bytes]:
        return {file: raw for file, raw in self.files.items() if formats.sort_of(file, raw)}

    @property
    def banks(self) -> dict[str, bytes]:
        return {file: raw for file, raw in self.files.items() if not formats.sort_of(file, raw)}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the files say. There is something to load only where there is no problem at all."""

    syllabus: Syllabus | None
    banks: tuple[bank_format.Bank, ...]
    problems: tuple[Problem, ...]
    banks_read: int
    counts: Mapping[str, int]  # of the syllabus, by sort
    known: Known
    by_file: Mapping[str, bank_format.Bank]

    @property
    def questions(self) -> int:
        return sum(asked_in(bank) for bank in self.banks)

    @property
    def refused(self) -> bool:
        return any(problem.severity == "problem" for problem in self.problems)

    @property
    def read(self) -> str:
        """What was read, in numbers: an empty answer must not be silent."""
        told = [_counted(number, what) for what, number in self.counts.items() if number]
        if self.banks_read:
            told.insert(0, f"{_counted(self.questions, 'questions')} in {_counted(self.banks_read, 'banks')}")
        return ", ".join(told) or "nothing"

    @property
    def verdict(self) -> str:
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        problems = len(self.problems) - warnings
        return f"{_counted(problems, 'problems')}, {_counted(warnings, 'warnings')}"


def find(paths: Iterable[Path]) -> Found:
    """Read every content file at these paths; a folder stands for all YAML files in it."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    seen: set[Path] = set()
    whole = False
    for path in paths:
        whole = whole or path.is_dir()
        for file in _files(path, problems):
            if (real := file.resolve()) in seen:
                continue
            seen.add(real)
            try:
                with file.open("rb") as handle:
                    files[_name(file)] = handle.read(MAX_BYTES + 1)
            except OSError as error:
                problems.append(_unreadable(file, error.strerror or str(error)))
    return Found(files, tuple(problems), whole)


def check(found: Found, *, judged: Judged | None, today: date, beside: Known | None) -> Checked:
    """Judge all files together. Names they speak of may be known `beside` them: from the shipped syllabus."""
    syllabus = formats.read_syllabus(found.syllabus, today=today, beside=beside, complete=found.whole)
    names = syllabus.known
    known = bank_format.Known(
        topics=names.topics,
        traps=names.traps,
        passages=names.passages,
        exams=names.exams,
        tasks=names.tasks,
        kinds=names.kinds,
        pages=site_pages(topics=names.topics, steps=names.steps, traps=names.traps, passages=names.passages),
    )
    judgement = {file: judged or ("shipped" if _is_shipped(file) else "upload") for file in found.banks}
    banks = bank_format.read_banks(found.banks, judged=judgement, known=known, today=today)
    return Checked(
        syllabus=syllabus.syllabus if found.syllabus else None,
        banks=tuple(banks.banks.values()),
        problems=tuple(sorted([*found.problems, *syllabus.problems, *banks.problems])),
        banks_read=len(found.banks),
        counts=syllabus.counts,
        known=names,
        by_file=banks.banks,
    )


def shipped_names() -> Known:
    """The names that the shipped syllabus takes, whatever state its files are in."""
    return formats.names_in(find([settings.CONTENT_DIR]).syllabus)


def asked_in(bank: bank_format.Bank) -> int:
    """How many questions a bank asks: a case counts as its inner ones."""
    return sum(len(q.questions) if isinstance(q, Case) else 1 for q in bank.questions)


def _files(path: Path, problems: list[Problem]) -> Iterator[Path]:
    """The file itself, or every YAML file below it, in an order that is the same everywhere."""
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from _below(path, problems)
    else:
        what = "is neither a file nor a folder" if path.exists() else "there is no such file or folder"
        problems.append(_unreadable(path, what))


def _below(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        problems.append(_unreadable(Path(error.filename), error.strerror or str(error)))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent, name)
            if file.suffix in ENDINGS and not name.startswith(".") and file.is_file():
                yield file


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(_name(path), 1, 1, UNREADABLE, f"cannot be read: {why}")


def _name(path: Path) -> str:
    """As it was given, but short where it lies below the folder that we are in."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _is_shipped(file: str) -> bool:
    return Path(file).resolve().is_relative_to(settings.CONTENT_DIR.resolve())


def _counted(number: int, what: str) -> str:
    return f"{number} {what.removesuffix('s') if number == 1 else what}"
