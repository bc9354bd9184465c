"""A learner is forgotten: what was answered stays in the statistics of questions, without its person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Learner
from quizzes.models import Sitting, SittingQuestion
from quizzes.services import counting, tallying

TITLE = "A sitting"


def forget(*, learner: Learner, now: datetime) -> None:
    """Take from every sitting what could lead to the person: its addresses, what was wished for, drafts.

    What is open and has no answer goes; so does an open exam, which was handed in by nobody. What is open and
    was answered in part is closed. Cards, plan and tallies go with the learner's row.
    """
    list(Sitting.objects.select_for_update().filter(learner=learner).order_by("pk").values_list("pk"))
    still_open = Sitting.objects.filter(learner=learner, finished_at=None)
    answered = SittingQuestion.objects.filter(sitting__in=still_open, attempt__isnull=False).values("sitting")
    still_open.exclude(pk__in=answered).delete()
    closed = list(still_open.values_list("pk", flat=True))
    places = SittingQuestion.objects.filter(sitting__learner=learner)
    places.update(draft=None, draft_at=None, draft_seq=0, flagged=False)
    # No browser knows such a name, and no form can send one.
    gone = Concat(Value("gone:"), Cast("pk", CharField()))
    Sitting.objects.filter(learner=learner).update(
        key=gone, start_key=gone, secret=b"", title=TITLE, wants={}
    )
    tallying.forget(learner)
    with counting.following(closed):
        Sitting.objects.filter(pk__in=closed).update(finished_at=now)
