"""The site as it is with its real content, read by somebody who follows every link."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urldefrag, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.environment.crawl import begin_sitting, crawl, is_ours, with_content

pytestmark = pytest.mark.django_db

QUERIES = [
    "%00",
    "q=%00",
    "%ff%fe=%ed%a0%80",
    "topic=%27&kind=%27&kinds=%27&length=-1&page=" + "9" * 40,
    "&" * 300,
]
WORDS = ["\0", "'", "../x", "😀" * 50, "x" * 3000, "%", "\u202e", "-1", "9" * 40]
VALUES: list[str | list[str]] = ["", "\0", "x" * 3000, "9" * 40, ["-1", "", "1", "1"], "'", "😀"]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_every_link_of_every_page_leads_to_a_page_and_to_the_place_it_names(visitor: Client) -> None:
    with_content()
    pages = crawl(visitor, "/", begin_sitting(visitor))

    assert {path: (page.status, page.led_by) for path, page in pages.items() if page.status != 200} == {}
    assert len(pages) > 60
    missing = {
        (path, link)
        for path, page in pages.items()
        for link in page.links
        if is_ours(link)
        and (place := unquote(urldefrag(link)[1]))
        and place not in pages[urldefrag(link)[0] or path].ids
    }
    assert missing == set()


def test_no_page_has_two_elements_of_one_id_or_loads_anything_from_elsewhere(visitor: Client) -> None:
    with_content()
    for path, page in crawl(visitor, "/", begin_sitting(visitor)).items():
        assert len(page.ids) == len(set(page.ids)), path
        assert [asset for asset in page.assets if not is_ours(asset)] == [], path
        assert " style=" not in page.body, path
        assert "<style" not in page.body, path


@pytest.mark.both_databases
def test_no_page_that_exists_fails_whatever_a_visitor_sends(visitor: Client) -> None:
    with_content()
    first = begin_sitting(visitor)
    one_of_each: dict[str, str] = {}
    pages = crawl(visitor, "/", first)
    for path in pages:
        one_of_each.setdefault(resolve(urlsplit(path).path).view_name, path)
    assert {"home", "quizzes:question", "quizzes:sitting", "syllabus:topic", "syllabus:loop"} <= set(
        one_of_each
    )

    failed: list[str] = []
    for path in one_of_each.values():
        for query in QUERIES:
            note(
                failed,
                visitor.get(urlsplit(path).path, QUERY_STRING=query).status_code,
                f"GET {path}?{query}",
            )
        for word in WORDS:
            note(
                failed,
                visitor.get(urlsplit(path).path + quote(word, safe="")).status_code,
                f"GET {path}{word[:9]}",
            )
        for target in ("", "x" * 2000, "card'\"<", "main"):
            headers = {"HX-Request": "true", "HX-Target": target}
            note(failed, visitor.get(path, headers=headers).status_code, f"GET {path} for {target[:9]}")
        for value in VALUES:
            form = filled_in(pages[path].body, value)
            note(failed, visitor.post(path, form).status_code, f"POST {path} {value[:9]!r}")
        note(failed, visitor.head(path).status_code, f"HEAD {path}")
    assert failed == []


def filled_in(page: str, value: str | list[str]) -> dict[str, str | list[str]]:
    """Every field of the page's forms with the value in it, and the hidden ones as they came."""
    fields: dict[str, str | list[str]] = dict.fromkeys(re.findall(r'name="([^"]+)"', page), value)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {**fields, **dict(hidden)}


def note(failed: list[str], status: int, what: str) -> None:
    if status >= 500:
        failed.append(f"{status} {what}")
