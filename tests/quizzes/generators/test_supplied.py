"""A sitting of ten on every topic, shared by several sorts, and no phrase told twice in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.generators import Proofs, draw
from tests.quizzes.generators.shipped import material

TOPICS = sorted(topic.key for topic in material().topics if topic.key != "exam-craft")
SEEDS = 4
PROOFS = Proofs(material())


@pytest.mark.parametrize("topic", TOPICS)
def test_ten_are_had_on_every_topic_of_at_least_three_sorts(topic):
    for seed in range(SEEDS):
        found = draw(material(), seed=f"ten {seed}", count=10, topic=topic, proofs=PROOFS)

        assert found.refused == []
        assert len(found.variants) == 10
        assert len({variant.sort for variant in found.variants}) >= 3


def test_what_a_matching_tells_of_a_phrase_is_not_asked_again_as_a_choice():
    both = 0
    for topic in TOPICS:
        signals = [signal.phrase for signal in material().topic[topic].signals]
        for seed in range(SEEDS):
            found = draw(material(), seed=f"phrases {seed}", count=20, topic=topic, proofs=PROOFS).variants
            told = [
                [phrase for phrase in signals if phrase.lower() in variant.question.prompt.lower()]
                if variant.sort == "underlined"
                else [p for p in signals if any(p in piece for piece in variant.pieces)]
                for variant in found
                if variant.sort in ("underlined", "phrases")
            ]
            flat = [phrase for phrases in told for phrase in phrases]
            both += len(told) > 1
            assert len(flat) == len(set(flat))
    assert both > 10


def test_where_the_aid_is_in_doubt_or_contradicts_itself_nothing_is_asked():
    (aid,) = material().aids
    clear = aid.clear()
    doubtful = replace(aid, rules=tuple(replace(rule, doubtful=True) for rule in aid.rules))

    assert {rule.choose for rule, _ in clear} == set(aid.choices)
    assert not any(rule.doubtful for rule, _ in clear)
    assert not any(each.items() <= answers.items() for each in aid.contradictions for _, answers in clear)
    assert doubtful.clear() == []
