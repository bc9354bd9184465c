"""What is kept is kept once for each learner and entry, can be put back, and is nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.learners import Newcomer
from accounts.models import Learner
from kit.hardness import ProseTooHard
from notebook import entries, models, queries, services
from notebook.models import UNDO_WITHIN, Leaf
from syllabus.models import Section, Topic, Trap
from tests.builders import MONDAY, a_learner
from tests.studyapp.test_content_commands import written

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = MONDAY + timedelta(minutes=5)
TOO_LATE = LATER + UNDO_WITHIN + timedelta(minutes=1)


def write(visitor, entry, note="No!", version=0, now=MONDAY):
    return services.write(visitor=visitor, entry=entry, note=note, version=version, now=now)


def mark(visitor, entry, wanted=True, now=MONDAY):
    return services.bookmark(visitor=visitor, entry=entry, wanted=wanted, now=now)


def delete(visitor, entry, now=LATER):
    return services.delete_note(visitor=visitor, entry=entry, now=now)


def put_back(visitor, entry, now=LATER):
    return services.put_back_note(visitor=visitor, entry=entry, now=now)


def test_the_first_thing_kept_makes_a_newcomer_a_learner(trap):
    leaf = mark(Newcomer(), trap)

    assert leaf.learner == Learner.objects.get()
    assert leaf.bookmarked_at == MONDAY


def test_taking_off_what_is_not_there_makes_nobody_a_learner(trap):
    done = [mark(Newcomer(), trap, wanted=False), delete(Newcomer(), trap), put_back(Newcomer(), trap)]

    assert done == [None, None, None]
    assert not Learner.objects.exists()


def test_a_bookmark_says_what_is_wanted_not_the_other_way_round(trap):
    learner = a_learner()
    mark(learner, trap)

    assert mark(learner, trap, now=LATER).bookmarked_at == MONDAY
    assert mark(learner, trap, wanted=False, now=LATER).bookmarked_at is None
    assert mark(learner, trap, wanted=False, now=LATER).bookmarked_at is None
    assert Leaf.objects.count() == 1


def test_a_note_is_kept_as_written_and_shown_safely(trap):
    leaf = write(a_learner(), trap, "**No**, <script>x</script>")

    assert leaf.note == "**No**, <script>x</script>"
    assert leaf.shown == "<p><strong>No</strong>, &lt;script&gt;x&lt;/script&gt;</p>"
    assert leaf.version == 1


def test_a_note_that_cannot_be_shown_is_not_kept(trap):
    with pytest.raises(ProseTooHard):
        write(a_learner(), trap, "[" * 101)
    assert not Leaf.objects.exists()


def test_of_two_tabs_the_second_is_told_and_overwrites_nothing(trap):
    learner = a_learner()
    write(learner, trap, "first")

    with pytest.raises(services.NoteChanged) as told:
        write(learner, trap, "second", version=0, now=LATER)

    assert told.value.leaf.note == "first"
    assert Leaf.objects.get().note == "first"
    assert write(learner, trap, "both", version=1, now=LATER).version == 2


def test_the_same_note_sent_twice_is_written_once(trap):
    learner = a_learner()
    write(learner, trap)

    assert write(learner, trap, now=LATER).version == 1


def test_a_deleted_note_can_be_put_back_for_a_while_and_is_then_gone_for_good(trap):
    learner = a_learner()
    write(learner, trap)
    assert not delete(learner, trap).has_note

    back = put_back(learner, trap)
    assert (back.has_note, back.note, back.version) == (True, "No!", 1)

    delete(learner, trap)
    mark(learner, entries.find("term", "uri"), now=TOO_LATE)
    assert not Leaf.objects.filter(sort="trap").exists()


def test_deleting_twice_does_not_prolong_the_while(trap):
    learner = a_learner()
    write(learner, trap)
    delete(learner, trap, MONDAY)

    assert delete(learner, trap, LATER).note_deleted_at == MONDAY


def test_a_deleted_note_leaves_the_bookmark_and_hinders_no_new_note(trap):
    learner = a_learner()
    mark(learner, trap)
    write(learner, trap)
    delete(learner, trap)

    mark(learner, entries.find("term", "uri"), now=TOO_LATE)
    kept = Leaf.objects.get(sort="trap")
    assert (kept.bookmarked_at, kept.note, kept.html) == (MONDAY, "", "")

    assert write(learner, trap, "again", version=0, now=TOO_LATE).has_note


def test_a_learner_has_one_leaf_an_entry(trap):
    learner = a_learner()
    mark(learner, trap)

    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.create(learner=learner, sort="trap", key=trap.key, changed_at=MONDAY)
    mark(a_learner(), trap)
    assert Leaf.objects.count() == 2


def test_what_is_somebody_elses_is_not_there(trap, django_assert_num_queries):
    write(a_learner(), trap)
    stranger = a_learner()

    assert queries.leaf_on(stranger, trap, now=MONDAY) is None
    assert queries.on_page(stranger, "trap", trap.key, now=MONDAY) == {}
    assert not queries.all_of(stranger, now=MONDAY).exists()
    with django_assert_num_queries(0):
        assert not queries.all_of(None, now=MONDAY)
        assert queries.on_page(None, "trap", now=MONDAY) == {}


@pytest.mark.parametrize(
    ("sort", "name", "title", "href"),
    [
        ("topic", "caching", "Caching & keys", "/learn/caching/"),
        ("passage", "caching/uris", "Caching & keys: A URI is compared", "/learn/caching/#uris"),
        ("step", "train", "Training", "/steps/train/"),
        ("trap", "data-is-compared", "New files are noticed.", "/traps/data-is-compared/"),
        ("faq", "when-cached", "When is a step cached?", "/faq/#when-cached"),
        ("term", "uri", "URI", "/glossary/#uri"),
    ],
)
def test_every_sort_of_entry_is_found_by_its_address(sort, name, title, href, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = entries.find(sort, name)

    assert (found.title, found.href, found.retired) == (title, href, False)
    assert found.address == f"/notes/{sort}/{name}/"


NO_ENTRIES = [
    ("trap", "nobody"),
    ("passage", "caching"),
    ("passage", "caching/x/y"),
    ("pipeline", "retraining-loop"),
    ("", ""),
]


@pytest.mark.parametrize(("sort", "name"), NO_ENTRIES)
def test_what_is_no_entry_is_not_found(sort, name):
    assert entries.find(sort, name) is None


def test_retired_entries_are_found_and_lead_nowhere(now):
    Trap.objects.update(retired_at=now)
    Section.objects.filter(anchor="uris").update(retired_at=now)
    Topic.objects.filter(key="gates").update(retired_at=now)

    for sort, name in [
        ("trap", "data-is-compared"),
        ("passage", "caching/uris"),
        ("passage", "gates/branches"),
        ("topic", "gates"),
    ]:
        found = entries.find(sort, name)
        assert (found.retired, found.href) == (True, "")


def test_no_two_entries_share_a_place_on_a_page():
    pairs = [("topic", "a"), ("term", "a"), ("passage", "a#b"), ("topic", "a-b")]
    parts = [entries.Entry(*pair).part for pair in pairs]

    assert len(set(parts)) == 4
    assert all("_" in part and "#" not in part for part in parts)


def test_a_deleted_note_is_gone_after_an_hour_whatever_is_done_meanwhile(trap):
    learner = a_learner()
    mark(learner, trap)
    write(learner, trap, "Mine alone.")
    delete(learner, trap)

    for wanted in (False, True):
        mark(learner, trap, wanted=wanted, now=TOO_LATE)

    assert Leaf.objects.get().note == ""
    assert Leaf.objects.get().bookmarked_at == TOO_LATE


def test_what_cannot_be_put_back_any_more_is_not_offered(trap):
    learner = a_learner()
    mark(learner, trap)
    write(learner, trap, "Mine alone.")
    delete(learner, trap)

    (shown,) = queries.on_page(learner, "trap", trap.key, now=LATER).values()
    (late,) = queries.on_page(learner, "trap", trap.key, now=TOO_LATE).values()

    assert (shown.note_deleted_at, shown.note) == (LATER, "Mine alone.")
    assert (late.note_deleted_at, late.note, late.bookmarked_at) == (None, "", MONDAY)
    assert queries.leaf_on(learner, trap, now=TOO_LATE).note == ""
    assert queries.all_of(learner, now=LATER, only="notes").exists()
    assert not queries.all_of(learner, now=TOO_LATE, only="notes").exists()


def test_the_notes_of_those_who_never_came_back_are_erased_too(trap):
    write(a_learner(), trap)
    delete(Learner.objects.get(), trap)

    services.forget(Leaf.objects.all(), now=LATER)
    assert Leaf.objects.get().note == "No!"

    services.forget(Leaf.objects.all(), now=TOO_LATE)
    assert not Leaf.objects.exists()


def test_a_note_keeps_its_lines(trap) -> None:
    write(a_learner(), trap, "gate\nthen register\n\n```\na\nb\n```")

    shown = Leaf.objects.get().html

    assert "gate<br>\nthen register" in shown
    assert "a\nb" in shown


def test_another_way_of_rendering_reaches_every_note_once(trap, monkeypatch: pytest.MonkeyPatch) -> None:
    learner = a_learner()
    write(learner, trap, "*No!*")
    other = entries.find("topic", "caching")
    write(learner, other, "# Deleted")
    delete(learner, other)
    mark(a_learner(), trap)
    kept = Leaf.objects.order_by("pk").values_list("note", "version", "changed_at", "note_deleted_at")
    before = list(kept)
    assert services.make_again() == 0

    monkeypatch.setattr(models, "RENDERING", models.RENDERING + 1)
    monkeypatch.setattr(services.prose, "block", lambda text, **how: f"<p>anew: {text}</p>")

    assert services.make_again() == 2
    assert Leaf.objects.get(learner=learner, key=trap.key).html == "<p>anew: *No!*</p>"
    assert Leaf.objects.get(learner=learner, key="caching").html == "<p>anew: # Deleted</p>"
    assert list(kept.all()) == before
    assert services.make_again() == 0


def test_a_note_that_is_too_hard_by_now_is_shown_as_it_was_written(trap, monkeypatch) -> None:
    write(a_learner(), trap, "a <b> c")

    def refuse(text: str, **how: object) -> str:
        raise ProseTooHard("too hard")

    monkeypatch.setattr(models, "RENDERING", models.RENDERING + 1)
    monkeypatch.setattr(services.prose, "block", refuse)

    assert services.make_again() == 1
    assert Leaf.objects.get().html == "<pre>a &lt;b&gt; c</pre>"
    assert Leaf.objects.get().note == "a <b> c"


def test_loading_content_renders_notes_again_when_the_way_has_changed(trap, tmp_path, capsys) -> None:
    write(a_learner(), trap, "*No!*")
    Leaf.objects.update(html="<script>", made_by=0)

    call_command("load_content", str(written(tmp_path)))

    assert Leaf.objects.get().html == "<p><em>No!</em></p>"
    assert "notes: 1 shown anew" in capsys.readouterr().out
