"""Matchings: every prompt has a pair, and some response is right for all of them at once."""

from __future__ import annotations

from kit.document import Scalar
from kit.wording import quoted
from quizzes.engines.matching import Matching, Response, Unsolvable
from quizzes.formats.bank.entry import Entry
from quizzes.formats.bank.rules.ids import check_list, check_namespace, check_reference


def check(entry: Entry) -> Matching | None:
    """Note what is wrong with the key; where nothing is, give a question to grade by (without texts)."""
    before = len(entry.notes)
    check_namespace(entry, "prompts")
    check_namespace(entry, "responses")
    if not entry.has("prompts", "responses"):
        return None
    _check_pairs(entry)
    for prompt in entry.mapping("why"):
        says = f"{quoted(prompt)} is given a reason, but it is not one of the prompts"
        check_reference(entry, prompt, entry.mapping("prompts"), says, "why", prompt, at="key")
    question = _skeleton(entry)
    if len(entry.notes) > before or not question.pairs or not all(question.pairs.values()):
        return None
    try:
        question.right_response()
    except Unsolvable as found:
        short = found.prompts[0]
        message = f"no response is left for {quoted(short)}: without reuse each serves one prompt only"
        entry.problem("B041", message, "pairs", short)
        return None
    return question


def _check_pairs(entry: Entry) -> None:
    prompts, responses = entry.mapping("prompts"), entry.mapping("responses")
    pairs = entry.mapping("pairs")
    for prompt, pair in pairs.items():
        says = f"{quoted(prompt)} has a pair, but it is not one of the prompts"
        check_reference(entry, prompt, prompts, says, "pairs", prompt, at="key")
        if isinstance(pair, Scalar):
            says = f"{quoted(prompt)} is paired with {quoted(pair)}, which is not one of the responses"
            check_reference(entry, pair, responses, says, "pairs", prompt)
        else:
            check_list(entry, responses, "responses", "pairs", prompt)
    missing = [prompt for prompt in prompts if prompt not in pairs]
    if missing and isinstance(entry.data.get("pairs"), dict):
        entry.problem("B040", f"no pair for {', '.join(map(quoted, missing))}", "pairs", at="first")


def _skeleton(entry: Entry) -> Matching:
    return Matching(
        key="",
        prompt="",
        explain="",
        prompts=dict.fromkeys(entry.mapping("prompts"), ""),
        responses=dict.fromkeys(entry.mapping("responses"), Response("")),
        pairs={
            prompt: (pair,)
            if isinstance(pair, Scalar)
            else tuple(key for _, key in entry.scalars("pairs", prompt))
            for prompt, pair in entry.mapping("pairs").items()
        },
        reuse=entry.text("reuse") == "true",
    )
