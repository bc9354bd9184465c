"""What people look for comes first, on both databases, in everything that ships."""

from __future__ import annotations

import pytest

from studyapp.search import search
from tests.studyapp.search.expected import EXPECTED, SAME

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("shipped")]


def text(pieces) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(("query", "href", "place"), EXPECTED, ids=lambda value: str(value)[:40])
def test_what_is_meant_is_among_the_first(query: str, href: str, place: int) -> None:
    hits = search(query, limit=place).hits

    assert href in [hit.href for hit in hits], [(hit.href, text(hit.title)) for hit in hits]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_a_name_finds_the_same_in_every_spelling(spellings: tuple[str, ...]) -> None:
    found = [{hit.href for hit in search(f"{spelling} ", limit=500).hits} for spelling in spellings]

    assert found[0]
    assert all(hrefs == found[0] for hrefs in found)


def test_a_name_comes_before_what_only_speaks_of_it() -> None:
    for query in ("Processing", "Fail", "Lambda", "Tuning", "Callback"):
        assert search(query).hits[0].href == f"/steps/{query.lower()}/"


def test_every_sort_of_entry_can_be_found() -> None:
    assert {hit.sort for query in ("pipeline", "exam", "step") for hit in search(query, limit=900).hits} == {
        "topic",
        "step",
        "trap",
        "faq",
        "term",
        "table",
        "pipeline",
        "exam",
    }


def test_a_search_can_be_kept_to_one_sort() -> None:
    everything, traps = search("cache"), search("cache", sorts=["trap"])

    assert {hit.sort for hit in traps.hits} == {"trap"}
    assert traps.total == everything.counts["trap"] < everything.total
    assert traps.counts == everything.counts


def test_pages_follow_one_another_and_end() -> None:
    first, second = search("step", limit=10), search("step", limit=10, page=2)
    last, beyond = search("step", limit=10, page=first.pages), search("step", limit=10, page=10**30)

    assert not {hit.href for hit in first.hits} & {hit.href for hit in second.hits}
    assert beyond == last
    assert beyond.page == first.pages
    assert search("step", limit=10, page=-1) == first


def test_every_hit_shows_a_mark_where_it_was_found_by_a_word_of_its_title_or_text() -> None:
    for query in ("quality gate", "JsonGet", "caching", "approval status"):
        for hit in search(query).hits[:10]:
            assert any(piece.marked for pieces in (hit.title, hit.place, *hit.lines) for piece in pieces)


def test_of_words_that_nothing_has_together_most_are_found_and_it_is_said() -> None:
    found = search("xyzzy lineage")

    assert found.partly
    assert found.wanted.unknown == ("xyzzy",)
    assert "/learn/lineage/" in {hit.href for hit in found.hits}


def test_where_enough_has_all_the_words_nothing_is_shown_that_lacks_one() -> None:
    found = search("retry policy ", limit=500)

    assert found.total < min(search("retry ").total, search("policy ").total)


def test_a_slip_finds_what_was_meant() -> None:
    meant, found = search("register "), search("regsiter ")

    assert found.wanted.misspelt == ("regsiter",)
    assert [hit.href for hit in found.hits] == [hit.href for hit in meant.hits]


def test_nothing_is_found_for_nothing() -> None:
    assert search("").hits == search("   ").hits == search('"*()').hits == search("xyzzy").hits == ()
