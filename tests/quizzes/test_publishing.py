from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import User
from quizzes.models import Bank, BankVersion, Question, QuestionVersion
from quizzes.services import preparing, publishing, wordings
from syllabus.models import Trap
from tests.builders import (
    MONDAY,
    a_bank,
    a_case,
    a_step,
    a_topic,
    a_trap,
    choice,
    last_version,
    matching,
    ordering,
    statements,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(days=1)


def publish(*questions, slug="a-bank", now=MONDAY, **rest):
    return publishing.publish(bank=a_bank(*questions, slug=slug), owner=None, shipped=True, now=now, **rest)


def test_a_new_bank_gets_its_first_version_with_every_question_in_its_place():
    done = publish(ordering("first"), matching("second"), choice("third"))

    assert (done.version, done.added) == (1, ("first", "second", "third"))
    entries = last_version().entries.order_by("position")
    assert [e.question_version.question.key for e in entries] == ["first", "second", "third"]


def test_what_was_asked_reads_back_as_it_was_written():
    publish(ordering(), matching(), choice())

    for question in (ordering(), matching(), choice()):
        row = Question.objects.get(key=question.key)
        assert row.current.asked == question
        assert list(row.current.asked.shown()) == list(question.shown())


def test_the_same_bank_again_writes_nothing():
    publish(ordering(), matching(), choice())

    with statements() as sent:
        done = publish(ordering(), matching(), choice(), now=LATER)

    assert done.version is None
    assert sent
    assert [sql for sql in sent if not sql.startswith("SELECT")] == []


def test_only_what_was_reworded_gets_a_new_wording():
    publish(ordering("kept"), choice("changed"))
    kept = Question.objects.get(key="kept").current_id

    done = publish(ordering("kept"), choice("changed", prompt="Where else?"), now=LATER)

    assert (done.version, done.added, done.reworded, done.retired) == (2, (), ("changed",), ())
    assert Question.objects.get(key="kept").current_id == kept
    assert Question.objects.get(key="changed").current.number == 2


def test_what_is_gone_is_retired_and_keeps_its_wordings():
    publish(ordering("kept"), choice("gone"))

    done = publish(ordering("kept"), now=LATER)

    assert done.retired == ("gone",)
    gone = Question.objects.get(key="gone")
    assert gone.current is None
    assert gone.versions.count() == 1
    assert list(Question.objects.live().values_list("key", flat=True)) == ["kept"]


def test_what_comes_back_is_the_same_question_with_a_further_wording():
    publish(ordering("kept"), choice("back"))
    before = Question.objects.get(key="back").pk
    publish(ordering("kept"), now=LATER)

    publish(ordering("kept"), choice("back"), now=LATER + timedelta(days=1))

    back = Question.objects.get(key="back")
    assert (back.pk, back.current.number) == (before, 2)


def test_a_published_version_is_never_changed():
    publish(choice("one"))
    first = last_version()
    source = first.source

    publish(choice("one", prompt="Reworded?"), now=LATER)

    assert BankVersion.objects.get(pk=first.pk).source == source
    assert first.entries.get().question_version.asked.prompt == choice().prompt


def test_nobody_publishes_into_another_ones_bank():
    publish()
    stranger = User.objects.create_user("stranger@example.org", "a-long-password")

    with pytest.raises(publishing.SlugTaken):
        publishing.publish(bank=a_bank(), owner=stranger, now=LATER)

    assert Bank.objects.get().owner is None
    assert BankVersion.objects.count() == 1


def test_a_shipped_bank_that_ships_no_more_is_retired_and_comes_back_when_it_does():
    banks = [a_bank(slug="one"), a_bank(slug="two")]
    publishing.publish_shipped(banks=banks, now=MONDAY)

    publishing.publish_shipped(banks=banks[:1], now=LATER)
    assert set(Question.objects.live().values_list("bank__slug", flat=True)) == {"one"}

    publishing.publish_shipped(banks=banks, now=LATER)
    assert set(Question.objects.live().values_list("bank__slug", flat=True)) == {"one", "two"}


def test_questions_hang_on_the_topics_that_the_syllabus_has():
    a_topic("loop")
    publish(choice("one", topics=("loop", "nowhere")))

    assert list(Question.objects.get().topics.values_list("key", flat=True)) == ["loop"]

    publish(choice("one", topics=("nowhere",)), now=LATER)
    assert not Question.objects.get().topics.exists()


def test_an_unchanged_bank_takes_up_a_topic_that_came_later():
    publish(choice("one", topics=("later",)))
    a_topic("later")

    publish(choice("one", topics=("later",)), now=LATER)

    assert list(Question.objects.get().topics.values_list("key", flat=True)) == ["later"]


def test_a_publication_that_fails_in_its_last_write_leaves_nothing(monkeypatch):
    monkeypatch.setattr(publishing, "tag", lambda asked: (_ for _ in ()).throw(IntegrityError("no")))

    with pytest.raises(IntegrityError), transaction.atomic():
        publish()

    assert not Bank.objects.exists()
    assert not QuestionVersion.objects.exists()


def test_publishing_takes_the_same_number_of_queries_whatever_the_size(django_assert_max_num_queries):
    questions = [choice(f"q{n}", prompt=f"Which one, number {n}?") for n in range(400)]

    with django_assert_max_num_queries(40):
        publish(*questions)


def subjects(key):
    row = Question.objects.get(key=key)
    return [sorted(found.values_list("key", flat=True)) for found in (row.topics, row.steps, row.traps)]


def test_a_question_hangs_on_its_topics_steps_and_traps():
    a_topic(), a_step(), a_trap()

    publish(ordering(), choice())

    assert subjects("in-order") == [["loop"], ["training"], ["register-deploys"]]
    assert subjects("one") == [["loop"], [], []]


def test_what_comes_to_the_syllabus_or_leaves_it_is_hung_and_taken_off_though_the_bank_is_the_same():
    a_topic(), a_trap()
    publish(ordering())
    a_step()
    Trap.objects.update(retired_at=MONDAY)

    assert publish(ordering(), now=LATER).version is None

    assert subjects("in-order") == [["loop"], ["training"], []]


def test_a_rewording_takes_a_question_off_what_it_is_no_longer_about():
    a_topic(), a_step(), a_trap()
    publish(ordering())

    publish(ordering(items={**ordering().items, "train": "Fit a model"}, distractors={}), now=LATER)

    assert subjects("in-order") == [["loop"], [], []]


def test_what_ships_is_public_and_an_instructors_bank_is_private_until_they_say_otherwise():
    owner = User.objects.create_user("owner@example.org", "a-long-password")
    publish(choice("one"), slug="ships")
    publishing.publish(bank=a_bank(slug="mine"), owner=owner, now=MONDAY)

    kept = dict(Bank.objects.values_list("slug", "visibility"))
    assert kept == {"ships": Bank.PUBLIC, "mine": Bank.PRIVATE}
    assert len(set(Bank.objects.values_list("link_key", flat=True))) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Bank.objects.filter(slug="ships").update(visibility=Bank.PRIVATE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bank.objects.filter(slug="mine").update(visibility="hidden")


def test_while_others_wait_nothing_is_rendered(monkeypatch):
    made = preparing.prepare(replace(a_bank(ordering(), choice(), a_case()), description="*Of* steps."))
    for module, name in ((wordings, "shown"), (wordings, "render_case"), (preparing, "render_description")):
        monkeypatch.setattr(module, name, None)

    assert publishing.store(made=made, owner=None, now=MONDAY).version == 1


def test_what_somebody_published_meanwhile_is_what_is_compared_with():
    publish(choice("one"))
    made = preparing.prepare(a_bank(choice("one", prompt="Reworded?")))
    publish(choice("one"), matching("two"), now=LATER)

    done = publishing.store(made=made, owner=None, shipped=True, now=LATER)

    assert (done.version, done.reworded, done.retired) == (3, ("one",), ("two",))
    assert last_version().number == 3


def test_a_version_counts_what_it_changes_and_tells_another_key_from_other_words():
    publish(choice("kept"), choice("worded"), choice("rekeyed"), choice("gone"))
    options = choice().options
    other = {**options, "step": replace(options["step"], correct=False)}
    other["run"] = replace(options["run"], correct=True)

    done = publish(
        choice("kept"),
        choice("worded", prompt="Reworded?"),
        choice("rekeyed", options=other),
        matching("new"),
        now=LATER,
    )

    assert (done.reworded, done.rekeyed) == (("worded", "rekeyed"), ("rekeyed",))
    assert last_version().changes == {"added": 1, "retired": 1, "reworded": 2, "rekeyed": 1}
    assert BankVersion.objects.get(number=1).changes is None


def test_a_version_keeps_what_the_bank_says_of_itself_and_who_published_it():
    editor = User.objects.create_user("editor@example.org", "a-long-password")
    owner = User.objects.create_user("owner@example.org", "a-long-password")
    bank = replace(a_bank(), description="Of `TrainingStep`, *briefly*.", language="de", license="CC-BY-4.0")

    publishing.publish(bank=bank, owner=owner, by=editor, now=MONDAY)

    version = last_version()
    assert (version.description, version.language, version.license) == (bank.description, "de", "CC-BY-4.0")
    assert version.description_html == "<p>Of <code>TrainingStep</code>, <em>briefly</em>.</p>"
    assert (version.created_by, version.bank.owner) == (editor, owner)


def test_what_a_question_is_looked_for_by_changes_with_it():
    publish(choice("one", difficulty=2))

    publish(ordering("one", difficulty=4), now=LATER)

    assert Question.objects.values_list("kind", "difficulty").get() == ("ordering", 4)


def test_banks_that_were_stored_before_are_private_or_ship_and_keep_what_they_say():
    migration = import_module("quizzes.migrations.0011_visibility_of_stored_banks")
    publish(slug="ships")
    said = replace(a_bank(slug="mine"), description="Two lines:\n\nquestions: none.\n", license="CC0")
    publishing.publish(bank=said, owner=None, now=MONDAY)
    before = BankVersion.objects.get(bank__slug="mine").description
    keys = set(Bank.objects.values_list("link_key", flat=True))
    BankVersion.objects.update(description="", license="", language="xx")

    migration.settle(apps, None)

    version = BankVersion.objects.get(bank__slug="mine")
    assert (version.description, version.license, version.language) == (before, "CC0", "en")
    assert keys.isdisjoint(Bank.objects.values_list("link_key", flat=True))
