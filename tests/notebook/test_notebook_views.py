"""Bookmarks and notes on every page that has entries: plain forms, parts for htmx, and what is refused."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Learner
from kit import hardness
from notebook.models import Leaf
from quizzes.services import starting
from syllabus.models import Trap
from tests.builders import choice, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOTES = "/notes/"
TRAP = "/notes/trap/data-is-compared/"
TERM = "/notes/term/uri/"
PART = "leaf_trap_data-is-compared"
HTMX = {"HX-Request": "true", "HX-Target": PART}
PLACES = [
    ("/learn/caching/", "topic", "caching"),
    ("/learn/caching/", "passage", "caching/uris"),
    ("/steps/train/", "step", "train"),
    ("/traps/data-is-compared/", "trap", "data-is-compared"),
    ("/faq/", "faq", "when-cached"),
    ("/glossary/", "term", "uri"),
]


def act(client, address=TRAP, do="bookmark", headers=None, **fields):
    return client.post(address, {"do": do, **fields}, headers=headers or {})


def write(client, note="No!", version=0, headers=None, address=TRAP):
    return client.post(address, {"do": "save", "note": note, "version": version}, headers=headers or {})


def seen(client, address=NOTES, **query):
    return client.get(address, query).content.decode()


def part_of(body, part=PART):
    """The leaf in a page, up to the next one."""
    return body[body.index(f'id="{part}"') :].split('<div class="leaf"')[0]


@pytest.mark.parametrize(("page", "sort", "name"), PLACES)
def test_every_entry_can_be_bookmarked_and_noted_on_where_it_stands(client, page, sort, name):
    address, part = f"/notes/{sort}/{name}/", f"leaf_{sort}_{name.replace('/', '_')}"
    assert f'action="{address}"' in part_of(seen(client, page), part)

    assert act(client, address).url == f"{page}#{part}"
    assert write(client, "A *note*.", address=address).url == f"{page}#{part}"

    told = part_of(seen(client, page), part)
    assert 'aria-pressed="true"' in told
    assert ">Bookmarked</span>" in told  # seen beside the button, which keeps its name and its width
    assert "<p>A <em>note</em>.</p>" in told
    assert "Edit note" in told


def test_looking_makes_nobody_a_learner_and_keeping_does(client):
    for page in {page for page, _, _ in PLACES} | {NOTES, TRAP}:
        seen(client, page)
    assert not Learner.objects.exists()

    act(client)

    assert Learner.objects.count() == 1
    assert "New files are noticed." in seen(client)


def test_htmx_gets_the_leaf_alone(client):
    for answer in (
        act(client, headers=HTMX),
        client.get(TRAP, headers=HTMX),
        write(client, headers=HTMX),
        client.get(f"{TRAP}?closed", headers=HTMX),
    ):
        body = answer.content.decode()
        assert answer.status_code == 200
        assert body.strip().startswith(f'<div class="leaf" id="{PART}"')
        assert "<html" not in body


def test_the_editor_begins_with_what_is_stored(client):
    write(client, "<b> & more")

    assert "&lt;b&gt; &amp; more</textarea>" in seen(client, TRAP)
    assert 'name="version" value="1"' in seen(client, TRAP)


UNUSABLE = ["", " \n ", "x" * (hardness.FIELD + 1), "[" * 101 + "kept", "a\x00b"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("note", UNUSABLE, ids=["empty", "blank", "long", "tangled", "nul"])
def test_a_note_that_cannot_be_kept_comes_back_whole_with_what_to_do(client, headers, note):
    write(client, "stored")

    answer = write(client, note, 1, headers)

    body = answer.content.decode()
    field = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", body, re.DOTALL)
    assert answer.status_code == 422
    assert 'class="problem" role="alert"' in body
    assert html.unescape(field[1]) == note
    assert Leaf.objects.get().note == "stored"


def test_a_note_may_have_every_character_it_is_promised_however_lines_are_sent(client):
    note = "x\r\n" * (hardness.FIELD // 2)

    assert write(client, note).status_code == 302
    assert len(Leaf.objects.get().note) == hardness.FIELD - 1


def test_a_note_too_long_says_by_how_much(client):
    body = write(client, "x" * 5001).content.decode()

    assert "has 5,001 characters and may have 5,000. Take 1 out" in body


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_of_two_tabs_the_second_sees_both_and_saving_again_means_it(client, headers):
    write(client, "from the first tab")

    answer = write(client, "from the second", 0, headers)

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "from the first tab</pre>" in body
    assert "from the second</textarea>" in body
    assert Leaf.objects.get().note == "from the first tab"
    version = re.search(r'name="version" value="(\d+)"', body)
    assert write(client, "from both", int(version[1]), headers).status_code in {200, 302}
    assert Leaf.objects.get().note == "from both"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_version_that_makes_no_sense_never_overwrites(client, version):
    write(client, "stored")

    answer = write(client, "other", version)

    assert answer.status_code == 409
    assert 'class="problem"' in answer.content.decode()
    assert "other</textarea>" in answer.content.decode()
    assert Leaf.objects.get().note == "stored"


def test_a_deleted_note_is_put_back_from_where_it_was(client):
    write(client)
    act(client, do="delete")
    told = part_of(seen(client, "/traps/data-is-compared/"))
    assert "Note deleted." in told
    assert "No!" not in told

    act(client, do="put-back")

    assert "<p>No!</p>" in part_of(seen(client, "/traps/data-is-compared/"))


def test_the_notebook_holds_all_of_it_the_newest_first(client):
    assert "nothing yet" in seen(client)
    for _, sort, name in PLACES:
        act(client, f"/notes/{sort}/{name}/")

    body = seen(client)

    assert "6 entries" in body
    assert re.findall(r'<h2 class="entry"><a href="([^"]+)"', body) == [
        "/glossary/#uri",
        "/faq/#when-cached",
        "/traps/data-is-compared/",
        "/steps/train/",
        "/learn/caching/#uris",
        "/learn/caching/",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"New files are noticed.", "URI"}),
        ({"sort": "term"}, {"URI"}),
        ({"only": "notes"}, {"URI"}),
        ({"only": "bookmarks"}, {"New files are noticed."}),
        ({"sort": "term", "only": "bookmarks"}, set()),
        ({"sort": "nowhere", "only": "x", "page": "x"}, set()),
    ],
)
def test_the_notebook_is_filtered(client, query, found):
    act(client)
    write(client, address=TERM)

    body = seen(client, **query)

    assert set(re.findall(r'<h2 class="entry"><a [^>]*>([^<]+)', body)) == found
    assert ("You keep nothing of this sort." in body) == (not found)


def test_htmx_gets_the_list_alone(client):
    headers = {"HX-Request": "true", "HX-Target": "leaf-list"}

    part = client.get(NOTES, {"sort": "term"}, headers=headers).content.decode()

    assert part.strip().startswith('<div id="leaf-list">')


def test_what_is_done_in_the_notebook_leads_back_there(client):
    act(client)

    assert act(client, do="unbookmark", back="notes").url == f"{NOTES}#{PART}"
    assert "New files are noticed." in seen(client)  # for a while, to be bookmarked again
    assert act(client, back="https://elsewhere.example/").url == f"{NOTES}#{PART}"


def test_notes_on_what_was_retired_stay_within_reach(client, now):
    write(client)
    Trap.objects.update(retired_at=now)

    assert "Trap, retired" in seen(client)
    assert "<p>No!</p>" in seen(client)
    assert "what you keep on it stays" in seen(client, TRAP)
    assert write(client, "Still no.", 1).url == f"{NOTES}#{PART}"


def test_the_export_is_a_file_of_ones_own_notes(client, now):
    write(client, "One *own*.")
    write(client, "deleted", address=TERM)
    act(client, TERM, do="delete")
    write(Client(), "a stranger's")

    answer = client.get("/notes/export/")

    told = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="pipeline-study-notes.md"'
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert "<http://testserver/traps/data-is-compared/>" in told
    assert "> One *own*." in told
    assert "deleted" not in told
    assert "stranger" not in told
    assert Client().get("/notes/export/").status_code == 200


def test_nobody_sees_or_changes_what_is_somebody_elses(client):
    write(client, "private")
    stranger = Client()

    for address in (NOTES, TRAP, "/traps/data-is-compared/", "/notes/export/"):
        assert "private" not in seen(stranger, address)
    assert write(stranger, "mine").status_code == 302
    act(stranger, do="delete")

    assert Leaf.objects.get(note="private").has_note
    assert not Leaf.objects.get(note="mine").has_note


NOWHERE = ["/notes/trap/nobody/", "/notes/pipeline/x/", "/notes/passage/caching/", "/notes/x/"]


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_no_entry_is_not_found(client, address):
    assert client.get(address).status_code == 404
    assert act(client, address).status_code == 404


def test_a_form_without_its_token_does_nothing():
    assert act(Client(enforce_csrf_checks=True)).status_code == 403
    assert not Leaf.objects.exists()


@pytest.mark.parametrize("page", sorted({page for page, _, _ in PLACES}))
def test_a_study_page_with_bookmarks_notes_and_progress_takes_at_most_five_queries(client, now, page):
    published(
        choice("one", topics=("caching",), traps=("data-is-compared",), explain="`TrainingStep`"), now=now
    )
    wish = {"length": 5, "start_key": starting.new_start_key(), "topic": "caching"}
    client.post(reverse("quizzes:practice"), wish)
    for _, sort, name in PLACES:
        act(client, f"/notes/{sort}/{name}/")
        write(client, address=f"/notes/{sort}/{name}/")

    with CaptureQueriesContext(connection) as queries:
        body = seen(client, page)

    assert "Edit note" in body
    assert len(queries) <= 5, [query["sql"] for query in queries]


def test_a_note_that_two_were_merged_into_is_edited_at_its_length_and_no_longer(client):
    write(client, "x")
    Leaf.objects.update(note="*long* " + "n" * 7_000)
    body = seen(client, TRAP)

    assert 'data-most="7007"' in body
    refused = write(client, "n" * 7_008, version=1).content.decode()
    assert "has 7,008 characters and may have 7,007. Take 1 out" in refused
    assert write(client, "*short* " + "n" * 6_000, version=1).status_code == 302
    assert "<em>short</em>" in Leaf.objects.get().html
    assert write(client, "n" * 6_009, version=2).status_code == 422


def test_what_cannot_be_rendered_at_its_length_has_to_become_shorter(client):
    write(client, "x")
    Leaf.objects.update(note="n" * 30_000)

    assert write(client, "n" * 20_001, version=1).status_code == 422
    assert write(client, "n" * 20_000, version=1).status_code == 302


def test_a_form_that_comes_back_says_that_what_is_in_it_is_not_saved(client):
    assert "data-unsaved" not in seen(client, TRAP)
    assert "data-unsaved" in write(client, "x" * 5_001).content.decode()
    assert "data-unsaved" not in write(client, "").content.decode()
    write(client, "first")
    assert "data-unsaved" in write(client, "second").content.decode()


def test_the_notebook_costs_the_same_however_much_is_kept(client, django_assert_max_num_queries):
    for _, sort, name in PLACES:
        write(client, address=f"/notes/{sort}/{name}/")

    with django_assert_max_num_queries(5):
        assert "6 entries" in seen(client)


def test_many_leaves_are_turned_page_by_page(client, monkeypatch):
    monkeypatch.setattr("notebook.views.A_PAGE", 4)
    for _, sort, name in PLACES:
        act(client, f"/notes/{sort}/{name}/")

    first, second = seen(client, only="bookmarks"), seen(client, only="bookmarks", page=2)

    assert 'rel="next" href="?only=bookmarks&amp;page=2"' in first
    assert len(re.findall(r'<h2 class="entry">', second)) == 2
    assert 'rel="prev" href="?only=bookmarks&amp;page=1"' in second
