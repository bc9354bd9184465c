"""Twenty thousand variants: all pass the check of written ones, and all have the key that is true.

What is true is found out a second time, from the material and from what the learner is shown (`truth`), and
held against the grader for every response there is. Two variants that differ in words alone are tried once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from random import Random

import pytest

from quizzes.engines import Choice, Matching, Ordering
from quizzes.formats import bank as bank_format
from quizzes.generators import SORTS, Material, Proofs, Variant, draw, material_of, retries, variants, worded
from tests.quizzes.engines.oracle import disagreements
from tests.quizzes.generators import truth
from tests.quizzes.generators.shipped import OF_EACH, ROOT, SEEDS, distinct, drawn, entries, material

SORT_NAMES = [sort.name for sort in SORTS]


def test_twenty_thousand_variants_pass_the_check_and_five_hundred_of_them_and_more_are_distinct(
    record_property,
):
    found, refused = drawn()
    counts = Counter(variant.sort for variant in distinct().values())
    told = ", ".join(f"{sort} {counts[sort]}" for sort in SORT_NAMES)
    record_property("variants", f"{len(found)}, {len(refused)} refused, {len(distinct())} distinct: {told}")

    assert refused[:3] == []
    assert len(found) == SEEDS * OF_EACH
    assert len(distinct()) >= 500
    assert set(counts) == set(SORT_NAMES)


def test_no_variant_disagrees_with_brute_force():
    tried: set[object] = set()
    wrong = [
        f"{variant.question.key}: {fault}"
        for variant in distinct().values()
        for fault in _faults(variant, tried)
    ]

    assert wrong == []
    assert len(tried) > 20  # shapes of question that were tried response by response


def _faults(variant: Variant, tried: set[object]) -> Iterator[str]:
    """What the question has otherwise than the truth; and, once for each shape, what its grader has."""
    question = variant.question
    match question:
        case Ordering():
            wanted, waits = truth.waits(variant, material())
            if wanted != set(question.items):
                yield f"these belong into it: {sorted(wanted)}"
            ids = {
                key: place for place, key in enumerate((*question.right_response(), *question.distractors))
            }
            shape: object = (
                len(question.items),
                len(ids),
                frozenset((ids[a], ids[b]) for a, b in waits),
                frozenset((ids[a], ids[b]) for a, b in question.graph.edges),
            )
            if shape not in tried:
                tried.add(shape)
                yield from _arrangements(question, wanted, waits)
        case Matching():
            fits = truth.fits(variant, material())
            for prompt, responses in fits.items():
                if responses != set(question.pairs[prompt]):
                    yield f"{prompt} is true of {sorted(responses)}"
            shape = ("matching", len(question.prompts), len(question.responses))
        case Choice():
            right = truth.chosen(variant, material())
            if right != set(question.right_response()):
                yield f"these are true: {sorted(right)}"
            shape = ("choice", len(question.options), len(right))
    if shape not in tried:
        tried.add(shape)
        yield from (f"the grader errs on {response}" for response in disagreements(question))


def _arrangements(question: Ordering, wanted: set[str], waits: set[tuple[str, str]]) -> Iterator[str]:
    """Every arrangement of every length: right when all that belongs is there and nothing comes too early."""
    pool = list(question.texts())
    for length in range(1, len(pool) + 1):
        for placed in permutations(pool, length):
            right = set(placed) == wanted and all(placed.index(a) < placed.index(b) for a, b in waits)
            if question.grade(placed).correct is not right:
                yield f"{placed} is {right}"


def test_the_same_thing_asked_is_the_same_question_to_the_last_byte():
    seen: dict[str, object] = {}
    for variant in drawn()[0]:
        data = bank_format.question_data(variant.question)
        assert seen.setdefault(variant.fingerprint, data) == data
        assert list(seen[variant.fingerprint]) == list(data)


def test_a_seed_gives_the_same_variants_in_every_process_and_whatever_order_entries_come_in():
    turned = {name: list(reversed(found)) for name, found in entries().items()}
    here = _told(material_of(**turned))
    script = "from tests.quizzes.generators.test_variants import _told; print(_told())"
    for hash_seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "DJANGO_SETTINGS_MODULE": "studyapp.settings"}
        out = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True
        )
        assert out.stdout.strip() == here
    assert _told() == here


def _told(of: Material | None = None) -> str:
    import hashlib
    import json

    data = [
        bank_format.question_data(v.question) for seed in range(10) for v in variants(of or material(), seed)
    ]
    return hashlib.sha256(json.dumps(data).encode()).hexdigest()


def test_the_right_option_is_longest_no_oftener_than_chance_has_it():
    """Of n options one is longest by chance in a share of 1/n; where two are, none gives anything away."""
    longest, single = 0, 0
    by_sort: Counter[str] = Counter()
    for variant in distinct().values():
        if isinstance(variant.question, Choice) and not variant.question.several:
            lengths = {key: len(option.text) for key, option in variant.question.options.items()}
            most = [key for key, length in lengths.items() if length == max(lengths.values())]
            told = len(most) == 1 and variant.question.options[most[0]].correct
            longest, single = longest + told, single + 1
            by_sort[variant.sort] += told
            by_sort[f"{variant.sort} in all"] += 1

    assert longest <= 0.25 * single
    for sort in SORT_NAMES:
        assert by_sort[sort] <= 0.35 * by_sort[f"{sort} in all"]


def test_no_wrong_option_is_shortest_or_longest_by_so_much_that_it_falls_out():
    for variant in distinct().values():
        if isinstance(variant.question, Choice):
            lengths = sorted(len(option.text) for option in variant.question.options.values())
            assert lengths[-1] <= 2.5 * lengths[0] + 12


def test_the_right_one_is_written_at_every_place_alike():
    places: Counter[tuple[int, int]] = Counter()
    for variant in distinct().values():
        if isinstance(variant.question, Choice) and not variant.question.several:
            keys = list(variant.question.options)
            places[len(keys), keys.index(variant.question.right_response()[0])] += 1
    total = sum(count for (size, _), count in places.items() if size == 4)

    assert {size for size, _ in places} == {4}
    assert all(abs(places[4, place] - total / 4) < 0.04 * total for place in range(4))


def test_items_and_prompts_are_written_in_no_order_that_tells_the_key():
    orderings = [v.question for v in distinct().values() if isinstance(v.question, Ordering)]
    solved = sum(question.grade(tuple(question.items)).correct for question in orderings)
    matchings = [v.question for v in distinct().values() if isinstance(v.question, Matching)]
    straight = sum(
        list(q.prompts).index(prompt) == list(q.responses).index(q.pairs[prompt][0])
        for q in matchings
        for prompt in q.prompts
    )

    assert solved < 0.3 * len(orderings)
    assert straight < 0.3 * sum(len(q.prompts) for q in matchings)


def test_half_of_the_sorts_and_more_ask_for_judgement():
    asks = {variant.sort: variant.question.asks for variant in distinct().values()}

    assert list(asks.values()).count("judgement") >= len(SORTS) / 2


def test_variants_of_one_draw_are_not_near_each_other():
    for seed in range(50):
        found = variants(material(), seed, count=20)
        assert not [(a, b) for i, a in enumerate(found) for b in found[:i] if a.near(b) or b.near(a)]


def test_what_was_seen_is_not_drawn_again():
    first = draw(material(), seed="today", count=20)
    again = draw(material(), seed="today", count=20, seen=[v.fingerprint for v in first.variants])

    assert len(again.variants) == 20
    assert not {v.fingerprint for v in first.variants} & {v.fingerprint for v in again.variants}


@pytest.mark.parametrize("topic", sorted({topic for sort in SORTS for topic in sort.topics}))
def test_a_topic_is_honoured(topic):
    found = draw(material(), seed=topic, count=10, topic=topic).variants

    assert len(found) >= 5
    assert all(topic in variant.question.topics for variant in found)


def test_every_variant_is_about_the_topics_that_its_sort_can_be_asked_for():
    wrong = {
        sort.name
        for sort in SORTS
        for variant in distinct().values()
        if variant.sort == sort.name and not set(sort.topics) <= set(variant.question.topics)
    }

    assert wrong == set()


@pytest.mark.parametrize("kind", ["ordering", "matching", "choice"])
def test_kinds_are_honoured(kind):
    found = draw(material(), seed=kind, count=10, kinds=[kind]).variants

    assert [variant.question.kind for variant in found] == [kind] * 10


def test_what_the_check_refuses_is_told_and_not_shown(monkeypatch):
    monkeypatch.setattr(
        Proofs, "against", lambda self, variant: ("B999 no",) if variant.question.kind == "choice" else ()
    )
    found = draw(material(), seed=1, count=10)

    assert {key.rsplit("-", 1)[0] for key, _ in found.refused} <= set(SORT_NAMES)
    assert found.refused
    assert len(found.variants) == 10
    assert "choice" not in {variant.question.kind for variant in found.variants}


def test_a_wrong_key_would_be_seen():
    """The test of the test: with the key turned round, brute force has something to say."""
    for sort in SORTS:
        variant = next(v for v in distinct().values() if v.sort == sort.name)
        assert list(_faults(_turned(variant), set())), sort.name


def _turned(variant: Variant) -> Variant:
    from dataclasses import replace

    question = variant.question
    match question:
        case Ordering():
            key, reasons = next(iter(question.needs.items()))
            turned = replace(question, needs={next(iter(reasons)): {key: next(iter(reasons.values()))}})
        case Matching():
            keys = list(question.pairs)
            turned = replace(
                question,
                pairs=dict(
                    zip(keys, [*list(question.pairs.values())[1:], question.pairs[keys[0]]], strict=True)
                ),
            )
        case Choice():
            turned = replace(
                question, options={k: replace(o, correct=not o.correct) for k, o in question.options.items()}
            )
    return replace(variant, question=turned)


def test_every_plan_can_be_worded_twice_alike():
    for sort in SORTS:
        plans = filter(None, (sort.throw(material(), Random(seed)) for seed in range(60)))
        plan = next(iter(plans))
        assert worded(plan) == worded(plan)
        assert worded(plan).question.key == f"{sort.name}-{plan.fingerprint}"


def test_who_thinks_that_a_step_without_a_policy_waits_believes_in_no_retry():
    """That option is about waiting: the belief in retries is played on where something is tried again."""
    plans = [retries.retry(material(), Random(seed)) for seed in range(200)]
    questions = [worded(plan).question for plan in plans if plan]
    unset = [question for question in questions if "No retry policy is set" in question.prompt]

    assert unset
    assert not any(question.options["policy"].trap for question in unset)
    assert any(question.options["unasked"].trap for question in unset)
    assert any(question.options["policy"].trap for question in questions)
