"""What comes due within a week, as /progress/ counts it, is what the review will ask until then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizzes.models import Card, StudyPlan
from quizzes.portrait import portrait
from tests.builders import MONDAY, a_learner, choice, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(("exam_in", "due"), [(None, 0), (5, 1), (30, 0)])
def test_an_exam_within_the_week_brings_everything_back_before_it(exam_in: int | None, due: int) -> None:
    question, learner = published(choice())["one"].question, a_learner()
    Card.objects.create(
        learner=learner,
        question=question,
        stability=40,
        difficulty=5,
        first_review_at=MONDAY,
        last_review_at=MONDAY,
        due_at=MONDAY + timedelta(days=40),
    )
    if exam_in is not None:
        StudyPlan.objects.create(learner=learner, exam_on=(MONDAY + timedelta(days=exam_in)).date())

    assert [topic.due for topic in portrait(learner, now=MONDAY).topics] == [due]
