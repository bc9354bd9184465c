"""The codes as Markdown for docs/bank-format.md, each with what the check says of its bad example."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from quizzes.formats.bank.codes import CODES, Code
from quizzes.formats.bank.model import Known
from quizzes.formats.bank.together import check_banks

KNOWN: Final = Known(
    topics=frozenset({"step-caching"}),
    traps=frozenset({"pipeline-level-cache"}),
    passages=frozenset({"step-caching#uris"}),
    exams=frozenset({"MLA-C01"}),
    tasks=frozenset({"MLA-C01#3", "MLA-C01#3.1", "MLA-C01#3.2", "MLA-C01#3.3"}),
    pages=lambda address: address in ("/learn/step-caching/", "/learn/step-caching/#uris"),
)
"""The syllabus that the examples speak of."""
TODAY: Final = date(2026, 11, 21)


def codes_in_markdown() -> str:
    return "\n".join(line for code in CODES.values() for line in _told(code))


def _told(code: Code) -> Iterator[str]:
    yield f"### {code.code} {code.title}\n"
    yield f"{code.explanation}\n"
    if code.made is not None:
        yield f"Bad: {code.bad}.\n"
    else:
        yield f"Bad:\n\n```yaml\n{code.bad.rstrip()}\n```\n"
    yield f"```text\n{_says(code)}\n```\n"
    yield f"Good:\n\n```yaml\n{code.good.rstrip()}\n```\n"


def _says(code: Code) -> str:
    """What the check says of the bad example: of two files where one alone has no fault."""
    files = {"bank.yaml": code.bad_file()}
    if code.code == "B056":
        files["other.yaml"] = files["bank.yaml"].replace(b"Which?", b"What?")
    return "\n".join(map(str, check_banks(files, judged=code.judged, known=KNOWN, today=TODAY)))
