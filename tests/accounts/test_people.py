"""Users, their passwords, and the learner on the request."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.middleware import LearnerMiddleware
from accounts.models import User

CREATE = "accounts.management.commands.create_account"


def test_passwords_are_kept_by_argon2id_at_the_cost_that_owasp_gives() -> None:
    kept = make_password("correct horse battery")

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("correct horse battery", kept)
    assert not check_password("correct horse batter", kept)


def test_an_older_hash_still_opens_and_is_renewed() -> None:
    old = make_password("correct horse battery", hasher="pbkdf2_sha256")
    renewed: list[str] = []

    assert check_password("correct horse battery", old, setter=renewed.append)
    assert renewed == ["correct horse battery"]
    assert get_hasher().algorithm == "argon2"


@pytest.mark.django_db
def test_a_user_is_made_by_address_and_signs_in_with_it() -> None:
    User.objects.create_user("Ann@Example.org", "correct horse battery")
    client = Client()

    assert client.login(email="ann@example.org", password="correct horse battery")
    assert not Client().login(email="ann@example.org", password="wrong")


@pytest.mark.django_db
def test_a_user_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("")


@pytest.mark.django_db
def test_the_operator_can_make_an_administrator_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    call_command("createsuperuser", email="op@example.org", interactive=False, verbosity=0)

    assert User.objects.get().is_superuser


@pytest.mark.django_db
def test_who_looks_at_no_learner_pays_for_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    request = RequestFactory().get("/")
    LearnerMiddleware(lambda request: None)(request)  # type: ignore[arg-type, return-value]

    with django_assert_num_queries(0):
        assert hasattr(request, "learner")


@pytest.mark.django_db
def test_an_operator_makes_an_account_that_may_own_banks_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{CREATE}.getpass", lambda prompt: "correct horse battery")

    call_command("create_account", "Ann@Example.org", verbosity=0)

    ann = User.objects.get()
    assert (ann.email, ann.is_staff, ann.is_superuser) == ("ann@example.org", False, False)
    assert ann.check_password("correct horse battery")
    assert ann.emailaddress_set.get().verified  # the operator's word is enough, mail or no mail


@pytest.mark.django_db
def test_an_account_of_staff_answers_reports_and_is_no_administrator() -> None:
    call_command("create_account", "ann@example.org", "--staff", "--no-password", verbosity=0)

    ann = User.objects.get()
    assert (ann.is_staff, ann.is_superuser) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "typed", "says"),
    [
        ("no address", ["correct horse battery"] * 2, "Enter a valid email address"),
        ("ann@example.org", ["correct horse battery", "correct horse bottery"], "The two passwords differ"),
        ("ann@example.org", ["12345"] * 2, "too short"),
        ("BOB@example.org", [], "There is an account bob@example.org already"),
    ],
)
def test_an_account_that_cannot_be_made_is_refused_in_a_sentence(
    email: str, typed: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create_user("bob@example.org")
    answers = iter(typed)
    monkeypatch.setattr(f"{CREATE}.getpass", lambda prompt: next(answers))

    with pytest.raises(CommandError, match=says):
        call_command("create_account", email)

    assert User.objects.count() == 1


@pytest.mark.django_db
def test_without_a_terminal_it_says_that_no_password_could_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(f"{CREATE}.getpass", nothing)

    with pytest.raises(CommandError, match="No password could be read"):
        call_command("create_account", "ann@example.org")

    assert not User.objects.exists()
