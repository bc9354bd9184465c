"""How a code is told, and how the short examples in its telling become whole files."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from quizzes.formats.bank.model import Judged

Frame = Literal["file", "bank", "ordering", "matching", "choice"]


@dataclass(frozen=True, slots=True)
class Code:
    """A problem that the check knows: what it is, why it is one, a text that has it and one that has not.

    `bad` and `good` are whole files, or fields that take the place of those of a sound question or bank
    (`frame`). `made` makes the bytes of a bad file that cannot be shown; `bad` then tells of it in words.
    """

    code: str
    title: str
    explanation: str
    bad: str
    good: str
    frame: Frame = "file"
    judged: Judged = "upload"
    made: Callable[[], bytes] | None = None

    def bad_file(self) -> bytes:
        return self.made() if self.made else whole_file(self.bad, self.frame)

    def good_file(self) -> bytes:
        return whole_file(self.good, self.frame)


_ABOUT = """\
explain: The reason.
topics: [step-caching]
difficulty: 2
asks: recall
reread: ["step-caching#uris"]
source: {url: "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html", checked: 2026-11-21}
"""
SOUND = {
    "bank": """\
bank: caching
title: Caching
questions:
  - kind: choice
    key: one
    prompt: Which?
    options: {a: {text: This one, correct: true, why: Yes.}, b: {text: That one, why: No.}}
    explain: The reason.
""",
    "ordering": """\
kind: ordering
key: one
prompt: In which order?
items: {clean: Clean, train: Train, test: Test}
needs: {train: {clean: Training reads what cleaning wrote.}, test: {train: The test reads the model.}}
"""
    + _ABOUT,
    "matching": """\
kind: matching
key: one
prompt: Which belongs to which?
prompts: {training: TrainingStep, fail: FailStep}
responses: {fit: Fits a model, stop: Ends the run}
pairs: {training: fit, fail: stop}
why: {training: It trains., fail: It fails.}
"""
    + _ABOUT,
    "choice": """\
kind: choice
key: one
prompt: Where?
options: {step: {text: On the step, correct: true, why: Yes.}, run: {text: On the run, why: No.}}
"""
    + _ABOUT,
}
_FIELD = re.compile(r"^(?=[^\s\-#}\]])", re.MULTILINE)


def whole_file(text: str, frame: Frame) -> bytes:
    """The file that `text` is, or that it makes in its frame."""
    if frame == "file":
        return text.encode()
    fields = {**_fields(SOUND[frame]), **_fields(text)}
    body = "".join(fields.values())
    if frame != "bank":
        question = textwrap.indent(body, "    ").replace("    ", "  - ", 1)
        body = f"bank: caching\ntitle: Caching\nquestions:\n{question}"
    return body.encode()


def _fields(text: str) -> dict[str, str]:
    """The text of each field at the margin, by its name. `order` and `needs` take each other's place."""
    pieces = [piece for piece in _FIELD.split(text) if piece.strip()]
    named = {
        piece.split(":", 1)[0].strip(): piece if piece.endswith("\n") else piece + "\n" for piece in pieces
    }
    return {
        ("needs" if name == "order" and "needs" not in named else name): piece
        for name, piece in named.items()
    }
