"""The question's own tests: the real grader must say what the author says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kit.document import Scalar
from kit.wording import quoted
from quizzes.engines import Question, grade
from quizzes.engines.base import Finding, Unanswered
from quizzes.formats.bank.entry import Entry
from quizzes.formats.bank.rules.ids import check_reference

_CORE = {"ordering": ["items"], "matching": ["prompts", "responses"], "choice": ["options"]}
_SAYS = {
    "broken-need": "{subject} stands before {other}, which it needs",
    "out-of-sequence": "{subject} stands before {other}",
    "distractor-used": "{subject} is a distractor",
    "left-out": "{subject} is left out",
    "repeated": "{subject} comes twice",
    "wrong-pair": "{subject} is not paired with {other}",
    "unpaired": "{subject} has no response",
    "reused": "{subject} serves twice",
    "wrong-option": "{subject} is not correct",
    "missing-option": "{subject} is missing",
}


def check(entry: Entry, question: Question | None) -> None:
    """Check the ids of every example; where the question can be graded, grade it."""
    examples = entry.data.get("examples")
    if not isinstance(examples, list) or not entry.has(*_CORE[str(entry.data["kind"])]):
        return
    for i, example in enumerate(examples):
        if not isinstance(example, dict):
            continue
        response, correct = example.get("response"), example.get("correct")
        good = _check_ids(entry, response, "examples", i, "response")
        if question is not None and good and isinstance(correct, Scalar) and correct in ("true", "false"):
            _check_verdict(entry, question, response, correct == "true", i)


def _check_ids(entry: Entry, response: Any, *path: str | int) -> bool:
    if isinstance(response, dict):
        prompts, responses = entry.mapping("prompts"), entry.mapping("responses")
        good = [_known(entry, prompt, prompts, "prompts", *path, prompt, at_key=True) for prompt in response]
        good += [
            isinstance(given, Scalar) and _known(entry, given, responses, "responses", *path, prompt)
            for prompt, given in response.items()
        ]
        return all(good) and entry.data.get("kind") == "matching"
    if not isinstance(response, list) or entry.data.get("kind") == "matching":
        return False
    ids = {**entry.mapping("items"), **entry.mapping("distractors"), **entry.mapping("options")}
    what = "options" if "options" in entry.data else "items or distractors"
    known = [
        isinstance(name, Scalar) and _known(entry, name, ids, what, *path, i)
        for i, name in enumerate(response)
    ]
    return all(known)


def _known(
    entry: Entry, name: str, known: Collection[str], what: str, *path: str | int, at_key: bool = False
) -> bool:
    says = f"{quoted(name)} is not one of the {what}"
    return check_reference(entry, name, known, says, *path, at="key" if at_key else "value")


def _check_verdict(entry: Entry, question: Question, response: Any, claimed: bool, i: int) -> None:
    findings = _graded(question, response)
    if findings is None:
        if claimed:
            entry.problem("B043", "this response is blank, which is never right", "examples", i)
    elif claimed and findings:
        told = "; ".join(map(_say, findings[:3]))
        entry.problem("B043", f"the grader calls this response wrong: {told}", "examples", i)
    elif not claimed and not findings:
        entry.problem("B043", "the grader calls this response right", "examples", i)


def _graded(question: Question, response: Any) -> tuple[Finding, ...] | None:
    """What speaks against the response; None when it is blank."""
    try:
        return grade(question, response).findings
    except Unanswered:
        return None


def _say(finding: Finding) -> str:
    template = _SAYS.get(finding.fault, "{subject} does not belong")
    return template.format(subject=quoted(finding.subject), other=quoted(finding.other))
