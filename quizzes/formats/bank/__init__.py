"""The bank format: one YAML file is one bank. Told to authors in docs/bank-format.md.

`read_bank` and `read_banks` are the door in: they tell every problem with its place, and give a bank only
where there is none. `write_bank` is the way out; `question_data` and `question_from_data` carry one question.
`difference` tells what changed from one bank to another.
"""

from __future__ import annotations

from quizzes.formats.bank.building import question_from_data
from quizzes.formats.bank.difference import Difference, difference, in_words, key_changed
from quizzes.formats.bank.model import Bank, Judged, Known, ReadBank, ReadEntry
from quizzes.formats.bank.reading import read_bank
from quizzes.formats.bank.schema import schema
from quizzes.formats.bank.together import ReadBanks, check_banks, read_banks
from quizzes.formats.bank.writing import question_data, write_bank

__all__ = [
    "Bank",
    "Difference",
    "Judged",
    "Known",
    "ReadBank",
    "ReadBanks",
    "ReadEntry",
    "check_banks",
    "difference",
    "in_words",
    "key_changed",
    "question_data",
    "question_from_data",
    "read_bank",
    "read_banks",
    "schema",
    "write_bank",
]
