"""A guest's sittings, cards and reports come into an account."""

from __future__ import annotations

from datetime import datetime

from accounts.belongings import Belonging
from accounts.models import Learner
from quizzes.models import Card, ProblemReport, Sitting, StudyPlan
from quizzes.services import counting, tallying
from quizzes.services.forgetting import forget
from quizzes.services.rating import reschedule


def merge(*, guest: Learner, learner: Learner, now: datetime) -> None:
    """Each sitting changes its learner and nothing else: no two of them can be the same one.

    What was counted is counted anew, because the same question may be in sittings of both.
    """
    if Sitting.objects.filter(learner=guest).update(learner=learner):
        tallying.forget(guest)
        tallying.recount(learner)
        counting.settle(learner.pk)


def count(learner: Learner) -> int:
    return Sitting.objects.filter(learner=learner).count()


SITTINGS = Belonging("sitting", "sittings", count, merge, forget)


def merge_cards(*, guest: Learner, learner: Learner, now: datetime) -> None:
    """Every card changes its learner. Where both have one, the reviews of both make one schedule.

    The plan of the account stays; where it has none, the guest's is taken.
    """
    own = {(c.sort, c.question_id, c.key): c for c in Card.objects.filter(learner=learner)}
    for card in Card.objects.filter(learner=guest):
        kept = own.get((card.sort, card.question_id, card.key))
        if kept is None:
            card.learner = learner
            card.save(update_fields=["learner"])
        else:
            card.reviews.update(card=kept)
            card.delete()
            reschedule(kept)
    if not StudyPlan.objects.filter(learner=learner).exists():
        StudyPlan.objects.filter(learner=guest).update(learner=learner)


def count_cards(learner: Learner) -> int:
    return Card.objects.filter(learner=learner).count()


CARDS = Belonging("reviewed card", "reviewed cards", count_cards, merge_cards)


def merge_reports(*, guest: Learner, learner: Learner, now: datetime) -> None:
    """Each report changes its learner and nothing else."""
    ProblemReport.objects.filter(learner=guest).update(learner=learner)


def count_reports(learner: Learner) -> int:
    return ProblemReport.objects.filter(learner=learner).count()


REPORTS = Belonging("report of a problem", "reports of problems", count_reports, merge_reports)
