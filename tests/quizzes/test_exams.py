"""A mock exam is drawn within its profile's bounds, and says what the banks do not cover."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.exams import Asked, Candidate, Domain, Profile, Shape, Terms, asked_of, draw, profile_of, shares
from quizzes.formats.bank import question_data
from tests.builders import choice, matching, ordering

SHAPES = (
    Shape("ordering", 2, 3, 5),
    Shape("matching", 2, 3, 7),
    Shape("choice-one", 4, 4, 4),
    Shape("choice-several", 2, 5),
    Shape("case", 2, 2),
)
DOMAINS = (Domain(1, "Data", 50), Domain(2, "Models", 25), Domain(3, "Deployment", 25))


def a_profile(**changes: Any) -> Profile:
    fields: dict[str, Any] = {
        "code": "ABC-01",
        "title": "An exam",
        "questions": 12,
        "scored": 9,
        "minutes": 24,
        "shapes": SHAPES,
        "domains": DOMAINS,
    }
    return Profile(**{**fields, **changes})


SIZES = {"ordering": 4, "matching": 5, "choice-one": 4, "choice-several": 5}


def alone(version: int, kind: str = "choice-one", *domains: int, size: int = 0) -> Candidate:
    return Candidate((Asked(version, kind, size or SIZES[kind], domains or (1,)),))


def a_case(*versions: int, domain: int = 1, kind: str = "choice-one") -> Candidate:
    return Candidate(tuple(Asked(version, kind, SIZES[kind], (domain,)) for version in versions), case=True)


def enough() -> list[Candidate]:
    """Twenty of each kind in each domain, and a few cases."""
    pool = [
        alone(1000 * domain + 100 * nth + number, kind, domain)
        for domain in (1, 2, 3)
        for nth, kind in enumerate(SIZES)
        for number in range(20)
    ]
    return [*pool, *(a_case(number, number + 1, domain=2) for number in range(9000, 9010, 2))]


def numbers(shares_: Any) -> list[int]:
    return [share.drawn for share in shares_]


def test_where_the_banks_hold_enough_every_count_is_that_of_the_profile():
    drawn = draw(a_profile(), enough(), dice=Random(1))

    assert (drawn.questions, drawn.scored, drawn.minutes) == (12, 9, 24)
    assert numbers(drawn.domains) == [6, 3, 3]
    assert numbers(drawn.kinds) == [2, 2, 4, 2, 2]
    assert drawn.missing == ()
    assert drawn.whole


@pytest.mark.parametrize(
    ("kind", "size", "taken"),
    [
        ("ordering", 2, False),
        ("ordering", 3, True),
        ("ordering", 5, True),
        ("ordering", 6, False),
        ("matching", 2, False),
        ("matching", 3, True),
        ("matching", 7, True),
        ("matching", 8, False),
        ("choice-one", 3, False),
        ("choice-one", 4, True),
        ("choice-one", 5, False),
        ("choice-several", 4, False),
        ("choice-several", 5, True),
        ("choice-several", 9, True),
    ],
)
def test_only_what_has_an_exams_shape_is_asked(kind, size, taken):
    assert a_profile().takes(alone(1, kind, 1, size=size)) is taken


def test_a_case_has_two_questions_and_each_of_them_a_shape_of_the_exam():
    profile = a_profile()

    assert profile.takes(a_case(1, 2))
    assert not profile.takes(a_case(1))
    assert not profile.takes(Candidate((*a_case(1, 2).parts, Asked(3, "ordering", 9, (1,))), case=True))


def test_an_exam_without_cases_asks_none_of_their_questions():
    profile = a_profile(shapes=SHAPES[:4])

    assert draw(profile, [a_case(1, 2), alone(3)], dice=Random(1)).questions == 1


def test_a_question_about_no_domain_of_the_exam_is_not_asked():
    assert not a_profile().takes(alone(1, "choice-one", 7))


def test_a_case_stands_together_in_its_order():
    for seed in range(30):
        versions = [place.version for place in draw(a_profile(), enough(), dice=Random(seed)).places]
        first = next(index for index, version in enumerate(versions) if version >= 9000)

        assert versions[first] % 2 == 0
        assert versions[first + 1] == versions[first] + 1


def test_cases_never_have_more_questions_together_than_the_profile_asks():
    drawn = draw(a_profile(), [a_case(1, 2, 3), a_case(4, 5, 6)], dice=Random(1))

    assert drawn.questions == 0
    assert any("Case" in line and "comes whole" in line for line in drawn.missing)


def test_a_bank_that_covers_one_domain_gives_an_exam_shortened_in_proportion_that_says_so():
    only_the_third = [c for c in enough() if not c.case and c.parts[0].domains == (3,)]

    drawn = draw(a_profile(), only_the_third, dice=Random(1))

    assert (drawn.questions, drawn.scored, drawn.minutes) == (3, 2, 6)
    assert drawn.missing[:2] == (
        "Domain 1, Data, asks for 6 of 12 questions; the banks here have none.",
        "Domain 2, Models, asks for 3 of 12 questions; the banks here have none.",
    )
    assert not any("Deployment" in line for line in drawn.missing)
    assert not drawn.whole


def test_a_kind_that_the_banks_lack_is_told_and_not_made_up_by_others():
    drawn = draw(
        a_profile(), [c for c in enough() if c.parts[0].kind != "ordering" and not c.case], dice=Random(1)
    )

    assert numbers(drawn.kinds) == [0, 2, 4, 2, 0]
    assert (
        "The kind “Ordering” has 2 of 12 questions; the banks here have none in its shape." in drawn.missing
    )


def test_what_comes_short_comes_short_in_the_proportion_of_the_kinds():
    profile = a_profile(
        questions=40,
        shapes=(Shape("ordering", 10, 3, 5), Shape("choice-one", 30, 4, 4)),
        domains=(Domain(1, "", 50), Domain(2, "", 50)),
    )
    pool = [alone(n, "ordering", 1) for n in range(50)] + [alone(n, "choice-one", 1) for n in range(50, 99)]

    assert numbers(draw(profile, pool, dice=Random(1)).kinds) == [5, 15]


def test_a_question_about_two_domains_stands_where_it_is_needed():
    """One seat in each domain: whoever is asked first, the question that fits both gives way."""
    profile = a_profile(
        questions=2,
        scored=2,
        shapes=(Shape("choice-one", 2, 4, 4),),
        domains=(Domain(1, "", 50), Domain(2, "", 50)),
    )
    for seed in range(40):
        drawn = draw(profile, [alone(1, "choice-one", 1, 2), alone(2, "choice-one", 1)], dice=Random(seed))
        assert {place.version: place.domain for place in drawn.places} == {1: 2, 2: 1}


def test_of_one_kind_another_question_is_taken_where_that_makes_room():
    """Seats: one in each domain. An ordering of domain 1 must not take what the only choice needs."""
    profile = a_profile(
        questions=2,
        scored=2,
        shapes=(Shape("ordering", 1, 3, 5), Shape("choice-one", 1, 4, 4)),
        domains=(Domain(1, "", 50), Domain(2, "", 50)),
    )
    pool = [alone(1, "ordering", 1), alone(2, "ordering", 2), alone(3, "choice-one", 1)]
    for seed in range(40):
        assert draw(profile, pool, dice=Random(seed)).questions == 2


def test_which_questions_count_is_chances_and_as_many_as_in_proportion():
    drawn = [draw(a_profile(), enough(), dice=Random(seed)) for seed in range(200)]
    counted = Counter(n for each in drawn for n, place in enumerate(each.places) if place.scored)

    assert {each.scored for each in drawn} == {9}
    assert min(counted.values()) > 110  # of 200, 150 are to be expected; fewer than 110 once in 10^9
    assert len(counted) == 12


def test_other_dice_draw_another_exam_and_the_same_dice_the_same():
    first, again, other = (draw(a_profile(), enough(), dice=Random(seed)) for seed in (1, 1, 2))

    assert first.places == again.places
    assert first.places != other.places


def test_no_candidate_gives_no_exam():
    drawn = draw(a_profile(), [], dice=Random(1))

    assert (drawn.questions, drawn.scored, drawn.minutes) == (0, 0, 0)
    assert len(drawn.missing) == 3 + 5


@st.composite
def banks(draw_: Any) -> list[Candidate]:
    """Any candidates: of every kind, shaped well or badly, about some domains or none of the exam."""
    domains = st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True).map(tuple)
    kinds = st.sampled_from(sorted(SIZES))
    parts = st.builds(Asked, st.just(0), kinds, st.integers(2, 8), domains)
    groups = draw_(st.lists(st.tuples(st.lists(parts, min_size=1, max_size=4), st.booleans()), max_size=25))
    number, made = 0, []
    for group, case in groups:
        named = []
        for part in group if case else group[:1]:
            number += 1
            named.append(Asked(number, part.kind, part.size, part.domains))
        made.append(Candidate(tuple(named), case))
    return made


@settings(max_examples=300)
@given(banks(), st.integers(0, 2**32))
def test_whatever_the_banks_the_bounds_hold(pool, seed):
    profile = a_profile()
    drawn = draw(profile, pool, dice=Random(seed))
    versions = [place.version for place in drawn.places]
    parts = {part.version: (part, c) for c in pool for part in c.parts}

    assert len(set(versions)) == len(versions) <= profile.questions
    assert all(share.drawn <= share.wanted for share in (*drawn.domains, *drawn.kinds))
    assert sum(numbers(drawn.domains)) == sum(numbers(drawn.kinds)) == drawn.questions
    assert all(profile.takes(parts[version][1]) for version in versions)
    assert all(place.domain in parts[place.version][0].domains for place in drawn.places)
    for version in versions:
        part, candidate = parts[version]
        place = drawn.places[versions.index(version)]
        assert place.kind == ("case" if candidate.case else part.kind)
        start = versions.index(candidate.parts[0].version)
        assert versions[start : start + len(candidate.parts)] == [p.version for p in candidate.parts]
    assert drawn.scored == min(drawn.questions, max(1, round(drawn.questions * 9 / 12 + 1e-9)))
    assert (drawn.questions == profile.questions) == (drawn.missing == ())


@settings(max_examples=150)
@given(banks(), st.integers(0, 2**32))
def test_without_cases_no_exam_within_the_counts_could_ask_more(pool, seed):
    """Against a count of its own: the most that can flow from kinds through questions to domains."""
    profile = a_profile(shapes=SHAPES[:4])
    singles = [c for c in pool if not c.case and profile.takes(c)]

    assert draw(profile, pool, dice=Random(seed)).questions == most_at_once(profile, singles)


def most_at_once(profile: Profile, singles: list[Candidate]) -> int:
    """By augmenting paths on the plain flow network, one unit at a time."""
    capacity: dict[tuple[Any, Any], int] = {}
    for shape in profile.shapes:
        capacity["from", shape.kind] = shape.count
    for domain, wanted in profile.wanted().items():
        capacity[("domain", domain), "to"] = wanted
    for candidate in singles:
        asked = candidate.parts[0]
        capacity[asked.kind, ("in", asked.version)] = 1
        capacity[("in", asked.version), ("out", asked.version)] = 1
        for domain in asked.domains:
            capacity[("out", asked.version), ("domain", domain)] = 1
    for one, other in list(capacity):
        capacity.setdefault((other, one), 0)
    neighbours: dict[Any, list[Any]] = {}
    for one, other in capacity:
        neighbours.setdefault(one, []).append(other)

    def push(node: Any, seen: set[Any]) -> bool:
        if node == "to":
            return True
        seen.add(node)
        for other in neighbours.get(node, ()):
            if other not in seen and capacity[node, other] and push(other, seen):
                capacity[node, other] -= 1
                capacity[other, node] += 1
                return True
        return False

    total = 0
    while push("from", set()):
        total += 1
    return total


@given(st.integers(0, 200), st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_shares_add_up_and_none_is_off_by_one(total, weights):
    parts = shares(total, weights)

    assert sum(parts) == (total if sum(weights) else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / (sum(weights) or 1)) < 1


def test_a_question_is_measured_by_what_is_shown_of_it():
    exams = {"ABC-01": ("3.3", "1.2", "3.1"), "OTHER": ("2",)}
    tell = {
        question.kind: asked_of(7, question_data(question), exam="ABC-01")
        for question in (ordering(exams=exams), matching(exams=exams), choice(exams=exams))
    }

    assert tell["ordering"] == Asked(7, "ordering", 4, (3, 1))
    assert tell["matching"] == Asked(7, "matching", 3, (3, 1))
    assert tell["choice"] == Asked(7, "choice-one", 4, (3, 1))
    assert asked_of(7, question_data(choice()), exam="ABC-01").domains == ()


def test_terms_come_back_from_json_as_they_were():
    terms = Terms.of(draw(a_profile(scale=(100, 1000), pass_line=720), enough(), dice=Random(3)))

    assert Terms.read(json.loads(json.dumps(terms.data()))) == terms


def test_terms_do_not_say_which_questions_count():
    """They are read wherever the exam is shown, and 15 of 65 are not to be told apart before the end."""
    terms = Terms.of(draw(a_profile(), enough(), dice=Random(1)))

    assert terms.scored == 9
    assert all(len(place) == 2 for place in terms.places)


def test_a_profile_without_domains_has_one():
    data = {
        "exam": "X",
        "title": "X",
        "questions": 4,
        "scored": 4,
        "minutes": 8,
        "guessing_penalty": False,
        "kinds": {"choice-one": {"options": 4, "count": 4}, "ordering": None},
        "domains": [],
    }

    assert profile_of(data).wanted() == {0: 4}
