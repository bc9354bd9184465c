"""What a guest made comes into an account: whole, once, on both databases."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import ProtectedError, QuerySet

from accounts import belongings, learners, services
from accounts.models import Learner, User
from notebook.models import Leaf
from quizzes.models import Attempt, Bank, Sitting
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def account(now: datetime, *, studied: bool = False) -> User:
    user = User.objects.create_user("ann@example.org", "correct horse battery")
    if studied:
        Learner.objects.create(user=user, created_at=now, seen_at=now)
    return user


def leaf(learner: Learner, now: datetime, key: str = "gate", **fields: object) -> Leaf:
    html = f"<p>{fields['note']}</p>" if fields.get("note") else ""
    return Leaf.objects.create(
        **{"learner": learner, "sort": "trap", "key": key, "changed_at": now, "html": html, **fields}
    )


def test_who_first_studies_as_a_guest_goes_on_as_the_same_learner(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now)
    builders.a_sitting(guest, *builders.published().values())

    taken = services.take_in(guest=guest, user=user, now=now)

    guest.refresh_from_db()
    assert guest.user == user
    assert taken.told == ("1 sitting",)


def test_a_guests_sittings_and_leaves_come_to_those_of_the_account(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    version = next(iter(builders.published().values()))
    for learner in (guest, user.learner):
        for _ in range(2):
            builders.a_sitting(learner, version)
    leaf(guest, now, note="Mine")
    taken = services.take_in(guest=guest, user=user, now=now)

    assert taken.told == ("2 sittings", "1 bookmark or note")
    assert Sitting.objects.filter(learner=user.learner).count() == 4
    assert Leaf.objects.get().learner == user.learner


def test_a_second_time_takes_nothing_and_doubles_nothing(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    builders.a_sitting(guest, *builders.published().values())

    first = services.take_in(guest=guest, user=user, now=now)
    again = services.take_in(guest=guest, user=user, now=now)

    assert (first.told, again.told) == (("1 sitting",), ())
    assert Sitting.objects.filter(learner=user.learner).count() == 1


def test_what_one_account_took_in_no_other_can(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now)
    other = User.objects.create_user("bob@example.org")
    services.take_in(guest=guest, user=user, now=now)

    assert services.take_in(guest=guest, user=other, now=now).told == ()
    assert not Learner.objects.filter(user=other).exists()


def test_a_merge_that_fails_half_way_changes_nothing(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    builders.a_sitting(guest, *builders.published().values())

    def fail(**kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(
        belongings._REGISTERED, "late", belongings.Belonging("late", "late", lambda learner: 0, fail)
    )
    with pytest.raises(RuntimeError):
        services.take_in(guest=guest, user=user, now=now)

    guest.refresh_from_db()
    assert guest.is_guest
    assert Sitting.objects.get().learner == guest


def test_what_another_tab_begins_as_the_guest_just_then_is_the_accounts(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    version = next(iter(builders.published().values()))
    services.take_in(guest=guest, user=user, now=now)

    sitting = builders.a_sitting(guest, version)  # it looked who is there before the merge

    assert sitting.learner == user.learner


def test_what_another_tab_begins_as_a_guest_who_is_deleted_just_then_is_a_new_guests(now: datetime) -> None:
    guest = builders.a_learner()
    version = next(iter(builders.published().values()))
    services.forget(learner=Learner.objects.get(), now=now)

    sitting = builders.a_sitting(guest, version)  # it looked who is there before

    assert sitting.learner == Learner.objects.get()
    assert sitting.owner.is_guest
    assert sitting.owner.key != guest.key


def test_of_an_account_whose_data_go_just_then_the_guest_is_the_new_learner(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    builders.a_sitting(guest, *builders.published().values())
    lock = Learner.objects.select_for_update

    def other_tab(**how: object) -> QuerySet[Learner]:
        Learner.objects.filter(user=user).exclude(pk=guest.pk).delete()
        return lock(**how)

    monkeypatch.setattr(Learner.objects, "select_for_update", other_tab)

    assert services.take_in(guest=guest, user=user, now=now).told == ("1 sitting",)
    assert Learner.objects.get(user=user) == Sitting.objects.get().learner == guest


def test_the_row_of_a_merged_guest_is_no_guest_and_goes_with_the_account(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    services.take_in(guest=guest, user=user, now=now)
    guest.refresh_from_db()
    assert not guest.is_guest

    services.delete_account(user=user, now=now)

    assert not Learner.objects.exists()
    assert not User.objects.exists()


NOTES = {
    "only the guest's": ({}, {"note": "G"}, "G"),
    "only mine": ({"note": "A"}, {}, "A"),
    "both": ({"note": "A"}, {"note": "G"}, "A\n\n---\n\nG"),
    "the same": ({"note": "A"}, {"note": "A"}, "A"),
}


@pytest.mark.parametrize("case", NOTES)
def test_of_two_notes_on_one_entry_both_are_written_into_one(now: datetime, case: str) -> None:
    mine, theirs, kept = NOTES[case]
    guest, user = builders.a_learner(), account(now, studied=True)
    leaf(user.learner, now, bookmarked_at=now, **mine)
    leaf(guest, now, bookmarked_at=now - timedelta(days=1), **theirs)

    services.take_in(guest=guest, user=user, now=now)

    one = Leaf.objects.get()
    assert one.learner == user.learner
    assert one.note == kept
    assert one.bookmarked_at == now - timedelta(days=1)
    assert all(word in one.html for word in kept.split("\n\n---\n\n"))


def test_a_deleted_note_gives_way_and_one_that_can_be_put_back_comes_along(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    leaf(user.learner, now, "a", note="old", note_deleted_at=now)
    leaf(guest, now, "a", note="new")
    leaf(user.learner, now, "b", bookmarked_at=now)
    leaf(guest, now, "b", note="gone", note_deleted_at=now)

    services.take_in(guest=guest, user=user, now=now)

    assert [(one.note, one.has_note) for one in Leaf.objects.order_by("key")] == [
        ("new", True),
        ("gone", False),
    ]


def test_notes_too_long_for_one_are_both_kept(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now, studied=True)
    leaf(user.learner, now, note="*a*" + "a" * 4000)
    leaf(guest, now, note="g" * 4000)

    services.take_in(guest=guest, user=user, now=now)

    one = Leaf.objects.get()
    assert "a" * 4000 in one.note
    assert "g" * 4000 in one.note
    assert "g" * 4000 in one.html
    assert "<em>a</em>" in one.html


def test_forgetting_a_learner_keeps_what_was_answered_without_them(now: datetime) -> None:
    guest = builders.a_learner()
    sitting = builders.a_sitting(guest, *builders.published().values())
    place = sitting.lineup.first()
    Attempt.objects.create(place=place, response=[], correct=True, findings=[], answered_at=now)
    leaf(guest, now, note="private")

    services.forget(learner=guest, now=now)

    sitting.refresh_from_db()
    assert sitting.learner is None
    assert Attempt.objects.count() == 1
    assert not Leaf.objects.exists()


def test_an_account_with_banks_is_not_deleted_and_loses_nothing(now: datetime) -> None:
    user = account(now, studied=True)
    Bank.objects.create(slug="own", title="Own", owner=user)

    with pytest.raises(services.StillOwned):
        services.delete_account(user=user, now=now)

    assert Learner.objects.filter(user=user).exists()
    with pytest.raises(ProtectedError):
        user.delete()


def test_guests_unseen_for_their_days_are_forgotten_and_nobody_else(
    now: datetime, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    year = timedelta(days=365)
    old, recent = builders.a_learner(now - year - timedelta(seconds=1)), builders.a_learner(now - year)
    user = account(now)
    Learner.objects.create(user=user, created_at=now - 2 * year, seen_at=now - 2 * year)
    monkeypatch.setattr("accounts.management.commands.forget_guests.now", lambda: now)

    call_command("forget_guests")
    call_command("forget_guests")

    assert not Learner.objects.filter(pk=old.pk).exists()
    assert Learner.objects.filter(pk=recent.pk).exists()
    assert Learner.objects.filter(user=user).exists()
    assert capsys.readouterr().out == "1 guest forgotten.\n0 guests forgotten.\n"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_take_a_guest_in_once(now: datetime) -> None:
    guest, user = builders.a_learner(), account(now)
    builders.a_sitting(guest, *builders.published().values())
    told: list[tuple[str, ...]] = []

    def tab() -> None:
        try:
            told.append(services.take_in(guest=guest, user=user, now=now).told)
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab) for _ in range(4)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()

    assert sorted(told) == [(), (), (), ("1 sitting",)]
    assert Sitting.objects.get().learner == user.learner


def test_a_guest_is_told_a_day_until_which_they_are_surely_kept(now: datetime) -> None:
    guest = builders.a_learner(now)

    assert guest.kept_until == (now + timedelta(days=364)).date()
    assert learners.Newcomer().user is None
