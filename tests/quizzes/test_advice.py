"""What is claimed of how little, and what is to be practised next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.advice import MOST, Confusion, Need, Topic, next_up
from quizzes.mastery import ENOUGH, Held, weights
from quizzes.scores import Mark


def held(right: int, of: int) -> Held:
    return Held(Mark(right, of), Mark(right, of))


def topic(key="loop", right=0, of=10, weight=0.2, questions=20, due=0) -> Topic:
    return Topic(key, key, held(right, of), weight, questions, due)


def told(advice):
    return [(one.why, getattr(one.about, "key", "")) for one in advice]


def test_the_topic_with_the_largest_sure_loss_comes_first():
    topics = [topic("light", 0, 10, weight=0.05), topic("heavy", 4, 10, weight=0.4), topic("known", 40, 40)]

    assert told(next_up(topics, [], [])) == [("weak-topic", "heavy"), ("weak-topic", "light")]


def test_what_is_due_soon_counts_up_to_double():
    assert told(next_up([topic("a", weight=0.21), topic("b", due=20)], [], []))[0][1] == "b"
    assert told(next_up([topic("a", weight=0.41), topic("b", due=90)], [], []))[0][1] == "a"


def test_one_of_each_sort_comes_before_a_second_topic():
    need, confusion = Need("a", "b", held(1, 8)), Confusion("a", "b", Mark(4, 8))

    found = next_up([topic("a"), topic("b")], [need], [confusion])

    assert [one.why for one in found] == ["weak-topic", "broken-need", "confusion"]


def test_the_need_kept_least_and_the_surest_confusion_are_named():
    needs = [Need("a", "b", held(6, 8)), Need("c", "d", held(1, 8)), Need("e", "f", held(0, ENOUGH - 1))]
    confusions = [
        Confusion("a", "b", Mark(2, 9)),
        Confusion("c", "d", Mark(8, 9)),
        Confusion("x", "y", Mark(1, 9)),
    ]

    found = next_up([], needs, confusions)

    assert [(one.about.one if hasattr(one.about, "one") else one.about.wanted) for one in found] == ["c", "c"]


def test_of_too_few_nothing_is_claimed_and_what_weighs_most_is_named_instead():
    topics = [topic("a", 0, ENOUGH - 1, weight=0.1), topic("b", 0, 0, weight=0.3), topic("none", questions=0)]
    needs, confusions = [Need("a", "b", held(0, ENOUGH - 1))], [Confusion("a", "b", Mark(4, ENOUGH - 1))]

    assert told(next_up(topics, needs, confusions)) == [("unmet-topic", "b"), ("unmet-topic", "a")]


marks = st.integers(0, 60).flatmap(lambda of: st.builds(Mark, st.integers(0, of), st.just(of)))
helds = st.builds(Held, marks, marks)
keys = st.sampled_from("abcdef")
topics = st.lists(
    st.builds(Topic, keys, keys, helds, st.floats(0, 1), st.integers(0, 50), st.integers(0, 50)),
    unique_by=lambda topic: topic.key,
)
needs = st.lists(st.builds(Need, keys, keys, helds))
confusions = st.lists(st.builds(Confusion, keys, keys, marks))


@given(topics, needs, confusions)
def test_it_is_three_at_most_none_twice_and_each_on_evidence(topics, needs, confusions):
    found = next_up(topics, needs, confusions)

    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    for one in found:
        match one.about:
            case Topic(held=of) as about:
                assert about.questions
                assert (one.why == "weak-topic") == (of.enough and of.at_best < 0.9)
            case Need(held=of):
                assert of.enough
            case Confusion(mark=mark):
                assert mark.of >= ENOUGH


tagged = st.lists(
    st.tuples(st.lists(keys, min_size=1, max_size=1), st.lists(st.integers(1, 5), min_size=1, max_size=2)),
)


@given(st.dictionaries(st.integers(1, 4), st.integers(1, 50), min_size=1), tagged)
def test_the_topics_of_an_exam_share_all_of_it(domains, tagged):
    found = weights(domains, tagged)

    asked = any(domain in domains for _, named in tagged for domain in named)
    assert sum(found.values()) == pytest.approx(1.0 if asked else 0.0)


def test_a_topic_weighs_what_its_part_of_each_domain_weighs():
    questions = [(["a"], [1]), (["b"], [1]), (["a", "c"], [2]), (["d"], [9])]

    assert weights({1: 60, 2: 40, 3: 50}, questions) == pytest.approx({"a": 0.7, "b": 0.3, "c": 0.4, "d": 0})
