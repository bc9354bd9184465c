"""What is shown is made again when the way of making it changes; what was worded stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from quizzes import rendering
from quizzes.models import BankVersion, CaseVersion, QuestionVersion
from quizzes.services import publishing, showing
from syllabus.models import StepType
from tests.builders import MONDAY, a_bank, a_case, a_step, choice, ordering

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAMED = "Which step runs `TrainingStep`?"


def publish(*questions, now=MONDAY):
    publishing.publish(bank=a_bank(*questions), owner=None, shipped=True, now=now)


def test_nothing_is_made_again_while_nothing_has_changed(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    publish(choice(), ordering(), a_case())

    with django_assert_max_num_queries(6):  # four reads within a savepoint
        assert showing.make_again() == 0


def test_another_way_of_rendering_reaches_every_wording_old_ones_too(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(choice(prompt="*Old* words?"), a_case())
    publish(choice(prompt="*New* words?"), a_case(), now=MONDAY + timedelta(days=1))
    before = {v.pk: (v.body, v.digest, v.number) for v in QuestionVersion.objects.all()}
    monkeypatch.setattr(rendering, "RENDERING", rendering.RENDERING + 1)
    monkeypatch.setattr(rendering.prose, "block", lambda text, limit: f"<p>made again: {text}</p>")

    assert showing.make_again() == len(before)

    shown = [version.html["prompt"] for version in QuestionVersion.objects.all()]
    assert all(prompt.startswith("<p>made again") for prompt in shown)
    assert any("Old" in prompt for prompt in shown)
    assert CaseVersion.objects.get().html["scenario"].startswith("<p>made again")
    assert {v.pk: (v.body, v.digest, v.number) for v in QuestionVersion.objects.all()} == before
    assert showing.make_again() == 0


def test_a_step_of_another_family_is_shown_in_it() -> None:
    a_step()
    publish(choice(prompt=NAMED))
    assert 'data-family="job"' in QuestionVersion.objects.get().html["prompt"]

    StepType.objects.update(family="check")

    assert showing.make_again() == 1
    assert 'data-family="check"' in QuestionVersion.objects.get().html["prompt"]


def test_what_a_bank_says_of_itself_is_made_again_too() -> None:
    publish(choice())
    BankVersion.objects.update(description="Of *steps*.", made_by="")

    showing.make_again()

    version = BankVersion.objects.get()
    assert (version.description_html, bool(version.made_by)) == ("<p>Of <em>steps</em>.</p>", True)
