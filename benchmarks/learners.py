"""Learners with many attempts, made in bulk in a prepared installation. Prints the cookie of each as JSON.

`python -m benchmarks.learners 100 10000`, with the installation's settings in the environment. A learner
answers the shipped questions over and over; every third attempt was in a review, and has its card and its
log. So a learner of 10,000 attempts holds a card of everything there is, of traps and terms too.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

import django

PER_SITTING = 20


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    django.setup()
    print(json.dumps({number: learner(int(number)) for number in sys.argv[1:]}))


def learner(attempts: int) -> dict[str, str]:
    """A learner of so many attempts: the name and the value of the cookie that the browser would hold."""
    from django.conf import settings
    from django.core import signing
    from django.utils.timezone import now

    from accounts.learners import SALT
    from accounts.models import Learner
    from quizzes.generators import recalled
    from quizzes.material import stock
    from quizzes.models import Attempt, Card, CardReview, Question, Sitting, SittingQuestion, StudyPlan
    from quizzes.services import tallying

    at = now()
    found = Learner.objects.create(created_at=at, seen_at=at)
    StudyPlan.objects.create(learner=found, exam_on=(at + timedelta(days=30)).date(), daily_load=20)
    shipped = list(Question.objects.shipped().select_related("current").order_by("pk"))
    questions = list(islice(cycle(shipped), attempts))
    wordings, dice = {row.pk: row.current.asked for row in shipped if row.current}, Random(attempts)
    sittings = Sitting.objects.bulk_create(
        Sitting(
            learner=found,
            title="Past",
            secret=b"x" * 32,
            start_key=f"{found.pk}-{first}",
            kind=Sitting.PRACTICE,
            started_at=at - timedelta(days=60) + timedelta(minutes=first),
            finished_at=at,
        )
        for first in range(0, attempts, PER_SITTING)
    )
    places = SittingQuestion.objects.bulk_create(
        [
            SittingQuestion(
                sitting=sittings[n // PER_SITTING],
                number=n % PER_SITTING + 1,
                question_version_id=question.current_id,
            )
            for n, question in enumerate(questions)
        ],
        batch_size=2_000,
    )
    made = Attempt.objects.bulk_create(
        [
            Attempt(
                place=place,
                response=_response(wordings[questions[n].pk], right=n % 3 > 0, dice=dice),
                correct=n % 3 > 0,
                findings=[],
                seconds=20 + n % 70,
                answered_at=at - timedelta(days=60) + timedelta(minutes=n),
            )
            for n, place in enumerate(places)
        ],
        batch_size=2_000,
    )
    cards: dict[int, Card] = {}
    reviews = []
    for n, (question, attempt) in enumerate(zip(questions, made, strict=True)):
        if n % 3 == 0:
            card = cards.setdefault(
                question.pk,
                Card(
                    learner=found,
                    question=question,
                    stability=0.5 + n % 40,
                    difficulty=1 + n % 9,
                    due_at=at + timedelta(days=n % 40 - 10),
                    first_review_at=at - timedelta(days=50),
                    last_review_at=at - timedelta(days=1 + n % 30),
                    reps=1,
                ),
            )
            reviews.append(
                CardReview(card=card, attempt=attempt, rating="good", reviewed_at=attempt.answered_at)
            )
    Card.objects.bulk_create(cards.values())
    entries = recalled.subjects(stock().material)[: attempts // 20]
    state = {"stability": 4.0, "difficulty": 5.0, "last_review_at": at - timedelta(days=9)}
    Card.objects.bulk_create(
        Card(
            learner=found,
            sort=sort,
            key=key,
            due_at=at + timedelta(days=n % 40 - 10),
            first_review_at=at - timedelta(days=50),
            reps=1,
            **state,
        )
        for n, (sort, key) in enumerate(entries)
    )
    CardReview.objects.bulk_create(reviews, batch_size=2_000)
    tallying.recount(found)
    return {settings.LEARNER_COOKIE_NAME: signing.dumps(found.key, salt=SALT)}


def _response(question: Any, *, right: bool, dice: Random) -> Any:
    """A right response, or one by chance, as an attempt keeps it."""
    best = question.right_response()
    if right:
        return best if isinstance(best, dict) else list(best)
    if question.kind == "ordering":
        return dice.sample(list(question.texts()), len(question.items))
    if question.kind == "matching":
        return {prompt: dice.choice(list(question.responses)) for prompt in question.prompts}
    return dice.sample(list(question.options), question.wanted)


if __name__ == "__main__":
    main()
