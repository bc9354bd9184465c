"""The questions and cases of a bank as it words them, and their rows: the same again, or a new version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes import engines
from quizzes.drawings import drawing_of
from quizzes.formats import bank as bank_format
from quizzes.models import Bank, Case, CaseVersion, Question, QuestionVersion
from quizzes.rendering import Rendered, RenderedCase, made_by, render, render_case


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a wording, and how it was made."""

    html: Rendered
    drawing: Any
    made_by: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as this bank words it: the nth part of a case, or by itself (part 0)."""

    question: engines.Question
    case: engines.Case | None
    part: int
    body: str
    digest: str

    @property
    def key(self) -> str:
        return self.question.key


def wordings_of(bank: bank_format.Bank) -> Iterator[Wording]:
    """Every question as it is asked, in the written order: a case comes apart into its own."""
    for written in bank.questions:
        if isinstance(written, engines.Case):
            for part, question in enumerate(written.asked, 1):
                yield _wording(question, written, part)
        else:
            yield _wording(written)


def _wording(question: engines.Question, case: engines.Case | None = None, part: int = 0) -> Wording:
    body = body_of(question)
    return Wording(question, case, part, body, digest(f"{body}\n{case.scenario if case else ''}"))


def digest_of(case: engines.Case) -> str:
    """Of what the questions of a case share."""
    return digest("\0".join((case.title, case.scenario, case.explain)))


def word_cases(
    row: Bank,
    bank: bank_format.Bank,
    families: Mapping[str, str],
    now: datetime,
    ready: Mapping[str, RenderedCase] | None = None,
) -> dict[str, Case]:
    """The bank's cases by key, each with the version that is current now; those that are gone are retired.

    What is `ready` to be shown, by the case's digest, is not made again.
    """
    written = {case.key: case for case in bank.questions if isinstance(case, engines.Case)}
    rows = {case.key: case for case in row.cases.select_related("current")}
    new = Case.objects.bulk_create(Case(bank=row, key=key) for key in written if key not in rows)
    rows.update((case.key, case) for case in new)
    digests, made = {key: digest_of(case) for key, case in written.items()}, ready or {}
    changed = [rows[key] for key, new in digests.items() if not _is_current(rows[key], new)]
    last = dict(CaseVersion.objects.filter(case__bank=row).order_by("number").values_list("case", "number"))
    fresh = CaseVersion.objects.bulk_create(
        CaseVersion(
            case=case,
            number=last.get(case.pk, 0) + 1,
            digest=digests[case.key],
            title=written[case.key].title,
            scenario=written[case.key].scenario,
            explain=written[case.key].explain,
            html=made.get(digests[case.key]) or render_case(written[case.key], families=families),
            made_by=made_by(families),
            created_at=now,
        )
        for case in changed
    )
    for version in fresh:
        version.case.current = version
    gone = [case for key, case in rows.items() if key not in written and case.current_id is not None]
    for case in gone:
        case.current = None
    Case.objects.bulk_update([*changed, *gone], ["current"])
    return {key: rows[key] for key in written}


def word_questions(
    row: Bank,
    wordings: Sequence[tuple[Question, Wording]],
    cases: Mapping[str, Case],
    families: Mapping[str, str],
    now: datetime,
    ready: Mapping[str, Shown] | None = None,
) -> list[QuestionVersion]:
    """A new version for each question whose wording, or whose case's wording, is new, and it is current.

    `cases` are those of `word_cases`. The questions are given what they are looked for by, and not saved.
    What is `ready` to be shown, by the wording's digest, is not made again.
    """
    for question, wording in wordings:
        for name, value in finds(wording, cases).items():
            setattr(question, name, value)
    changed = [(question, wording) for question, wording in wordings if not _stands(question, wording)]
    known = [question.pk for question, _ in changed]
    versions = QuestionVersion.objects.filter(question__bank=row, question__in=known).order_by("number")
    last = dict(versions.values_list("question", "number")) if changed else {}
    made, fresh = ready or {}, []
    for question, wording in changed:
        show = made.get(wording.digest) or shown(wording.question, families)
        fresh.append(
            QuestionVersion(
                question=question,
                number=last.get(question.pk, 0) + 1,
                case_version=question.case.current if question.case else None,
                digest=wording.digest,
                body=wording.body,
                html=show.html,
                drawing=show.drawing,
                made_by=show.made_by,
                created_at=now,
            )
        )
    QuestionVersion.objects.bulk_create(fresh, batch_size=500)
    for version in fresh:
        version.question.current = version
    return fresh


def finds(wording: Wording, cases: Mapping[str, Case]) -> dict[str, Any]:
    """What a question is looked for by, as fields of its row; `cases` are those of `word_cases`."""
    return {
        "kind": wording.question.kind,
        "difficulty": wording.question.difficulty,
        "case": cases[wording.case.key] if wording.case else None,
        "part": wording.part,
    }


def body_of(question: engines.Question) -> str:
    """A question as its version keeps it."""
    data: Any = bank_format.question_data(question)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def shown(question: engines.Question, families: Mapping[str, str]) -> Shown:
    """A question as it is shown: rendered and drawn."""
    html = render(question, families=families)
    return Shown(html, drawing_of(question), made_by(families))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_current(case: Case, new: str) -> bool:
    return case.current is not None and case.current.digest == new


def _stands(question: Question, wording: Wording) -> bool:
    """Whether the current version says just this, in just this case."""
    current = question.current
    case_version = question.case.current_id if question.case else None
    return (
        current is not None and current.digest == wording.digest and current.case_version_id == case_version
    )
