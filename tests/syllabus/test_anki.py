"""The flashcards: what stands on them, and that Anki itself takes them, renews them and doubles none."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from django.core.cache import cache
from django.urls import reverse

from syllabus import apkg, services
from syllabus.flashcards import flashcard
from syllabus.models import Topic, Trap
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SOURCE = {
    "url": "https://docs.aws.amazon.com/x?a=1&amp;b=2",
    "title": None,
    "checked": "2026-11-21",
    "note": None,
}
TOLD = {"bait": "A &lt;bait&gt;", "truth": "<p>No.</p>", "tell": "It <em>tells</em>.", "sources": [SOURCE]}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def a_card(data=None, **told):
    written = {"topics": ["caching", "gone"], **(data or {})}
    return flashcard(
        "trap", "bad", written, {**TOLD, **told}, lessons={"caching": "Caching & keys"}, changed=5
    )


def test_a_card_names_its_source_its_lessons_and_itself():
    card = a_card()

    assert card.guid == "pipeline-study/trap/bad"
    assert card.tags == ("pipeline-study::caching",)
    assert card.fields[:3] == ("A &lt;bait&gt;", "<p>No.</p>", "It <em>tells</em>.")
    assert card.fields[3].startswith("<p>Pipeline Study, Traps, Caching &amp; keys</p>")
    assert '<a href="https://docs.aws.amazon.com/x?a=1&amp;b=2">' in card.fields[3]
    assert "read 2026-11-21" in card.fields[3]


def test_a_card_without_a_source_says_where_it_comes_from():
    assert a_card({"topics": []}, sources=[]).fields[3] == "<p>Pipeline Study, Traps</p>"
    assert a_card({"topics": []}).tags == ("pipeline-study",)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ('<a href="/glossary/#gate">gate</a>', "gate"),
        ('<a href="https://aws.amazon.com/">AWS</a>', '<a href="https://aws.amazon.com/">AWS</a>'),
        ('<code data-family="job">x</code>', "<code>x</code>"),
        ("<script>alert(1)</script><b onclick=x>y</b>", "y"),
        ('<a href="javascript:x">y</a>', "y"),
    ],
)
def test_what_leaves_the_site_is_clean_and_leads_nowhere_within_it(told, kept):
    assert a_card(truth=told).fields[1] == kept


def test_a_package_is_a_zip_with_one_collection(loaded):
    with zipfile.ZipFile(io.BytesIO(apkg.deck().package())) as zipped:
        assert zipped.namelist() == ["collection.anki2", "media"]
        assert zipped.read("media") == b"{}"


def test_the_same_cards_are_the_same_package_to_the_byte(loaded):
    first = apkg.deck().package()
    cache.clear()

    assert apkg.deck().package() == first


def test_making_one_leaves_nothing_behind(loaded, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    apkg.deck().package()

    assert list(tmp_path.iterdir()) == []


def notes_in(package: bytes, folder: Path) -> dict[str, tuple[int, str, str]]:
    """Without Anki: each note's time, tags and fields, by its guid."""
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        file = Path(zipped.extract("collection.anki2", folder))
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT guid, mod, tags, flds FROM notes").fetchall()
    return {guid: (mod, tags, fields) for guid, mod, tags, fields in rows}


def test_a_topic_has_its_own_cards_and_only_those(loaded, tmp_path):
    assert set(notes_in(apkg.deck("caching").package(), tmp_path)) == {
        "pipeline-study/trap/data-is-compared",
        "pipeline-study/faq/when-cached",
        "pipeline-study/term/uri",
    }


def test_only_what_changed_is_newer(loaded, now, tmp_path):
    later = now + timedelta(days=3)
    services.load(syllabus=sound(traps=("It has two.", "It has exactly two.")), now=later)

    notes = notes_in(apkg.deck().package(), tmp_path)

    assert notes["pipeline-study/trap/many-branches"][0] == int(later.timestamp())
    assert notes["pipeline-study/trap/data-is-compared"][0] == int(now.timestamp())


@pytest.mark.parametrize(
    ("what", "tag"),
    [({"title": "Keys"}, "pipeline-study::caching"), ({"retired": True}, "pipeline-study")],
    ids=["renamed", "retired"],
)
def test_a_card_is_newer_when_a_lesson_that_it_names_is_called_otherwise_or_has_gone(
    loaded, now, tmp_path, what, tag
):
    before, later = apkg.deck().digest, now + timedelta(days=3)
    change = (
        {"title": "Keys", "digest": "x", "changed_at": later} if "title" in what else {"retired_at": later}
    )
    Topic.objects.filter(key="caching").update(**change)

    notes = notes_in(apkg.deck().package(), tmp_path)

    mod, tags, fields = notes["pipeline-study/trap/data-is-compared"]
    assert (mod, tags.strip()) == (int(later.timestamp()), tag)
    assert ("Keys" in fields, "Caching" in fields) == ("title" in what, False)
    assert notes["pipeline-study/trap/many-branches"][0] == int(now.timestamp())
    assert apkg.deck().digest != before


@pytest.fixture
def collection(tmp_path):
    opened = Collection(str(tmp_path / "mine.anki2"))
    yield opened
    opened.close()


def bring_in(collection: Collection, package: bytes, folder: Path):
    """What File > Import does, by its defaults; the log of it."""
    file = folder / "cards.apkg"
    file.write_bytes(package)
    request = ImportAnkiPackageRequest(
        package_path=str(file), options=ImportAnkiPackageOptions(with_scheduling=False)
    )
    return collection.import_anki_package(request).log


def test_anki_takes_it_and_takes_it_again_without_doubling_anything(loaded, collection, tmp_path):
    log = bring_in(collection, apkg.deck().package(), tmp_path)

    assert len(log.new) == 5
    assert (collection.note_count(), collection.card_count()) == (5, 5)
    decks = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert {
        "Pipeline Study::Traps",
        "Pipeline Study::Questions people ask",
        "Pipeline Study::Glossary",
    } <= decks

    again = bring_in(collection, apkg.deck().package(), tmp_path)

    assert (len(again.new), len(again.duplicate)) == (0, 5)
    assert (collection.note_count(), collection.card_count()) == (5, 5)


def test_lesson_by_lesson_is_the_same_as_all_at_once(loaded, collection, tmp_path):
    for topic in ("caching", "gates", ""):
        bring_in(collection, apkg.deck(topic).package(), tmp_path)

    assert (collection.note_count(), collection.card_count()) == (5, 5)
    assert len(collection.find_notes("tag:pipeline-study::caching")) == 3
    assert len(collection.find_notes('deck:"Pipeline Study::Traps"')) == 2


def test_anki_takes_over_what_changed_and_keeps_what_was_learnt(loaded, now, collection, tmp_path):
    bring_in(collection, apkg.deck().package(), tmp_path)
    (card,) = [collection.get_card(card) for card in collection.find_cards("branches")]
    card.reps, card.ivl = 7, 30
    collection.update_card(card)
    services.load(syllabus=sound(traps=("It has two.", "It has exactly two.")), now=now + timedelta(days=1))

    log = bring_in(collection, apkg.deck().package(), tmp_path)

    assert (len(log.new), len(log.updated)) == (0, 1)
    (note,) = collection.find_notes("exactly")
    assert "It has exactly two." in collection.get_note(note)["Truth"]
    (kept,) = [collection.get_card(card) for card in collection.find_cards("exactly")]
    assert (kept.reps, kept.ivl) == (7, 30)


def test_a_card_shows_both_its_sides(loaded, collection, tmp_path):
    bring_in(collection, apkg.deck("gates").package(), tmp_path)
    (card,) = [collection.get_card(card) for card in collection.find_cards("")]

    assert "What is wrong with this?" in card.question()
    assert "A gate has many branches." in card.question()
    assert "It has two." not in card.question()
    for told in ("It has two.", "A switch.", "docs.aws.amazon.com/sagemaker/", "read 2026-11-21"):
        assert told in card.answer()


def test_the_page_says_what_each_file_holds(loaded, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        body = client.get(reverse("syllabus:anki")).content.decode()

    assert "2 traps, 1 question, 2 terms" in body
    assert reverse("syllabus:package") in body
    assert reverse("syllabus:topic-package", args=["gates"]) in body


def test_without_content_the_page_says_what_to_do(client):
    assert "load_content" in client.get(reverse("syllabus:anki")).content.decode()


@pytest.mark.parametrize(
    ("name", "key", "file"),
    [("package", [], "pipeline-study.apkg"), ("topic-package", ["gates"], "pipeline-study-gates.apkg")],
)
def test_a_package_is_a_download_under_its_name(loaded, client, name, key, file):
    answer = client.get(reverse(f"syllabus:{name}", args=key))

    assert answer["Content-Type"] == "application/x-apkg"
    assert answer["Content-Disposition"] == f'attachment; filename="{file}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:2] == b"PK"
    assert int(answer["Content-Length"]) == len(answer.content)


def test_a_package_is_made_once_for_each_content_and_asked_for_again_only_if_it_differs(
    loaded, client, now, django_assert_num_queries
):
    address = reverse("syllabus:package")
    with django_assert_num_queries(1 + 4):
        first = client.get(address)
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content
    with django_assert_num_queries(1):
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304

    services.load(syllabus=sound(traps=("It has two.", "It has exactly two.")), now=now)

    other = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (other.status_code, other["ETag"] != first["ETag"]) == (200, True)


def test_a_retired_card_is_in_no_package_and_a_retired_topic_has_none(loaded, client, now, tmp_path):
    before = apkg.deck().digest
    Trap.objects.filter(key="many-branches").update(retired_at=now)
    Topic.objects.filter(key="caching").update(retired_at=now)

    assert apkg.deck().digest != before
    notes = notes_in(apkg.deck().package(), tmp_path)
    assert len(notes) == 4
    assert notes["pipeline-study/term/uri"][1].split() == ["pipeline-study"]
    assert client.get(reverse("syllabus:topic-package", args=["caching"])).status_code == 404
    assert client.get(reverse("syllabus:topic-package", args=["nobody"])).status_code == 404
