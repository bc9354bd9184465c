"""What the form of an entry cannot see: repeats, circles, sums, old sources, and keys written twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kit.document import Path
from kit.fields import Form, year_before
from kit.problems import Problem
from kit.wording import did_you_mean, placeholder, quoted
from syllabus.formats import aids, exams, forms, graphs, tables
from syllabus.formats.deciding import aid_problems
from syllabus.formats.pipelines import pipeline_problems
from syllabus.formats.references import Known
from syllabus.formats.rows import excerpt_problems, table_problems
from syllabus.formats.sorts import Written
from syllabus.formats.texts import leaves


def problems_of(entry: Written, form: Form, known: Known, today: date) -> Iterator[Problem]:
    """What is wrong, or looks wrong, with one entry whose form is sound."""
    yield from _warnings(entry, form, today)
    match form:
        case graphs.Pipeline():
            yield from pipeline_problems(form, entry.document, known.families)
        case forms.Topic():
            anchors = ((("sections", i, "anchor"), s.anchor) for i, s in enumerate(form.sections))
            yield from _repeated(entry, anchors)
            yield from excerpt_problems(entry, form, known)
            yield from _itself(
                entry, form.topic, ((("related", i), key) for i, key in enumerate(form.related))
            )
        case forms.Step():
            others = ((("confused_with", i, "step"), o.step) for i, o in enumerate(form.confused_with))
            yield from _itself(entry, form.step, others)
        case forms.Trap():
            yield from _trap(entry, form)
        case tables.Table():
            yield from table_problems(entry, form)
        case aids.Aid():
            yield from aid_problems(entry, form)
        case exams.Exam():
            yield from _exam(entry, form)


def written_twice(entries: Iterable[Written]) -> Iterator[Problem]:
    """Keys that two entries of one sort take, in one file or in two: told at the second, naming the first.

    Large and small letters are the same here, as in an address: an exam's code is written in large ones.
    """
    first: dict[tuple[str, str], Written] = {}
    for entry in entries:
        if not entry.key:
            continue
        other = first.setdefault((entry.sort.name, entry.key.lower()), entry)
        if other is not entry:
            line = other.document.place((*other.path, entry.sort.name))[0]
            message = f"the {entry.sort.name} {quoted(entry.key)} is written twice"
            yield entry.document.problem(
                "S005",
                message,
                entry.document.place((*entry.path, entry.sort.name)),
                hint=f"The other is {other.document.file}:{line}.",
            )


def same_numbers(told: Iterable[tuple[Written, Any]]) -> Iterator[Problem]:
    """Topics, steps, or tables that would stand in the same place."""
    first: dict[tuple[str, int], Written] = {}
    for entry, form in told:
        if not isinstance(form, forms.Topic | forms.Step | tables.Table):
            continue
        other = first.setdefault((entry.sort.name, form.number), entry)
        if other is not entry and other.key != entry.key:
            line = other.document.place((*other.path, "number"))[0]
            yield entry.document.problem(
                "S007",
                f"the {entry.sort.name} {quoted(other.key)} has the number {form.number} too",
                entry.document.place((*entry.path, "number")),
                hint=f"It is in {other.document.file}:{line}.",
            )


def _trap(entry: Written, trap: forms.Trap) -> Iterator[Problem]:
    document = entry.document
    yield from _itself(entry, trap.trap, ((("not_beside", i), key) for i, key in enumerate(trap.not_beside)))
    if trap.instead is None:
        message = "without `instead` no review asks for this trap"
        yield document.problem("S053", message, document.place((*entry.path, "trap")), severity="warning")
    elif len(trap.instead) > forms.INSTEAD:
        message = f"`instead` has {len(trap.instead)} characters; at most {forms.INSTEAD} are allowed"
        yield document.problem("S033", message, document.place((*entry.path, "instead")))


def _warnings(entry: Written, form: Form, today: date) -> Iterator[Problem]:
    document = entry.document
    for path, value in leaves(form, entry.path):
        day = date.fromisoformat(value) if path[-1] == "checked" else today
        if day < year_before(today):
            message = f"this source was last read on {value}, more than a year ago"
            yield document.problem("S050", message, document.place(path), severity="warning")
        elif day > today:
            message = f"this source is said to be read on {value}, which is after {today}"
            yield document.problem("S052", message, document.place(path), severity="warning")
        elif isinstance(value, str) and (found := placeholder(value)):
            message = f"{quoted(found)} looks like a placeholder"
            yield document.problem("S051", message, document.place(path), severity="warning")


def _repeated(entry: Written, pairs: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    document, first = entry.document, dict[str, int]()
    for path, key in pairs:
        line, column = document.place((*entry.path, *path))
        if key in first:
            message = f"the section {quoted(key)} is here twice; the first is on line {first[key]}"
            yield document.problem("S006", message, (line, column))
        first.setdefault(key, line)


def _itself(entry: Written, key: str, pairs: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    for path, other in pairs:
        if other == key:
            message = f"{quoted(key)} speaks of itself here"
            yield entry.document.problem("S008", message, entry.document.place((*entry.path, *path)))


def _exam(entry: Written, exam: exams.Exam) -> Iterator[Problem]:
    document = entry.document
    if exam.scored > exam.questions:
        message = f"more scored questions than the {exam.questions} that are asked"
        yield document.problem("S031", message, document.place(("scored",)))
    if exam.domains and (total := sum(domain.weight for domain in exam.domains)) != 100:
        message = f"the weights of the domains add up to {total}, not to 100"
        yield document.problem("S031", message, document.key_place(("domains",)))
    counts = [shape.count for _, shape in exam.kinds if shape is not None]
    if counts and sum(counts) != exam.questions:
        message = f"the counts of the kinds add up to {sum(counts)}, not to {exam.questions} questions"
        yield document.problem("S031", message, document.key_place(("kinds",)))
    if exam.pass_line is not None and exam.scale and not exam.scale[0] < exam.pass_line < exam.scale[1]:
        message = f"the pass line is not on the scale from {exam.scale[0]} to {exam.scale[1]}"
        yield document.problem("S031", message, document.place(("pass_line",)))
    fields = exams.Exam.model_fields
    for index, name in enumerate(exam.second_hand):
        if name not in fields:
            message = f"{quoted(name)} is not a field of an exam profile{did_you_mean(name, fields)}"
            yield document.problem("S032", message, document.place(("second_hand", index)))
