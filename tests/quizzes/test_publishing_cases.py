"""Cases are published, changed and retired as one; their questions keep their own keys and histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import User
from quizzes.models import BankVersion, Case, CaseVersion, Question, QuestionVersion
from quizzes.services import publishing
from tests.builders import MONDAY, a_bank, a_case, a_step, a_topic, choice, last_version, ordering

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(days=1)
KEYS = ["shop-starts", "shop-order", "shop-pairs"]


def publish(*questions, now=MONDAY):
    return publishing.publish(bank=a_bank(*questions), owner=None, shipped=True, now=now)


def the_case() -> Case:
    return Case.objects.select_related("current").get(key="shop")


def parts() -> list[tuple[str, int]]:
    """The questions of the case that may be asked now, in its order."""
    return list(the_case().questions.live().order_by("part").values_list("key", "part"))


def numbers() -> dict[str, int]:
    """Which wording of each question is current."""
    return dict(Question.objects.live().values_list("key", "current__number"))


def reworded() -> object:
    first, *others = a_case().questions
    return replace(a_case(), questions=(replace(first, prompt="Reworded?"), *others))


def test_a_case_and_its_questions_are_published_together():
    a_step()
    publish(choice(), a_case())

    assert parts() == [(key, n) for n, key in enumerate(KEYS, 1)]
    version = the_case().current
    assert (version.number, version.title) == (1, "The shop")
    assert '<code data-family="job">TrainingStep</code>' in version.html["scenario"]
    assert {q.current.case_version for q in the_case().questions.all()} == {version}
    assert Question.objects.get(key="one").case is None
    entries = last_version().entries.order_by("position")
    assert [e.question_version.question.key for e in entries] == ["one", *KEYS]


def test_the_scenario_stands_once_and_not_in_every_question():
    publish(a_case())

    assert all("retrains" not in str(v.html) + v.body for v in QuestionVersion.objects.all())


def test_the_same_case_again_writes_nothing():
    publish(a_case())
    counts = [m.objects.count() for m in (BankVersion, CaseVersion, QuestionVersion)]

    assert publish(a_case(), now=LATER).version is None
    assert counts == [m.objects.count() for m in (BankVersion, CaseVersion, QuestionVersion)]


@pytest.mark.parametrize("changed", [{"scenario": "Another."}, {"title": "Another"}, {"explain": "Another."}])
def test_what_a_case_shares_is_reworded_with_all_its_questions(changed):
    publish(choice(), a_case(explain="As it was."))
    before = {q.key: q.pk for q in Question.objects.all()}

    done = publish(choice(), a_case(**{"explain": "As it was.", **changed}), now=LATER)

    assert done.reworded == tuple(KEYS)
    assert (done.added, done.retired) == ((), ())
    assert the_case().current.number == 2
    assert {q.key: q.pk for q in Question.objects.all()} == before
    assert numbers() == {"one": 1, **dict.fromkeys(KEYS, 2)}
    assert {q.current.case_version for q in the_case().questions.all()} == {the_case().current}


def test_a_reworded_question_leaves_its_case_and_the_others_as_they_were():
    publish(a_case())

    done = publish(reworded(), now=LATER)

    assert done.reworded == ("shop-starts",)
    assert the_case().current.number == 1
    assert numbers() == {"shop-starts": 2, "shop-order": 1, "shop-pairs": 1}


def test_another_order_of_its_questions_rewords_nothing():
    publish(a_case())

    done = publish(replace(a_case(), questions=a_case().questions[::-1]), now=LATER)

    assert (done.version, done.reworded) == (2, ())
    assert [key for key, _ in parts()] == KEYS[::-1]


def test_a_case_that_is_gone_is_retired_whole_and_comes_back_as_itself():
    publish(choice(), a_case())
    before = the_case().pk

    assert publish(choice(), now=LATER).retired == tuple(KEYS)
    assert the_case().current is None
    assert the_case().versions.count() == 1
    assert parts() == []

    publish(choice(), a_case(), now=LATER)
    assert (the_case().pk, the_case().current.number) == (before, 2)
    assert [key for key, _ in parts()] == KEYS


def test_a_question_that_leaves_a_case_stays_itself():
    publish(a_case())
    first, *others = a_case().asked
    before = Question.objects.get(key=first.key).pk

    done = publish(first, replace(a_case(), questions=tuple(others)), now=LATER)

    moved = Question.objects.get(key=first.key)
    assert (moved.pk, moved.case, moved.part, moved.current.case_version) == (before, None, 0, None)
    assert done.reworded == (first.key,)
    assert [n for _, n in parts()] == [1, 2]

    publish(a_case(), now=LATER)
    moved.refresh_from_db()
    assert (moved.case, moved.part) == (the_case(), 1)


def test_a_part_is_of_a_case():
    publish(choice())

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(part=2)


def test_publishing_cases_takes_the_same_number_of_queries_whatever_their_number(
    django_assert_max_num_queries,
):
    cases = [a_case(f"c{n}") for n in range(100)]

    with django_assert_max_num_queries(45):
        publish(*cases)


def test_export_and_import_carry_a_case_there_and_back(tmp_path, capsys):
    owner = User.objects.create_user("owner@example.org", "a-long-password")
    publish(a_case(explain="All of it turns on the gate."), choice())
    call_command("export_bank", "a-bank")
    first = capsys.readouterr().out
    path = tmp_path / "bank.yaml"
    path.write_text(first.replace("bank: a-bank", "bank: another"), encoding="utf-8")

    call_command("import_bank", str(path), "--owner", owner.email, verbosity=0)
    capsys.readouterr()
    call_command("export_bank", "another")

    assert capsys.readouterr().out == first.replace("bank: a-bank", "bank: another")
    here, there = CaseVersion.objects.order_by("pk")
    assert (here.digest, here.html) == (there.digest, there.html)
    assert list(there.questions.values_list("question__key", flat=True)) == KEYS


def state() -> list[object]:
    """All that is stored of banks, without the numbers of rows."""
    cases = CaseVersion.objects.values_list(
        "case__bank", "case__key", "case__current__number", "number", "digest", "title", "scenario", "html"
    )
    worded = QuestionVersion.objects.values_list(
        "pk", "number", "digest", "body", "html", "case_version__case__key", "case_version__number"
    )
    asked = Question.objects.values_list("key", "current", "case__key", "part")
    return [
        list(rows.order_by(*names))
        for rows, names in (
            (cases, ("case__key", "number")),
            (worded, ("pk",)),
            (asked, ("key",)),
        )
    ]


def test_banks_that_were_stored_before_there_were_cases_get_them_and_keep_what_they_have():
    migration = import_module("quizzes.migrations.0004_cases_of_stored_banks")
    a_topic()
    publish(choice(), a_case(), a_case("second", scenario="Another shop.", title=""))
    publish(choice(), a_case(scenario="A shop, told anew."), ordering(), now=LATER)
    before = state()

    migration.put_back(apps, None)

    assert not Case.objects.exists()
    scenarios = {v.question.key: v.html["scenario"] for v in QuestionVersion.objects.order_by("number")}
    assert "told anew" in scenarios["shop-order"]
    assert "Another shop" in scenarios["second-order"]
    assert scenarios["one"] == scenarios["in-order"] == ""

    migration.make_cases(apps, None)

    assert state() == before
    again = publish(choice(), a_case(scenario="A shop, told anew."), ordering(), now=LATER)
    assert again.version is None
    assert publish(reworded(), now=LATER).reworded[0] == "shop-starts"
