"""The one door in: how a bank that has been read and found sound becomes questions that can be asked.

Shipped banks and instructors' uploads come through here alike. Nothing published is ever changed: what is
reworded gets a new version, what is gone is retired, and running sittings keep what they began with. A case
is reworded with all its questions, since each of them is asked about its scenario.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from quizzes.formats import bank as bank_format
from quizzes.generators.proving import SLUG as VARIANTS
from quizzes.models import Bank, BankVersion, Question, VersionQuestion
from quizzes.reading import step_families
from quizzes.services.tagging import tag
from quizzes.services.wordings import digest, word_cases, word_questions, wordings_of


class SlugTaken(Exception):
    """Another owner's bank has this slug, or it is that of the fresh variants."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. Without a version nothing had changed, and nothing was written."""

    slug: str
    version: int | None
    added: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()


@transaction.atomic
def publish(*, bank: bank_format.Bank, owner: User | None, shipped: bool = False, now: datetime) -> Published:
    """Make this the bank's newest version. The same bank again changes nothing. Raises SlugTaken."""
    if bank.slug == VARIANTS:
        raise SlugTaken(bank.slug)
    source = bank_format.write_bank(bank)
    written = digest(source)
    row = Bank.objects.select_for_update().filter(slug=bank.slug).first()
    if row is None:
        row = Bank.objects.create(slug=bank.slug, owner=owner, shipped=shipped, title=bank.title)
    elif (row.owner_id, row.shipped) != (owner.pk if owner else None, shipped):
        raise SlugTaken(bank.slug)
    last = row.versions.order_by("-number").only("number", "digest").first()
    if last and last.digest == written and row.retired_at is None:
        _tag_again(row, bank)
        return Published(bank.slug, None)
    row.title, row.retired_at = bank.title, None
    row.save(update_fields=["title", "retired_at"])
    version = BankVersion.objects.create(
        bank=row, number=last.number + 1 if last else 1, digest=written, source=source, created_at=now
    )
    return _publish_questions(row, version, bank, now)


@transaction.atomic
def publish_shipped(*, banks: Iterable[bank_format.Bank], now: datetime) -> tuple[Published, ...]:
    """Publish what ships with the app, and retire shipped banks that no longer do."""
    banks = list(banks)
    published = [publish(bank=bank, owner=None, shipped=True, now=now) for bank in banks]
    gone = Bank.objects.filter(shipped=True, retired_at=None).exclude(slug__in=[b.slug for b in banks])
    for row in gone:
        keys = tuple(row.questions.live().values_list("key", flat=True))
        row.retired_at = now
        row.save(update_fields=["retired_at"])
        published.append(Published(row.slug, None, retired=keys))
    return tuple(published)


def _publish_questions(row: Bank, version: BankVersion, bank: bank_format.Bank, now: datetime) -> Published:
    """The questions of a new version: unchanged ones are taken over, the others get a new wording."""
    wordings = list(wordings_of(bank))
    families = step_families()
    cases = word_cases(row, bank, families, now)
    rows = {q.key: q for q in row.questions.select_related("current")}
    added = {
        w.key: Question(bank=row, key=w.key, kind=w.question.kind) for w in wordings if w.key not in rows
    }
    rows.update((q.key, q) for q in Question.objects.bulk_create(added.values(), batch_size=500))
    asked = [rows[w.key] for w in wordings]
    fresh = word_questions(row, list(zip(asked, wordings, strict=True)), cases, families, now)
    gone = [q for q in rows.values() if q not in set(asked) and q.current_id is not None]
    for question in gone:
        question.current = None
    looked_for_by = ["current", "kind", "difficulty", "case", "part"]
    Question.objects.bulk_update([*asked, *gone], looked_for_by, batch_size=500)
    VersionQuestion.objects.bulk_create(
        (
            VersionQuestion(bank_version=version, question_version=q.current, position=position)
            for position, q in enumerate(asked)
            if q.current is not None
        ),
        batch_size=500,
    )
    tag({rows[w.key].pk: w.question for w in wordings})
    reworded = tuple(v.question.key for v in fresh if v.question.key not in added)
    return Published(row.slug, version.number, tuple(added), reworded, tuple(q.key for q in gone))


def _tag_again(row: Bank, bank: bank_format.Bank) -> None:
    """Entries may have come to the syllabus, or left it, since an unchanged bank was published."""
    keys = dict(row.questions.values_list("key", "pk"))
    tag({keys[wording.key]: wording.question for wording in wordings_of(bank)})
