"""A coverage report as text for people and as data for programs. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from studyapp.management.report import FEWEST, WANTED, Asked, Report

KINDS = ("ordering", "matching", "choice")


def as_text(found: Report, *, brief: bool = False) -> str:
    """Headed lists, a line for each topic, task, trap and question; in brief the counts alone.

    A question that names several topics or tasks counts for each.
    """
    if brief:
        return "".join(f"{line}\n" for line in _kinds(found))
    return "\n".join(line for part in _parts(found) for line in (*part, "")).rstrip() + "\n"


def as_data(found: Report) -> dict[str, Any]:
    """The same, for programs."""
    return {
        "questions": len(found.asked),
        "kinds": {kind: found.kinds[kind] for kind in WANTED},
        "wanted": WANTED,
        "several": found.several,
        "cases": dict(found.cases),
        "asks": dict(sorted(found.by("asks").items())),
        "difficulty": dict(sorted(found.by("difficulty").items())),
        "topics": {topic: {kind: found.of_topic(topic)[kind] for kind in KINDS} for topic in found.topics},
        "exams": {exam: {t: found.of_exam(exam)[t] for t in tasks} for exam, tasks in found.tasks.items()},
        "traps": {trap: list(names) for trap, names in found.traps.items()},
        "passages": {one.name: _row(one) for one in found.asked},
        "shortfalls": [str(problem) for problem in found.shortfalls],
    }


def _row(one: Asked) -> dict[str, Any]:
    return {"file": one.file, "line": one.place[0], "passages": list(one.passages)}


def _parts(found: Report) -> Iterator[Iterable[str]]:
    yield _kinds(found)
    yield ["Difficulty", *_counts(found.by("difficulty"), sorted(found.by("difficulty")))]
    yield ["Topics (ordering, matching, choice)", *_topics(found)]
    for exam, tasks in found.tasks.items():
        counted = found.of_exam(exam)
        told = _counts(counted, tasks) if counted else ["  no question names it"]
        yield [f"Domains and tasks of {exam}", *told]
    yield [f"Traps (each tested by {FEWEST} questions or more)", *_traps(found)]
    yield ["Passages that answer each question", *_passages(found)]


def _kinds(found: Report) -> Iterator[str]:
    kinds, asks = found.kinds, found.by("asks")
    yield f"{len(found.asked)} questions: {asks['judgement']} ask for judgement, {asks['recall']} for recall"
    for kind, wanted in WANTED.items():
        more = {
            "choice": f", {found.several} of them with several right options",
            "case": f", with {sum(found.cases.values())} questions, {_span(found)} each",
        }
        yield f"  {kind:<10} {kinds[kind]:>4} of {wanted}{more.get(kind, '')}"


def _span(found: Report) -> str:
    sizes = sorted(found.cases.values()) or [0]
    return str(sizes[0]) if sizes[0] == sizes[-1] else f"{sizes[0]} to {sizes[-1]}"


def _counts(counted: Counter[str], names: Sequence[str]) -> Iterator[str]:
    yield from (f"  {name:<6} {counted[name]:>4}" for name in names)


def _topics(found: Report) -> Iterator[str]:
    for topic in found.topics:
        counted = found.of_topic(topic)
        yield f"  {topic:<20} {counted.total():>4}   {' '.join(f'{counted[kind]:>3}' for kind in KINDS)}"


def _traps(found: Report) -> Iterator[str]:
    for trap, names in found.traps.items():
        yield f"  {trap:<32} {len(names):>3}  {', '.join(names) or 'none'}"


def _passages(found: Report) -> Iterator[str]:
    for one in found.asked:
        yield f"  {one.file}:{one.place[0]}: {one.name}: {', '.join(one.passages) or 'none'}"
