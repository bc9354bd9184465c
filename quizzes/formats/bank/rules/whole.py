"""What shows only when all questions of a bank are seen together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from kit.wording import listed, quoted
from quizzes.engines import Choice, Matching, Ordering, Question
from quizzes.formats.bank.entry import Entry
from quizzes.formats.bank.rules.ids import not_a_slug
from quizzes.formats.bank.rules.texts import sameness

FEWEST_CHOICES = 4  # of fewer, "most" says nothing


def check_keys(entries: Iterable[Entry]) -> None:
    """The key of every question and case is used once in the bank."""
    seen: dict[str, tuple[Entry, str]] = {}
    for entry in entries:
        key = entry.text("key")
        if key is None or (not_a_slug(key) is not None and key.lower() not in seen):
            continue
        first, before = seen.setdefault(key.lower(), (entry, str(key)))
        where = first.line("key")
        if before != key:
            entry.problem(
                "B024", f"{quoted(key)} and {quoted(before)} (line {where}) differ in case only", "key"
            )
        elif first is not entry:
            entry.problem("B023", f"the key {quoted(key)} is used on line {where} already", "key")


def check_lengths(choices: list[Entry]) -> None:
    """Who always takes the longest option must not pass."""
    telling = [entry for entry in choices if (_longest_is_key(entry))]
    if len(choices) < FEWEST_CHOICES or 2 * len(telling) <= len(choices):
        return
    keys = listed([str(entry.text("key")) for entry in telling], most=5)
    message = f"the key is the longest option in {len(telling)} of {len(choices)} choices ({keys})"
    telling[0].warn("B060", message, "options")


def _longest_is_key(entry: Entry) -> bool:
    lengths = {key: len(sameness(text)) for key, text, _ in entry.shown("options")}
    most = max(lengths.values(), default=0)
    longest = [key for key, length in lengths.items() if length == most]
    options = entry.mapping("options")
    return len(longest) == 1 and isinstance(o := options[longest[0]], dict) and o.get("correct") == "true"


def print_of(question: Question) -> str:
    """Equal for two questions that ask the same, offer the same and want the same, whatever their ids."""
    match question:
        case Ordering():
            names = {key: sameness(text) for key, text in question.texts().items()}
            needs = sorted((names[before], names[after]) for before, after in question.graph.edges)
            content = [sorted(names.values()), needs]
        case Matching():
            shown = {key: sameness(response.text) for key, response in question.responses.items()}
            pairs = sorted(
                (sameness(question.prompts[prompt]), sorted(shown[r] for r in allowed))
                for prompt, allowed in question.pairs.items()
            )
            content = [sorted(shown.values()), pairs]
        case Choice():
            content = [sorted((sameness(o.text), str(o.correct)) for o in question.options.values())]
    prompt = " ".join(question.prompt.split()).casefold()
    return hashlib.sha256(repr((question.kind, prompt, content)).encode()).hexdigest()
