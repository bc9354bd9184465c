"""What changed between two banks: which questions, in which fields, and whether what is right did."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.engines import grade
from quizzes.engines.base import Reason
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from quizzes.formats.bank import difference, in_words, key_changed
from quizzes.formats.bank.difference import Field
from tests.builders import a_bank, a_case, choice, matching, ordering


def lines(old, new) -> list[str]:
    return list(in_words(difference(old, new)))


def one(old, new):
    """The one reworded question of banks that hold these."""
    found = difference(a_bank(old), a_bank(new))
    assert (found.added, found.retired, found.bank, found.moved) == ((), (), (), False)
    (reworded,) = found.reworded
    return reworded


def test_a_bank_does_not_differ_from_itself():
    assert not difference(a_bank(), a_bank())
    assert lines(a_bank(), a_bank()) == ["Nothing differs."]


def test_questions_come_and_go_by_their_keys():
    found = difference(a_bank(choice("a"), choice("b")), a_bank(choice("b"), choice("c"), choice("d")))

    assert [named.key for named in found.added] == ["c", "d"]
    assert [named.key for named in found.retired] == ["a"]
    assert not found.reworded
    assert not found.moved


def test_a_reworded_question_names_its_fields_and_what_they_said():
    new = choice(
        prompt="Where, then?",
        options={**choice().options, "run": Option("At once"), "night": Option("At night")},
        difficulty=2,
    )

    found = one(choice(), new)

    assert found.fields == (
        Field("prompt", "Where is step caching switched on?", "Where, then?"),
        Field("options.run", "{text: When a run is started, why: A start takes parameters only.}", "At once"),
        Field("options.night", "", "At night"),
        Field("difficulty", "", "2"),
    )  # fmt: skip
    assert not found.key_changed


def test_pieces_in_another_order_are_told_by_their_ids():
    old, new = choice(), choice(options=dict(reversed(choice().options.items())))

    assert one(old, new).fields == (
        Field("options", "step, pipeline, run, account", "account, run, pipeline, step"),
    )


def test_questions_in_another_order_are_told():
    found = difference(a_bank(choice("a"), choice("b")), a_bank(choice("b"), choice("x"), choice("a")))

    assert found.moved


def test_what_is_said_of_the_bank_is_told():
    old, new = a_bank(), replace(a_bank(title="Another title"), description="More.")

    assert difference(old, new).bank == (
        Field("title", "A bank", "Another title"),
        Field("description", "", "More."),
    )


def test_a_case_is_reworded_apart_from_its_questions():
    found = difference(a_bank(a_case()), a_bank(a_case(scenario="Another shop.")))

    assert [(r.question.key, [f.path for f in r.fields]) for r in found.reworded] == [("shop", ["scenario"])]


def test_a_question_of_a_case_is_reworded_by_itself():
    inner = a_case().questions
    found = difference(a_bank(a_case()), a_bank(a_case("shop", inner[0], inner[1], matching("shop-pairs"))))

    (reworded,) = found.reworded
    assert (reworded.question.key, reworded.question.case) == ("shop-pairs", "shop")
    assert [field.path for field in reworded.fields] == ["prompt"]


def test_a_question_that_moves_into_a_case_stays_the_same_question():
    first, *others = a_case().questions
    found = difference(a_bank(first), a_bank(a_case("shop", first, *others)))

    assert [named.key for named in found.added] == ["shop", "shop-order", "shop-pairs"]
    assert [r.fields for r in found.reworded] == [(Field("case", "", "shop"),)]


def test_another_kind_is_another_key():
    assert one(choice("a"), ordering("a")).key_changed


def test_a_case_of_a_questions_name_is_not_that_question():
    found = difference(a_bank(choice("shop")), a_bank(a_case("shop")))

    assert [(named.key, named.kind) for named in found.retired] == [("shop", "choice")]
    assert (found.added[0].key, found.added[0].kind) == ("shop", "case")


RIGHT = Option("Right", True)
WRONG = Option("Wrong")
SAME = [
    (choice(), choice(options={**choice().options, "night": WRONG})),
    (choice(), choice(options={"step": RIGHT, "run": WRONG})),
    (ordering(), ordering(distractors={})),
    (ordering(), ordering(needs={}, order=("clean", "train", "test", "gate"))),
    (
        ordering(),
        ordering(
            needs={**ordering().needs, "gate": {before: Reason() for before in ("clean", "train", "test")}}
        ),
    ),
    (matching(), matching(reuse=True)),
    (matching(), matching(responses={**matching().responses, "more": Response("More")})),
]
OTHER = [
    (choice(), choice(options={**choice().options, "run": RIGHT})),
    (choice(), choice(options={"step": WRONG, "run": RIGHT})),
    (ordering(), ordering(needs={"train": {"clean": Reason()}})),
    (ordering(), ordering(needs={}, order=("train", "clean", "test", "gate"))),
    (
        ordering(),
        ordering(
            items={**ordering().items, "deploy": "Update the endpoint"}, distractors={"x": Distractor("X")}
        ),
    ),
    (matching(), matching(pairs={**matching().pairs, "fail": ("stop", "tune")})),
    (
        matching(pairs={"training": ("fit",), "condition": ("fit", "branch"), "fail": ("stop",)}),
        matching(pairs={"training": ("fit",), "condition": ("fit", "branch"), "fail": ("stop",)}, reuse=True),
    ),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_the_key_is_the_same_where_the_same_is_right(old, new):
    assert not key_changed(old, new)
    assert not key_changed(new, old)


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_the_key_has_changed_where_something_else_is_right(old, new):
    assert key_changed(old, new)
    assert key_changed(new, old)


IDS = ("a", "b", "c")
CHOICES = st.lists(st.booleans(), min_size=2, max_size=3).map(
    lambda correct: choice(options={i: Option(i, c) for i, c in zip(IDS, correct, strict=False)})
)
MATCHINGS = st.builds(
    lambda reuse, pairs: matching(
        prompts={i: i for i in IDS[: len(pairs)]},
        responses={i: Response(i) for i in IDS},
        pairs=dict(zip(IDS, map(tuple, pairs), strict=False)),
        reuse=reuse,
        why={},
    ),
    st.booleans(),
    st.lists(st.sets(st.sampled_from(IDS), min_size=1), min_size=2, max_size=3),
)


@st.composite
def chains(draw):
    ids = draw(st.permutations(IDS[: draw(st.integers(2, 3))]))
    pairs = draw(st.lists(st.sampled_from(list(combinations(ids, 2))), unique=True))
    needs = {after: {b: Reason() for b, a in pairs if a == after} for after in ids}
    order = tuple(ids) if draw(st.booleans()) else ()
    return ordering(
        items={i: i for i in ids}, needs={} if order else {k: v for k, v in needs.items() if v}, order=order
    )


def responses(question):
    """Everything that somebody could give of three ids."""
    if question.kind == "matching":
        for given in product(("", *IDS), repeat=3):
            if any(given):
                yield dict(zip(IDS, given, strict=True))
    else:
        yield from chain.from_iterable(permutations(IDS, n) for n in (1, 2, 3))


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.one_of(st.tuples(CHOICES, CHOICES), st.tuples(chains(), chains()), st.tuples(MATCHINGS, MATCHINGS)))
def test_an_unchanged_key_judges_every_response_as_before(pair):
    old, new = pair
    judged_alike = all(grade(old, r).correct == grade(new, r).correct for r in responses(old))

    if not key_changed(old, new):
        assert judged_alike
    elif old.kind != "matching":  # a pair that no right response could use counts as changed too
        assert not judged_alike


def test_the_words_name_each_change_and_count_them():
    old = a_bank(choice("a"), choice("b"), ordering("c"))
    new = a_bank(
        choice("b", prompt="A\n\nlong\x1b prompt"),
        ordering("c", needs={}, order=("gate", "test", "train", "clean")),
        matching("d"),
        title="T",
    )

    assert lines(old, new) == [
        'bank: title "A bank" is now "T"',
        'added: d (matching) "Match each step to what it does."',
        'retired: a (choice) "Where is step caching switched on?"',
        'reworded: b (choice) "A long\\u001b prompt": prompt',
        'key changed: c (ordering) "Put the run in order.": order, needs',
        "1 added, 1 retired, 2 reworded, 1 of them with another key.",
    ]


def test_the_words_for_a_case_and_another_order():
    inner = a_case().questions
    old, new = a_bank(a_case(), choice("a")), a_bank(choice("a"), a_case("shop", *inner[:2]))

    assert lines(old, new) == [
        'retired: shop-pairs (matching, in shop) "Who does what in shop?"',
        "order: the questions stand in another order",
        "0 added, 1 retired, 0 reworded.",
    ]
