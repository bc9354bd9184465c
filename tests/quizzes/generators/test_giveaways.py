"""No pair of a matching gives itself away by the words in it."""

from __future__ import annotations

import re

import pytest
import snowballstemmer

from quizzes.engines import Matching
from quizzes.generators import SORTS
from quizzes.generators.giveaways import fair, given_away, senses, stems, told_by_words
from tests.quizzes.generators.shipped import distinct

ENGLISH = snowballstemmer.stemmer("english")
EMPTY = {
    "an",
    "and",
    "are",
    "as",
    "at",
    "by",
    "for",
    "in",
    "into",
    "is",
    "it",
    "of",
    "on",
    "the",
    "to",
    "with",
}


def plainly(text: str) -> set[str]:
    """The words and the parts of names in a text, found without what is tested."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)
    return {ENGLISH.stemWord(word.lower()) for word in words if word.lower() not in EMPTY and len(word) > 1}


def test_no_prompt_of_any_variant_shares_a_word_with_its_own_response_alone():
    told = []
    for variant in distinct().values():
        question = variant.question
        if not isinstance(question, Matching):
            continue
        for prompt, text in question.prompts.items():
            others = set().union(*(plainly(t) for key, t in question.prompts.items() if key != prompt))
            (response,) = question.pairs[prompt]
            shared = plainly(text) & plainly(question.responses[response].text) - others
            told += [(variant.sort, text, question.responses[response].text)] if shared else []

    assert told[:3] == []


@pytest.mark.parametrize(
    ("prompt", "response"),
    [
        ("`Training`", "`CreateTrainingJob`"),
        ("Registers the model that passed", "`RegisterModel`"),
        ("`Fail`", "A failure with a reason"),
        ("Searches hyperparameters", "`CreateHyperParameterTuningJob`"),
        ("`ContributedTo`", "a dataset contributed to a training job"),
        ("Bias drift", "`bias-check`"),
        ("Only reuse results from the last 30 days", "`ExpireAfter` of `P30D`"),
        ("Kept for a week", "`P7D`"),
        ("Every four and a half hours, or six hours", "`PT6H`"),
        ("At the same time no more than two", "`MaxParallelExecutionSteps` of 2"),
        ("`Failed`", "It did not succeed, after its last attempt"),
        ("`ConditionGreaterThan`", "AUC above 0.85"),
        ("`ConditionLessThan`", "RMSE below 6"),
        ("`ConditionIn`", "`Region` is one of these"),
    ],
)
def test_a_word_that_both_have_in_whatever_form_gives_a_pair_away(prompt, response):
    assert given_away([(prompt, response), ("`Lambda`", "Calls a function")]) == {0}


def test_a_sense_that_another_prompt_has_too_decides_nothing():
    pairs = [("`ConditionGreaterThan`", "AUC above 0.85"), ("`GreaterOrEqual`", "AUC of at least 0.85")]

    assert given_away(pairs) == frozenset()
    assert given_away(pairs[:1]) == {0}


@pytest.mark.parametrize(
    ("prompt", "response"),
    [
        ("Kept for 30 days", "`P3D`"),
        ("A run under way", "RMSE below 6"),
        ("In the input", "One of these"),
        ("`Succeeded`", "It was unsuccessful"),
        ("Version 1.2", "Version-like 2"),
    ],
)
def test_another_number_and_another_sense_give_nothing_away(prompt, response):
    assert not senses(prompt) & senses(response)


def test_no_pair_of_any_variant_says_the_same_in_another_word_alone():
    told = []
    for variant in distinct().values():
        question = variant.question
        if isinstance(question, Matching):
            pairs = [(t, question.responses[question.pairs[k][0]].text) for k, t in question.prompts.items()]
            told += [(variant.sort, pairs[place]) for place in given_away(pairs)]

    assert told[:3] == []


def test_a_word_that_another_prompt_has_too_decides_nothing():
    pairs = [("`Model`", "Creates a model"), ("`RegisterModel`", "Adds a version")]

    assert given_away(pairs) == frozenset()
    assert given_away(pairs[:1]) == {0}


def test_words_that_say_nothing_and_short_beginnings_give_nothing_away():
    assert given_away([("What is on it", "It is on the way"), ("An arm", "The armour")]) == frozenset()
    assert "the" not in stems("the")


def test_what_gives_itself_away_makes_room_for_the_next():
    queue = [("red", "a red one"), ("blue", "the sea"), ("green", "the meadow"), ("grey", "the mouse")]

    assert [prompt for prompt, _ in fair(queue, 3, lambda pair: pair)] == ["blue", "green", "grey"]
    assert [prompt for prompt, _ in fair(queue[:2], 2, lambda pair: pair)] == ["blue"]


def test_every_sort_of_matching_is_still_drawn():
    drawn = {variant.sort for variant in distinct().values()}

    assert {sort.name for sort in SORTS if sort.kind == "matching"} <= drawn


def test_a_right_option_is_told_by_a_word_or_a_sense_that_it_alone_shares_with_what_is_asked():
    assert told_by_words("results of the last 30 days", "`ExpireAfter` of `P30D`", ["A path with a date"])
    assert told_by_words("the step fails", "A failure is recorded", ["A version is added"])
    assert not told_by_words("the step fails", "A failure is recorded", ["It is no failure"])
    assert not told_by_words("the step fails", "A version is added", ["A failure is recorded"])
