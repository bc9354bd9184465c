"""What somebody wants who typed this: completed, corrected, taken apart, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.search.vocabulary import Vocabulary
from studyapp.search.wanted import MOST_CHARACTERS, MOST_WORDS, Wanted, shown, wanted

KNOWN = Vocabulary.of(
    [
        "The ProcessingStep is a processing step of a pipeline",
        "Register the model in the registry with RegisterModel",
        "The quality gate is a condition, read by JsonGet from S3",
        "Evaluation of the model; evaluate before the gate. The gate of MLA-C01",
        "EventBridge calls Step Functions. Even a bridge: stop, stop, stops",
    ],
    ["Step Functions", "Quality gate"],
)
ANY = st.text(st.characters(), max_size=300)


def stems(query: str) -> list[str]:
    return [word.stem for word in wanted(query, KNOWN).words]


@pytest.mark.parametrize(
    "query", ["processing step", "ProcessingStep", "processing-step", "PROCESSING_STEP", "processingstep"]
)
def test_a_name_is_asked_for_alike_in_every_spelling(query: str) -> None:
    understood = wanted(query, KNOWN)

    assert [word.stem for word in understood.words] == ["process", "step"]
    assert [name.stem for name in understood.names] == ["processingstep"]
    assert understood.keys == ("processstep",)


def test_the_last_word_may_be_unfinished_unless_something_follows_it() -> None:
    assert [word.begins for word in wanted("model regis", KNOWN).words] == ["", "regis"]
    assert [word.begins for word in wanted("model registry", KNOWN).words] == ["", "registry"]
    assert [word.begins for word in wanted("model registry ", KNOWN).words] == ["", ""]


def test_an_earlier_word_is_completed_only_where_it_is_no_word_itself() -> None:
    assert [word.begins for word in wanted("eval gate ", KNOWN).words] == ["eval", ""]


def test_one_letter_is_asked_for_in_names_alone() -> None:
    (word,) = wanted("p", KNOWN).words

    assert (word.stem, word.begins, word.is_short) == ("", "p", True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("regsiter", "register"),
        ("registerr", "register"),
        ("rgister", "register"),
        ("qaulity gate", "quality gate"),
        ("evalaution", "evaluation"),
        ("evalution of the modle", "evaluation of the model"),
        ("conditon", "condition"),
        ("piplines ", "pipeline"),
        ("eventbrige", "eventbridge"),
        ("evenbridge calls", "eventbridge calls"),
        ("evenbri", "eventbridge"),
        ("stepfuntions", "step functions"),
        ("stp functions", "step functions"),
        ("functions of a stp", "functions of a step"),
    ],
)
def test_a_slip_is_put_right_from_the_words_there_are(typed: str, meant: str) -> None:
    understood = wanted(typed, KNOWN)

    assert understood.meant == meant
    assert len(understood.misspelt) >= 1
    assert understood.unknown == ()


def test_an_unfinished_word_with_a_slip_is_put_right_while_it_is_typed() -> None:
    assert wanted("regsit", KNOWN).meant in {"register", "registry"}


@pytest.mark.parametrize("typed", ["xyzzy", "kubernetes", "gat3", "stpe", "1234", "zz"])
def test_what_is_near_nothing_is_unknown_or_a_known_word_with_one_slip(typed: str) -> None:
    understood = wanted(typed + " ", KNOWN)

    assert understood.unknown == (typed,) or understood.meant in {"gate", "step"}


def test_short_words_are_not_taken_for_others() -> None:
    assert wanted("st ", KNOWN).unknown == ("st",)


def test_words_written_as_one_are_taken_apart() -> None:
    assert stems("qualitygate") == ["qualiti", "gate"]


def test_common_words_are_left_out_beside_others_and_asked_for_alone() -> None:
    assert stems("what is the gate of a pipeline ") == ["gate", "pipelin"]
    assert stems("the ") == ["the"]
    assert wanted("what is the gate", KNOWN).keys == ("whatisthegate", "gate")


def test_a_common_word_counts_as_part_of_a_name() -> None:
    known = Vocabulary.of(["depends_on ConditionNot", "it depends on you"])

    assert [word.stem for word in wanted("DependsOn ", known).words] == ["depend", "on"]
    assert [word.stem for word in wanted("it depends on ", known).words] == ["depend", "on"]
    assert [word.stem for word in wanted("not on you ", known).words] == ["not", "on", "you"]
    assert [word.stem for word in wanted("depends you ", known).words] == ["depend"]


def test_a_word_asked_for_twice_counts_once() -> None:
    assert stems("gate Gate GATE ") == ["gate"]


def test_of_a_long_text_the_first_words_are_asked_for_and_it_is_said() -> None:
    understood = wanted("gate model " * 5_000, KNOWN)

    assert understood.cut
    assert 0 < len(understood.words) <= MOST_WORDS


@pytest.mark.parametrize(
    "query", ["", " ", '"', "***", "NEAR()", "(((", "\0", "\ud800", "-", "{a}:", "'; --"]
)
def test_marks_are_gaps_and_no_operators(query: str) -> None:
    for word in wanted(query, KNOWN).words:
        assert f"{word.stem}{word.begins}".isalnum()


@given(ANY)
def test_any_text_is_understood_and_gives_letters_and_digits_alone(query: str) -> None:
    for vocabulary in (KNOWN, Vocabulary()):
        understood = wanted(query, vocabulary)
        assert len(understood.words) + len(understood.unknown) <= 2 * MOST_WORDS
        for word in (*understood.words, *understood.names):
            assert word.stem or word.begins
            assert f"{word.stem}{word.begins}".isalnum()
            assert word.weight >= 0


@given(ANY)
def test_what_is_shown_of_a_query_is_one_short_line_that_can_be_seen(query: str) -> None:
    line = shown(query)

    assert len(line) <= MOST_CHARACTERS
    assert line == "" or line.isprintable()
    assert line == line.strip()


def test_nothing_typed_wants_nothing() -> None:
    assert wanted("", KNOWN) == Wanted(keys=("",))
