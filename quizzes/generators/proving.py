"""A variant is shown only after it has gone through the door that written questions come in by.

It is written out as a bank of one, and read and judged as a shipped file is: every field, id, reason,
passage, trap and shape, with warnings counted as problems. What comes out must be the question that went in.
"""

from __future__ import annotations

from datetime import date

from quizzes.engines import Question
from quizzes.formats.bank import Bank, Known, read_bank, write_bank
from quizzes.generators.material import Material
from quizzes.generators.plan import Variant

SLUG = "fresh-variants"
TITLE = "Fresh variants"
OLD = "B063"  # whether sources are old is asked of the content that they come from, not of variants


def known(material: Material) -> Known:
    """What a variant may refer to: what its material was made of."""
    return Known(
        topics=frozenset(material.topic),
        traps=material.traps,
        passages=frozenset(material.passages),
        exams=material.exams,
    )


class Proofs:
    """What the check says of variants of one material. It is asked once for each thing that can be asked."""

    def __init__(self, material: Material) -> None:
        self.known = known(material)
        self._found: dict[str, tuple[str, ...]] = {}

    def against(self, variant: Variant) -> tuple[str, ...]:
        """Everything that the check says against this variant; nothing for one that may be shown."""
        if variant.fingerprint not in self._found:
            self._found[variant.fingerprint] = faults(variant.question, known=self.known)
        return self._found[variant.fingerprint]


def faults(question: Question, *, known: Known) -> tuple[str, ...]:
    """Everything that the check says against a question; nothing for one that may be shown."""
    bank = Bank(slug=SLUG, title=TITLE, questions=(question,))
    today = (
        date.fromisoformat(max(source.checked for source in question.source)) if question.source else date.max
    )
    read = read_bank(write_bank(bank).encode(), file=question.key, judged="shipped", known=known, today=today)
    told = [problem for problem in read.problems if problem.code != OLD]
    if told:
        return tuple(f"{problem.code} {problem.message}" for problem in told)
    return () if read.bank == bank else ("it reads otherwise than it was written",)
