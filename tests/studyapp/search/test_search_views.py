"""/search/: a page, the hits as one types, the suggestions of every page; all of it without a script too."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def page_of(client, query: str = "", **options) -> str:
    answer = client.get("/search/", {"q": query, **options})
    assert answer.status_code == 200
    return answer.content.decode()


def part_of(client, target: str, query: str) -> str:
    answer = client.get("/search/", {"q": query}, headers={"HX-Request": "true", "HX-Target": target})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_hit_names_its_passage_and_leads_to_its_place(client, small) -> None:
    page = page_of(client, "uri compared")

    assert 'href="/learn/caching/#uris"' in page
    assert "A <mark>URI</mark> is <mark>compared</mark>" in page
    assert "Caching &amp; keys" in page


def test_a_trap_is_told_as_somebody_elses_words(client, small) -> None:
    page = page_of(client, "noticed")

    assert "“New files are <mark>noticed</mark>.”" in page


def test_hits_are_told_by_number_and_sort(client, small) -> None:
    page = page_of(client, "train")

    assert "hits for “train”" in page
    assert 'aria-current="true">All <small>' in page
    assert "in=step" in page


def test_kept_to_one_sort_the_others_are_not_shown_and_can_be_chosen(client, small) -> None:
    page = page_of(client, "caching", **{"in": "faq"})

    assert "in Questions people ask for “caching”" in page
    assert 'href="/faq/#when-cached"' in page
    assert 'href="/learn/caching/"' not in page.partition('id="found"')[2].partition('class="foot"')[0]


def test_where_one_sort_has_nothing_the_others_are_named(client, small) -> None:
    page = page_of(client, "noticed", **{"in": "step"})

    assert "Nothing in Steps" in page
    assert "choose All" in page


def test_an_unknown_sort_is_as_none(client, small) -> None:
    assert page_of(client, "caching", **{"in": "x"}) == page_of(client, "caching")


def test_nothing_asked_says_what_to_do(client, small) -> None:
    page = page_of(client)

    assert "Type a word" in page
    assert "For example" in page
    assert "Nothing found" not in page


def test_nothing_found_says_what_to_try(client, small) -> None:
    page = page_of(client, "xyzzy")

    assert "Nothing found for “xyzzy”" in page
    assert "Look at the spelling" in page
    assert reverse("syllabus:topics") in page


def test_without_a_word_in_it_a_query_is_told_so(client, small) -> None:
    assert "There is no word in “&quot;*(”" in page_of(client, '"*(')


def test_a_slip_is_named_and_what_was_meant_is_shown(client, small) -> None:
    page = page_of(client, "cachign keys")

    assert "Nothing here is spelt “cachign”" in page
    assert 'href="/search/?q=caching%20keys"' in page
    assert 'href="/learn/caching/"' in page


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x>', "gate</mark><b>", "&lt;"])
def test_what_was_typed_is_shown_as_text(client, small, query: str) -> None:
    page = page_of(client, query)

    assert query not in page
    assert escape(query) in page


@pytest.mark.parametrize("query", ["x" * 10_000, "NEAR(", "é" * 5_000, "\u202e", "'" * 300])
@pytest.mark.parametrize("target", ["", "found", "suggested"])
def test_nothing_that_is_typed_fails(client, small, query: str, target: str) -> None:
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}

    assert client.get(f"/search/?q={quote(query)}", headers=headers).status_code == 200


def test_a_nul_is_refused_at_the_door_as_on_every_page(client, small) -> None:
    assert client.get("/search/?q=a%00b").status_code == 400


def test_the_hits_come_alone_for_who_types_with_their_number_for_who_listens(client, small) -> None:
    part = part_of(client, "found", "train")

    assert "<html" not in part
    assert part.lstrip().startswith('<div id="found">')
    assert 'hx-swap-oob="innerHTML:#found-told"' in part
    assert "<title>“train” · Search" in part
    assert part.count("hits for “train”") == 1


def test_the_suggestions_are_links_with_their_number(client, small) -> None:
    part = part_of(client, "suggested", "cach")

    assert "<html" not in part
    assert '<a href="/learn/caching/"' in part
    assert 'hx-swap-oob="innerHTML:#suggested-told"' in part
    assert "suggestion" in part
    assert 'href="/search/?q=cach"' in part


def test_nothing_typed_puts_the_suggestions_away(client, small) -> None:
    assert "<a " not in part_of(client, "suggested", "")


def test_every_page_has_the_field_and_the_search_page_has_it_once(client, small) -> None:
    for path in ("/", "/learn/", "/learn/caching/", "/practice/"):
        page = client.get(path).content.decode()
        assert page.count('role="search"') == 1, path
        assert 'action="/search/"' in page
        assert 'class="seek-link" href="/search/"' in page
    assert page_of(client).count('role="search"') == 1


def test_pages_lead_to_one_another(client, small, monkeypatch) -> None:
    monkeypatch.setattr("studyapp.search.finding.search.__kwdefaults__", {"sorts": (), "limit": 2, "page": 1})

    first, second = page_of(client, "step"), page_of(client, "step", page="2")

    assert 'rel="next" href="?q=step&amp;page=2"' in first
    assert 'rel="prev" href="?q=step"' in second
    assert page_of(client, "step", page="nonsense") == first


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_looked_at(client, small, method: str) -> None:
    assert getattr(client, method)("/search/").status_code == 405


@pytest.mark.parametrize("target", ["", "found", "suggested"])
@pytest.mark.parametrize("query", ["", "train", "regsiter cachign", "xyzzy train", "xyzzy", "the"])
def test_a_search_costs_three_queries(
    client, small, django_assert_max_num_queries, target: str, query: str
) -> None:
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}

    with django_assert_max_num_queries(3):
        client.get("/search/", {"q": query}, headers=headers)
