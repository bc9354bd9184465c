"""What an author must put right, and where: the one shape every check speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["problem", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right. Lines and columns are 1-based and count code points."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "problem"

    def __str__(self) -> str:
        warning = "warning " if self.severity == "warning" else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {warning}{self.code} {self.message}{hint}"
