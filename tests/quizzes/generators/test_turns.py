"""How often one sort or one subject comes in a sitting, and when the dice are put down."""

from __future__ import annotations

from collections import Counter
from math import ceil

import pytest

from quizzes.generators import SORTS, Proofs, Sort, draw, proving
from quizzes.generators.turns import IDLE, OF_A_SUBJECT, SORTS_WANTED, Turns
from quizzes.subjects import traps_of
from tests.quizzes.generators.shipped import distinct, material

CLOSED = {sort.name for sort in SORTS if not sort.any_trap}
TOPICS = sorted(topic.key for topic in material().topics)


@pytest.fixture
def throws(monkeypatch):
    """How often each sort is thrown."""
    counted = Counter[str]()
    sound = Sort.throw

    def throw(self: Sort, *given: object) -> object:
        counted[self.name] += 1
        return sound(self, *given)

    monkeypatch.setattr(Sort, "throw", throw)
    return counted


@pytest.mark.parametrize("topic", ["", *TOPICS])
def test_no_sort_and_no_subject_fills_a_sitting(topic, monkeypatch):
    able = [sort for sort in SORTS if not topic or not sort.topics or topic in sort.topics]
    for count in (5, 10, 20):
        with monkeypatch.context() as once:
            once.setattr(Turns, "_once_more", lambda self: False)
            first = draw(material(), seed=f"{topic}{count}", count=count, topic=topic).variants
        found = draw(material(), seed=f"{topic}{count}", count=count, topic=topic).variants
        sorts = Counter(variant.sort for variant in found)
        subjects = Counter((variant.sort, variant.about[:1]) for variant in first)

        assert max(sorts.values(), default=0) <= ceil(count / min(SORTS_WANTED, len(able)))
        assert max(subjects.values(), default=0) <= OF_A_SUBJECT
        assert found[: len(first)] == first
        assert len({variant.fingerprint for variant in found}) == len(found) <= count


@pytest.mark.parametrize("topic", ["monitoring", "quality-gate"])
def test_where_no_other_sort_has_anything_left_one_asks_more_about_its_subject(topic):
    most = 0
    for seed in range(4):
        found = draw(material(), seed=seed, count=20, topic=topic).variants
        most = max(most, *Counter((variant.sort, variant.about[:1]) for variant in found).values())

    assert OF_A_SUBJECT < most <= ceil(20 / SORTS_WANTED)


@pytest.mark.parametrize("wish", [{"topic": "cookery"}, {"step": "bake"}, {"trap": "too-much-salt"}])
def test_what_the_syllabus_does_not_have_is_not_drawn_for(throws, wish):
    assert draw(material(), seed=1, count=20, fits=lambda question: True, **wish).variants == []
    assert not throws


def test_a_trap_is_drawn_for_by_the_sorts_alone_that_play_on_it(throws):
    trap = sorted(material().traps - {trap for sort in SORTS for trap in sort.traps})[0]
    found = draw(material(), seed=1, count=20, trap=trap, fits=lambda q: trap in traps_of(q)).variants

    assert [variant.about[0] for variant in found] == [trap]
    assert set(throws) == {sort.name for sort in SORTS if sort.any_trap}


def test_the_dice_are_put_down_when_nothing_fits(throws):
    assert draw(material(), seed=1, count=20, fits=lambda question: False).variants == []
    assert max(throws.values()) <= IDLE
    assert len(throws) == len(SORTS)


def test_a_sort_plays_on_the_traps_that_it_says():
    played = {sort.name: set[str]() for sort in SORTS}
    for variant in distinct().values():
        played[variant.sort].update(traps_of(variant.question))

    assert {name: played[name] for name in CLOSED} == {s.name: set(s.traps) for s in SORTS if not s.any_trap}
    assert {trap for name in played.keys() - CLOSED for trap in played[name]} <= material().traps
    assert all(sort.plays(trap) for sort in SORTS for trap in played[sort.name])


def test_so_many_proofs_are_kept_and_no_more(monkeypatch):
    monkeypatch.setattr(proving, "MOST", 10)
    proofs = Proofs(material())
    found = list(distinct().values())[:25]

    assert [proofs.against(variant) for variant in found] == [()] * 25
    assert len(proofs._found) <= 10
    assert found[-1].fingerprint in proofs._found
