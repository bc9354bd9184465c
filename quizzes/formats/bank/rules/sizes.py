"""How much a question may hold, so that whatever is looked at piece by piece is soon looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kit.document import Path
from quizzes.formats.bank.entry import Entry

MOST_PIECES = 40  # of a field, and of what stands in a piece of it
MOST_EXAMPLES = 200
MOST_QUESTIONS = 2_000
_LEAST = {
    ("ordering", "items"): 2,
    ("ordering", "distractors"): 0,
    ("matching", "prompts"): 2,
    ("matching", "responses"): 0,
    ("choice", "options"): 2,
}


_PIECES = (*(field for _, field in _LEAST), "needs", "order", "why", "pairs", "pin")
_LISTS = ("topics", "traps", "exams", "reread", "source")


def check(entry: Entry) -> bool:
    """B037 for fewer pieces than can be asked about, B028 for too many. False where there are too many."""
    for (kind, field), least in _LEAST.items():
        value = entry.data.get(field)
        if isinstance(value, dict) and len(value) < least and entry.data["kind"] == kind:
            entry.problem("B037", f"at least {least} {field} are wanted, not {len(value)}", field)
    good = True
    for path, value, most in _counted(entry):
        if isinstance(value, dict | list) and len(value) > most:
            what = path[-1] if isinstance(path[-1], str) and len(path) == 1 else "names here"
            entry.problem("B028", f"{len(value)} {what}; at most {most} are allowed", *path)
            good = False
    return good


def _counted(entry: Entry) -> Iterator[tuple[Path, Any, int]]:
    """(path, what stands there, how much of it may) of all that the rules go through one by one."""
    for field in (*_PIECES, *_LISTS):
        value = entry.data.get(field)
        yield (field,), value, MOST_PIECES
        if isinstance(value, dict) and len(value) <= MOST_PIECES:
            yield from (((field, key), inner, MOST_PIECES) for key, inner in value.items())
    examples = entry.data.get("examples")
    yield ("examples",), examples, MOST_EXAMPLES
    if isinstance(examples, list) and len(examples) <= MOST_EXAMPLES:
        for i, example in enumerate(examples):
            response = example.get("response") if isinstance(example, dict) else None
            yield ("examples", i, "response"), response, 2 * MOST_PIECES
