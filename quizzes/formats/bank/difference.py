"""What changed from one version of a bank to the next, told per question.

Questions and cases are followed by their keys, which are for life. A question is *reworded* when anything
that is written of it differs, and its *key changed* when some response would now be judged otherwise: that is
more than another wording, since what was answered before may have to be marked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kit.wording import quoted
from quizzes.engines import Choice, Matching, Ordering, Question, Written
from quizzes.engines.case import Case
from quizzes.formats.bank.model import Bank
from quizzes.formats.bank.writing import written_data
from quizzes.formats.yamlout import inline

_ASIDE = ("key", "questions")  # what a question is found by, and what is compared by itself


@dataclass(frozen=True, slots=True)
class Field:
    """A field that differs: `prompt`, or the piece of one: `options.step`.

    `before` and `after` are what was written: a text as it is, everything else as YAML on one line, "" where
    nothing is written. Where the pieces of a field are the same in another order, they are their ids.
    """

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Named:
    """A question or a case as a list names it. `text` is its prompt, or the case's title or scenario."""

    key: str
    kind: str
    text: str
    case: str = ""  # the key of the case it stands in


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question or a case that is written otherwise, with each field that differs in written order."""

    question: Named
    fields: tuple[Field, ...]
    key_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that differs. Added and reworded stand in the order of the new bank, retired in that of the old."""

    bank: tuple[Field, ...] = ()
    added: tuple[Named, ...] = ()
    retired: tuple[Named, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    moved: bool = False  # what stayed stands in another order

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.bank or self.added or self.retired or self.reworded or self.moved)

    @property
    def key_changed(self) -> tuple[Reworded, ...]:
        """Those of the reworded whose key changed."""
        return tuple(question for question in self.reworded if question.key_changed)


def difference(old: Bank, new: Bank) -> Difference:
    """What changed from `old` to `new`."""
    before, after = dict(_entries(old)), dict(_entries(new))
    stayed = [key for key in after if key in before]
    changes = (_reworded(before[key], after[key]) for key in stayed)
    return Difference(
        bank=tuple(_fields(_head(old), _head(new))),
        added=tuple(entry.named for key, entry in after.items() if key not in before),
        retired=tuple(entry.named for key, entry in before.items() if key not in after),
        reworded=tuple(change for change in changes if change is not None),
        moved=stayed != [key for key in before if key in after],
    )


def key_changed(old: Question, new: Question) -> bool:
    """Whether what is right has changed, so that some response would now be judged otherwise.

    Needs that say the same in other words (a longer list with what follows anyway, an `order` for a chain of
    needs) are no change, nor is what is only offered: distractors, wrong options, responses of no pair.
    """
    return bool(_right(old) != _right(new))


def in_words(found: Difference) -> Iterator[str]:
    """A line for each change, and a last one that counts them."""
    if not found:
        yield "Nothing differs."
        return
    for field in found.bank:
        yield f"bank: {field.path} {_told(field.before)} is now {_told(field.after)}"
    yield from (f"added: {_line(named)}" for named in found.added)
    yield from (f"retired: {_line(named)}" for named in found.retired)
    for change in found.reworded:
        verb = "key changed" if change.key_changed else "reworded"
        yield f"{verb}: {_line(change.question)}: {', '.join(field.path for field in change.fields)}"
    if found.moved:
        yield "order: the questions stand in another order"
    keys = len(found.key_changed)
    yield (
        f"{len(found.added)} added, {len(found.retired)} retired, {len(found.reworded)} reworded"
        + (f", {keys} of them with another key." if keys else ".")
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    written: Written
    case: str = ""

    @property
    def named(self) -> Named:
        written = self.written
        text = written.title or written.scenario if isinstance(written, Case) else written.prompt
        return Named(written.key, written.kind, text, self.case)

    @property
    def data(self) -> dict[str, Any]:
        data = {name: value for name, value in written_data(self.written).items() if name not in _ASIDE}
        return {**data, "case": self.case} if self.case else data


def _entries(bank: Bank) -> Iterator[tuple[tuple[bool, str], _Entry]]:
    """Every question and case, by its key: a case of a question's name is not that question."""
    for written in bank.questions:
        yield (isinstance(written, Case), written.key), _Entry(written)
        if isinstance(written, Case):
            yield from (((False, inner.key), _Entry(inner, written.key)) for inner in written.questions)


def _head(bank: Bank) -> dict[str, Any]:
    return {
        "bank": bank.slug,
        "title": bank.title,
        "description": bank.description,
        "language": bank.language,
        "license": bank.license,
    }


def _reworded(old: _Entry, new: _Entry) -> Reworded | None:
    fields = tuple(_fields(old.data, new.data))
    if not fields:
        return None
    was, now = old.written, new.written
    judged = not isinstance(was, Case) and not isinstance(now, Case) and key_changed(was, now)
    return Reworded(new.named, fields, judged)


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Field]:
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _pieces(name, before, after)
        elif before != after:
            yield Field(name, _written(before), _written(after))


def _pieces(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Field]:
    for key in dict.fromkeys((*new, *old)):
        if old.get(key) != new.get(key):
            yield Field(f"{name}.{key}", _written(old.get(key)), _written(new.get(key)))
    before, after = ([key for key in these if key in old and key in new] for these in (old, new))
    if before != after:
        yield Field(name, ", ".join(before), ", ".join(after))


def _written(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else inline(value)


def _right(question: Question) -> Any:
    """Equal for two questions of which the same responses are right."""
    match question:
        case Choice():
            return "choice", frozenset(question.right_response())
        case Matching():
            allowed = {prompt: frozenset(pair) for prompt, pair in question.pairs.items()}
            shared = sum(map(len, allowed.values())) > len(frozenset[str]().union(*allowed.values()))
            return "matching", allowed, question.reuse and shared  # of what is not shared no use is a second
        case Ordering():
            return "ordering", {item: question.graph.ancestors(item) for item in question.items}


def _line(named: Named) -> str:
    where = f", in {named.case}" if named.case else ""
    return f"{named.key} ({named.kind}{where}) {_told(named.text)}"


def _told(text: str) -> str:
    return quoted(" ".join(text.split()))
