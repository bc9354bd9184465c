"""What a database holds after a fault, in the words of the ledger. Runs where Django is set up."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from django.db import connection
from django.db.models import Count, Q, Sum

from quizzes import boards, engines
from quizzes.models import Attempt, QuestionVersion, Record, Sitting, SittingQuestion, Tally
from quizzes.services.sittings import given_of
from tests.environment.visitor import on_board


def tell() -> None:
    """Print it as JSON."""
    wordings: dict[int, engines.Question] = {}
    touched = Q(draft_seq__gt=0) | Q(attempt__isnull=False)
    rows = SittingQuestion.objects.filter(touched).select_related("sitting", "question_version", "attempt")
    places = [_place(row, wordings) for row in rows.iterator()]
    json.dump(
        {
            "places": places,
            "sittings": {
                key: [start_key, finished is not None]
                for key, start_key, finished in Sitting.objects.values_list("key", "start_key", "finished_at")
            },
            "integrity": _integrity(),
            "miscounted": _miscounted(),
            "reworded": QuestionVersion.objects.filter(number__gt=1).count(),
        },
        sys.stdout,
    )


def _place(row: SittingQuestion, wordings: dict[int, engines.Question]) -> dict[str, object]:
    question = wordings.setdefault(row.question_version_id, row.question_version.asked)
    row.question_version.asked = question

    def sent(given: engines.Given) -> list[list[str]]:
        form = boards.as_post(question, row.deal, given)
        return on_board([(name, value) for name, values in form.items() for value in values])

    place: dict[str, object] = {
        "sitting": row.sitting.key,
        "number": row.number,
        "seq": row.draft_seq,
        "draft": sent(given_of(row.draft)),
        "exam": row.sitting.kind == Sitting.EXAM,
        "later": row.question_version.created_at > row.sitting.started_at,
        "response": None,
    }
    attempt: Attempt | None = getattr(row, "attempt", None)
    if attempt is not None:
        again = engines.grade(question, attempt.given)
        findings = json.loads(json.dumps([asdict(finding) for finding in again.findings]))
        place["response"] = sent(attempt.given)
        place["correct"] = attempt.correct
        place["graded_alike"] = [attempt.correct, attempt.findings] == [again.correct, findings]
    return place


def _integrity() -> str:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            connection.check_constraints()
            return "ok"
        cursor.execute("PRAGMA integrity_check")
        return "; ".join(str(line[0]) for line in cursor.fetchall())


def _miscounted() -> int:
    """Learners whose tallies count an attempt twice, or not at all."""
    learner = "place__sitting__learner"
    made = dict(Attempt.objects.values_list(learner).annotate(n=Count("pk")))
    tried = dict(Record.objects.values_list("learner").annotate(n=Sum("tries")))
    days = dict(Tally.objects.filter(sort=Tally.DAY).values_list("learner").annotate(n=Sum("n")))
    return sum(not made[who] == tried.get(who) == days.get(who) for who in made)
