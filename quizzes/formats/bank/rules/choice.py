"""Choices: something to choose and something to leave."""

from __future__ import annotations

from typing import Any

from kit.document import Scalar
from quizzes.engines.choice import Choice, Option
from quizzes.formats.bank.entry import Entry
from quizzes.formats.bank.rules.ids import check_list, check_namespace


def check(entry: Entry) -> Choice | None:
    """Note what is wrong with the key; where nothing is, give a question to grade by (without texts)."""
    before = len(entry.notes)
    check_namespace(entry, "options")
    if not entry.has("options"):
        return None
    correct = {key: _is_correct(value) for key, value in entry.mapping("options").items()}
    check_list(entry, correct, "options", "pin")
    if None in correct.values():
        return None
    if len(correct) >= 2:
        if not any(correct.values()):
            entry.problem("B038", 'no option is correct; mark one with "correct: true"', "options")
        elif all(correct.values()):
            entry.problem("B039", "every option is correct, so there is nothing to decide", "options")
    if len(entry.notes) > before:
        return None
    options = {key: Option("", correct=bool(value)) for key, value in correct.items()}
    return Choice(key="", prompt="", explain="", options=options)


def _is_correct(option: Any) -> bool | None:
    """None where that is not to be told: what is written there is neither true nor false."""
    written = option.get("correct") if isinstance(option, dict) else None
    if written is None:
        return False
    return (
        {"true": True, "false": False}.get(written) if isinstance(written, Scalar) and written.plain else None
    )
