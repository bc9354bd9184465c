"""A mock exam: fixed at its start, open until its deadline, closed by whoever looks after it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core import signing
from django.core.management import call_command
from django.urls import reverse

from accounts.learners import SALT
from accounts.services import forget
from quizzes.exams import EXTRA_TIMES, Terms
from quizzes.models import Attempt, Sitting
from quizzes.services import exams, practice, saving, sittings, starting
from tests.builders import MONDAY, a_learner, choice, published, right, statements
from tests.quizzes.exams import a_profile, some_questions

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def after(**time: float):
    return MONDAY + timedelta(**time)


@pytest.fixture
def learner():
    return a_learner()


def begin(learner, profile=None, *, extra_time: int = 100, start_key: str = "", now=MONDAY) -> Sitting:
    return exams.start(
        learner=learner,
        profile=profile or a_profile(),
        extra_time=extra_time,
        start_key=start_key or starting.new_start_key(),
        now=now,
    )


def answer_all(sitting: Sitting, *, wrong: int = 0, now=None) -> None:
    for place in sitting.lineup.select_related("question_version"):
        response = right(place.question_version.asked)
        if place.number <= wrong:
            response = dict(list(response.items())[:1]) if isinstance(response, dict) else response[:1]
            if place.question_version.asked.kind == "choice":
                options = place.question_version.asked.options
                response = tuple(key for key, option in options.items() if not option.correct)[:1]
        saving.save(place=place, response=response, seq=1, now=now or after(minutes=1))


def test_an_exam_has_its_questions_its_deadline_and_its_terms_from_the_start(learner):
    published(*some_questions())

    sitting = begin(learner)

    terms = Terms.read(sitting.exam)
    assert sitting.kind == Sitting.EXAM
    assert sitting.lineup.count() == terms.questions == 8
    assert sitting.deadline_at == after(minutes=16)
    assert sitting.lineup.filter(scored=True).count() == terms.scored == 6
    assert terms.missing == ()


@pytest.mark.parametrize("extra_time", EXTRA_TIMES)
def test_extra_time_moves_the_deadline_at_the_start_and_only_there(learner, extra_time):
    published(*some_questions())

    sitting = begin(learner, extra_time=extra_time)

    assert sitting.deadline_at == MONDAY + timedelta(minutes=16) * extra_time / 100
    assert sitting.extra_time == extra_time


def test_no_other_extra_time_is_given(learner):
    published(*some_questions())

    with pytest.raises(ValueError, match="extra time"):
        begin(learner, extra_time=1000)


def test_the_same_start_is_one_exam_and_its_clock_runs_from_the_first(learner):
    published(*some_questions())
    key = starting.new_start_key()

    first = begin(learner, start_key=key)
    again = begin(learner, start_key=key, now=after(minutes=5))

    assert first == again
    assert again.deadline_at == after(minutes=16)


def test_other_extra_time_under_the_same_key_is_another_exam_and_always_the_same(learner):
    published(*some_questions())
    key = starting.new_start_key()

    first, other, same = (begin(learner, start_key=key, extra_time=time) for time in (100, 150, 150))

    assert first != other
    assert other == same


def test_somebody_elses_start_is_taken(learner):
    published(*some_questions())
    key = starting.new_start_key()
    begin(learner, start_key=key)

    with pytest.raises(starting.StartTaken):
        begin(a_learner(), start_key=key)


def test_what_is_shown_before_the_start_is_what_is_started(learner):
    published(*some_questions())
    key, profile = starting.new_start_key(), a_profile()

    shown = exams.drawn(profile, start_key=key)
    sitting = begin(learner, profile, start_key=key)

    assert [place.version for place in shown.places] == [p.question_version_id for p in sitting.lineup.all()]
    assert [place.scored for place in shown.places] == [place.scored for place in sitting.lineup.all()]


def test_another_start_draws_another_exam(learner):
    published(*some_questions())
    profile = a_profile()

    lineups = {
        tuple(begin(learner, profile).lineup.values_list("question_version", flat=True)) for _ in range(5)
    }

    assert len(lineups) > 1


def test_without_questions_there_is_no_exam(learner):
    published(choice())

    with pytest.raises(starting.NothingToAsk):
        begin(learner)
    assert not Sitting.objects.exists()


def test_a_bank_that_is_published_anew_is_asked_in_its_new_wording(learner):
    published(*some_questions())
    profile = a_profile()
    begin(learner, profile)
    versions = published(*some_questions(prompt="Anew: what starts it?"), now=after(days=1))

    sitting = begin(learner, profile, now=after(days=2))

    assert set(sitting.lineup.values_list("question_version", flat=True)) <= {v.pk for v in versions.values()}


def test_a_changed_profile_or_bank_does_not_change_a_running_exam(learner):
    published(*some_questions())
    sitting = begin(learner)
    sitting.refresh_from_db()
    before = (sitting.exam, list(sitting.lineup.values_list("question_version", "scored")))
    published(*some_questions(prompt="Anew: what starts it?"), now=after(minutes=1))
    a_profile(minutes=1, questions=4)

    sitting.refresh_from_db()

    assert (sitting.exam, list(sitting.lineup.values_list("question_version", "scored"))) == before
    assert sitting.deadline_at == after(minutes=16)


def test_a_touch_before_the_deadline_and_within_the_grace_closes_nothing(learner):
    published(*some_questions())
    sitting = begin(learner)

    for moment in (after(minutes=15), after(minutes=16, seconds=30)):
        assert exams.touch(sitting=sitting, now=moment).finished_at is None


def test_a_touch_after_the_grace_closes_at_the_deadline_and_grades_what_was_saved(learner):
    published(*some_questions())
    sitting = begin(learner)
    answer_all(sitting, wrong=2)

    touched = exams.touch(sitting=sitting, now=after(hours=3))

    assert touched.finished_at == after(minutes=16)
    assert Sitting.objects.get().finished_at == after(minutes=16)
    assert sorted(Attempt.objects.values_list("correct", flat=True)) == [False] * 2 + [True] * 6


def test_closing_twice_grades_once(learner):
    published(*some_questions())
    sitting = begin(learner)
    answer_all(sitting)

    practice.finish(sitting=sitting, now=after(minutes=9))
    exams.touch(sitting=Sitting.objects.get(), now=after(hours=1))

    assert Attempt.objects.count() == 8
    assert Sitting.objects.get().finished_at == after(minutes=9)


def test_nothing_is_right_or_wrong_before_the_end(learner):
    published(*some_questions())
    sitting = begin(learner)
    answer_all(sitting)

    assert not Attempt.objects.exists()
    with pytest.raises(sittings.NoVerdictYet):
        practice.submit(place=sitting.lineup.first(), response=("x",), now=after(minutes=2))


def test_running_exams_are_listed_by_their_end_and_those_that_are_over_are_closed(learner):
    published(*some_questions())
    profile = a_profile()
    long = begin(learner, profile, extra_time=200)
    short = begin(learner, profile)
    begin(a_learner(), profile)

    assert exams.running(learner, now=after(minutes=1)) == [short, long]
    assert exams.running(learner, now=after(minutes=20)) == [long]
    assert Sitting.objects.get(pk=short.pk).finished_at == after(minutes=16)
    assert exams.running(None, now=MONDAY) == []


def test_the_command_closes_what_is_overdue_and_says_how_many(learner, monkeypatch):
    published(*some_questions())
    profile = a_profile()
    for extra_time in (100, 100, 200):
        begin(learner, profile, extra_time=extra_time)
    monkeypatch.setattr("quizzes.management.commands.close_exams.now", lambda: after(minutes=20))

    said = []
    for _ in range(2):
        out = StringIO()
        call_command("close_exams", stdout=out)
        said.append(out.getvalue())

    assert said == ["2 exams closed.\n", "0 exams closed.\n"]
    assert Sitting.objects.filter(finished_at=None).count() == 1


def test_one_whose_learner_is_deleted_just_then_keeps_no_other_from_being_closed(monkeypatch):
    published(*some_questions())
    going, staying = begin(a_learner()), begin(a_learner(), now=after(seconds=1))
    held = exams.locked

    def deleted(pk: int) -> Sitting:
        if pk == going.pk:
            forget(learner=going.owner, now=MONDAY)
        return held(pk)

    monkeypatch.setattr(exams, "locked", deleted)

    assert exams.close_overdue(now=after(hours=1)) == 1
    assert Sitting.objects.get(pk=staying.pk).finished_at


@pytest.mark.parametrize("address", ["quizzes:sitting", "quizzes:finish"])
def test_who_ends_what_was_deleted_in_another_tab_finds_nothing(client, learner, monkeypatch, address):
    published(*some_questions())
    sitting = begin(learner)
    Sitting.objects.filter(pk=sitting.pk).update(kind="practice" if "sitting" in address else "exam")
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(learner.key, salt=SALT)

    def other_tab():
        forget(learner=learner, now=MONDAY)
        return MONDAY

    for module in ("practice", "exams"):
        monkeypatch.setattr(f"quizzes.views.{module}.now", other_tab)

    assert client.post(reverse(address, args=[sitting.key])).status_code == 404


def test_a_start_asks_little_of_the_database_once_the_banks_are_read(learner):
    published(*some_questions())
    profile = a_profile()
    begin(learner, profile)

    with statements() as sent:
        begin(learner, profile)

    assert len(sent) <= 5, sent
