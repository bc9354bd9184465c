"""The index follows what is loaded: filled with it, left alone when nothing changed, rid of what has gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from quizzes.services import publishing
from studyapp import search
from studyapp.models import SearchEntry, SearchState
from studyapp.search import filling
from studyapp.search.entries import SHELVES, SORTS, everything
from syllabus import services
from syllabus.models import Table, Term, Trap
from tests.builders import a_bank, choice
from tests.studyapp.test_content_commands import written
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def hrefs(query: str) -> set[str]:
    return {hit.href for hit in search.search(query, limit=500).hits}


def test_before_anything_is_loaded_nothing_is_found_and_nothing_fails() -> None:
    assert search.search("gate").total == 0


def test_every_entry_of_the_rooms_is_found_by_its_title(small: None) -> None:
    for entry in everything():
        assert entry.href in hrefs(entry.title), entry.title
    assert {entry.sort for entry in everything()} <= set(SORTS)
    assert len(SHELVES) == 10


def test_what_has_not_changed_is_not_written_again(small: None) -> None:
    before = list(SearchEntry.objects.values_list("pk", flat=True))

    assert search.fill() is False
    assert list(SearchEntry.objects.values_list("pk", flat=True)) == before


def test_a_new_way_of_taking_words_writes_all_of_it_again(
    small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "VERSION", filling.VERSION + 1)

    assert search.fill() is True
    assert SearchState.objects.count() == 1
    assert SearchEntry.objects.count() == len(list(everything()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM studyapp_searchwords")
        assert cursor.fetchone()[0] == SearchEntry.objects.count(), "words of entries that are gone"


def test_what_is_retired_is_found_no_more_and_comes_back(small: None, now) -> None:
    trap = Trap.objects.first()
    assert trap is not None
    href = trap.get_absolute_url()
    assert href in hrefs(trap.title)

    Trap.objects.filter(pk=trap.pk).update(retired_at=now)
    search.fill()
    assert href not in hrefs(trap.title)

    Trap.objects.filter(pk=trap.pk).update(retired_at=None)
    search.fill()
    assert href in hrefs(trap.title)


def test_new_words_are_known_at_once(small: None) -> None:
    assert search.search("quokka").wanted.unknown == ("quokka",)

    Term.objects.create(
        key="quokka",
        title="Quokka",
        position=9,
        data={},
        html={"text": "<p>Small.</p>", "also": []},
        digest="",
    )
    search.fill()

    assert hrefs("quokka") == {"/glossary/#quokka"}
    assert search.search("qoukka").wanted.meant == "quokka"


def test_loading_content_fills_it_in_the_same_transaction(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path)

    def fail() -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(search, "fill", fail)
        with pytest.raises(RuntimeError), transaction.atomic():
            call_command("load_content", str(folder), verbosity=0)
    assert not Term.objects.exists()

    call_command("load_content", str(folder), verbosity=0)

    assert "/learn/caching/#uris" in hrefs("URI")


def test_no_question_is_found_by_anything_that_stands_in_it(small: None, now) -> None:
    question = choice(topics=("caching",))
    publishing.publish(bank=a_bank(question), owner=None, shipped=True, now=now)
    search.fill()

    told = [question.prompt, question.explain, *(option.text for option in question.options.values())]
    for text in told:
        assert text not in " ".join(f"{e.title} {e.summary} {e.text} {e.more}" for e in everything())
    assert search.search("CacheConfig belongs to a step").wanted.unknown == ("belongs",)


def test_another_name_of_a_word_finds_it(small: None) -> None:
    html = {
        "text": "<p>How old a run may be.</p>",
        "also": ["time to live", "<code>TTL &amp; co</code>", "Expireafter"],
    }
    Term.objects.create(key="expire", title="ExpireAfter", position=9, data={}, html=html, digest="")
    search.fill()

    assert hrefs("time to live") == hrefs("ttl") == {"/glossary/#expire"}
    assert SearchEntry.objects.get(title="ExpireAfter").names == "time to live, TTL & co"


def test_what_is_disputed_of_a_row_finds_it(small: None) -> None:
    table = Table.objects.all()[0]
    table.html["rows"][0]["disputed"] = "<p>Another page speaks of <code>quokkas</code>.</p>"
    table.save()
    search.fill()

    assert hrefs("quokka") == {f"/tables/{table.key}/#{table.html['rows'][0]['row']}"}


def test_two_that_fill_at_once_take_turns(transactional_db: None, now) -> None:
    """The second waits for the first, then sees what that has written: nothing is left to do."""
    services.load(syllabus=sound(), now=now)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            assert search.fill() is True
            second = other.submit(filled)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        assert second.result(timeout=30) is False
    assert SearchState.objects.count() == 1


def filled() -> bool:
    try:
        return search.fill()
    finally:
        connection.close()


def test_code_is_found_and_not_shown() -> None:
    Term.objects.create(
        key="a",
        title="A",
        position=1,
        data={},
        html={"text": "<p>Say &lt;so&gt; &amp; go.</p><ul><li>one</li><li>two</li></ul>", "also": []},
        digest="",
    )
    search.fill()

    assert SearchEntry.objects.get(title="A").summary == "Say <so> & go. one two"
