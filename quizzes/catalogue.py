"""What can be asked, as the pages about a learner need it: read once, and again when content has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from django.db.models import Count, Max

from quizzes.exams import asked_of, profile_of
from quizzes.mastery import weights
from quizzes.material import stock
from quizzes.models import BankVersion, Question
from quizzes.queries import offers
from syllabus.models import ExamProfile

State = tuple[str, int | None, int]
"""Of which content: the digest of the syllabus, the newest version of a bank, how many are live."""


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam, and the share of it that each topic is to be expected to make up (quizzes.mastery)."""

    name: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One state of all content: topics in their order with how many questions each has, steps, exams."""

    state: State
    topics: tuple[tuple[str, str, int], ...]
    steps: Mapping[str, str]  # what texts call each step, by its key
    exams: Mapping[str, Exam]  # by key


_kept: list[Catalogue] = []
_lock = Lock()


def catalogue() -> Catalogue:
    """What can be asked now. Two queries, and some more after content has changed."""
    have = stock()
    live = BankVersion.objects.filter(bank__shipped=True, bank__retired_at=None)
    newest = live.aggregate(newest=Max("pk"), banks=Count("bank", distinct=True))
    state = (have.digest, newest["newest"], newest["banks"])
    with _lock:
        found = next((kept for kept in _kept if kept.state == state), None)
    if found is None:
        found = Catalogue(
            state,
            tuple((offer.key, offer.title, offer.total) for offer in offers()),
            have.material.names,
            _exams(),
        )
        with _lock:
            _kept[:] = [found]
    return found


def _exams() -> dict[str, Exam]:
    topics: dict[int, list[str]] = {}
    shipped = Question.objects.shipped()
    for pk, key in shipped.filter(topics__isnull=False).values_list("pk", "topics__key"):
        topics.setdefault(pk, []).append(key)
    bodies = [
        (topics[pk], json.loads(body))
        for pk, body in shipped.values_list("pk", "current__body")
        if pk in topics
    ]
    found: dict[str, Exam] = {}
    for key, data in ExamProfile.objects.current().values_list("key", "data"):
        profile = profile_of(data)
        domains = {domain.number: domain.weight for domain in profile.domains}
        asked = [(keys, asked_of(0, body, exam=profile.named).domains) for keys, body in bodies]
        code = profile.code
        found[key] = Exam(profile.title if key == code else code, weights(domains, asked))
    return found
