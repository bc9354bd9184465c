"""What the pages of authors ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import Deed, Role, may


@dataclass(frozen=True, slots=True)
class Held:
    """A draft in the hands of one of its authors."""

    draft: BankDraft
    user: User
    role: Role

    def may(self, deed: Deed) -> bool:
        return may(self.role, deed)


def held(user: User, name: str) -> Held | None:
    """The draft of that name as this user holds it; None for what is not there or not theirs. One query."""
    author = (
        Author.objects.filter(user=user, draft__in=BankDraft.objects.named(name))
        .select_related("draft__bank", "draft__updated_by")
        .first()
    )
    return Held(author.draft, user, Role(author.role)) if author else None


def drafts(user: User) -> QuerySet[Author]:
    """Every draft one has a role in, the last written first, each with its bank."""
    authors = Author.objects.filter(user=user).select_related("draft__bank")
    return authors.order_by("-draft__updated_at", "-draft__pk").defer("draft__text")
