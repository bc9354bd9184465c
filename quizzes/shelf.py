"""The banks that can be practised by themselves: who may, and what the page of each tells.

Somebody else's private bank, a retired one and one that is not there are the same: nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from quizzes.engines import KINDS
from quizzes.models import Bank, BankVersion, Question
from syllabus.models import Topic

Holds = Callable[[User, Bank], bool]
Who = User | AnonymousUser

_holds: list[Holds] = []


def register(holds: Holds) -> None:
    """A room above tells, when the app starts, whose else than everybody's a bank is: its authors'."""
    _holds.append(holds)


def bank(slug: str, *, user: Who) -> Bank | None:
    """The bank of this name: a public one; for its authors, and for staff who are asked about it, any."""
    found = Bank.objects.live().filter(slug=slug, versions__isnull=False).first()
    if found is None or found.visibility == Bank.PUBLIC or _is_held(found, user):
        return found
    return None


def bank_by_link(slug: str, link_key: str) -> Bank | None:
    """The bank of this name, for whoever holds its link, as long as it is open to them."""
    found = Bank.objects.live().filter(slug=slug, versions__isnull=False).first()
    if found and found.is_open and hmac.compare_digest(found.link_key.encode(), link_key.encode()):
        return found
    return None


def _is_held(found: Bank, user: Who) -> bool:
    if not isinstance(user, User):
        return False
    asked = user.is_staff and found.petitions.filter(answered_at=None).exists()
    return asked or any(holds(user, found) for holds in _holds)


def public() -> QuerySet[Bank]:
    """The banks that everybody may practise, those that ship first, each with its `total` of questions."""
    banks = Bank.objects.public().filter(Exists(BankVersion.objects.filter(bank=OuterRef("pk"))))
    return banks.annotate(total=Count("questions__current")).order_by("-shipped", "title", "pk")


def with_versions(banks: Iterable[Bank]) -> list[tuple[Bank, BankVersion]]:
    """Each with its newest version, without what is written in that. One query."""
    found = {bank.pk: bank for bank in banks}
    later = BankVersion.objects.filter(bank=OuterRef("bank"), number__gt=OuterRef("number"))
    newest = BankVersion.objects.filter(~Exists(later), bank__in=found).defer("source")
    versions = {version.bank_id: version for version in newest}
    return [(bank, versions[pk]) for pk, bank in found.items()]


@dataclass(frozen=True, slots=True)
class Contents:
    """A bank as it is asked now. `kinds` and `topics` count its questions, those of a case as the kind case.

    A topic is key, title and count, in the order of the syllabus; a question may have several, or none.
    """

    bank: Bank
    version: BankVersion
    kinds: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.kinds)

    @property
    def changes(self) -> str:
        return in_words(self.version.changes)


def contents(found: Bank) -> Contents:
    """What is in a bank now. Three queries."""
    questions = Question.objects.live().filter(bank=found)
    which = {kind: Q(kind=kind, case=None) for kind in KINDS} | {"case": Q(case__isnull=False)}
    counts = questions.aggregate(**{kind: Count("pk", filter=of_it) for kind, of_it in which.items()})
    topics = Topic.objects.current().filter(questions__in=questions).order_by("position", "key")
    about = topics.annotate(count=Count("questions", distinct=True)).values_list("key", "title", "count")
    return Contents(
        found,
        found.versions.defer("source").latest("number"),
        tuple((kind, counts[kind]) for kind in KINDS if counts[kind]),
        tuple(about),
    )


def in_words(changes: Mapping[str, int] | None) -> str:
    """What a version changed, for who practises it; "" where nobody counted.

    >>> in_words({"added": 2, "retired": 0, "reworded": 1, "rekeyed": 1})
    '2 questions added, 1 reworded; for 1 of them something else counts as right.'
    """
    if changes is None:
        return ""
    named = [(changes.get(name, 0), name) for name in ("added", "reworded", "retired")]
    counted = [(count, name) for count, name in named if count]
    if not counted:
        return "The questions are the same; what the bank says of itself, or their order, has changed."
    (count, name), *more = counted
    first = f"{count} question{'s' * (count != 1)} {name}"
    said = ", ".join([first, *(f"{n} {what}" for n, what in more)])
    other = changes.get("rekeyed", 0)
    return f"{said}; for {other} of them something else counts as right." if other else f"{said}."
