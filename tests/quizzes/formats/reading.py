"""Reading banks in tests: a small syllabus and a fixed day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from quizzes.formats.bank import Judged, Known, ReadBank, read_bank

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)
KNOWN = Known(
    topics={"step-caching", "retraining-loop", "pipelines"},
    traps={"gate-before-evaluation", "register-deploys", "register-before-gate", "skipped-status",
           "evaluation-step-type", "pipeline-level-cache"},
    passages={"step-caching#uris", "retraining-loop#gate", "retraining-loop#trigger"},
    exams={"MLA-C01"},
    tasks={"MLA-C01#1", "MLA-C01#1.1", "MLA-C01#3", "MLA-C01#3.1", "MLA-C01#3.2", "MLA-C01#3.3"},
    pages=lambda address: address in ("/learn/step-caching/", "/learn/step-caching/#uris", "/"),
)  # fmt: skip
SOUND = (HERE / "sound.yaml").read_bytes()


def reading(raw: bytes | str, judged: Judged = "upload", file: str = "bank.yaml") -> ReadBank:
    encoded = raw if isinstance(raw, bytes) else raw.encode()
    return read_bank(encoded, file=file, judged=judged, known=KNOWN, today=TODAY)


def told(raw: bytes | str, judged: Judged = "upload") -> list[str]:
    """What is wrong, as "line:column code"."""
    return [f"{p.line}:{p.column} {p.code}" for p in reading(raw, judged).problems]


HEAD = "bank: a\ntitle: A\nquestions:\n"


def choice(
    key: str = "one",
    prompt: str = "Which?",
    rest: str = "",
    options: str = "a: {text: A, correct: true}, b: B",
) -> str:
    """A choice of five lines; its options stand in the fourth."""
    return (
        f"  - kind: choice\n    key: {key}\n    prompt: {prompt}\n"
        f"    options: {{{options}}}\n    explain: So.\n{rest}"
    )


def ordering(items: int, needs: str, rest: str = "", key: str = "one") -> str:
    """An ordering of six lines; its needs stand in the fifth."""
    listed = ", ".join(f"i{i}: Item {i}" for i in range(items))
    return (
        f"  - kind: ordering\n    key: {key}\n    prompt: Which order?\n"
        f"    items: {{{listed}}}\n"
        f"    needs: {needs}\n    explain: So.\n{rest}"
    )
