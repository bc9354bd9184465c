"""A report keeps what its learner had before them, once; an answer is told when the verdict is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import services as accounts
from accounts.exporting import json_of
from accounts.models import User
from quizzes import queries
from quizzes.generators.proving import SLUG
from quizzes.models import Bank, ProblemReport, Sitting, VersionQuestion
from quizzes.services import exams, fresh, practice, reporting, saving, starting
from tests.builders import MONDAY, a_learner, a_sitting, choice, matching, ordering, published
from tests.quizzes.exams import a_profile, some_questions

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def learner():
    return a_learner()


@pytest.fixture
def staff():
    return User.objects.create_user("staff@example.org", is_staff=True)


@pytest.fixture
def sitting(learner):
    return a_sitting(learner, *published(ordering(), matching(), choice()).values())


def place_of(sitting, number=1):
    return queries.place(sitting_key=sitting.key, number=number, learner=sitting.learner)


def report(sitting, number=1, key=None, now=MONDAY, **said):
    said = {"about": "key", "sentence": "The gate stands before the test.", **said}
    form_key = key or starting.new_start_key()
    return reporting.report(place=place_of(sitting, number), form_key=form_key, now=now, **said)


def answer(report, staff, words="You are right, it is mended.", replaces="", now=LATER, ruling="key"):
    return reporting.answer(report=report, ruling=ruling, words=words, by=staff, replaces=replaces, now=now)


def test_it_keeps_the_order_shown_the_response_and_the_verdict(sitting, learner):
    place = place_of(sitting)
    practice.submit(place=place, response=("clean", "test", "train", "gate"), now=MONDAY)

    kept = report(sitting)

    assert kept.shown == {group: list(ids) for group, ids in place.deal.order.items()}
    assert kept.response == ["clean", "test", "train", "gate"]
    assert kept.verdict["correct"] is False
    assert kept.verdict["findings"] == place_of(sitting).attempt.findings
    assert (kept.learner, kept.question_version) == (learner, place.question_version)


def test_before_the_verdict_it_keeps_what_is_on_the_board(sitting):
    blank = report(sitting, 2)
    saving.save(place=place_of(sitting, 1), response=("clean",), seq=1, now=MONDAY)
    begun = report(sitting, 1)

    assert (blank.response, blank.verdict) == (None, None)
    assert (begun.response, begun.verdict) == (["clean"], None)


def test_sent_twice_it_is_one(sitting):
    key = starting.new_start_key()

    assert report(sitting, key=key) == report(sitting, key=key, sentence="Another sentence altogether.")
    assert ProblemReport.objects.get().sentence == "The gate stands before the test."


def test_a_form_of_another_place_or_learner_is_refused(sitting):
    key = starting.new_start_key()
    report(sitting, key=key)
    version = sitting.lineup.get(number=1).question_version
    strangers = a_sitting(a_learner(), version)

    for elsewhere, number in ((sitting, 2), (strangers, 1)):
        with pytest.raises(reporting.FormTaken):
            report(elsewhere, number, key=key)
    assert ProblemReport.objects.count() == 1


def test_so_many_may_wait_that_were_made_in_a_day(sitting, staff):
    made = [report(sitting) for _ in range(reporting.MOST)]
    with pytest.raises(reporting.TooMany):
        report(sitting)
    assert report(sitting, key=made[0].form_key) == made[0], "what is kept already is no further one"

    answer(made[0], staff)
    report(sitting)
    with pytest.raises(reporting.TooMany):
        report(sitting)
    assert report(sitting, now=MONDAY + reporting.WITHIN).pk
    strangers = a_sitting(a_learner(), sitting.lineup.get(number=1).question_version)
    assert report(strangers).pk


def test_an_answer_sent_twice_is_one_and_another_replaces_only_what_was_seen(sitting, staff):
    kept = report(sitting)
    first = answer(kept, staff)

    assert answer(kept, staff, now=LATER + timedelta(hours=1)).answered_at == first.answered_at == LATER
    with pytest.raises(reporting.AnsweredMeanwhile) as meanwhile:
        answer(kept, staff, words="Something else entirely.")
    assert meanwhile.value.report.answer == "You are right, it is mended."
    stand = reporting.stand_of(first)
    assert answer(kept, staff, words="We looked again.", replaces=stand).answer == "We looked again."


def test_an_answer_waits_for_the_verdict_and_is_new_until_it_is_read(sitting, staff, learner):
    kept = report(sitting, 3)
    answer(kept, staff)
    assert queries.new_answers(learner) == 0
    assert not queries.reports(learner).get().may_be_told

    practice.submit(place=place_of(sitting, 3), response=("step",), now=LATER)
    assert queries.reports(learner).get().may_be_told
    assert queries.new_answers(learner) == 1

    assert reporting.seen(learner=learner, now=LATER) == 1
    assert queries.new_answers(learner) == 0
    answer(kept, staff, words="We have looked again.", replaces=LATER.isoformat(), now=LATER + timedelta(1))
    assert queries.new_answers(learner) == 1


def test_of_an_open_exam_no_answer_is_told_before_its_end(learner, staff):
    published(*some_questions())
    exam = exams.start(
        learner=learner,
        profile=a_profile(),
        extra_time=100,
        start_key=starting.new_start_key(),
        now=MONDAY,
    )
    kept = report(exam, 2)
    answer(kept, staff, words="canary: it is the second one.")

    assert queries.new_answers(learner) == 0
    assert "canary" not in "".join(json_of(learner, now=LATER))
    assert reporting.seen(learner=learner, now=LATER) == 0
    practice.finish(sitting=exam, now=MONDAY)
    assert queries.new_answers(learner) == 1
    assert "canary" in "".join(json_of(learner, now=LATER))


def test_a_guests_reports_come_into_the_account_and_stay_when_their_learner_goes(sitting, learner, now):
    kept = report(sitting)
    user = User.objects.create_user("ann@example.org")
    own = a_learner()
    own.user = user
    own.save()

    taken = accounts.take_in(guest=learner, user=user, now=now)
    assert "1 report of a problem" in taken.told
    assert [r.pk for r in queries.reports(own)] == [kept.pk]

    accounts.delete_account(user=user, now=now)
    kept.refresh_from_db()
    assert kept.learner is None
    assert kept.sentence
    assert kept.place is None, "nothing was answered in that sitting: it went with its learner"


def test_a_report_of_who_was_merged_meanwhile_is_the_accounts(sitting, learner, now):
    place = place_of(sitting)
    user = User.objects.create_user("ann@example.org")
    own = a_learner()
    own.user = user
    own.save()
    accounts.take_in(guest=learner, user=user, now=now)

    kept = reporting.report(
        place=place, about="stem", sentence="Nobody can read it.", form_key="k" * 22, now=now
    )

    assert kept.learner == own


def test_a_variant_that_a_report_is_about_is_kept_when_nobody_is_asked_it_any_more(learner):
    version = next(iter(published(choice()).values()))
    Bank.objects.update(slug=SLUG)  # what is published may not call itself so,
    VersionQuestion.objects.all().delete()  # and a variant is of no version
    kept = report(a_sitting(learner, version))
    Sitting.objects.all().delete()

    assert fresh.forget() == 0
    kept.refresh_from_db()
    assert (kept.place, kept.question_version) == (None, version)
    kept.delete()
    assert fresh.forget() == 1
