"""What becomes of banks and drafts when their owner's account is deleted (docs/adr/0028)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.holdings import Holding, InTheWay
from accounts.models import User
from authoring.models import Author, BankDraft, Invitation
from authoring.roles import Role
from authoring.services.people import heir_of
from quizzes.models import Bank


def in_the_way(user: User) -> Sequence[InTheWay]:
    """Banks that are asked now: each is handed over, or deleted, by its owner."""
    banks = Bank.objects.live().filter(owner=user).select_related("draft").order_by("title")
    return [InTheWay(bank.title, _address(bank)) for bank in banks]


def _address(bank: Bank) -> str:
    draft: BankDraft | None = getattr(bank, "draft", None)
    return reverse("author:people", args=[draft.address]) if draft else ""


def told(user: User) -> Sequence[str]:
    """Of the drafts that nobody is asked from: how many go with the account, and who gets the others."""
    drafts = _owned(user).exclude(bank__in=Bank.objects.live())
    heirs = [(draft.title, heir_of(draft)) for draft in drafts]
    alone = sum(heir is None for _, heir in heirs)
    goes = [f"{alone} draft{'' if alone == 1 else 's'} that nobody else has: gone."] if alone else []
    return [*goes, *(f"“{title}” becomes that of {heir.user}." for title, heir in heirs if heir)]


def let_go(*, user: User, now: datetime) -> None:
    """A draft that others write or read becomes theirs, so that no text of a co-author is lost; others go.

    What is retired stays for the sake of what was answered, as nobody's where nobody inherits it.
    """
    for draft in _owned(user).select_for_update(of=("self",)):
        heir = heir_of(draft)
        if heir is None:
            draft.delete()
            continue
        Author.objects.filter(draft=draft, user=user).delete()
        Author.objects.filter(pk=heir.pk).update(role=Role.OWNER)
        Bank.objects.filter(draft=draft).update(owner=heir.user)
    Bank.objects.filter(owner=user, retired_at__isnull=False).update(owner=None)
    Invitation.objects.filter(email=user.email).delete()


def _owned(user: User) -> QuerySet[BankDraft]:
    owned = Author.objects.filter(user=user, role=Role.OWNER)
    return BankDraft.objects.filter(authors__in=owned).defer("text").order_by("pk")


BANKS = Holding(name="banks", in_the_way=in_the_way, told=told, let_go=let_go)
