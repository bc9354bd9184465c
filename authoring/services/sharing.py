"""Who may practise a bank: its owner says private or by link, and asks for public; staff answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User, new_key
from quizzes.models import Bank, BankVersion, Petition


class AskedAlready(Exception):
    """The bank is public already."""


class AnsweredMeanwhile(Exception):
    """Somebody else has answered, or it was taken back."""


class PublishedMeanwhile(Exception):
    """Another version than the one that was looked at is there now."""


@transaction.atomic
def show(*, bank: Bank, visibility: str) -> Bank:
    """Make a bank private, or let in who has its link. A public one is public no more."""
    if visibility not in {Bank.PRIVATE, Bank.LINK}:
        raise ValueError(visibility)
    row = _locked(bank)
    row.visibility = visibility
    row.save(update_fields=["visibility"])
    return row


@transaction.atomic
def change_link(*, bank: Bank) -> Bank:
    """Give the bank another link: whoever has only the old one is let in no more."""
    row = _locked(bank)
    row.link_key = new_key()
    row.save(update_fields=["link_key"])
    return row


@transaction.atomic
def ask(*, bank: Bank, by: User, now: datetime) -> Petition:
    """Ask staff that the bank be public. Asked twice it is asked once. Raises AskedAlready."""
    row = _locked(bank)
    if row.visibility == Bank.PUBLIC:
        raise AskedAlready
    waiting = row.petitions.open().first()
    return waiting or Petition.objects.create(bank=row, asked_by=by, asked_at=now)


@transaction.atomic
def take_back(*, bank: Bank) -> None:
    """Ask no more."""
    _locked(bank).petitions.open().delete()


@transaction.atomic
def answer(
    *, petition: Petition, granted: bool, sentence: str, version: int, by: User, now: datetime
) -> Petition:
    """Staff grant what was asked, having looked at this version, or refuse it with a sentence.

    The same answer twice is one. Raises AnsweredMeanwhile, PublishedMeanwhile.
    """
    row, newest = _to_answer(petition, version)
    if row.answered_at is not None:
        if row.granted == granted and row.answered_by_id == by.pk:
            return row
        raise AnsweredMeanwhile
    row.granted, row.sentence, row.version = granted, sentence, newest
    row.answered_by, row.answered_at = by, now
    row.save()
    if granted:
        Bank.objects.filter(pk=row.bank_id).update(visibility=Bank.PUBLIC)
    return row


@transaction.atomic
def keep(*, petition: Petition, version: int) -> Petition:
    """Staff have looked at a later version of a public bank, and it stays. Raises as `answer` does."""
    row, newest = _to_answer(petition, version)
    if not row.granted or row.bank.visibility != Bank.PUBLIC:
        raise AnsweredMeanwhile
    row.version = newest
    row.save(update_fields=["version"])
    return row


@transaction.atomic
def take_out(*, petition: Petition, sentence: str, version: int, by: User, now: datetime) -> Petition:
    """Staff take a bank out of the public ones, with a sentence: it is private. Raises as `answer` does."""
    row, newest = _to_answer(petition, version)
    if not row.granted or row.bank.visibility != Bank.PUBLIC:
        raise AnsweredMeanwhile
    row.granted, row.sentence, row.version = False, sentence, newest
    row.answered_by, row.answered_at = by, now
    row.save()
    Bank.objects.filter(pk=row.bank_id).update(visibility=Bank.PRIVATE)
    return row


def _to_answer(petition: Petition, version: int) -> tuple[Petition, BankVersion]:
    """The petition and the newest version of its bank, both locked as they are now."""
    _locked(petition.bank)
    try:
        row = Petition.objects.select_for_update(of=("self",)).select_related("bank").get(pk=petition.pk)
    except Petition.DoesNotExist:  # it was taken back
        raise AnsweredMeanwhile from None
    newest = row.bank.versions.defer("source").latest("number")
    if newest.number != version:
        raise PublishedMeanwhile
    return row, newest


def _locked(bank: Bank) -> Bank:
    return Bank.objects.select_for_update().get(pk=bank.pk)
