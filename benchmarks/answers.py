"""Banks with many answers, made in bulk in a prepared installation.

`python -m benchmarks.answers 10000 1000000`, with the installation's settings in the environment. A bank for
each number, of shipped questions, answered by learners who know more or less, in sittings of 20. What is
answered is drawn by chance and really graded, up to DISTINCT attempts; more of them are copies of these, of
other learners. Then everything is counted, from the attempts. Prints the addresses of the banks' statistics,
how long counting took, and the cookie of a member of staff.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import Any

import django

PER_SITTING, QUESTIONS, PER_LEARNER, DISTINCT = 20, 40, 2, 100_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    django.setup()
    from django.db import connection

    from quizzes.services import counting

    banks = {number: bank(int(number), f"answered-{number}") for number in sys.argv[1:]}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database would by and by
    began = time.perf_counter()
    counting.recount()
    took = time.perf_counter() - began
    print(json.dumps({"banks": banks, "counting": took, "cookie": staff()}))


def staff() -> str:
    """The session of a member of staff, as the browser would send it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    user = User.objects.create_user("bench@example.org", is_staff=True)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def bank(attempts: int, slug: str) -> str:
    """The address of a new bank's statistics."""
    from django.urls import reverse
    from django.utils.timezone import now

    at = now() - timedelta(days=100)
    versions = published(slug, at)
    made = min(attempts, DISTINCT)
    answered(versions, made, slug, at)
    if attempts > made:
        copied(slug, attempts // made - 1)
    return reverse("author:statistics", args=[slug])


def published(slug: str, at: datetime, owner: Any = None) -> list[Any]:
    """Versions of shipped questions under keys of their own, in a bank of its own, or that ships as well."""
    from quizzes.formats import bank as bank_format
    from quizzes.models import Question
    from quizzes.services import publishing

    shipped = Question.objects.shipped().filter(case=None).select_related("current").order_by("bank", "pk")
    known = [row.current.asked for row in shipped[: 6 * QUESTIONS : 6] if row.current]
    questions = tuple(replace(question, key=f"q{n}") for n, question in enumerate(known))
    whole = bank_format.Bank(slug=slug, title=slug, questions=questions)
    publishing.publish(bank=whole, owner=owner, shipped=owner is None, now=at)
    rows = Question.objects.filter(bank__slug=slug).select_related("current").order_by("pk")
    return [row.current for row in rows]


def answered(versions: list[Any], attempts: int, slug: str, at: datetime) -> None:
    from accounts.models import Learner
    from benchmarks.learners import _response
    from quizzes import engines
    from quizzes.counts import Novelty
    from quizzes.models import Attempt, Sitting, SittingQuestion
    from quizzes.services.sittings import plain

    dice, asked = Random(slug), {version.pk: version.asked for version in versions}
    hard = {version.pk: dice.gauss(0, 1) for version in versions}
    count = attempts // PER_SITTING
    people = Learner.objects.bulk_create(
        Learner(created_at=at, seen_at=at) for _ in range(-(-count // PER_LEARNER))
    )
    knows = {person.pk: dice.gauss(0, 1) for person in people}
    sittings = Sitting.objects.bulk_create(
        (
            Sitting(
                learner=people[n // PER_LEARNER],
                title=slug,
                secret=b"x" * 32,
                start_key=f"{slug}-{n}",
                started_at=at + timedelta(minutes=n),
                finished_at=at + timedelta(minutes=n + 30),
            )
            for n in range(count)
        ),
        batch_size=2_000,
    )
    places = SittingQuestion.objects.bulk_create(
        (
            SittingQuestion(sitting=sitting, number=number, question_version=version)
            for sitting in sittings
            for number, version in enumerate(dice.sample(versions, PER_SITTING), 1)
        ),
        batch_size=2_000,
    )

    met: set[tuple[int, int]] = set()

    def attempt(place: Any) -> Attempt:
        pk, who = place.question_version_id, place.sitting.learner_id
        again, known = (who, pk) in met, (who, 0) in met
        met.update({(who, pk), (who, 0)})
        right = dice.random() < 1 / (1 + exp(hard[pk] - knows[who]))
        response = _response(asked[pk], right=right, dice=dice)
        given = response if isinstance(response, dict) else tuple(response)
        verdict = engines.grade(asked[pk], given)
        return Attempt(
            place=place,
            response=plain(given),
            correct=verdict.correct,
            findings=[asdict(finding) for finding in verdict.findings],
            seconds=int(dice.lognormvariate(3.5, 0.7)),
            answered_at=place.sitting.started_at + timedelta(minutes=place.number),
            novelty=Novelty.AGAIN if again else Novelty.FIRST if known else Novelty.NEW,
        )

    Attempt.objects.bulk_create(map(attempt, places), batch_size=2_000)


def copied(slug: str, copies: int) -> None:
    """All of it so many times more, by other learners: in the database alone, at a tenth of the time."""
    from django.core.management.color import no_style
    from django.db import connection
    from django.db.models import Max, Min

    from accounts.models import Learner
    from quizzes.models import Attempt, Sitting, SittingQuestion

    of_bank = {
        Learner: Learner.objects.filter(sittings__title=slug),
        Sitting: Sitting.objects.filter(title=slug),
        SittingQuestion: SittingQuestion.objects.filter(sitting__title=slug),
        Attempt: Attempt.objects.filter(place__sitting__title=slug),
    }
    ranges = {model: rows.aggregate(a=Min("pk"), z=Max("pk")) for model, rows in of_bank.items()}
    spans = {model: ends["z"] - ends["a"] + 1 for model, ends in ranges.items()}
    others = {"learner": Learner, "sitting": Sitting, "place": SittingQuestion}
    with connection.cursor() as cursor:
        for copy in range(1, copies + 1):
            for model, ends in ranges.items():
                columns, values = [], []
                for field in model._meta.concrete_fields:
                    column = connection.ops.quote_name(field.column)
                    columns.append(column)
                    if field.primary_key or field.name in others:
                        values.append(f"{column} + {copy * spans[others.get(field.name, model)]}")
                    elif field.name == "key":
                        values.append(f"substr({column}, 1, 16) || '.{copy}'")
                    elif field.name == "start_key":
                        values.append(f"{column} || '.{copy}'")
                    else:
                        values.append(column)
                table = model._meta.db_table
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - of our own names alone
                    f"SELECT {', '.join(values)} FROM {table} WHERE id BETWEEN %s AND %s",
                    [ends["a"], ends["z"]],
                )
        for statement in connection.ops.sequence_reset_sql(no_style(), list(ranges)):
            cursor.execute(statement)


if __name__ == "__main__":
    main()
