"""Whatever is typed, both databases answer, and find the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp.models import SearchEntry
from studyapp.search import search
from studyapp.search.words import tokens

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("shipped")]
ODD = [
    '"',
    "*",
    "NEAR(",
    "(",
    ")",
    "AND",
    "OR",
    "NOT",
    ":",
    "^",
    "-",
    "+",
    "{title}:",
    "\\",
    "'",
    "&",
    "|",
    "!",
]
ODD += [
    "<->",
    ":*",
    "%",
    "_",
    "\0",
    "\ud800",
    "🙂",
    "x" * 500,
    "É",
    "ﬁ",
    "½",
    "\u0301",
    "日本語",
    "س",
    "gate",
    "S3",
]
ANY = st.lists(st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=12)), max_size=12)


@pytest.mark.parametrize("typed", [*ODD, "", "a", "1", "gate*", 'gate "', "gate NEAR step", "z" * 10_000])
def test_nothing_that_is_typed_is_an_operator_or_an_error(typed: str) -> None:
    found = search(typed)

    assert len(found.hits) <= found.total <= SearchEntry.objects.count()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY)
def test_any_text_is_answered(typed: list[str]) -> None:
    found = search(" ".join(typed), limit=3)

    assert len(found.hits) == min(found.total, 3)


@pytest.mark.parametrize("typed", ["gate ", "caching ", "property file ", "uri ", "drift ", "steps "])
def test_what_is_found_is_what_holds_the_words(typed: str) -> None:
    """The database against a look at every text that is kept."""
    found = search(typed, limit=900)
    wanted = {word.stem for word in found.wanted.words}

    held = {
        row.pk
        for row in SearchEntry.objects.all()
        if wanted <= set(tokens(f"{row.title} {row.names} {row.summary} {row.place} {row.text} {row.more}"))
    }

    assert held
    assert held <= set(
        SearchEntry.objects.filter(href__in=[hit.href for hit in found.hits]).values_list("pk", flat=True)
    )


def test_what_begins_so_is_found() -> None:
    for row in SearchEntry.objects.filter(sort="term")[:20]:
        word = tokens(row.title)[0]
        for length in range(3, len(word) + 1):
            assert row.href in {hit.href for hit in search(word[:length], limit=900).hits}, word[:length]
