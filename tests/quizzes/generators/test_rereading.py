"""A verdict on a variant sends to passages that tell what was asked, and its exams ask such things."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import pytest
import yaml

from quizzes.engines import Choice, Matching, Ordering
from quizzes.generators import Variant
from quizzes.generators.exams import OF_STEPS, tasks_of
from quizzes.generators.rereading import Passage, Passages
from tests.quizzes.generators.shipped import ROOT, distinct, entries, material

COMMON = 20
"""A word that more passages have than this says little about which one tells a fact."""


@cache
def texts() -> dict[str, str]:
    """Every passage, as it is read, in small letters; and, beside it, all of a table that it shows."""
    tables = {table["table"]: repr(table["rows"]) for table in entries()["tables"]}
    return {
        f"{topic['topic']}#{s['anchor']}": " ".join(
            [s["title"], s["text"], s.get("after") or "", tables.get((s.get("table") or {}).get("table"), "")]
        ).lower()
        for topic in entries()["topics"]
        for s in topic["sections"]
    }


@cache
def rare() -> frozenset[str]:
    """The words that a few passages have."""
    having = defaultdict(int)
    for text in texts().values():
        for word in set(re.findall(r"[a-z]{4,}", text)):
            having[word] += 1
    return frozenset(word for word, count in having.items() if count <= COMMON)


def essential(*told: str) -> set[str]:
    """Of what a pair says the names in code and the rare words, as far as any passage has them."""
    names = {name.lower() for text in told for name in re.findall(r"`([A-Za-z]{2,})`", text)}
    words = {word for text in told for word in re.findall(r"[a-z]{4,}", text.lower())} & rare()
    return {name for name in names | words if any(name in text for text in texts().values())}


def by_sort(kind: type) -> dict[str, list[Variant]]:
    found = defaultdict(list)
    for variant in distinct().values():
        if isinstance(variant.question, kind):
            found[variant.sort].append(variant)
    return found


def test_every_variant_says_what_to_read_again_and_it_is_there():
    assert all(v.question.reread and set(v.question.reread) <= texts().keys() for v in distinct().values())


def test_each_passage_of_a_matching_tells_of_one_of_its_pairs():
    beside = set()
    for variants in by_sort(Matching).values():
        for variant in variants:
            question = variant.question
            pairs = [
                essential(text, *(question.responses[r].text for r in question.pairs[prompt]))
                for prompt, text in question.prompts.items()
            ]
            for address in question.reread:
                if not any(word in texts()[address] for pair in pairs for word in pair):
                    beside.add((variant.question.key, address))

    assert beside == set()


def test_what_a_matching_asks_is_told_where_it_sends_to():
    """Nineteen of twenty pairs are told: a few things asked of a step stand on the page of the step alone."""
    told, asked = 0, 0
    for variants in by_sort(Matching).values():
        for variant in variants:
            question = variant.question
            page = " ".join(texts()[address] for address in question.reread)
            for prompt, text in question.prompts.items():
                words = essential(text, *(question.responses[r].text for r in question.pairs[prompt]))
                asked += 1
                told += not words or any(word in page for word in words)

    assert told >= 0.95 * asked


def test_cells_of_a_table_that_a_passage_shows_send_there():
    shown = {p.table: p.address for p in material().told.all if p.table}
    for variant in by_sort(Matching)["cells"]:
        if variant.about[0] in shown:
            assert variant.question.reread == (shown[variant.about[0]],)


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        ("misses", ["compar"]), ("hits", ["compar"]), ("earlier", ["expireafter"]), ("chain", ["uri"]),
        ("outcome", ["else"]), ("operators", ["conditiongreaterthan"]), ("ready", ["succeed"]),
        ("unrecorded", ["started"]), ("resumed", ["retrypipelineexecution"]), ("parallel", ["parallel"]),
        ("required", ["dependson"]), ("retry", ["throttling"]), ("check", ["skipcheck"]),
    ],
)  # fmt: skip
def test_a_choice_sends_to_the_rule_that_decides_it(sort, words):
    for variant in by_sort(Choice)[sort]:
        page = " ".join(texts()[address] for address in variant.question.reread)
        assert all(word in page for word in words), variant.question.reread


def test_an_ordering_sends_to_the_rule_of_edges_and_to_its_own_topics():
    for variants in by_sort(Ordering).values():
        for variant in variants:
            assert "pipelines#steps-and-edges" in variant.question.reread
            topics = {address.partition("#")[0] for address in variant.question.reread}
            assert topics <= set(variant.question.topics)


def test_a_passage_of_the_topic_is_taken_unless_another_tells_much_more():
    near = Passage("a#one", frozenset({"cach", "key"}))
    far = Passage("b#two", frozenset({"cach", "key", "uri", "hash"}))
    found = Passages((near, far))

    assert found.telling(["The key of a cache"], ["a"]) == ("a#one",)
    assert found.telling(["The hash in the URI of a key"], ["a"]) == ("b#two",)
    assert found.telling(["The hash in the URI of a key"], ["a"], elsewhere=False) == ("a#one",)
    assert found.telling(["Nothing of the sort"], ["c"]) in ((), ("b#two",))


def test_of_two_that_tell_as_much_the_one_with_the_words_in_its_title_is_taken_but_a_title_is_not_all():
    words = frozenset({"cach", "key", "uri", "hash"})
    headed = Passage("a#headed", words, title=frozenset({"uri", "hash"}))
    named_alone = Passage("a#named", frozenset({"hash"}), title=frozenset({"hash"}))

    assert Passages((Passage("a#z", words), headed)).telling(["A hash in the URI"], ["a"]) == ("a#headed",)
    found = Passages((Passage("a#z", words), named_alone))
    assert found.telling(["A hash of the key in the URI of a cache"], ["a"]) == ("a#z",)


def test_choices_are_in_the_domains_of_the_new_exam_and_other_kinds_are_not():
    for variant in distinct().values():
        exams = variant.question.exams
        assert exams["MLA-C01"]
        if isinstance(variant.question, Choice):
            assert exams["MLA-C02"] == tuple(sorted({task[0] for task in exams["MLA-C01"]}))
        else:
            assert "MLA-C02" not in exams


@pytest.mark.parametrize(
    ("topics", "steps", "tasks"),
    [
        (["pipelines"], [], ("3.3",)),
        (["lineage"], [], ("2.3", "3.3")),
        (["monitoring", "triggers"], [], ("4.1",)),
        (["feature-store"], [], ("1.1", "1.2")),
        (["step-types"], ["quality-check", "training"], ("1.3", "3.3", "4.1")),
        (["step-types"], ["quality-check", "training", "model"], ("3.3",)),
        (["step-caching"], ["tuning"], ("2.2", "3.3")),
        (["step-types"], ["automl", "tuning"], ("2.1", "2.2", "3.3")),
    ],
)
def test_tasks_come_from_the_topic_and_from_most_of_the_steps(topics, steps, tasks):
    assert tasks_of(topics, steps) == tasks


@cache
def written() -> list[tuple[str, set[str], set[str]]]:
    """Of every written question its first topic, the types it names, and its tasks of MLA-C01."""
    found = []
    for path in sorted((ROOT / "content" / "banks").glob("*.yaml")):
        for question in yaml.safe_load(path.read_text())["questions"]:
            named = set(re.findall(r"`(AutoML|Tuning|QualityCheck|ClarifyCheck)`", repr(question)))
            tasks = set(question.get("exams", {}).get("MLA-C01", ()))
            found.append((question["topics"][0], named, tasks))
    return found


@pytest.mark.parametrize("topic", sorted(topic.key for topic in material().topics))
def test_a_topic_is_of_the_tasks_that_most_written_questions_on_it_name(topic):
    counts = Counter(frozenset(tasks) for first, _, tasks in written() if first == topic)

    assert counts[frozenset(tasks_of([topic]))] == max(counts.values())


@pytest.mark.parametrize("step", sorted(OF_STEPS))
def test_a_step_is_of_the_tasks_that_written_questions_name_which_speak_of_its_like_alone(step):
    both_checks = {"QualityCheck", "ClarifyCheck"}
    name = material().names[step].strip("`")
    like = both_checks if name in both_checks else {name}
    spoken = [tasks for _, named, tasks in written() if named and named <= like]

    assert spoken
    assert set(OF_STEPS[step]) <= set[str]().union(*spoken)


def test_variants_are_spread_over_the_tasks():
    assert {variant.question.exams["MLA-C01"] for variant in distinct().values()} >= {
        ("3.3",), ("2.3", "3.3"), ("2.2", "3.3"), ("3.3", "4.1"), ("4.1",), ("1.1", "1.2"), ("3.1", "3.3"),
    }  # fmt: skip
