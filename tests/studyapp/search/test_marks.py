"""What is shown of a text and what in it is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.search.marks import GAP, MOST, Marker, Piece
from studyapp.search.vocabulary import Vocabulary
from studyapp.search.wanted import wanted

TEXT = (
    "A Condition step holds a list of conditions. It compares parameters, literals and values read from a "
    "JSON report. It starts once every step its conditions mention has Succeeded. The values in them are the "
    "dependency, so a gate on the evaluation report cannot come before evaluation. It is never cached. "
    "JsonGet reads one value; ProcessingStep writes it."
)
KNOWN = Vocabulary.of([TEXT, "caching processing CacheHitResult"])
ANY = st.text(st.characters(), max_size=400)


def marked(text: str, query: str, *, is_name: bool = False) -> str:
    found = Marker(wanted(query, KNOWN)).pieces(text, is_name=is_name)
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in found)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("ProcessingStep runs", "processing step", "[ProcessingStep] runs"),
        ("ProcessingStep runs", "processing ", "[Processing]Step runs"),
        ("A processing step", "ProcessingStep", "A [processing] [step]"),
        ("It is never cached.", "caching", "It is never [cached]."),
        ("CONDITION", "condition", "[CONDITION]"),
        ("JsonGet reads", "jsong", "[JsonGet] reads"),
        ("conditions", "condi", "[conditions]"),
        ("the CacheHitResult of", "hit cachehitr", "the [CacheHitResult] of"),
        ("the gate of the step", "what is the gate", "the [gate] of the step"),
        ("a <b>gate</b> & more", "gate", "a <b>[gate]</b> & more"),
        ("nothing of it", "gate", "nothing of it"),
        ("", "gate", ""),
    ],
)
def test_what_was_found_is_marked_in_every_form(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


def test_a_letter_is_marked_at_the_head_of_words_in_names_only() -> None:
    assert marked("Condition step", "c", is_name=True) == "[Condition] step"
    assert marked("Condition step", "c") == "Condition step"


def test_an_excerpt_is_the_stretch_with_most_of_the_words() -> None:
    found = Marker(wanted("json value processing", KNOWN)).excerpt(TEXT, most=110)
    text = "".join(piece.text for piece in found)

    assert text.startswith(GAP)
    assert "JsonGet reads one value; ProcessingStep" in text
    assert {piece.text for piece in found if piece.marked} >= {"Json", "value", "Processing"}


def test_an_excerpt_without_a_mark_is_the_beginning() -> None:
    found = Marker(wanted("xyzzy", KNOWN)).excerpt(TEXT, most=60)

    assert found == (Piece(TEXT[:59].rsplit(" ", 1)[0]), Piece(f" {GAP}"))


def test_a_short_text_is_shown_whole() -> None:
    assert Marker(wanted("gate", KNOWN)).excerpt("Short.") == (Piece("Short."),)


@given(ANY, ANY)
def test_the_pieces_of_any_text_are_the_text(text: str, query: str) -> None:
    found = Marker(wanted(query, KNOWN)).pieces(text)

    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)


@given(st.lists(st.sampled_from([*TEXT.split(), "x" * 90, "🙂", "\0"]), max_size=300), st.integers(70, 300))
def test_an_excerpt_is_a_stretch_of_its_text_and_not_too_long(words: list[str], most: int) -> None:
    text = " ".join(words)
    found = Marker(wanted("gate json step", KNOWN)).excerpt(text, most=most)
    stretch = "".join(piece.text for piece in found).removeprefix(f"{GAP} ").removesuffix(f" {GAP}")

    assert stretch in text
    assert len(stretch) <= most


def test_marks_are_as_quick_as_the_longest_lesson_wants() -> None:
    assert len("".join(piece.text for piece in Marker(wanted("gate", KNOWN)).excerpt(TEXT * 60))) <= MOST + 4
