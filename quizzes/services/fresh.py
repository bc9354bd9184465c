"""Fresh variants for a sitting: drawn, proven, and stored as questions like all others.

They live in a bank of their own that nobody publishes. The key of each comes from what it asks, so that the
same variant is the same row, whoever draws it and however often. The bank is no part of what ships: its
questions are not offered, counted or exported among the written ones.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Learner
from quizzes import engines, queries
from quizzes.formats import bank as bank_format
from quizzes.generators import Variant, draw
from quizzes.generators.proving import SLUG, TITLE
from quizzes.material import stock
from quizzes.models import Bank, Card, ProblemReport, Question, QuestionVersion, SittingQuestion
from quizzes.reading import step_families, step_keys
from quizzes.selection import Candidate
from quizzes.services.tagging import subjects_of, tag
from quizzes.services.wordings import Shown, Wording, shown, word_questions, wordings_of
from quizzes.subjects import steps_of, traps_of

RECENT = 200
"""So many of the variants that a learner was asked last are not asked again."""
BATCH = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class About:
    """What variants are wished for: on a topic, a step, a trap, of these kinds; "" and () for any."""

    topic: str = ""
    step: str = ""
    trap: str = ""
    kinds: tuple[str, ...] = ()


def drawn(*, learner: Learner | None, about: About, count: int, seed: str) -> list[Variant]:
    """Up to `count` variants that fit and that this learner has not met among the last. Writes nothing."""
    kinds = tuple(kind for kind in about.kinds if kind != "case")
    if about.kinds and not kinds:
        return []
    have = stock()
    found = draw(
        have.material,
        seed=seed,
        count=count,
        topic=about.topic,
        step=about.step,
        trap=about.trap,
        kinds=kinds,
        seen=queries.recent_variants(learner, most=RECENT),
        fits=_fits(about) if about.step or about.trap else None,
        proofs=have.proofs,
    )
    for key, said in found.refused:
        logger.warning("The variant %s was refused by the check and is not asked: %s", key, "; ".join(said))
    return found.variants


@dataclass(frozen=True, slots=True)
class Ready:
    """Variants as they will be worded, and what is shown of those that are not stored yet, by digest."""

    wordings: tuple[Wording, ...] = ()
    shown: Mapping[str, Shown] = field(default_factory=dict)


def ready(variants: Sequence[Variant]) -> Ready:
    """Variants made ready to be stored. Rendering takes its time: it is done before anything is locked."""
    if not variants:
        return Ready()
    written = bank_format.Bank(slug=SLUG, title=TITLE, questions=tuple(v.question for v in variants))
    wordings = tuple(wordings_of(written))
    named = QuestionVersion.objects.filter(question__bank__slug=SLUG, digest__in=[w.digest for w in wordings])
    stored, families = set(named.values_list("digest", flat=True)), step_families()
    return Ready(
        wordings, {w.digest: shown(w.question, families) for w in wordings if w.digest not in stored}
    )


@transaction.atomic
def store(made: Ready, *, now: datetime) -> list[Candidate]:
    """The variants as questions that can be asked. One that was stored before is found, not written."""
    bank, _ = Bank.objects.get_or_create(slug=SLUG, defaults={"title": TITLE})
    Bank.objects.select_for_update().get(pk=bank.pk)  # so that two that store the same take turns
    wordings = made.wordings
    kept = bank.questions.filter(key__in=[w.key for w in wordings]).select_related("current")
    rows = {question.key: question for question in kept}
    added = [Question(bank=bank, key=w.key, kind=w.question.kind) for w in wordings if w.key not in rows]
    rows.update((question.key, question) for question in Question.objects.bulk_create(added))
    pairs = [(rows[w.key], w) for w in wordings]
    fresh = word_questions(bank, pairs, {}, step_families(), now, ready=made.shown)
    if fresh:
        changed = {version.question.key: version.question for version in fresh}
        Question.objects.bulk_update(changed.values(), ["current", "kind", "difficulty"])
        steps = step_keys()
        tag({q.pk: subjects_of(w.question, steps) for q, w in pairs if q.key in changed})
    current = [question for question, _ in pairs if question.current_id is not None]
    return [Candidate((question.current_id,), question.kind) for question in current if question.current_id]


@transaction.atomic
def forget() -> int:
    """Delete the variants that no sitting asks and no report is about: they can be drawn again. How many.

    The bank's row is locked, so that none goes that is just being put into a sitting.
    """
    bank = Bank.objects.select_for_update().filter(slug=SLUG).first()
    if bank is None:
        return 0
    asked = SittingQuestion.objects.filter(question_version__question=OuterRef("pk"))
    held = Card.objects.filter(question=OuterRef("pk"))
    reported = ProblemReport.objects.filter(question_version__question=OuterRef("pk"))
    free = bank.questions.filter(~Exists(asked), ~Exists(held), ~Exists(reported))
    unasked = list(free.values_list("pk", flat=True))
    for start in range(0, len(unasked), BATCH):
        rows = bank.questions.filter(pk__in=unasked[start : start + BATCH])
        rows.update(current=None)
        rows.delete()
    return len(unasked)


def _fits(about: About) -> Callable[[engines.Question], bool]:
    """Whether a variant is about the step and plays on the trap that were wished for."""
    steps = step_keys() if about.step else {}

    def fits(question: engines.Question) -> bool:
        if about.trap and about.trap not in traps_of(question):
            return False
        return not about.step or about.step in steps_of(question, steps)

    return fits
