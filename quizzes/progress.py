"""How far a learner has come with the questions of a topic, a step or a trap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.models import Learner
from quizzes.models import Bank, Question
from quizzes.queries import about, last_outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """Of `total` questions, how many were `met` (answered at least once) and are `right` at the last try."""

    total: int = 0
    met: int = 0
    right: int = 0

    @property
    def missed(self) -> int:
        """Met, and wrong at the last try."""
        return self.met - self.right

    @property
    def unmet(self) -> int:
        return self.total - self.met


def by_topic(learner: Learner | None) -> dict[str, Progress]:
    """The progress of this learner with every topic that has questions, by its key. One query."""
    rows = _outcomes(learner).filter(topics__isnull=False).values("topics__key").annotate(**_COUNTED)
    return {row.pop("topics__key"): Progress(**row) for row in rows}


def on(learner: Learner | None, **wish: str) -> Progress:
    """The progress of this learner with the questions about a topic, a step or a trap. One query."""
    return Progress(**_outcomes(learner).filter(**about(**wish)).aggregate(**_COUNTED))


def of_bank(learner: Learner | None, bank: Bank) -> Progress:
    """The progress of this learner with the questions of one bank. One query."""
    asked = Question.objects.live().filter(bank=bank)
    return Progress(**asked.annotate(outcome=last_outcome(learner)).order_by().aggregate(**_COUNTED))


_COUNTED: dict[str, Any] = {
    "total": Count("pk"),
    "met": Count("outcome"),
    "right": Count("pk", filter=Q(outcome=True)),
}


def _outcomes(learner: Learner | None) -> Any:
    """What may be asked, each with the `outcome` of this learner's last attempt at it, if there is one."""
    return Question.objects.shipped().annotate(outcome=last_outcome(learner)).order_by()
