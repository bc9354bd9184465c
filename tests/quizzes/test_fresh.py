"""Fresh variants in practice: drawn for a wish, stored once, not met again soon, no part of what ships."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Learner, User
from quizzes import material, queries
from quizzes.generators import Proofs, Variant
from quizzes.generators.proving import SLUG
from quizzes.models import Bank, Question, QuestionVersion, Sitting
from quizzes.progress import by_topic
from quizzes.services import fresh, publishing, review, starting, wordings
from quizzes.services.starting import NothingToAsk, Wish
from studyapp.management.commands import load_content
from syllabus.models import StepType, Trap
from syllabus.services import load
from tests.builders import MONDAY, a_bank, a_learner, choice, form_of, matching, ordering, published, right
from tests.quizzes.generators.shipped import syllabus

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def lessons():
    load(syllabus=syllabus(), now=MONDAY)


_numbers = count()


@pytest.fixture(autouse=True)
def _from_the_first_seed():
    """What is drawn comes from the start key, so these are the same in every run."""
    global _numbers
    _numbers = count()


def start(learner, *, now=MONDAY, key: str = "", **wish) -> Sitting:
    return starting.start(
        learner=learner,
        wish=Wish(**{"length": 10, "fresh": "only", **wish}),
        title="Fresh",
        start_key=key or f"a-start-of-a-test-{next(_numbers):04}",
        now=now,
    )


def asked(sitting: Sitting) -> list[QuestionVersion]:
    places = sitting.lineup.select_related("question_version__question__bank")
    return [place.question_version for place in places]


def keys(sitting: Sitting) -> list[str]:
    return [version.question.key for version in asked(sitting)]


def test_a_sitting_of_variants_asks_nothing_else(lessons):
    published(ordering(), matching(), choice())
    versions = asked(start(a_learner()))

    assert len(versions) == 10
    assert {version.question.bank.slug for version in versions} == {SLUG}
    assert {version.question.kind for version in versions} == {"ordering", "matching", "choice"}
    assert all(version.html["prompt"] and version.made_by for version in versions)


@pytest.mark.parametrize("begins", ["practice", "review"])
def test_the_learner_is_locked_before_the_bank_of_the_variants(lessons, begins):
    """Whichever is begun in which tab, or on PostgreSQL two tabs of one learner wait for each other."""
    user = User.objects.create_user("ann@example.org", "three words nobody guesses")
    learner = Learner.objects.create(user=user, created_at=MONDAY, seen_at=MONDAY)

    with CaptureQueriesContext(connection) as queries_sent:
        if begins == "review":
            review.start(learner=learner, start_key="a-review-of-a-test-0", now=MONDAY)
        else:
            start(learner)

    sent = [query["sql"] for query in queries_sent]
    locked, stored = (
        next(n for n, sql in enumerate(sent) if f'FROM "{table}"' in sql)
        for table in ("accounts_learner", "quizzes_bank")
    )
    assert locked < stored


def test_half_of_each_is_half_of_each_and_what_one_lacks_the_other_gives(lessons):
    published(*(choice(f"c{n}", prompt=f"Which, the {n}th time?") for n in range(8)))
    ten = [version.question.bank.slug for version in asked(start(a_learner(), fresh="some"))]
    twenty = [version.question.bank.slug for version in asked(start(a_learner(), fresh="some", length=20))]

    assert (ten.count(SLUG), len(ten)) == (5, 10)
    assert (twenty.count(SLUG), len(twenty)) == (12, 20)


def test_where_variants_run_dry_written_questions_of_the_topic_and_the_kinds_fill_up(lessons):
    wish = {"topic": "feature-store", "kinds": ("ordering", "matching")}
    fitting = [
        matching(f"m{n}", prompt=f"Match, the {n}th time.", topics=(wish["topic"],)) for n in range(12)
    ]
    published(*fitting, choice(topics=(wish["topic"],)), matching("elsewhere", prompt="Match elsewhere."))
    only = asked(start(a_learner(), **wish))
    versions = asked(start(a_learner(), fresh="some", **wish))
    written = [version.question.key for version in versions if version.question.bank.slug != SLUG]

    assert 0 < len(only) < 5
    assert len(versions) == 10
    assert set(written) <= {question.key for question in fitting}
    assert len(written) == 10 - len(only)


def test_how_many_variants_there_are_and_why_is_told_with_the_way_to_more(client, lessons):
    published(choice(topics=("orchestrators",)))
    form = {"topic": "orchestrators", "kinds": ["matching", "choice"], "length": 20, "fresh": "only"}
    answer = client.post(reverse("quizzes:practice"), form | {"start_key": starting.new_start_key()})
    body = client.get(answer.url).content.decode()
    way = "?fresh=some&amp;topic=orchestrators&amp;step=&amp;trap=&amp;kind=matching&amp;kind=choice"

    assert "there for this choice, not 20." in body
    assert "would ask the same things again" in body
    assert f'href="{reverse("quizzes:practice")}{way}"' in body
    assert "would ask the same" not in client.get(_started(client, form | {"fresh": "some"})).content.decode()


def _started(client, form) -> str:
    return client.post(reverse("quizzes:practice"), form | {"start_key": starting.new_start_key()}).url


def test_topic_kinds_step_and_trap_are_honoured(lessons):
    learner = a_learner()
    on_topic = asked(start(learner, topic="step-caching", kinds=("choice",)))
    on_step = start(learner, step="condition", length=5)
    on_trap = start(learner, trap="same-prefix-noticed", length=5)

    assert {version.question.kind for version in on_topic} == {"choice"}
    assert all("step-caching" in version.asked.topics for version in on_topic)
    step, trap = StepType.objects.get(key="condition"), Trap.objects.get(key="same-prefix-noticed")
    assert all(version.question.steps.filter(pk=step.pk).exists() for version in asked(on_step))
    assert all(version.question.traps.filter(pk=trap.pk).exists() for version in asked(on_trap))


def test_a_wish_for_cases_alone_finds_no_variant(lessons):
    with pytest.raises(NothingToAsk):
        start(a_learner(), kinds=("case",))

    assert not Sitting.objects.exists()


def test_the_same_start_sent_twice_is_one_sitting_with_the_same_variants(lessons):
    learner, key = a_learner(), starting.new_start_key()
    first, second = start(learner, key=key), start(learner, key=key, now=LATER)

    assert first.pk == second.pk
    assert Question.objects.filter(bank__slug=SLUG).count() == 10


def test_the_same_variant_is_one_question_with_one_version(lessons):
    have = material.stock()
    variants = fresh.drawn(learner=None, about=fresh.About(), count=8, seed="the same")
    once = fresh.store(fresh.ready(variants), now=MONDAY)
    again = fresh.store(fresh.ready(list(reversed(variants))), now=LATER)

    assert sorted(c.versions for c in once) == sorted(c.versions for c in again)
    assert Question.objects.filter(bank__slug=SLUG).count() == 8
    assert QuestionVersion.objects.count() == 8
    assert material.stock() is have  # read once, as long as the syllabus stays as it is


def test_a_lesson_that_was_reworded_gives_a_new_version_and_a_new_material(lessons):
    variants = fresh.drawn(learner=None, about=fresh.About(), count=3, seed="before")
    fresh.store(fresh.ready(variants), now=MONDAY)
    before = material.stock()
    step = StepType.objects.get(key="training")
    step.data["purpose"] = "Fits a model, in other words."
    step.digest = "other"
    step.save()
    from dataclasses import replace

    reworded = [replace(v, question=replace(v.question, explain="In other words.")) for v in variants]
    fresh.store(fresh.ready(reworded), now=LATER)

    assert material.stock() is not before
    assert QuestionVersion.objects.filter(question__bank__slug=SLUG, number=2).count() == 3
    assert Question.objects.filter(bank__slug=SLUG).count() == 3


def test_what_a_learner_was_just_asked_does_not_come_again(lessons):
    learner, met = a_learner(), set()
    for day in range(8):
        sitting = start(learner, topic="step-caching", length=20, now=MONDAY + timedelta(days=day))
        assert not met & set(keys(sitting))
        met |= set(keys(sitting))

    assert len(met) > 100


def test_of_all_that_was_asked_only_the_last_is_kept_away(lessons, monkeypatch):
    monkeypatch.setattr(fresh, "RECENT", 5)
    learner = a_learner()
    first, second = start(learner, length=5), start(learner, length=5, now=LATER)

    recent = queries.recent_variants(learner, most=5)
    assert sorted(recent) == sorted(key.rpartition("-")[2] for key in keys(second))
    assert not set(recent) & {key.rpartition("-")[2] for key in keys(first)}


def test_a_refused_variant_is_logged_and_another_is_asked(lessons, monkeypatch, caplog):
    sound = Proofs.against

    def strict(self: Proofs, variant: Variant) -> tuple[str, ...]:
        return ("B999 refused",) if variant.question.kind == "matching" else sound(self, variant)

    monkeypatch.setattr(Proofs, "against", strict)
    versions = asked(start(a_learner()))

    assert len(versions) == 10
    assert "matching" not in {version.question.kind for version in versions}
    assert "B999 refused" in caplog.text


def test_without_lessons_there_is_nothing_to_ask(db):
    with pytest.raises(NothingToAsk):
        start(a_learner())


def test_variants_are_no_part_of_the_catalogue(lessons):
    published(choice())
    start(a_learner())

    assert sum(offer.total for offer in queries.offers()) == sum(p.total for p in by_topic(None).values())
    assert not Question.objects.shipped().filter(bank__slug=SLUG).exists()
    assert [c.kind for c in queries.candidates(learner=None, kinds=())] == ["choice"]


def test_nobody_publishes_a_bank_under_their_name_and_there_is_nothing_to_export(lessons):
    with pytest.raises(publishing.SlugTaken):
        publishing.publish(bank=a_bank(slug=SLUG), owner=None, now=MONDAY)
    start(a_learner())
    with pytest.raises(CommandError, match="no published version"):
        call_command("export_bank", SLUG)
    publishing.publish_shipped(banks=[], now=LATER)
    assert Bank.objects.get(slug=SLUG).retired_at is None


def test_a_start_costs_as_many_queries_for_twenty_as_for_five(lessons):
    material.stock()
    counts = []
    for length in (5, 20):
        with CaptureQueriesContext(
            connection,
        ) as found:
            start(a_learner(), length=length)
        counts.append(len(found))

    assert counts[1] <= counts[0] + 2
    assert counts[1] <= 45


def test_a_guest_practises_variants_without_script(client, lessons):
    published(choice())
    form = {
        "topic": "",
        "kinds": ["choice"],
        "length": 5,
        "fresh": "only",
        "start_key": starting.new_start_key(),
    }
    answer = client.post(reverse("quizzes:practice"), form)
    sitting = Sitting.objects.get()
    page = client.get(answer.url)
    version = asked(sitting)[0]
    verdict = client.post(answer.url, form_of(sitting, 1, right(version.asked)), follow=True)

    assert page.status_code == 200
    assert sitting.title == "All topics, fresh variants"
    assert version.question.key not in page.content.decode()
    assert "Right" in verdict.content.decode()
    assert "Reread" in verdict.content.decode() or "reread" in verdict.content.decode()


def test_the_page_offers_where_questions_come_from_and_keeps_the_choice(client, lessons):
    published(choice())
    page = client.get(reverse("quizzes:practice"), {"fresh": "only"}).content.decode()

    assert "Half of each" in page
    assert page.count('value="only"') == 1
    assert 'value="only" id="id_fresh_2" checked' in page


def test_a_wish_from_nowhere_is_refused(client, lessons):
    published(choice())
    form = {"kinds": ["choice"], "length": 5, "fresh": "all", "start_key": starting.new_start_key()}

    assert client.post(reverse("quizzes:practice"), form).status_code == 422


def test_no_key_of_a_variant_is_in_a_page_before_the_verdict(client, lessons):
    published(choice())
    form = {"kinds": ["matching"], "length": 5, "fresh": "only", "start_key": starting.new_start_key()}
    answer = client.post(reverse("quizzes:practice"), form)
    version = asked(Sitting.objects.get())[0]
    body = client.get(answer.url).content.decode()

    assert version.question.key.rpartition("-")[2] not in body
    assert version.html["explain"][:40] not in body


def test_where_no_variant_is_made_written_questions_are_named_as_the_way_on(client, lessons):
    published(choice())
    form = {"kinds": ["case"], "length": 5, "fresh": "only", "start_key": starting.new_start_key()}

    answer = client.post(reverse("quizzes:practice"), form)

    assert answer.status_code == 422
    assert "Choose written questions, or half of each" in answer.content.decode()
    assert "Choose more kinds" not in answer.content.decode()


def test_variants_are_rendered_before_anything_is_locked(lessons, monkeypatch):
    """Within the transaction of a start nothing is made that takes its time."""
    depths = []
    sound = wordings.render

    def render(*given, **named):
        depths.append(len(connection.savepoint_ids))
        return sound(*given, **named)

    monkeypatch.setattr(wordings, "render", render)
    start(a_learner())

    assert depths == [0] * 10


def test_what_is_stored_already_is_not_rendered_again(lessons, monkeypatch):
    variants = fresh.drawn(learner=None, about=fresh.About(), count=5, seed="the same")
    fresh.store(fresh.ready(variants[:3]), now=MONDAY)

    assert len(fresh.ready(variants).shown) == 2
    assert not fresh.ready([]).wordings


def test_a_variant_that_went_after_it_was_made_ready_is_stored_all_the_same(lessons):
    variants = fresh.drawn(learner=None, about=fresh.About(), count=3, seed="the same")
    fresh.store(fresh.ready(variants), now=MONDAY)
    made = fresh.ready(variants)
    assert fresh.forget() == 3

    assert len(fresh.store(made, now=LATER)) == 3
    assert all(version.html["prompt"] for version in QuestionVersion.objects.all())


def test_variants_that_no_sitting_asks_are_forgotten(lessons):
    kept = keys(start(a_learner()))
    variants = fresh.drawn(learner=None, about=fresh.About(), count=8, seed="never asked")
    fresh.store(fresh.ready(variants), now=MONDAY)
    others = {v.question.key for v in variants} - set(kept)

    assert fresh.forget() == len(others) > 0
    assert set(Question.objects.filter(bank__slug=SLUG).values_list("key", flat=True)) == set(kept)
    assert fresh.forget() == 0


def test_every_load_of_content_does_that(lessons, monkeypatch):
    monkeypatch.setattr(load_content.search, "fill", lambda: None)
    fresh.store(fresh.ready(fresh.drawn(learner=None, about=fresh.About(), count=3, seed="any")), now=MONDAY)
    lines = load_content.load(SimpleNamespace(syllabus=None, banks=()), whole=False, moment=LATER)

    assert lines == ["fresh variants: 3 forgotten that no sitting asks"]
    assert not Question.objects.filter(bank__slug=SLUG).exists()


def test_loading_locks_the_bank_of_variants_last_of_all(lessons, monkeypatch):
    """Whoever starts a sitting meanwhile waits for that row: not for all that loading does besides."""
    done = []
    for module, name in [
        (load_content.showing, "make_again"),
        (load_content.notes, "make_again"),
        (load_content.search, "fill"),
        (load_content.fresh, "forget"),
    ]:
        monkeypatch.setattr(module, name, lambda name=name, module=module: done.append((module, name)))
    load_content.load(SimpleNamespace(syllabus=None, banks=()), whole=False, moment=LATER)

    assert done[-1] == (load_content.fresh, "forget")
    assert len(done) == 4


def test_without_any_variant_there_is_nothing_to_forget(db):
    published(choice())

    assert fresh.forget() == 0
    assert Question.objects.count() == 1


@pytest.mark.parametrize("wish", [{"topic": "cookery"}, {"step": "bake"}, {"trap": "too-much-salt"}])
def test_what_the_syllabus_does_not_have_gives_no_variants(lessons, wish):
    assert fresh.drawn(learner=None, about=fresh.About(**wish), count=5, seed="any") == []
