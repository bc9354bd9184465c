"""How a text becomes words: names in every spelling, forms of a word, and whatever else is typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.search.words import LONGEST, key, names, stem, tokens

ANY = st.text(st.characters(), max_size=200)


def parts(text: str) -> list[str]:
    return [part.word for _place, name in names(text) for part in name.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ProcessingStep", ["processing", "step"]),
        ("processing_step", ["processing", "step"]),
        ("Processing-Step", ["processing", "step"]),
        ("processing step", ["processing", "step"]),
        ("processingstep", ["processingstep"]),
        ("EMRServerless", ["emr", "serverless"]),
        ("CreateMLPipeline", ["create", "ml", "pipeline"]),
        ("S3Uri", ["s3", "uri"]),
        ("s3", ["s3"]),
        ("MLA-C01", ["mla", "c01"]),
        ("mla-c01", ["mla", "c01"]),
        ("URIs, ARNs and APIs", ["uris", "arns", "and", "apis"]),
        ("ModelArtifacts.S3ModelArtifacts", ["model", "artifacts", "s3", "model", "artifacts"]),
        ("2020-12-01", ["2020", "12", "01"]),
        ("P30D and p7d", ["p30d", "and", "p7d"]),
        ("PT1H, P4DT12H", ["pt1h", "p4dt12h"]),
        ("P30", ["p30"]),
        ("p3dn PTA P", ["p3", "dn", "pta", "p"]),
        ("AWS's and the run\u2019s", ["aws", "and", "the", "run"]),
        ("@step depends_on=['train']", ["step", "depends", "on", "train"]),
        ("Café ﬁne", ["cafe", "fine"]),
        ("", []),
        ("\0 \ud800 \u202e -- __ '' … 🙂", []),
    ],
)
def test_a_name_has_its_parts_in_whatever_way_it_is_written(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize("spelling", ["JsonGet", "json_get", "json-get", "JSON-Get"])
def test_a_name_of_several_parts_is_one_word_as_well(spelling: str) -> None:
    assert "jsonget" in tokens(spelling)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Step types", "step-type"),
        ("ProcessingStep", "processing steps"),
        ("Lambda", "LAMBDA"),
        ("MLA-C01", "mla c01"),
        ("hyperparameter optimisation", "HyperparameterOptimization"),
    ],
)
def test_one_name_in_two_spellings_has_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    "forms",
    [
        ("step", "steps"),
        ("cache", "cached", "caches", "caching"),
        ("register", "registers", "registered", "registering"),
        ("retry", "retries", "retried"),
        ("optimise", "optimize", "optimised", "optimization"),
        ("behaviour", "behaviors"),
        ("policy", "policies"),
    ],
)
def test_the_forms_of_a_word_share_their_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("register", "registry"), ("step", "stop"), ("hour", "hor")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(ANY)
def test_any_text_has_words_of_letters_and_digits_alone(text: str) -> None:
    for word in tokens(text):
        assert word
        assert word.isalnum()
        assert len(word) <= LONGEST + 8  # a stem may be longer by what spelling adds
        assert "\0" not in word


@given(ANY)
def test_the_places_of_the_parts_lie_in_order_within_the_text(text: str) -> None:
    at = 0
    for place, name in names(text):
        assert at <= place < place + len(name.written) <= len(text)
        assert text[place:].startswith(name.written)
        for part in name.parts:
            assert at <= place + part.start < place + part.end <= place + len(name.written)
            at = place + part.end


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), min_size=2, max_size=5))
def test_camel_case_is_found_as_its_words(words: list[str]) -> None:
    joined = "".join(words)
    assert parts(joined) == [word.lower() for word in words]
    assert parts("_".join(words).lower()) == parts(joined)
    assert set(re.findall("[a-z]+", " ".join(words).lower())) <= set(tokens(joined))
