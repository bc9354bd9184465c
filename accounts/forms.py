"""allauth's forms, in our words and with our throttle."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account import forms as base
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.forms import Field
from django.shortcuts import redirect
from django.utils.timezone import now

from accounts import throttling
from accounts.adapter import can_mail, too_often
from accounts.models import User

LONG_ENOUGH = "At least 10 characters, and not one that many use. Three words nobody would guess are good."
KEY_REFUSED = "This passkey could not be used. Try again, or sign in with your password."


class Worded:
    """Labels of ours, hints where they help, and no placeholder that says the label again."""

    fields: dict[str, Field]
    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


def wait_if(until: datetime | None, what: str) -> None:
    """Raises the 429 page if there is something to wait for."""
    if until is not None:
        raise ImmediateHttpResponse(too_often(context.request, until, what))


class SignInForm(Worded, base.LoginForm):
    labels = {
        "login": "E-mail address",
        "password": "Password",
        "remember": "Stay signed in on this computer",
    }
    hints = {"remember": "For two weeks. Leave it out on a computer that others use."}


class SignUpForm(Worded, base.SignupForm):
    labels = {"email": "E-mail address", "password1": "Password", "password2": "The same password again"}
    hints = {"password1": LONG_ENOUGH}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            wait_if(throttling.try_sign_up(email=cleaned["email"], now=now()), "Sign-ups")
        return cleaned

    def try_save(self, request: Any) -> Any:
        """As allauth does. Who signs up twice at the same moment is told that there is an account by now."""
        try:
            return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
        if can_mail():
            return super().try_save(request)
        messages.info(request, "There is an account with this address by now. Sign in to it.")
        return None, redirect("account_login")


class ChangePasswordForm(Worded, base.ChangePasswordForm):
    labels = {
        "oldpassword": "Your present password",
        "password1": "New password",
        "password2": "The new password again",
    }
    hints = {"password1": LONG_ENOUGH}

    def clean_oldpassword(self) -> str:
        """Tested as at sign-in, or a session left open would be a place to guess without end."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class NewPassword(Worded):
    labels = {"password1": "New password", "password2": "The new password again"}
    hints = {"password1": LONG_ENOUGH}


class ChangeAddressForm(Worded, forms.Form):
    """Another address for an account: how often it is asked for is counted before anything is told of it."""

    email = forms.EmailField(
        max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )
    labels = {"email": "New e-mail address"}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email == self.user.email:
            raise ValidationError("That is your address already.")
        wait_if(throttling.try_address(user=self.user, now=now()), "New addresses")
        if can_mail():
            wait_if(throttling.try_mail(email=email, now=now()), "Mails")
        return email


class SetPasswordForm(NewPassword, base.SetPasswordForm):
    """For an account without a password."""


class ResetPasswordKeyForm(NewPassword, base.ResetPasswordKeyForm):
    """Behind the link of a mail."""


class ResetPasswordForm(Worded, base.ResetPasswordForm):
    labels = {"email": "E-mail address"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            wait_if(throttling.try_mail(email=cleaned["email"], now=now()), "Mails")
        return cleaned


class ReauthenticateForm(Worded, base.ReauthenticateForm):
    labels = {"password": "Your password"}


class Unforgeable:
    """What a browser sends of a passkey is parsed by a library that trips over some of what can be sent."""

    def _checked(self, check: Any) -> Any:
        try:
            return check()
        except (ValidationError, DatabaseError):
            raise
        except Exception:  # whatever it is, it came from the form
            raise ValidationError(KEY_REFUSED) from None


class AddPasskeyForm(Worded, Unforgeable, keys.SignupWebAuthnForm):
    labels = {"name": "A name for it"}
    hints = {"name": "So that you know it from others: “my phone”."}

    def clean(self) -> Any:
        return self._checked(super().clean)


class SignInPasskeyForm(Unforgeable, keys.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        return self._checked(super().clean_credential)


class ReauthenticatePasskeyForm(Unforgeable, keys.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return self._checked(super().clean_credential)


class RenamePasskeyForm(Worded, keys.EditWebAuthnForm):
    labels = {"name": "A name for it"}
