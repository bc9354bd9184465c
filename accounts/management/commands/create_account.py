"""`create_account EMAIL`: an account for an instructor, or with --staff for who answers what is reported."""

from __future__ import annotations

from getpass import getpass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.models import User


class Command(BaseCommand):
    help = "Makes an account that can own question banks. Asks for its password. It is no administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address, which is also the name to sign in with")
        parser.add_argument(
            "--no-password", action="store_true", help="nobody can sign in to it: it only owns banks"
        )

        parser.add_argument(
            "--staff", action="store_true", help="it answers what learners report of questions"
        )

    def handle(self, *args: Any, email: str, no_password: bool, staff: bool, **options: Any) -> None:
        try:
            validate_email(email)
            if User.objects.filter(email__iexact=email).exists():
                raise IntegrityError  # before anybody thinks of a password
            password = None if no_password else asked_twice()
            with transaction.atomic():
                user = User.objects.create_user(email, password, is_staff=staff)
                EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        except IntegrityError:
            raise CommandError(f"There is an account {email.lower()} already.") from None
        except EOFError:
            raise CommandError(
                "No password could be read: there is no terminal. Run it at one, or with --no-password."
            ) from None
        self.stdout.write(f"{user.email} has an account.")


def asked_twice() -> str:
    """A password typed twice alike and not too easy. Raises ValidationError."""
    password = getpass("Password: ")
    if password != getpass("Again: "):
        raise ValidationError("The two passwords differ.")
    validate_password(password)
    return password
