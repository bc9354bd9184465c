"""What was answered is judged anew: under an unchanged key nothing changes, and all that counts follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from quizzes import engines, queries, regrading
from quizzes.engines.choice import Option
from quizzes.engines.ordering import Distractor
from quizzes.history import sittings
from quizzes.models import (
    Attempt,
    Card,
    CardReview,
    Question,
    Record,
    Regrade,
    RegradedAttempt,
    Sitting,
    SittingQuestion,
    Tally,
    WordingCount,
)
from quizzes.regrade_preview import preview
from quizzes.services import counting, practice, saving, tallying
from quizzes.services import regrading as service
from tests.builders import (
    MONDAY,
    a_learner,
    a_sitting,
    choice,
    matching,
    ordering,
    published,
    statements,
)

BACKWARDS = ("gate", "test", "train", "clean")
LATER = MONDAY + timedelta(days=7)


def in_two_options(key="one", right_one="step"):
    texts = {"step": "On each step", "pipeline": "On the pipeline", "run": "At a start", "account": "Nowhere"}
    return choice(key, options={name: Option(text, name == right_one) for name, text in texts.items()})


orders = st.permutations(["clean", "train", "test", "gate", "deploy"]).flatmap(
    lambda all_: st.integers(1, 5).map(lambda n: tuple(all_[:n]))
)
pairs = st.dictionaries(
    st.sampled_from(["training", "condition", "fail"]),
    st.sampled_from(["fit", "branch", "stop", "tune"]),
    min_size=1,
)
options = st.sets(st.sampled_from(["step", "pipeline", "run", "account"]), min_size=1).map(
    lambda chosen: tuple(sorted(chosen))
)
asked = st.one_of(
    st.tuples(st.just(ordering()), orders),
    st.tuples(st.just(matching()), pairs),
    st.tuples(st.just(choice()), options),
)


class TestJudging:
    @given(asked)
    def test_an_unchanged_key_changes_nothing(self, asked):
        question, response = asked
        judged = regrading.judged(question, question, response)

        assert judged == regrading.Judged(engines.grade(question, response))
        assert judged == regrading.judged(question, None, response)

    @given(options, st.sampled_from(["step", "pipeline", "run", "account"]))
    def test_it_is_the_grader_of_the_other_wording_that_judges(self, response, key):
        judged = regrading.judged(in_two_options(), in_two_options(right_one=key), response)

        assert judged.verdict == engines.grade(in_two_options(right_one=key), response)
        assert judged.verdict.correct == (set(response) == {key})

    @pytest.mark.parametrize(
        ("own", "other", "response", "why"),
        [
            (choice(), matching("one"), ("step",), "kind"),
            (choice(), choice(options={"step": Option("A", True), "no": Option("B")}), ("run",), "gone"),
            (choice(), choice(options={"new": Option("A", True), "run": Option("B")}), ("run",), "unseen"),
            (
                choice(),
                choice(options={"run": Option("A", True), "step": Option("B", True)}),
                ("run",),
                "asked",
            ),
            (ordering(), ordering(distractors={}), ("deploy", "train"), "gone"),
            (
                ordering(distractors={"deploy": Distractor("D", "")}, items={"a": "A", "b": "B"}, needs={}),
                ordering(items={"a": "A", "b": "B", "c": "C"}, needs={}, distractors={}),
                ("b", "a"),
                "unseen",
            ),
            (
                matching(),
                matching(prompts={"training": "T"}, pairs={"training": ("fit",)}),
                {"fail": "stop"},
                "gone",
            ),
            (
                matching(),
                matching(prompts={"training": "T"}, pairs={"training": ("fit",)}),
                {"training": "fit"},
                "unseen",
            ),
        ],
    )
    def test_what_cannot_be_judged_stands_as_it_was(self, own, other, response, why):
        assert regrading.judged(own, other, response) == regrading.Judged(engines.grade(own, response), why)

    def test_blank_is_no_response(self):
        with pytest.raises(engines.base.Unanswered):
            regrading.judged(choice(), in_two_options(), ())


@pytest.fixture
def versions(db):
    """`one`, whose key was wrong and is mended by a second wording; three more beside it."""
    more = (choice(f"c{n}", prompt=f"Which, {n}?") for n in range(4))
    beside = [ordering(), matching(), *more]
    was = published(in_two_options(), *beside)
    now = published(in_two_options(right_one="run"), *beside)
    return {**was, "mended": now["one"]}


@pytest.fixture
def learner(db):
    return a_learner()


def answer(sitting, number, response, now=MONDAY):
    place = queries.place(sitting_key=sitting.key, number=number, learner=sitting.learner)
    return practice.submit(place=place, response=response, now=now)


def alone(learner, version, response, now=MONDAY, **changes):
    sitting = a_sitting(learner, version, now=now)
    if changes:
        Sitting.objects.filter(pk=sitting.pk).update(**changes)
        sitting.refresh_from_db()
    return answer(sitting, 1, response, now)


def regrade(version, judge, note="The key was wrong.", now=LATER, enough=lambda: False):
    version.refresh_from_db()
    shown = preview(version, judge)
    made = service.start(version=version, judge=judge, by=None, note=note, digest=shown.digest, now=now)
    service.go_on(regrade=made, now=now, enough=enough)
    return made


def kept():
    counts = ("n", "wrong", "first", "first_wrong", "last", "last_wrong")
    cells = ("n", "right", "first", "first_right")
    names = ("version", "group", "sort", "one", "other")
    return (
        {
            t[:4]: t[4:]
            for t in Tally.objects.values_list("learner", "sort", "one", "other", *counts)
            if any(t[4:])
        },
        sorted(Record.objects.values_list("learner", "question", "tries", "first_right", "last_right")),
        {r[:5]: r[5:] for r in WordingCount.objects.values_list(*names, *cells) if any(r[5:])},
    )


def assert_counted_right():
    """Whatever was done, what is kept is what all attempts give when they are counted anew."""
    running = kept()
    for learner in {place.sitting.learner for place in SittingQuestion.objects.select_related("sitting")}:
        if learner is not None:
            tallying.recount(learner)
    assert counting.recount() == 0
    assert kept() == running


@pytest.mark.django_db
@pytest.mark.both_databases
class TestRegrading:
    def test_the_standing_verdict_changes_and_what_it_was_is_kept(self, versions, learner):
        attempt = alone(learner, versions["one"], ("run",))
        other = alone(a_learner(), versions["one"], ("step",))
        told = attempt.findings

        made = regrade(versions["one"], versions["mended"])

        for each in (attempt, other):
            each.refresh_from_db()
        assert (attempt.correct, attempt.findings, attempt.response) == (True, [], ["run"])
        assert attempt.judged_by == versions["mended"]
        assert attempt.place.question_version == versions["one"]
        row = RegradedAttempt.objects.get(attempt=attempt)
        assert (row.was, row.now, row.findings) == ("wrong", "right", told)
        assert not other.correct
        assert made.counts == {"wrong-right": 1, "right-wrong": 1}
        assert made.done_at == LATER
        assert_counted_right()

    def test_taken_back_it_is_as_it_was(self, versions, learner):
        attempt = alone(learner, versions["one"], ("run",))
        before = kept()
        regrade(versions["one"], versions["mended"])
        assert kept() != before

        made = regrade(versions["one"], versions["one"], "We were wrong to change it.")

        attempt.refresh_from_db()
        assert (attempt.correct, attempt.judged_by) == (False, None)
        assert kept() == before
        assert made.takes_back
        assert attempt.regraded.count() == 2
        assert_counted_right()

    def test_an_unchanged_key_changes_nothing(self, versions, learner):
        alone(learner, versions["one"], ("run",))
        alone(learner, versions["one"], ("step",), MONDAY + timedelta(days=1))
        before, attempts = kept(), list(Attempt.objects.order_by("pk").values())

        made = regrade(versions["one"], versions["one"])

        assert (kept(), list(Attempt.objects.order_by("pk").values())) == (before, attempts)
        assert made.counts == {}

    def test_a_void_question_counts_for_nobody_and_is_not_asked(self, versions, learner):
        five = [versions["one"], *(versions[f"c{n}"] for n in range(4))]
        sitting = a_sitting(learner, *five)
        for number in range(1, 6):
            answer(sitting, number, ("step",))
        before = kept()

        made = regrade(versions["one"], None)

        assert made.counts == {"right-void": 1}
        assert Attempt.objects.filter(correct=True).count() == 5
        assert not Record.objects.filter(question=versions["one"].question_id).exists()
        assert queries.recent(learner)[0].total == 4
        assert sittings(learner)[0].right == 4
        assert [stop.outcome for stop in queries.stops(sitting)] == ["void", *["right"] * 4]
        assert_counted_right()

        regrade(versions["one"], versions["one"])
        assert kept() == before
        assert_counted_right()

    def test_a_wording_that_is_void_is_not_asked_until_that_is_lifted(self, versions):
        def live():
            return Question.objects.live().filter(key="one").exists()

        regrade(versions["mended"], None)
        assert not live()
        regrade(versions["mended"], versions["mended"])
        assert live()

    def test_the_next_attempt_is_the_first_where_that_became_void(self, versions, learner):
        alone(learner, versions["one"], ("run",))
        alone(learner, versions["mended"], ("run",), MONDAY + timedelta(days=1))

        regrade(versions["one"], None)

        assert Record.objects.get().first_right
        cell = WordingCount.objects.get(version=versions["mended"], sort="tried", group=0)
        assert (cell.first, cell.first_right) == (1, 1)
        assert_counted_right()

    def test_what_is_answered_later_is_judged_by_the_standing_key(self, versions, learner):
        waiting = a_sitting(learner, versions["one"])
        regrade(versions["one"], versions["mended"])

        attempt = answer(waiting, 1, ("run",), LATER)

        assert attempt.correct
        assert attempt.judged_by == versions["mended"]
        assert not attempt.regraded.exists()
        assert_counted_right()

    def test_what_is_answered_of_a_void_wording_counts_for_nobody(self, versions, learner):
        waiting = a_sitting(learner, versions["one"], versions["c0"])
        regrade(versions["one"], None)

        answer(waiting, 1, ("run",), LATER)
        answer(waiting, 2, ("step",), LATER)

        assert Record.objects.get().question == versions["c0"].question
        assert queries.recent(learner)[0].total == 1
        assert not Attempt.objects.filter(novelty=None).exists()
        assert_counted_right()

    def test_an_open_exam_is_judged_so_when_it_closes(self, versions, learner):
        sitting = a_sitting(learner, versions["one"], versions["c0"], versions["c1"])
        Sitting.objects.update(kind=Sitting.EXAM)
        for number, response in ((1, ("run",)), (3, ("step",))):
            place = queries.place(sitting_key=sitting.key, number=number, learner=learner)
            saving.save(place=place, response=response, seq=1, now=MONDAY)
        regrade(versions["one"], versions["mended"])
        regrade(versions["c0"], None)
        assert not Attempt.objects.exists()
        assert not SittingQuestion.objects.filter(voided=True).exists()

        practice.finish(sitting=sitting, now=LATER)

        assert [stop.outcome for stop in queries.stops(sitting)] == ["right", "void", "right"]
        assert queries.exam_results(learner)[0].total == 2
        assert_counted_right()

    def test_an_unanswered_place_of_an_exam_that_is_over_is_void_too(self, versions, learner):
        sitting = a_sitting(learner, versions["one"], versions["c0"])
        Sitting.objects.update(kind=Sitting.EXAM)
        practice.finish(sitting=sitting, now=MONDAY)

        regrade(versions["one"], None)

        assert [stop.outcome for stop in queries.stops(sitting)] == ["void", "unanswered"]
        assert_counted_right()

    def test_what_cannot_be_judged_by_the_other_wording_stands(self, versions, learner):
        more = {name: Option(name, name == "new") for name in ("step", "run", "new")}
        third = published(choice("one", options=more))["one"]
        attempt = alone(learner, versions["one"], ("step",))
        shown = preview(versions["one"], third)

        made = regrade(versions["one"], third)

        attempt.refresh_from_db()
        assert dict(shown.kept) == {"unseen": 1}
        assert (attempt.correct, attempt.judged_by, made.counts) == (True, None, {})

    def test_a_review_is_rated_anew_and_its_card_follows(self, versions, learner):
        wants = {"cards": [[Card.QUESTION, "one"]]}
        alone(learner, versions["one"], ("step",), kind=Sitting.REVIEW, wants=wants)
        before = Card.objects.get().state
        assert CardReview.objects.get().rating != "again"

        regrade(versions["one"], versions["mended"])
        assert CardReview.objects.get().rating == "again"
        assert Card.objects.get().state != before

        regrade(versions["one"], None)
        assert not Card.objects.exists()

        regrade(versions["one"], versions["one"])
        assert Card.objects.get().state == before

    def test_stopped_half_way_it_goes_on_and_nothing_happens_twice(self, versions):
        for _ in range(3):
            alone(a_learner(), versions["one"], ("run",))
        made = regrade(versions["one"], versions["mended"], enough=lambda: True)
        assert (made.done_at, RegradedAttempt.objects.count()) == (None, 1)

        for _ in range(2):
            assert service.go_on(regrade=Regrade.objects.get(), now=LATER)
        service.anew(regrade=made)
        service.go_on(regrade=made, now=LATER)

        assert RegradedAttempt.objects.count() == 3
        assert Regrade.objects.get().counts == {"wrong-right": 3}
        assert_counted_right()

    def test_a_later_regrade_ends_one_that_was_stopped(self, versions):
        for _ in range(2):
            alone(a_learner(), versions["one"], ("run",))
        stopped = regrade(versions["one"], versions["mended"], enough=lambda: True)
        regrade(versions["one"], versions["one"])

        assert service.go_on(regrade=stopped, now=LATER)

        assert not Attempt.objects.filter(correct=True).exists()
        assert_counted_right()

    def test_what_nobody_answered_is_judged_anew_too(self, versions, learner):
        alone(learner, versions["one"], ("run",))
        Sitting.objects.update(learner=None)
        tallying.forget(learner)

        regrade(versions["one"], versions["mended"])

        assert Attempt.objects.get().correct
        assert_counted_right()

    def test_the_same_sent_twice_is_one_and_another_preview_is_told(self, versions, learner):
        shown = preview(versions["one"], versions["mended"])
        alone(learner, versions["one"], ("run",))
        sent = {"version": versions["one"], "judge": versions["mended"], "by": None, "note": "It was wrong."}

        with pytest.raises(service.ChangedMeanwhile) as meanwhile:
            service.start(**sent, digest=shown.digest, now=LATER)
        assert meanwhile.value.fresh.moves["wrong", "right"] == 1
        fresh = meanwhile.value.fresh.digest
        first = service.start(**sent, digest=fresh, now=LATER)
        service.go_on(regrade=first, now=LATER)
        again = service.start(**sent, digest=fresh, now=LATER)

        assert first == again

    def test_a_wording_of_another_question_is_no_key(self, versions):
        with pytest.raises(ValueError, match="same question"):
            preview(versions["one"], versions["c0"])

    def test_the_preview_says_what_happens(self, versions, learner):
        User.objects.create_user("somebody@example.org", "a password of some length")
        alone(learner, versions["one"], ("run",))
        alone(learner, versions["one"], ("run",), MONDAY + timedelta(days=1))
        alone(a_learner(), versions["one"], ("pipeline",))
        a_sitting(a_learner(), versions["one"])
        shown = preview(versions["one"], versions["mended"])

        assert (shown.learners, shown.attempts, shown.sittings, shown.waiting) == (2, 3, 4, 1)
        assert (shown.changed, shown.same, shown.changed_learners) == (2, 1, 1)
        assert [(e.given, e.was, e.now, e.times) for e in shown.examples] == [(["run"], "wrong", "right", 2)]

    def test_a_submit_under_no_regrade_asks_nothing_more(self, versions, learner):
        sitting = a_sitting(learner, versions["one"], versions["c0"])
        with statements() as sent:
            answer(sitting, 1, ("run",))
        assert not [sql for sql in sent if "quizzes_regrade" in sql]

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["run", "step"])), min_size=1, max_size=7))
    def test_whatever_is_done_in_which_order_the_counts_follow(self, versions, deeds):
        learner, day = a_learner(), MONDAY
        for deed, option in deeds:
            day += timedelta(days=1)
            if deed == 0:
                alone(learner, versions["one"], (option,), day)
            elif deed == 1:
                alone(learner, versions["mended"], (option,), day)
            else:
                regrade(versions["one"], [None, versions["mended" if option == "run" else "one"]][deed - 2])
        assert_counted_right()
