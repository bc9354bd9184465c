"""How much a question may hold."""

from __future__ import annotations

from quizzes.formats.bank.entry import Entry

MOST_PIECES = 40
MOST_EXAMPLES = 200
MOST_QUESTIONS = 2_000


def check_size(entry: Entry, field: str, *, least: int) -> bool:
    """From `least` to 40 pieces. False where there are too many to look at."""
    value = entry.data.get(field)
    if not isinstance(value, dict):
        return True
    if len(value) < least:
        entry.problem("B037", f"at least {least} {field} are wanted, not {len(value)}", field)
    elif len(value) > MOST_PIECES:
        entry.problem("B028", f"{len(value)} {field}; at most {MOST_PIECES} are allowed", field)
        return False
    return True
