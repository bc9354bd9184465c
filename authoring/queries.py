"""What the pages of authors ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When

from accounts.models import User
from authoring.models import Author, BankDraft, Invitation
from authoring.roles import MAY, Deed, Role, may
from quizzes import queries as of_quizzes
from quizzes.models import Bank, BankVersion, Petition, ProblemReport

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
        .defer("draft__set_aside")
        .first()
    )
    return Held(author.draft, user, Role(author.role), author.version) if author else None


def authors(draft: BankDraft) -> QuerySet[Author]:
    """Who is anything to a draft: its owner first, then who has been it longest."""
    first = Case(When(role=Role.OWNER, then=0), default=1)
    return Author.objects.filter(draft=draft).select_related("user").order_by(first, "since", "pk")


@dataclass(frozen=True, slots=True)
class Shown:
    """A bank as its statistics are shown: to one of its authors, or to staff where it ships with the app."""

    name: str
    bank: Bank | None
    held: Held | None

    @property
    def frame(self) -> str:
        """The template that its pages stand in."""
        return "authoring/_frame.html" if self.held else "authoring/_shipped_frame.html"


def shown(user: User, name: str) -> Shown | None:
    """What of that name this user may see the statistics of; None for anything else. One query or two."""
    if (author := held(user, name)) is not None:
        return Shown(author.draft.address, author.draft.bank, author)
    bank = shipped().filter(slug=name).first() if user.is_staff else None
    return Shown(bank.slug, bank, None) if bank else None


def shipped() -> QuerySet[Bank]:
    """The banks that ship with the app, by title."""
    return Bank.objects.filter(shipped=True, retired_at=None).order_by("title")


def drafts(user: User) -> QuerySet[Author]:
    """Every draft one has a role in, the last written first, each with its bank, its last `version` and how
    many reports of learners wait to be answered, by `waiting`.
    """
    open_ones = ProblemReport.objects.open().filter(question_version__question__bank=OuterRef("draft__bank"))
    waiting = (
        open_ones.order_by().values("question_version__question__bank").annotate(n=Count("pk")).values("n")
    )
    authors = Author.objects.filter(user=user).select_related("draft__bank", "draft__updated_by")
    listed = authors.annotate(version=LAST_VERSION, waiting=Subquery(waiting))
    return listed.order_by("-draft__updated_at", "-draft__pk").defer("draft__text")


def is_author(user: User, bank: Bank) -> bool:
    """Whether somebody has a role in the draft of a bank. One query."""
    return Author.objects.filter(user=user, draft__bank=bank).exists()


def versions(bank: Bank) -> QuerySet[BankVersion]:
    """Every version of a bank, the newest first, without what is written in it."""
    found = bank.versions.select_related("created_by").annotate(total=Count("entries"))
    return found.defer("source", "description_html").order_by("-number")


def version(bank: Bank | None, number: int) -> BankVersion | None:
    """One version of a bank. One query."""
    return bank.versions.select_related("created_by").filter(number=number).first() if bank else None


def last_petition(bank: Bank) -> Petition | None:
    """What was asked last about a bank's being public. One query."""
    return bank.petitions.select_related("answered_by", "asked_by").order_by("-asked_at", "-pk").first()


def waiting() -> QuerySet[Petition]:
    """For staff: what was asked and not answered, the oldest first."""
    asked = Petition.objects.open().select_related("bank", "asked_by")
    return asked.filter(bank__retired_at=None).order_by("asked_at", "pk")


def changed() -> QuerySet[Petition]:
    """For staff: public banks with a later version than staff have looked at, which is told as `newest`."""
    granted = Petition.objects.filter(granted=True, bank__visibility=Bank.PUBLIC, bank__retired_at=None)
    later = Petition.objects.filter(bank=OuterRef("bank"), pk__gt=OuterRef("pk"))
    last = granted.filter(~Exists(later)).annotate(
        newest=Max("bank__versions__number"), seen=F("version__number")
    )
    found = last.filter(Q(newest__gt=F("seen")) | Q(seen=None))
    return found.select_related("bank", "answered_by").order_by("bank__title", "pk")


def petition(key: str) -> Petition | None:
    """For staff: one petition, with its bank."""
    found = Petition.objects.select_related("bank", "asked_by", "answered_by", "version")
    return found.defer("version__source").filter(key=key, bank__retired_at=None).first()


def invitations(user: User) -> QuerySet[Invitation]:
    """What others ask this user to be, the newest first."""
    return Invitation.objects.of(user).select_related("draft", "by").order_by("-since").defer("draft__text")


def copyable(user: User) -> QuerySet[Bank]:
    """Banks that one may begin a draft from: those one has a part in, and what ships with the app.

    A copy has every key in it. What other authors made public is there to be practised, not to be read.
    """
    own = Q(owner=user) | Q(draft__authors__user=user)
    banks = Bank.objects.live().filter(Q(shipped=True) | own, versions__isnull=False)
    return banks.distinct().order_by("shipped", "title")


def reports(draft: BankDraft) -> QuerySet[ProblemReport]:
    """What learners report of a draft's bank, those that wait first. Nothing before it is published."""
    return of_quizzes.inbox(bank=draft.bank) if draft.bank else ProblemReport.objects.none()


def report(draft: BankDraft, key: str) -> ProblemReport | None:
    """One of them, with its question."""
    return of_quizzes.report(key, bank=draft.bank) if draft.bank else None
