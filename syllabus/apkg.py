"""Flashcards as an Anki package: a zip with a SQLite collection in it, which Anki reads by File > Import.

A second import must update and never double: notes have our `guid`, decks and note types an id for life, and
a note carries the time at which its entry, or a lesson that it names, changed: Anki takes over only what is
newer than it has.
Made from the same cards the package is the same to the byte, whenever and wherever it is made.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import sqlite3
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import genanki
from django.core.cache import cache
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from syllabus.flashcards import SIDES, Flashcard, Sort, flashcard
from syllabus.models import Entry, Faq, Term, Topic, Trap
from syllabus.sorts import CALLED

LAYOUT = 2
"""Raise it, and LAID_OUT to the day, when note types or decks change: the packages made before are stale."""
LAID_OUT = 1_795_219_200  # 2026-11-21, in seconds since 1970

DECKS: dict[Sort, tuple[int, str]] = {  # ids for life, drawn once
    "trap": (1_795_219_201, f"Pipeline Study::{CALLED['trap'].many}"),
    "faq": (1_795_219_202, f"Pipeline Study::{CALLED['faq'].many}"),
    "term": (1_795_219_203, f"Pipeline Study::{CALLED['term'].many}"),
}
NOTE_TYPES: dict[Sort, tuple[int, str, str]] = {
    "trap": (1_795_219_211, "Pipeline Study trap", "What is wrong with this?"),
    "faq": (1_795_219_212, "Pipeline Study question", ""),
    "term": (1_795_219_213, "Pipeline Study term", "What is this?"),
}
STYLE = """\
.card { max-width: 38rem; margin: 1.5rem auto; padding: 0 1rem; font: 1.15rem/1.5 system-ui, sans-serif; }
.ask, .source { opacity: .75; font-size: .9rem; }
.front { font: 1.4rem/1.35 Georgia, serif; }
.source ul { padding-left: 1.2em; }
code { font-family: ui-monospace, Consolas, monospace; font-size: .92em; }
table { border-collapse: collapse; }
th, td { padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; border-top: 1px solid; }
"""
_FIRST_ID = 1_600_000_000_000
_STILL = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can tell


@dataclass(frozen=True, slots=True)
class Note:
    """A card as Anki keeps it: its `fields` are HTML, `changed` is in seconds since 1970."""

    fields: Sequence[str]
    tags: Sequence[str]
    guid: str
    changed: int


@dataclass(frozen=True, slots=True)
class NoteType:
    """What notes are made of: an id for life; the first side is asked, the last is where it comes from."""

    number: int
    name: str
    sides: Sequence[str]
    ask: str = ""  # above what is asked


@dataclass(frozen=True, slots=True)
class Shelf:
    """A deck of a package: an id for life, and its notes, all of one type."""

    number: int
    name: str
    notes_are: NoteType
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Deck:
    """What can be downloaded: everything, or what belongs to one topic. `digest` tells its content."""

    topic: str
    digest: str

    @property
    def name(self) -> str:
        return f"pipeline-study-{self.topic}.apkg" if self.topic else "pipeline-study.apkg"

    def package(self) -> bytes:
        """The package, made once for each content. Four queries where it is not kept yet."""
        kept: bytes | None = cache.get(f"apkg:{self.digest}")
        if kept is None:
            kept = package(_cards(self.topic))
            cache.set(f"apkg:{self.digest}", kept, timeout=None)
        return kept


def deck(topic: str = "") -> Deck:
    """The deck of everything, or of a topic, as it is now. One query."""
    shelves = [_entries(sort, topic).values_list(_sort(sort), "key", "digest") for sort in DECKS]
    lessons = Topic.objects.current().order_by().values_list(_sort("topic"), "key", "digest")
    rows = sorted(lessons.union(*shelves, all=True))
    return Deck(topic, hashlib.sha256(repr((LAYOUT, topic, rows)).encode()).hexdigest())


def sizes() -> dict[str, Counter[Sort]]:
    """How many cards of each sort belong to each topic, and under "" how many there are. One query."""
    first, *others = (_entries(sort).values_list(_sort(sort), "key", "topics__key") for sort in DECKS)
    rows = list(first.union(*others, all=True))
    found = defaultdict(Counter, {"": Counter(sort for sort, _ in {(sort, key) for sort, key, _ in rows})})
    for sort, _, topic in rows:
        if topic is not None:
            found[topic][sort] += 1
    return found


def _entries(sort: Sort, topic: str = "") -> QuerySet[Any]:
    models: dict[Sort, Any] = {"trap": Trap, "faq": Faq, "term": Term}
    rows: QuerySet[Any] = models[sort].objects.current().order_by()
    return rows.filter(topics__key=topic) if topic else rows


def _sort(name: str) -> Cast:
    """Which table a row of a union came from."""
    return Cast(Value(name), TextField())


def _cards(topic: str) -> list[Flashcard]:
    lessons = {lesson.key: lesson for lesson in Topic.objects.defer("data", "html")}
    titles = {key: lesson.title for key, lesson in lessons.items() if lesson.retired_at is None}
    return [
        flashcard(
            sort,
            entry.key,
            entry.data,
            entry.html,
            lessons=titles,
            changed=_changed(entry, *(lessons[key] for key in entry.data["topics"] if key in lessons)),
        )
        for sort in DECKS
        for entry in _entries(sort, topic).order_by("position", "key")
    ]


def _changed(*entries: Entry) -> int:
    """When the latest of these was changed or retired: a card names its lessons, and drops a retired one."""
    times = [time for entry in entries for time in (entry.changed_at, entry.retired_at) if time]
    return int(max(times).timestamp()) if times else 0


def package(cards: Sequence[Flashcard]) -> bytes:
    """The package of these cards, each once, in this order."""
    notes: dict[Sort, list[Note]] = {sort: [] for sort in DECKS}
    for card in cards:
        notes[card.sort].append(Note(card.fields, card.tags, card.guid, card.changed))
    return packed([Shelf(*DECKS[sort], _type_of(sort), found) for sort, found in notes.items()])


def packed(shelves: Sequence[Shelf]) -> bytes:
    """The package of these decks; one without a note is left out."""
    decks = []
    for shelf in shelves:
        deck, model = genanki.Deck(shelf.number, shelf.name), _model(shelf.notes_are)
        for note in shelf.notes:
            deck.add_note(_Written(note, model))
        if shelf.notes:
            decks.append(deck)
    return _zipped({"collection.anki2": _collection(genanki.Package(decks)), "media": b"{}"})


class _Written(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note that is as old as its entry, under ids that depend on nothing but its name."""

    def __init__(self, note: Note, model: Any) -> None:
        super().__init__(model=model, fields=list(note.fields), tags=note.tags, guid=note.guid)
        self.changed = note.changed

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        """Anki's ids are moments, in thousandths of a second; these are none, and only have to differ."""
        drawn = int.from_bytes(hashlib.sha256(self.guid.encode()).digest()[:4], "big")
        super().write_to_db(cursor, self.changed, deck_id, itertools.count(_FIRST_ID + 8 * drawn))


def _type_of(sort: Sort) -> NoteType:
    number, name, ask = NOTE_TYPES[sort]
    return NoteType(number, name, SIDES[sort], ask)


def _model(notes_are: NoteType) -> Any:
    front, *told, source = notes_are.sides
    asked = f'<p class="ask">{notes_are.ask}</p>' if notes_are.ask else ""
    question = f'{asked}<div class="front">{{{{{front}}}}}</div>'
    answer = "".join(f"<div>{{{{{side}}}}}</div>" for side in told)
    answer += f'<div class="source">{{{{{source}}}}}</div>'
    return genanki.Model(
        notes_are.number,
        notes_are.name,
        fields=[{"name": side} for side in notes_are.sides],
        templates=[
            {"name": "Card 1", "qfmt": question, "afmt": f'{{{{FrontSide}}}}<hr id="answer">{answer}'}
        ],
        css=STYLE,
    )


def _collection(package: Any) -> bytes:
    """The database of the collection. genanki's own way to a file leaves another one behind in /tmp."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "collection.anki2")
        with closing(sqlite3.connect(file)) as connection:
            package.write_to_db(connection.cursor(), LAID_OUT, itertools.count(1))
            connection.commit()
        return file.read_bytes()


def _zipped(files: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(zipfile.ZipInfo(name, _STILL), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()
