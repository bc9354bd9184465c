"""The one door in: how a bank that has been read and found sound becomes questions that can be asked.

Shipped banks and instructors' uploads come through here alike. Nothing published is ever changed: what is
reworded gets a new version, what is gone is retired, and running sittings keep what they began with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from quizzes import engines
from quizzes.drawings import drawing_of
from quizzes.engines.case import Case
from quizzes.formats import bank as bank_format
from quizzes.models import Bank, BankVersion, Question, QuestionVersion, VersionQuestion
from quizzes.reading import step_families, step_keys
from quizzes.rendering import render
from quizzes.subjects import steps_of, traps_of
from syllabus.models import Entry, StepType, Topic, Trap


class SlugTaken(Exception):
    """Another owner's bank has this slug."""


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
    source = bank_format.write_bank(bank)
    digest = _digest(source)
    row = Bank.objects.select_for_update().filter(slug=bank.slug).first()
    if row is None:
        row = Bank.objects.create(slug=bank.slug, owner=owner, shipped=shipped, title=bank.title)
    elif (row.owner_id, row.shipped) != (owner.pk if owner else None, shipped):
        raise SlugTaken(bank.slug)
    last = row.versions.order_by("-number").only("number", "digest").first()
    if last and last.digest == digest and row.retired_at is None:
        _tag_again(row, bank)
        return Published(bank.slug, None)
    row.title, row.retired_at = bank.title, None
    row.save(update_fields=["title", "retired_at"])
    version = BankVersion.objects.create(
        bank=row, number=last.number + 1 if last else 1, digest=digest, source=source, created_at=now
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
    wordings = [_Wording.of(question, scenario) for question, scenario in _asked(bank)]
    rows = {q.key: q for q in row.questions.select_related("current")}
    added = [w.key for w in wordings if w.key not in rows]
    kinds = {w.key: w.question.kind for w in wordings}
    made = Question.objects.bulk_create(
        (Question(bank=row, key=k, kind=kinds[k]) for k in added), batch_size=500
    )
    rows.update((q.key, q) for q in made)
    fresh = _new_versions(row, [(rows[w.key], w) for w in wordings if not w.is_current(rows[w.key])], now)
    for question_version in fresh:
        question_version.question.current = question_version
    for wording in wordings:
        wording.index(rows[wording.key])
    gone = [q for key, q in rows.items() if key not in kinds and q.current_id is not None]
    for question in gone:
        question.current = None
    asked = [rows[w.key] for w in wordings]
    Question.objects.bulk_update([*asked, *gone], ["current", "kind", "difficulty"], batch_size=500)
    VersionQuestion.objects.bulk_create(
        (
            VersionQuestion(bank_version=version, question_version=q.current, position=position)
            for position, q in enumerate(asked)
            if q.current is not None
        ),
        batch_size=500,
    )
    _tag({rows[w.key].pk: w.question for w in wordings})
    reworded = tuple(v.question.key for v in fresh if v.question.key not in set(added))
    return Published(row.slug, version.number, tuple(added), reworded, tuple(q.key for q in gone))


@dataclass(frozen=True, slots=True)
class _Wording:
    """A question as this bank words it, and what tells whether that is new."""

    question: engines.Question
    scenario: str
    body: str
    digest: str

    @classmethod
    def of(cls, question: engines.Question, scenario: str) -> _Wording:
        data: Any = bank_format.question_data(question)
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return cls(question, scenario, body, _digest(f"{body}\n{scenario}"))

    @property
    def key(self) -> str:
        return self.question.key

    def is_current(self, row: Question) -> bool:
        return row.current is not None and row.current.digest == self.digest

    def index(self, row: Question) -> None:
        """Copy to the question what it is looked for by."""
        row.kind, row.difficulty = self.question.kind, self.question.difficulty


def _asked(bank: bank_format.Bank) -> Iterator[tuple[engines.Question, str]]:
    """Each question as it is asked, with the scenario it is asked about: a case comes apart into its own."""
    for question in bank.questions:
        if isinstance(question, Case):
            yield from ((inner, question.scenario) for inner in question.asked)
        else:
            yield question, ""


def _new_versions(
    row: Bank, changed: Sequence[tuple[Question, _Wording]], now: datetime
) -> list[QuestionVersion]:
    last = _last_numbers(row) if changed else {}
    families = step_families() if changed else {}
    return QuestionVersion.objects.bulk_create(
        (
            QuestionVersion(
                question=question,
                number=last.get(question.pk, 0) + 1,
                digest=wording.digest,
                body=wording.body,
                html=render(wording.question, scenario=wording.scenario, families=families),
                drawing=drawing_of(wording.question),
                created_at=now,
            )
            for question, wording in changed
        ),
        batch_size=500,
    )


def _last_numbers(row: Bank) -> dict[int, int]:
    pairs = QuestionVersion.objects.filter(question__bank=row).order_by("number")
    return dict(pairs.values_list("question_id", "number"))


def _tag_again(row: Bank, bank: bank_format.Bank) -> None:
    """Entries may have come to the syllabus, or left it, since an unchanged bank was published."""
    keys = dict(row.questions.values_list("key", "pk"))
    _tag({keys[question.key]: question for question, _ in _asked(bank)})


def _tag(asked: Mapping[int, engines.Question]) -> None:
    """Hang each question on what it is about: the topics, traps and steps that the syllabus has."""
    steps = step_keys()
    _hang("topics", Topic, {row: question.topics for row, question in asked.items()})
    _hang("traps", Trap, {row: traps_of(question) for row, question in asked.items()})
    _hang("steps", StepType, {row: steps_of(question, steps) for row, question in asked.items()})


def _hang(name: str, model: type[Entry], keys: Mapping[int, tuple[str, ...]]) -> None:
    """Let each question (by id) hang on exactly the current entries of these keys. Writes what differs."""
    relation: Any = Question._meta.get_field(name)
    link, target = relation.remote_field.through, f"{relation.m2m_reverse_field_name()}_id"
    known = dict(model.objects.current().values_list("key", "pk"))
    wanted = {(row, known[key]) for row, named in keys.items() for key in named if key in known}
    present = set(link.objects.filter(question_id__in=keys).values_list("question_id", target))
    for question, entry in present - wanted:
        link.objects.filter(question_id=question, **{target: entry}).delete()
    link.objects.bulk_create(
        (link(question_id=question, **{target: entry}) for question, entry in sorted(wanted - present)),
        batch_size=500,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
