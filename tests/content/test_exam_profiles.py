"""The shipped exam profiles, against what their sources say; and the exams that the shipped banks give."""

from __future__ import annotations

import json
from random import Random

import pytest

from quizzes.exams import Asked, Candidate, asked_of, draw, profile_of
from quizzes.models import Question
from syllabus.models import ExamProfile
from tests.environment.crawl import with_content

pytestmark = pytest.mark.django_db

# The exam guide of MLA-C01, read on 2026-11-21:
# https://docs.aws.amazon.com/aws-certification/latest/machine-learning-engineer-associate-01/
TOTAL, SCORED, UNSCORED, MINUTES = 65, 50, 15, 130
SCALE, PASS = (100, 1000), 720
PENALTY_FOR_GUESSING = False
DOMAINS = {1: 28, 2: 26, 3: 22, 4: 24}
SHAPES = {  # least and most of what is shown: places, prompts, options, questions
    "ordering": (3, 5),
    "matching": (3, 7),
    "choice-one": (4, 4),
    "choice-several": (5, None),
    "case": (2, None),
}


def a_profile(key: str = "mla-c01"):
    return profile_of(ExamProfile.objects.get(key=key).data)


def candidates(exam: str) -> list[Candidate]:
    cases: dict[int, list[Asked]] = {}
    singles = []
    rows = Question.objects.shipped().select_related("current").order_by("case_id", "part")
    for row in rows:
        asked = asked_of(row.current_id, json.loads(row.current.body), exam=exam)
        if row.case_id:
            cases.setdefault(row.case_id, []).append(asked)
        else:
            singles.append(Candidate((asked,)))
    return [*singles, *(Candidate(tuple(parts), case=True) for parts in cases.values())]


def test_mla_c01_is_as_its_guide_says():
    with_content()
    profile = a_profile()

    assert (profile.questions, profile.scored, profile.minutes) == (TOTAL, SCORED, MINUTES)
    assert profile.questions - profile.scored == UNSCORED
    assert (profile.scale, profile.pass_line) == (SCALE, PASS)
    assert profile.guessing_penalty is PENALTY_FOR_GUESSING
    assert {domain.number: domain.weight for domain in profile.domains} == DOMAINS
    assert {shape.kind: (shape.least, shape.most) for shape in profile.shapes} == SHAPES
    assert sum(shape.count for shape in profile.shapes) == TOTAL
    assert profile.wanted() == {1: 18, 2: 17, 3: 14, 4: 16}
    assert "minutes" in ExamProfile.objects.get(key="mla-c01").data["second_hand"]


def test_banks_with_enough_of_everything_give_the_whole_exam():
    with_content()
    profile = a_profile()
    made = [
        Candidate((Asked(1000 * number + 100 * nth + i, shape.kind, shape.least, (number,)),))
        for number in DOMAINS
        for nth, shape in enumerate(profile.shapes)
        for i in range(40)
        if shape.kind != "case"
    ]
    cases = [
        Candidate(tuple(Asked(n, "choice-one", 4, (3,)) for n in (i, i + 1)), case=True)
        for i in range(9000, 9020, 2)
    ]

    drawn = draw(profile, [*made, *cases], dice=Random(1))

    assert (drawn.questions, drawn.scored, drawn.minutes, drawn.missing) == (TOTAL, SCORED, MINUTES, ())


@pytest.mark.parametrize("key", ["mla-c01", "mla-c02", "pipeline-drill"])
def test_what_the_shipped_banks_give_is_within_bounds_and_what_they_lack_is_told(key):
    with_content()
    profile = a_profile(key)

    for seed in range(20):
        drawn = draw(profile, candidates(profile.named), dice=Random(seed))
        assert drawn.questions >= profile.questions // 2
        assert drawn.minutes == -(-profile.minutes * drawn.questions // profile.questions)
        assert drawn.whole == (not drawn.missing)
        if key == "pipeline-drill":
            assert drawn.whole, drawn.missing
