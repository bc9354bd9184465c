"""Topics, traps, passages and exams that a question names must be there: a shipped one's, that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kit.document import Path, Scalar
from kit.fields import SLUG
from kit.problems import Severity
from kit.wording import listed, quoted
from quizzes.formats.bank.entry import At, Entry

_CODES = {"topics": "B052", "traps": "B053", "reread": "B054", "exams": "B055"}
_FORMS = {  # what is not of this form is told already
    "topics": re.compile(SLUG),
    "traps": re.compile(SLUG),
    "reread": re.compile(f"{SLUG}#{SLUG}"),
    "exams": re.compile(r"[A-Za-z0-9-]+"),
}
_TASK = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
_SINGULAR = {"topics": "topic", "traps": "trap", "reread": "passage", "exams": "exam"}


def check(entry: Entry) -> None:
    """B052 to B055 and B057 for a name that is not there: a problem in a shipped question, else a warning.

    B023 for one that its list names already.
    """
    for field in _lists(entry):
        before: set[str] = set()
        for i, named in entry.scalars(field):
            if named in before:
                entry.problem("B023", f"{quoted(named)} is in this list already", field, i)
            before.add(named)
    known = {
        "topics": entry.known.topics,
        "traps": entry.known.traps,
        "reread": entry.known.passages,
        "exams": entry.known.exams,
    }
    for field, name, path, at in _names(entry):
        there = known[field]
        if there is not None and name not in there and _FORMS[field].fullmatch(name):
            message = f"there is no {_SINGULAR[field]} {quoted(name)}{entry.guess(name, there)}"
            severity: Severity = "problem" if entry.judged == "shipped" else "warning"
            entry.problem(_CODES[field], message, *path, at=at, severity=severity)
    _check_tasks(entry)


def _check_tasks(entry: Entry) -> None:
    """B057 for a domain that an exam has not, and for a task where it is known how many its domain has."""
    there = entry.known.tasks or frozenset[str]()
    for exam in entry.mapping("exams"):
        own = [task.removeprefix(f"{exam}#") for task in there if task.startswith(f"{exam}#")]
        for i, task in entry.scalars("exams", exam) if own else ():
            domain = task.partition(".")[0]
            inside = [known for known in own if known.startswith(f"{domain}.")]
            if task in own or (domain in own and not inside) or not _TASK.fullmatch(task):
                continue
            what, has = ("task", inside) if domain in own else ("domain", [k for k in own if "." not in k])
            message = f"{exam} has no {what} {quoted(task)}; there are {listed(sorted(has))}"
            severity: Severity = "problem" if entry.judged == "shipped" else "warning"
            entry.problem("B057", message, "exams", exam, i, severity=severity)


def _names(entry: Entry) -> Iterator[tuple[str, str, Path, At]]:
    for field in _lists(entry):
        yield from ((field, name, (field, i), "value") for i, name in entry.scalars(field))
    yield from (("exams", code, ("exams", code), "key") for code in entry.mapping("exams"))
    for field in ("distractors", "responses", "options", "why"):
        yield from (("traps", name, path, "value") for name, path in _traps(entry.data.get(field), (field,)))
    for after, reasons in entry.mapping("needs").items():
        yield from (("traps", name, path, "value") for name, path in _traps(reasons, ("needs", after)))


def _lists(entry: Entry) -> tuple[str, ...]:
    return ("topics", "reread") if entry.data.get("kind") == "case" else ("topics", "traps", "reread")


def _traps(written: Any, path: Path) -> Iterator[tuple[str, Path]]:
    for key, value in written.items() if isinstance(written, dict) else ():
        if isinstance(value, dict) and isinstance(value.get("trap"), Scalar):
            yield value["trap"], (*path, key, "trap")
