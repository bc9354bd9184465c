"""Choices: something to choose and something to leave."""

from __future__ import annotations

from typing import Any

from quizzes.engines.choice import Choice, Option
from quizzes.formats.bank.entry import Entry
from quizzes.formats.bank.rules.ids import check_list, check_namespace
from quizzes.formats.bank.rules.sizes import check_size


def check(entry: Entry) -> Choice | None:
    """Note what is wrong with the key; where nothing is, give a question to grade by (without texts)."""
    before = len(entry.notes)
    check_namespace(entry, "options")
    if not check_size(entry, "options", least=2):
        return None
    options = {key: Option("", correct=_is_correct(value)) for key, value in entry.mapping("options").items()}
    if len(options) >= 2:
        if not any(option.correct for option in options.values()):
            entry.problem("B038", 'no option is correct; mark one with "correct: true"', "options")
        elif all(option.correct for option in options.values()):
            entry.problem("B039", "every option is correct, so there is nothing to decide", "options")
    check_list(entry, options, "options", "pin")
    if len(entry.notes) > before or not options:
        return None
    return Choice(key="", prompt="", explain="", options=options)


def _is_correct(option: Any) -> bool:
    return isinstance(option, dict) and option.get("correct") == "true"
