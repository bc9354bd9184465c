"""A bank made ready to be published: worded, written out, rendered and drawn, before anything is locked.

Rendering two thousand questions takes a second or more. While a bank is written to the database nobody else
can write (SQLite has one writer): so all that needs no lock is done here, and `publishing` writes it down.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from quizzes import engines
from quizzes.formats import bank as bank_format
from quizzes.models import BankVersion, Case, Question
from quizzes.reading import step_families, step_keys
from quizzes.rendering import RenderedCase, render_case, render_description
from quizzes.services.tagging import Subjects, subjects_of
from quizzes.services.wordings import Shown, Wording, digest, digest_of, shown, wordings_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """What publishing a bank will write.

    `since` is the number of the version that it was compared with, 0 where there is none: on another one what
    is rendered (`shown` and `cases`, by digest) may not be all that is needed, and `rekeyed` (questions whose
    key changed) not true.
    """

    bank: bank_format.Bank
    source: str
    digest: str
    wordings: tuple[Wording, ...]
    subjects: Mapping[str, Subjects]
    families: Mapping[str, str]
    since: int
    shown: Mapping[str, Shown]
    cases: Mapping[str, RenderedCase]
    description: str
    rekeyed: frozenset[str]


def prepare(bank: bank_format.Bank) -> Prepared:
    """All that takes its time and no lock. Reads what is stored of this bank, and writes nothing."""
    wordings = tuple(wordings_of(bank))
    source = bank_format.write_bank(bank)
    families, steps = step_families(), step_keys()
    last = BankVersion.objects.filter(bank__slug=bank.slug).order_by("-number").only("number").first()
    stands = _standing(bank.slug)
    new = [wording for wording in wordings if stands.get(wording.key) != wording.digest]
    return Prepared(
        bank=bank,
        source=source,
        digest=digest(source),
        wordings=wordings,
        subjects={wording.key: subjects_of(wording.question, steps) for wording in wordings},
        families=families,
        since=last.number if last else 0,
        shown={wording.digest: shown(wording.question, families) for wording in new},
        cases=_cases(bank, families),
        description=render_description(bank.description, families=families),
        rekeyed=_rekeyed(bank.slug, [wording for wording in new if wording.key in stands]),
    )


def _standing(slug: str) -> dict[str, str]:
    """The digest of the current wording of each question of a bank, by key."""
    current = Question.objects.filter(bank__slug=slug, current__isnull=False)
    return dict(current.values_list("key", "current__digest"))


def _cases(bank: bank_format.Bank, families: Mapping[str, str]) -> dict[str, RenderedCase]:
    """The cases that say something new, rendered, by digest."""
    current = Case.objects.filter(bank__slug=bank.slug, current__isnull=False)
    stands = set(current.values_list("current__digest", flat=True))
    cases = {digest_of(case): case for case in bank.questions if isinstance(case, engines.Case)}
    return {new: render_case(case, families=families) for new, case in cases.items() if new not in stands}


def _rekeyed(slug: str, reworded: list[Wording]) -> frozenset[str]:
    """Those of the reworded questions of which some response is judged otherwise from now on."""
    rows = Question.objects.filter(bank__slug=slug, key__in=[wording.key for wording in reworded])
    before = dict(rows.values_list("key", "current__body")) if reworded else {}
    was = {key: bank_format.question_from_data(json.loads(body)) for key, body in before.items()}
    return frozenset(w.key for w in reworded if bank_format.key_changed(was[w.key], w.question))
