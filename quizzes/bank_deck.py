"""A published bank as an Anki package. A second import updates and never doubles."""

from __future__ import annotations

import hashlib

from quizzes.formats.bank import Bank
from quizzes.formats.cards import SIDES, cards
from quizzes.models import BankVersion, VersionQuestion
from syllabus import apkg

NOTE_TYPE = apkg.NoteType(
    1_795_219_214, "Pipeline Study question of a bank", SIDES
)  # an id for life, drawn once
_FIRST_DECK = 2_000_000_000


def package(version: BankVersion, bank: Bank) -> bytes:
    """The package of a version. A card is as old as its question's wording: Anki takes over what is newer."""
    entries = VersionQuestion.objects.filter(bank_version=version)
    made = dict(entries.values_list("question_version__question__key", "question_version__created_at"))
    notes = [
        apkg.Note(card.fields, card.tags, card.guid, int(made[card.key].timestamp())) for card in cards(bank)
    ]
    return apkg.packed([apkg.Shelf(_deck(bank.slug), f"Pipeline Study::{bank.title}", NOTE_TYPE, notes)])


def _deck(slug: str) -> int:
    """The deck's id: the same for a bank wherever it is exported."""
    return _FIRST_DECK + int.from_bytes(hashlib.sha256(slug.encode()).digest()[:4], "big")
