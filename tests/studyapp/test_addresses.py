"""Wherever an entry is shown, it is called alike and leads to the same place, and that place is there."""

from __future__ import annotations

import pytest
from django.test import Client

from notebook.entries import find
from notebook.models import Leaf
from studyapp import search
from studyapp.models import SearchEntry
from studyapp.search.entries import SORTS
from syllabus import apkg, queries, services
from syllabus.models import Aid, ExamProfile, Faq, Pipeline, Section, StepType, Table, Term, Topic, Trap
from syllabus.sorts import CALLED
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LISTED = {
    "topic": (Topic, queries.topics),
    "passage": (Section, queries.passages),
    "step": (StepType, queries.steps),
    "trap": (Trap, queries.traps),
    "faq": (Faq, queries.faqs),
    "term": (Term, queries.terms),
    "table": (Table, queries.tables),
    "pipeline": (Pipeline, queries.pipelines),
}


@pytest.fixture(autouse=True)
def loaded(db: None, now) -> None:
    services.load(syllabus=sound(), now=now)
    search.fill()


def name_of(entry) -> str:
    return f"{entry.topic.key}/{entry.anchor}" if isinstance(entry, Section) else entry.key


@pytest.mark.parametrize("sort", LISTED)
def test_an_entry_has_one_address_and_something_is_there(client: Client, sort: str) -> None:
    model, shelf = LISTED[sort]
    rows = list(model.objects.current())
    listed = getattr(queries.around(shelf()), f"{sort}s")

    assert {entry.href for entry in listed} == {row.href for row in rows}
    for row in rows:
        address, _, anchor = row.href.partition("#")
        body = client.get(address).content.decode()
        assert not anchor or f'id="{anchor}"' in body, row.href
        assert SearchEntry.objects.filter(href=row.href).exists(), row.href
        if sort in Leaf.Sort.values:
            kept = find(sort, name_of(row))
            assert kept is not None
            assert (kept.href, kept.page) == (row.href, address)


def test_the_loop_the_aid_and_an_exam_have_places_of_their_own() -> None:
    assert Pipeline.objects.get(key="retraining-loop").href == "/loop/"
    assert Aid.objects.get().href == "/compare/"
    assert ExamProfile.objects.get().href == "/learn/exam-craft/"


def test_a_sort_is_called_alike_in_search_in_the_notebook_and_on_flashcards() -> None:
    assert dict(Leaf.Sort.choices) == {sort: CALLED[sort].one for sort in Leaf.Sort.values}
    assert dict(SORTS) == {sort: CALLED[sort].many for sort in SORTS}
    assert {sort: name for sort, (_id, name) in apkg.DECKS.items()} == {
        sort: f"Pipeline Study::{CALLED[sort].many}" for sort in apkg.DECKS
    }
