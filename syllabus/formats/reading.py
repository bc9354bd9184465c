"""Reads the files of the syllabus into one sound `Syllabus`, or says everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kit.document import Document
from kit.problems import Problem
from kit.shape import validate
from kit.yamlsource import read
from syllabus.formats import aids, exams, forms, graphs, tables
from syllabus.formats.checks import problems_of, same_numbers, written_twice
from syllabus.formats.references import Known
from syllabus.formats.sorts import SORTS, Sort, Written, declared, entries_of, sort_of


@dataclass(frozen=True, slots=True)
class Syllabus:
    """What there is to know: entries in the order in which they are shown. Every reference resolves."""

    topics: tuple[forms.Topic, ...]
    steps: tuple[forms.Step, ...]
    traps: tuple[forms.Trap, ...]
    faqs: tuple[forms.Faq, ...]
    terms: tuple[forms.Term, ...]
    tables: tuple[tables.Table, ...]  # with their rows, built ones too
    aids: tuple[aids.Aid, ...]
    pipelines: tuple[graphs.Pipeline, ...]
    exams: tuple[exams.Exam, ...]


@dataclass(frozen=True, slots=True)
class ReadSyllabus:
    """What reading gave. There is a syllabus only when there was no problem; warnings do not count."""

    syllabus: Syllabus | None
    problems: tuple[Problem, ...]
    known: Known
    counts: Mapping[str, int]


def read_syllabus(
    files: Mapping[str, bytes], *, today: date, beside: Known | None = None, complete: bool = True
) -> ReadSyllabus:
    """Check all syllabus files among `files` (by name), and read them when they are sound.

    Names that the files speak of must be declared in them, or be known `beside` them: always when the files
    are single ones (`complete` is false), else only for sorts of which the files hold nothing.
    """
    documents = _documents(files)
    problems = [problem for _sort, document in documents for problem in document.problems]
    problems += [p for sort, document in documents for p in _file_problems(sort, document)]
    entries = _entries(documents)
    own = declared(entries)
    known = own if beside is None else own.filled(beside) if complete else own | beside
    told: list[tuple[Written, Any]] = []
    for entry in entries:
        form, found = validate(entry.sort.form, entry.document, entry.path, context=known)
        problems += found
        if form is not None:
            told.append((entry, form))
            problems += problems_of(entry, form, known, today)
    problems += written_twice(entries)
    problems += same_numbers(told)
    problems.sort()
    sound = all(problem.severity == "warning" for problem in problems)
    return ReadSyllabus(
        syllabus=_syllabus(told) if sound else None,
        problems=tuple(dict.fromkeys(problems)),
        known=known,
        counts={sort.plural: sum(entry.sort is sort for entry in entries) for sort in SORTS},
    )


def names_in(files: Mapping[str, bytes]) -> Known:
    """The names that the syllabus files among these take, whatever else may be wrong with them."""
    return declared(_entries(_documents(files)))


def _documents(files: Mapping[str, bytes]) -> list[tuple[Sort, Document]]:
    """Each file with the sort of entry it holds; what is no syllabus file is passed over."""
    return [(sort, read(raw, file=f)) for f, raw in sorted(files.items()) if (sort := sort_of(f, raw))]


def _entries(documents: list[tuple[Sort, Document]]) -> list[Written]:
    return [entry for sort, document in documents for entry in entries_of(sort, document)]


def _syllabus(told: list[tuple[Written, Any]]) -> Syllabus:
    def of(name: str) -> tuple[Any, ...]:
        return tuple(form for entry, form in told if entry.sort.name == name)

    steps = tuple(sorted(of("step"), key=lambda step: int(step.number)))
    in_order = sorted(of("table"), key=lambda table: int(table.number))
    return Syllabus(
        topics=tuple(sorted(of("topic"), key=lambda topic: int(topic.number))),
        steps=steps,
        traps=of("trap"),
        faqs=of("faq"),
        terms=tuple(sorted(of("term"), key=_by_letter)),
        tables=tuple(tables.filled(table, steps) for table in in_order),
        aids=of("aid"),
        pipelines=of("pipeline"),
        exams=of("exam"),
    )


def _by_letter(term: forms.Term) -> tuple[bool, str]:
    """As in a glossary, whatever the case; what begins with no letter comes first."""
    return term.title[0].isalpha(), term.title.casefold()


def _file_problems(sort: Sort, document: Document) -> Iterator[Problem]:
    """What is wrong around the entries of a file that lists many."""
    if sort.file_form is not None:
        yield from validate(sort.file_form, document)[1]
