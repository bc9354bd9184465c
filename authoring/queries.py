"""What the pages of authors ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Max, Q, QuerySet, When

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import MAY, Deed, Role, may
from quizzes.models import Bank

LAST_VERSION = Max("draft__bank__versions__number")


@dataclass(frozen=True, slots=True)
class Held:
    """A draft in the hands of one of its authors."""

    draft: BankDraft
    user: User
    role: Role
    version: int | None = None  # the last that was published

    @property
    def deeds(self) -> frozenset[Deed]:
        """All that this author may do, for templates: `{% if "edit" in held.deeds %}`."""
        return MAY[self.role]

    def may(self, deed: Deed) -> bool:
        return may(self.role, deed)


def held(user: User, name: str) -> Held | None:
    """The draft of that name as this user holds it; None for what is not there or not theirs. One query."""
    author = (
        Author.objects.filter(user=user, draft__in=BankDraft.objects.named(name))
        .select_related("draft__bank", "draft__updated_by")
        .annotate(version=LAST_VERSION)
        .first()
    )
    return Held(author.draft, user, Role(author.role), author.version) if author else None


def authors(draft: BankDraft) -> QuerySet[Author]:
    """Who is anything to a draft: its owner first, then who has been it longest."""
    first = Case(When(role=Role.OWNER, then=0), default=1)
    return Author.objects.filter(draft=draft).select_related("user").order_by(first, "since", "pk")


def drafts(user: User) -> QuerySet[Author]:
    """Every draft one has a role in, the last written first, each with its bank and its last `version`."""
    authors = Author.objects.filter(user=user).select_related("draft__bank", "draft__updated_by")
    listed = authors.annotate(version=LAST_VERSION).order_by("-draft__updated_at", "-draft__pk")
    return listed.defer("draft__text")


def is_author(user: User, bank: Bank) -> bool:
    """Whether somebody has a role in the draft of a bank. One query."""
    return Author.objects.filter(user=user, draft__bank=bank).exists()


def copyable(user: User) -> QuerySet[Bank]:
    """Banks that one may begin a draft from: one's own first, and those that are there for everybody."""
    own = Q(owner=user) | Q(draft__authors__user=user)
    banks = Bank.objects.live().filter(Q(visibility=Bank.PUBLIC) | own, versions__isnull=False)
    return banks.distinct().order_by("visibility", "title")
