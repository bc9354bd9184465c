"""A draft is published: exactly the text that was shown becomes the next version of its bank.

What takes time is done before anything is locked: the text is checked, worded and rendered. Then the draft
is locked, and looked at once more: if somebody wrote or published meanwhile, nothing happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from django.db import transaction

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import checking
from authoring.services.checking import Checked
from quizzes.formats import bank as bank_format
from quizzes.formats.bank import Difference
from quizzes.generators.proving import SLUG as VARIANTS
from quizzes.models import Bank, BankVersion
from quizzes.services import preparing
from quizzes.services import publishing as service
from quizzes.services.publishing import Published, SlugTaken

Obstacle = Literal["", "unchecked", "problems", "taken", "for-life", "unchanged"]
"""Why a text cannot be published now: nobody has checked it yet, it has problems, its slug is another bank's
or is not the one that its bank has for life, or it says what the last version says."""


class NotSound(Exception):
    """The text cannot be published as it stands; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


class ChangedMeanwhile(Exception):
    """The draft was written, or published, since it was shown. Nothing was published."""


class SentTwice(Exception):
    """Just this was published already, by the same button: it is done."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a draft stands towards its bank: what would be published, and over what.

    `since` is the number of the last version, 0 where there is none. The `difference` is that to it, where
    both can be read.
    """

    checked: Checked
    obstacle: Obstacle
    since: int
    last: BankVersion | None
    difference: Difference | None

    @property
    def may(self) -> bool:
        return self.obstacle == ""


def standing(draft: BankDraft, *, now: datetime) -> Standing:
    """What publishing this draft would do. Where the check has to wait, that is the obstacle."""
    checked = checking.check_if_free(draft.text, name=draft.file_name, today=now.date())
    bank = _bank_of(draft, checked.slug)
    last = bank.versions.defer("source").order_by("-number").first() if bank else None
    obstacle, difference = _obstacle(draft, checked), None
    if checked.bank is not None and last is not None and obstacle == "":
        was = read(last, now=now)
        difference = bank_format.difference(was, checked.bank) if was else None
        if was and not difference and bank and bank.retired_at is None:
            obstacle = "unchanged"
    return Standing(checked, obstacle, last.number if last else 0, last, difference)


def publish(*, draft: BankDraft, revision: int, since: int, by: User, now: datetime) -> Published:
    """Make the draft, as it was shown at this revision over version `since`, the next version of its bank.

    All or nothing, the draft's tie to its bank included. Raises ChangedMeanwhile, SentTwice, NotSound,
    checking.Busy.
    """
    _unless_changed(draft, revision, since)
    checked = checking.check(draft.text, name=draft.file_name, today=now.date())
    if (obstacle := _obstacle(draft, checked)) != "" or checked.bank is None:
        raise NotSound(obstacle or "problems")
    made = preparing.prepare(checked.bank)
    try:
        done = _store(draft, made, revision, since, by, now)
    except SlugTaken:
        raise NotSound("taken") from None
    if done.version is None:
        raise NotSound("unchanged")
    return done


@transaction.atomic
def _store(
    draft: BankDraft, made: preparing.Prepared, revision: int, since: int, by: User, now: datetime
) -> Published:
    row = BankDraft.objects.select_for_update(of=("self",)).select_related("bank").get(pk=draft.pk)
    _unless_changed(row, revision, since)
    if made.since != since:
        raise ChangedMeanwhile
    if _is_another_drafts(row, made.bank.slug):
        raise SlugTaken(made.bank.slug)
    owner = row.bank.owner if row.bank else Author.objects.get(draft=row, role=Role.OWNER).user
    done = service.store(made=made, owner=owner, now=now, by=by)
    if done.version is not None and done.version != made.since + 1:
        raise ChangedMeanwhile
    row.bank = Bank.objects.get(slug=done.slug)
    row.published_revision = revision
    row.save(update_fields=["bank", "published_revision"])
    draft.bank, draft.published_revision = row.bank, revision
    return done


def _unless_changed(draft: BankDraft, revision: int, since: int) -> None:
    if draft.bank is not None and draft.published_revision == revision:
        last = draft.bank.versions.only("number").latest("number")
        if last.number == since + 1:
            raise SentTwice
    if draft.revision != revision:
        raise ChangedMeanwhile


def read(version: BankVersion, *, now: datetime) -> bank_format.Bank | None:
    """The bank as one of its versions has it. None where the rules of today refuse what was sound then, or
    where another long text is being read.
    """
    try:
        return _read(version.pk, version.digest, now.date())
    except checking.Busy:
        return None


@lru_cache(maxsize=2)
def _read(version: int, digest: str, today: date) -> bank_format.Bank | None:
    """A version never changes, and is compared with again and again while its draft is written."""
    source = BankVersion.objects.values_list("source", flat=True).get(pk=version, digest=digest)
    return checking.check(source, name="bank.yaml", today=today).bank


def _obstacle(draft: BankDraft, checked: Checked) -> Obstacle:
    """What keeps the text from being published, short of what only the last version can tell."""
    if not checked.done:
        return "unchecked"
    if checked.bank is None:
        return "problems"
    if draft.bank is not None:
        return "" if checked.slug == draft.bank.slug else "for-life"
    there = Bank.objects.filter(slug=checked.slug).exists() or checked.slug == VARIANTS
    return "taken" if there and _bank_of(draft, checked.slug) is None else ""


def _bank_of(draft: BankDraft, slug: str) -> Bank | None:
    """The bank that a version would be added to: the draft's, or one that its owner brought in otherwise."""
    if draft.bank is not None:
        return draft.bank
    owner = Author.objects.filter(draft=draft, role=Role.OWNER).values("user")
    return Bank.objects.filter(slug=slug, shipped=False, owner__in=owner, draft=None).first()


def _is_another_drafts(draft: BankDraft, slug: str) -> bool:
    return BankDraft.objects.filter(bank__slug=slug).exclude(pk=draft.pk).exists()
