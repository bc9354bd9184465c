"""What a shipped question must say of itself, and an upload may."""

from __future__ import annotations

from collections.abc import Iterator

from kit.document import Path, Scalar
from kit.wording import quoted
from quizzes.formats.bank.entry import Entry

FIELDS = ("topics", "asks", "reread", "source", "difficulty")
INHERITED = ("topics", "reread", "source")


def check(entry: Entry) -> None:
    """B050 for a field that a shipped question must have, B051 for what has no reason."""
    if entry.judged != "shipped":
        return
    for field in FIELDS:
        if field in entry.data:
            if entry.data[field] in ([], {}):
                entry.problem("B050", f"a shipped question says its {field}; this is empty", field)
        elif not _inherits(entry, field):
            entry.problem("B050", f"a shipped question says its {field}", at="first")
    for what, path in _unreasoned(entry):
        entry.problem("B051", f"a shipped question gives a reason for every {what}", *path, at="first")


def _inherits(entry: Entry, field: str) -> bool:
    return field in INHERITED and entry.of is not None and bool(entry.of.data.get(field))


def _unreasoned(entry: Entry) -> Iterator[tuple[str, Path]]:
    """What has no reason, and where it stands."""
    for after, written in entry.mapping("needs").items():
        if isinstance(written, dict):
            bare = [before for before, reason in written.items() if reason == {} or _lacks_why(reason)]
            yield from ((f"need ({quoted(after)} needs {quoted(b)})", ("needs", after, b)) for b in bare)
        else:
            listed = entry.scalars("needs", after)
            yield from ((f"need ({quoted(after)} needs {quoted(b)})", ("needs", after, i)) for i, b in listed)
    why = entry.mapping("why")
    for i, item in entry.scalars("order")[1:]:
        if item not in why or _lacks_why(why[item]):
            yield f"item but the first ({quoted(item)})", ("order", i)
    for prompt in entry.mapping("pairs"):
        if prompt not in why or _lacks_why(why[prompt]):
            yield f"pair ({quoted(prompt)})", ("pairs", prompt)
    for field, what in (("distractors", "distractor"), ("options", "option")):
        for key, piece in entry.mapping(field).items():
            if isinstance(piece, Scalar) or _lacks_why(piece):
                yield f"{what} ({quoted(key)})", (field, key)


def _lacks_why(written: object) -> bool:
    return isinstance(written, dict) and "why" not in written
