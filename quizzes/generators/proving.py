"""A variant is shown only after it has gone through the door that written questions come in by.

It is written out as a bank of one, and read and judged as a shipped file is: every field, id, reason,
passage, trap and shape, with warnings counted as problems. What comes out must be the question that went in.
One thing is spared: a pair of a matching may have no reason, for lines of a lesson or a table are facts.
"""

from __future__ import annotations

from datetime import date

from quizzes.engines import Matching, Question
from quizzes.formats.bank import Bank, Known, read_bank, write_bank
from quizzes.generators.material import Material
from quizzes.generators.plan import Variant

SLUG = "fresh-variants"
TITLE = "Fresh variants"
MOST = 20_000
"""So many proofs are kept, each a short text: about three megabytes."""
OLD = "B063"  # whether sources are old is asked of the content that they come from, not of variants
BARE = (
    "B051"  # a pair is a line of a lesson or a table: where it says no more, a reason would be the pair again
)


def known(material: Material) -> Known:
    """What a variant may refer to: what its material was made of."""
    return Known(
        topics=frozenset(material.topic),
        traps=material.traps,
        passages=frozenset(material.passages),
        exams=material.exams,
    )


class Proofs:
    """What the check says of variants of one material, asked once for each thing that was lately asked about.

    Of those that were proven longest ago the older half is forgotten when there are too many: more can be
    drawn than a process should hold.
    """

    def __init__(self, material: Material) -> None:
        self.known = known(material)
        self._found: dict[str, tuple[str, ...]] = {}

    def against(self, variant: Variant) -> tuple[str, ...]:
        """Everything that the check says against this variant; nothing for one that may be shown."""
        said = self._found.get(variant.fingerprint)
        if said is None:
            said = self._found[variant.fingerprint] = faults(variant.question, known=self.known)
            if len(self._found) > MOST:
                self._found = dict(list(self._found.items())[MOST // 2 :])  # whole at once: threads share it
        return said


def faults(question: Question, *, known: Known) -> tuple[str, ...]:
    """Everything that the check says against a question; nothing for one that may be shown."""
    bank = Bank(slug=SLUG, title=TITLE, questions=(question,))
    today = (
        date.fromisoformat(max(source.checked for source in question.source)) if question.source else date.max
    )
    written = write_bank(bank).encode()
    read = read_bank(written, file=question.key, judged="shipped", known=known, today=today)
    spared = {OLD, BARE} if isinstance(question, Matching) else {OLD}
    told = [problem for problem in read.problems if problem.code not in spared]
    if told:
        return tuple(f"{problem.code} {problem.message}" for problem in told)
    if any(problem.code == BARE for problem in read.problems):
        read = read_bank(written, file=question.key, judged="upload", known=known, today=today)
    return () if read.bank == bank else ("it reads otherwise than it was written",)
