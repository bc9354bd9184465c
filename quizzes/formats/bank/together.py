"""Several files at once: what each says, and what shows only side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kit.problems import Problem
from kit.wording import quoted
from quizzes.formats.bank.codes.hints import hinted
from quizzes.formats.bank.model import Bank, Judged, Known, Print, ReadBank
from quizzes.formats.bank.reading import read_bank


@dataclass(frozen=True, slots=True)
class ReadBanks:
    """All banks of the sound files, by file, and the problems of all files in the order of the files."""

    banks: Mapping[str, Bank]
    problems: tuple[Problem, ...]


def read_banks(
    files: Mapping[str, bytes], *, judged: Judged | Mapping[str, Judged], known: Known, today: date
) -> ReadBanks:
    """Read every file and look at them side by side. `judged` is one for all, or one for each file."""
    found = {
        file: read_bank(
            raw,
            file=file,
            judged=judged if isinstance(judged, str) else judged[file],
            known=known,
            today=today,
        )
        for file, raw in files.items()
    }
    across = [hinted(p) for p in (*_slugs_twice(found), *_questions_twice(found))]
    problems = [
        p
        for file, read in found.items()
        for p in sorted([*read.problems, *(p for p in across if p.file == file)])
    ]
    refused = {problem.file for problem in across if problem.severity == "problem"}
    banks = {file: read.bank for file, read in found.items() if read.bank is not None and file not in refused}
    return ReadBanks(banks, tuple(problems))


def check_banks(
    files: Mapping[str, bytes], *, judged: Judged | Mapping[str, Judged], known: Known, today: date
) -> list[Problem]:
    """All problems and warnings of these files."""
    return list(read_banks(files, judged=judged, known=known, today=today).problems)


def _slugs_twice(found: Mapping[str, ReadBank]) -> list[Problem]:
    first: dict[str, str] = {}
    problems = []
    for file, read in found.items():
        if read.slug and (before := first.setdefault(read.slug, file)) != file:
            message = f"the bank {quoted(read.slug)} is in {before} already; a slug is used once on the site"
            problems.append(Problem(file, *read.slug_place, "B056", message))
    return problems


def _questions_twice(found: Mapping[str, ReadBank]) -> list[Problem]:
    first: dict[str, Print] = {}
    problems = []
    for file, read in found.items():
        for p in read.prints:
            before = first.setdefault(p.content, p)
            if before.file != file:
                message = f"this asks the same as {quoted(before.key)} ({before.file}, line {before.line})"
                problems.append(Problem(file, p.line, p.column, "B064", message, severity="warning"))
    return problems
