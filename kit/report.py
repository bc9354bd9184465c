"""Problems for people, for programs and for GitHub: the same list in three tongues.

A message may quote a stranger's file, so nothing goes out that a terminal, a log or GitHub would obey.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal, get_args

from kit.problems import Problem
from kit.wording import one_line

Format = Literal["text", "json", "github"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(problems: Iterable[Problem], form: Format) -> str:
    """The problems in their order, a line for each; nothing at all is the empty text (JSON: an empty list).

    text is `FILE:LINE:COL: CODE message` and for a warning `FILE:LINE:COL: warning CODE message`; json is a
    list of objects in ASCII; github are workflow commands, which GitHub shows at the line of the file.
    """
    if form == "text":
        return "".join(f"{one_line(str(problem))}\n" for problem in problems)
    if form == "json":
        return json.dumps([as_data(problem) for problem in problems], indent=2) + "\n"
    return "".join(f"{_as_command(problem)}\n" for problem in problems)


def as_data(problem: Problem) -> dict[str, str | int]:
    """One problem as plain data: file, line, column, severity, code, message, hint."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": one_line(problem.message),
        "hint": one_line(problem.hint),
    }


def _as_command(problem: Problem) -> str:
    level = "warning" if problem.severity == "warning" else "error"
    place = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
    message = f"{problem.message} {problem.hint}".strip()
    return f"::{level} {place},title={_property(problem.code)}::{_percent(one_line(message))}"


def _property(text: str) -> str:
    return _percent(text).replace(":", "%3A").replace(",", "%2C")


def _percent(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
