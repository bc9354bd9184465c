"""How much a question may hold."""

from __future__ import annotations

from quizzes.formats.bank.entry import Entry

MOST_PIECES = 40
MOST_EXAMPLES = 200
MOST_QUESTIONS = 2_000
_LEAST = {
    ("ordering", "items"): 2,
    ("ordering", "distractors"): 0,
    ("matching", "prompts"): 2,
    ("matching", "responses"): 0,
    ("choice", "options"): 2,
}


def check(entry: Entry) -> bool:
    """As few pieces as can be asked about, 40 at most. False where there are too many to look at."""
    good = True
    for (kind, field), least in _LEAST.items():
        value = entry.data.get(field)
        if isinstance(value, dict) and len(value) < least and entry.data["kind"] == kind:
            entry.problem("B037", f"at least {least} {field} are wanted, not {len(value)}", field)
        elif isinstance(value, dict) and len(value) > MOST_PIECES:
            entry.problem("B028", f"{len(value)} {field}; at most {MOST_PIECES} are allowed", field)
            good = False
    examples = entry.data.get("examples")
    if isinstance(examples, list) and len(examples) > MOST_EXAMPLES:
        message = f"{len(examples)} examples; at most {MOST_EXAMPLES} are allowed"
        entry.problem("B028", message, "examples")
        good = False
    return good
