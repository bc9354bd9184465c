"""Every problem that the check knows, by its code. docs/bank-format.md is written from this table."""

from __future__ import annotations

from quizzes.formats.bank.codes import fields, judging, questions, reading
from quizzes.formats.bank.codes.table import Code

__all__ = ["CODES", "Code"]

CODES: dict[str, Code] = {
    code.code: code for part in (reading, fields, questions, judging) for code in part.CODES
}
