"""The rule of the throttle, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from accounts import throttling
from accounts.models import Tries
from accounts.throttle import PER_ACCOUNT, PER_ACCOUNT_AND_ADDRESS, Rule, Tally

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def tries(rule: Rule, moments: list[datetime]) -> list[timedelta]:
    """How long each try has to wait; those that wait are not counted."""
    waits, tally = [], None
    for moment in moments:
        waits.append(rule.free_at(tally, now=moment) - moment)
        if not waits[-1]:
            tally = rule.tried(tally, now=moment)
    return waits


def test_twenty_are_free_and_the_twenty_first_waits_a_minute() -> None:
    assert tries(PER_ACCOUNT, [NOON] * 22) == [timedelta(0)] * 20 + [MINUTE] * 2


def test_the_wait_doubles_with_every_try_up_to_an_hour() -> None:
    tally, waits = Tally(20, NOON, NOON), []
    for _ in range(9):
        free = PER_ACCOUNT.free_at(tally, now=tally.last)
        waits.append((free - tally.last) / MINUTE)
        tally = PER_ACCOUNT.tried(tally, now=free)

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_day_of_guessing_is_about_fifty_guesses() -> None:
    tally, moment, guesses = None, NOON, 0
    while (moment := PER_ACCOUNT.free_at(tally, now=moment)) < NOON + DAY:
        tally, guesses = PER_ACCOUNT.tried(tally, now=moment), guesses + 1

    assert 40 <= guesses <= 55


def test_a_rule_without_a_first_wait_waits_for_the_window_to_end() -> None:
    moments = [NOON + n * MINUTE for n in range(16)]
    waits = tries(PER_ACCOUNT_AND_ADDRESS, moments)

    assert waits[:10] == [timedelta(0)] * 10
    assert waits[10:15] == [n * MINUTE for n in (5, 4, 3, 2, 1)]
    assert waits[15] == timedelta(0)


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    tally = Tally(30, NOON + DAY, NOON + DAY)

    assert PER_ACCOUNT.free_at(tally, now=NOON) == NOON


def password(email: str, address: str = "10.0.0.1", now: datetime = NOON) -> datetime | None:
    return throttling.try_password(email=email, address=address, now=now)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_passwords_for_one_account_are_counted_from_all_addresses_together() -> None:
    told = [password("ann@example.org", f"10.0.0.{n}") for n in range(21)]

    assert told == [None] * 20 + [NOON + MINUTE]
    assert password("ANN@example.org ", "10.0.0.99") == NOON + MINUTE
    assert password("bob@example.org") is None


@pytest.mark.django_db
@pytest.mark.both_databases
def test_an_eleventh_from_one_address_waits_and_another_address_does_not() -> None:
    told = [password("ann@example.org") for _ in range(11)]

    assert told == [None] * 10 + [NOON + timedelta(minutes=15)]
    assert password("ann@example.org", "10.0.0.2") is None


@pytest.mark.django_db
def test_what_waits_is_not_counted() -> None:
    for _ in range(50):
        password("ann@example.org")

    assert sorted(Tries.objects.values_list("count", flat=True)) == [10, 10]


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_right_password_begins_anew() -> None:
    for _ in range(9):
        password("ann@example.org")
    throttling.password_was_right(email="Ann@example.org", address="10.0.0.1")

    assert not Tries.objects.exists()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_try_that_a_right_password_of_another_tab_overtakes_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A double click on "Sign in": the rows go between being made and being locked."""
    make, overtakes = Tries.objects.bulk_create, [False, True]

    def overtaken(rows: Iterable[Tries], **how: bool) -> list[Tries]:
        made = make(rows, **how)
        if overtakes.pop():
            throttling.password_was_right(email="ann@example.org", address="10.0.0.1")
        return made

    password("ann@example.org")
    monkeypatch.setattr(Tries.objects, "bulk_create", overtaken)

    assert password("ann@example.org") is None
    assert set(Tries.objects.values_list("count", flat=True)) == {1}
    assert overtakes == []


@pytest.mark.django_db
@pytest.mark.both_databases
def test_five_hundred_accounts_behind_one_address_do_not_get_into_each_others_way() -> None:
    assert {password(f"learner-{n}@example.org") for n in range(500)} == {None}


@pytest.mark.django_db
def test_mails_and_sign_ups_are_counted_by_address_to() -> None:
    mails = [throttling.try_mail(email="ann@example.org", now=NOON) for _ in range(5)]
    signs = [throttling.try_sign_up(email="ann@example.org", now=NOON) for _ in range(6)]

    assert mails == [None] * 4 + [NOON + timedelta(hours=1)]
    assert signs == [None] * 5 + [NOON + timedelta(hours=1)]


@pytest.mark.django_db
def test_the_table_does_not_tell_who_tried_and_is_swept() -> None:
    password("ann@example.org")

    assert not [row for row in Tries.objects.all() if "ann" in row.name or "10.0" in row.name]
    assert throttling.sweep(now=NOON + DAY) == 0
    assert throttling.sweep(now=NOON + 3 * DAY) == 2


@pytest.mark.parametrize(
    ("behind", "told", "address"),
    [
        (False, "6.6.6.6", "127.0.0.1"),
        (True, "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        (True, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxy_is_believed(
    behind: bool, told: str, address: str, settings: LazySettings
) -> None:
    settings.BEHIND_PROXY = behind

    assert throttling.address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=told)) == address
