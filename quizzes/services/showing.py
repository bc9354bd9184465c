"""What is shown of questions that are published already is made again when the way of making it has changed.

A wording is frozen; its HTML is not part of it. A sanitiser that has been mended, or a step that has got
another family, must reach every wording, those of old sittings too.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction

from quizzes import engines
from quizzes.drawings import drawing_of
from quizzes.models import BankVersion, CaseVersion, QuestionVersion
from quizzes.reading import step_families
from quizzes.rendering import made_by, render, render_case, render_description

BATCH = 200


@transaction.atomic
def make_again() -> int:
    """Render and draw whatever was made in another way than the present one. How many wordings that were.

    Where nothing has changed this is four reads.
    """
    families = step_families()
    now_by = made_by(families)
    for case in (cases := list(CaseVersion.objects.exclude(made_by=now_by))):
        texts = engines.Case(key="", scenario=case.scenario, questions=(), explain=case.explain)
        case.html, case.made_by = render_case(texts, families=families), now_by
    CaseVersion.objects.bulk_update(cases, ["html", "made_by"], batch_size=BATCH)
    for bank in (banks := list(BankVersion.objects.exclude(made_by=now_by).defer("source"))):
        bank.description_html = render_description(bank.description, families=families)
        bank.made_by = now_by
    BankVersion.objects.bulk_update(banks, ["description_html", "made_by"], batch_size=BATCH)
    made = 0
    for versions in _batches(QuestionVersion.objects.exclude(made_by=now_by)):
        for version in versions:
            version.html = render(version.asked, families=families)
            version.drawing, version.made_by = drawing_of(version.asked), now_by
        QuestionVersion.objects.bulk_update(versions, ["html", "drawing", "made_by"])
        made += len(versions)
    return made


def _batches(rows: models.QuerySet[QuestionVersion]) -> Iterable[list[QuestionVersion]]:
    """All of them, some at a time: what has been made again is not found again."""
    while batch := list(rows.order_by("pk")[:BATCH]):
        yield batch
