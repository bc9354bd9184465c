"""The one door in: how a bank that has been read and found sound becomes questions that can be asked.

Shipped banks and instructors' uploads come through here alike. Nothing published is ever changed: what is
reworded gets a new version, what is gone is retired, and running sittings keep what they began with. A case
is reworded with all its questions, since each of them is asked about its scenario.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from quizzes.formats import bank as bank_format
from quizzes.generators.proving import SLUG as VARIANTS
from quizzes.models import Bank, BankVersion, Case, Question, QuestionVersion, VersionQuestion
from quizzes.rendering import made_by
from quizzes.services.preparing import Prepared, prepare
from quizzes.services.tagging import tag
from quizzes.services.wordings import Wording, finds, word_cases, word_questions

BATCH = 500


class SlugTaken(Exception):
    """Another owner's bank has this slug, or it is that of the fresh variants."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. Without a version nothing had changed, and nothing was written.

    The keys of questions; those `rekeyed` are among the reworded.
    """

    slug: str
    version: int | None
    added: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    rekeyed: tuple[str, ...] = ()


def publish(
    *,
    bank: bank_format.Bank,
    owner: User | None,
    shipped: bool = False,
    now: datetime,
    by: User | None = None,
) -> Published:
    """Make this the bank's newest version. The same bank again changes nothing. Raises SlugTaken."""
    return store(made=prepare(bank), owner=owner, shipped=shipped, now=now, by=by)


@transaction.atomic
def store(
    *, made: Prepared, owner: User | None, shipped: bool = False, now: datetime, by: User | None = None
) -> Published:
    """Publish what was prepared: the writing alone, so that others wait as short as can be. Raises SlugTaken.

    `by` is who published it, where that is not the owner.
    """
    slug = made.bank.slug
    if slug == VARIANTS:
        raise SlugTaken(slug)
    row = Bank.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        row = _new_bank(made.bank, owner, shipped)
    elif (row.owner_id, row.shipped) != (owner.pk if owner else None, shipped):
        raise SlugTaken(slug)
    last = row.versions.order_by("-number").only("number", "digest").first()
    if (last.number if last else 0) != made.since:  # somebody published between preparing and now
        made = prepare(made.bank)
    if last and last.digest == made.digest and row.retired_at is None:
        keys = dict(row.questions.values_list("key", "pk"))
        tag({keys[key]: subjects for key, subjects in made.subjects.items()})  # the syllabus may have changed
        return Published(slug, None)
    row.title, row.retired_at = made.bank.title, None
    row.save(update_fields=["title", "retired_at"])
    version = _version(row, made, now, by or owner)
    done = _publish_questions(row, version, made, now)
    if last:
        changes = ("added", "retired", "reworded", "rekeyed")
        version.changes = {name: len(getattr(done, name)) for name in changes}
        version.save(update_fields=["changes"])
    return done


@transaction.atomic
def publish_shipped(*, banks: Iterable[bank_format.Bank], now: datetime) -> tuple[Published, ...]:
    """Publish what ships with the app, and retire shipped banks that no longer do."""
    banks = list(banks)
    published = [publish(bank=bank, owner=None, shipped=True, now=now) for bank in banks]
    gone = Bank.objects.live().filter(shipped=True).exclude(slug__in=[b.slug for b in banks])
    for row in gone:
        keys = tuple(row.questions.live().values_list("key", flat=True))
        row.retired_at = now
        row.save(update_fields=["retired_at"])
        published.append(Published(row.slug, None, retired=keys))
    return tuple(published)


def _new_bank(bank: bank_format.Bank, owner: User | None, shipped: bool) -> Bank:
    visibility = Bank.PUBLIC if shipped else Bank.PRIVATE
    facts = {"owner": owner, "shipped": shipped, "title": bank.title, "visibility": visibility}
    try:
        with transaction.atomic():
            return Bank.objects.create(slug=bank.slug, **facts)
    except IntegrityError:  # somebody took it at this very moment
        raise SlugTaken(bank.slug) from None


def _version(row: Bank, made: Prepared, now: datetime, by: User | None) -> BankVersion:
    bank = made.bank
    return BankVersion.objects.create(
        bank=row,
        number=made.since + 1,
        digest=made.digest,
        source=made.source,
        description=bank.description,
        description_html=made.description,
        made_by=made_by(made.families),
        language=bank.language,
        license=bank.license,
        created_at=now,
        created_by=by,
    )


def _publish_questions(row: Bank, version: BankVersion, made: Prepared, now: datetime) -> Published:
    """The questions of a new version: unchanged ones are taken over, the others get a new wording."""
    wordings = made.wordings
    cases = word_cases(row, made.bank, made.families, now, ready=made.cases)
    long = ("current__body", "current__html", "current__drawing")
    rows = {q.key: q for q in row.questions.select_related("current").defer(*long)}
    added = _added(row, [w for w in wordings if w.key not in rows], cases)
    rows.update(added)
    asked = {w.key: rows[w.key] for w in wordings}
    _find_otherwise([(rows[w.key], w) for w in wordings if w.key not in added], cases)
    pairs = [(rows[w.key], w) for w in wordings]
    fresh = word_questions(row, pairs, cases, made.families, now, ready=made.shown)
    _make_current(row, fresh)
    gone = [q for q in rows.values() if q.key not in asked and q.current_id is not None]
    row.questions.filter(pk__in=[q.pk for q in gone]).update(current=None)
    VersionQuestion.objects.bulk_create(
        (
            VersionQuestion(bank_version=version, question_version_id=q.current_id, position=position)
            for position, q in enumerate(asked.values())
            if q.current_id is not None
        ),
        batch_size=BATCH,
    )
    tag({asked[key].pk: subjects for key, subjects in made.subjects.items()})
    reworded = tuple(v.question.key for v in fresh if v.question.key not in added)
    return Published(
        row.slug,
        version.number,
        tuple(added),
        reworded,
        tuple(q.key for q in gone),
        tuple(key for key in reworded if key in made.rekeyed),
    )


def _added(row: Bank, wordings: Sequence[Wording], cases: Mapping[str, Case]) -> dict[str, Question]:
    """Rows for questions that the bank has never had, by key."""
    new = [Question(bank=row, key=w.key, **finds(w, cases)) for w in wordings]
    return {question.key: question for question in Question.objects.bulk_create(new, batch_size=BATCH)}


def _find_otherwise(pairs: Iterable[tuple[Question, Wording]], cases: Mapping[str, Case]) -> None:
    """Write what questions are looked for by, where that has changed."""
    changed, fields = [], ("kind", "difficulty", "case", "part")
    for question, wording in pairs:
        before = (question.kind, question.difficulty, question.case_id, question.part)
        for name, value in (found := finds(wording, cases)).items():
            setattr(question, name, value)
        if before != (found["kind"], found["difficulty"], question.case_id, found["part"]):
            changed.append(question)
    Question.objects.bulk_update(changed, fields, batch_size=BATCH)


def _make_current(row: Bank, fresh: Collection[QuestionVersion]) -> None:
    """Let each question of these versions be asked in its newest one: one statement, whatever the number."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
    questions = row.questions.filter(pk__in=[version.question_id for version in fresh])
    questions.update(current=Subquery(newest))
