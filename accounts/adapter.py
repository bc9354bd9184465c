"""How accounts are made and signed in to here: allauth's flows, with our throttle and a guest's work."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from math import ceil
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.timezone import now

from accounts import addresses, belongings, services, throttling
from accounts.learners import forget_cookie, guest_of
from accounts.models import User
from studyapp.web.pages import problem_page

log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):
    """What allauth asks us."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The address and the password do not go together. Try again.",
        "email_taken": "There is an account with this address already. Sign in to it.",
        "enter_current_password": "That is not your present password.",
        "incorrect_password": "That is not your password.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is tested: what must wait is not tested, right or wrong."""
        until = throttling.try_password(
            email=credentials.get("email", ""), address=throttling.address_of(request), now=now()
        )
        if until is not None:
            raise ImmediateHttpResponse(too_often(request, until, "Wrong passwords"))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            email, address = credentials.get("email", ""), throttling.address_of(request)
            throttling.password_was_right(email=email, address=address)
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth's own limit is off: there is nothing to give back."""

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        throttling.password_was_reset(email=credentials.get("email", ""))

    def login(self, request: HttpRequest, user: User) -> None:
        """Until the browser is closed, unless the form asks to stay: many learn on shared computers."""
        super().login(request, user)
        request.session.set_expiry(0)

    def post_login(self, request: HttpRequest, user: User, *, signup: bool, **kwargs: Any) -> HttpResponse:
        """A new account takes along what was done as a guest; an old one asks first (ADR 0016)."""
        response: HttpResponse = super().post_login(request, user, signup=signup, **kwargs)
        guest = guest_of(request)
        if guest is None:
            return response
        if signup:
            taken = services.take_in(guest=guest, user=user, now=now())
            forget_cookie(response)
            if taken.told:
                messages.success(
                    request, f"In your account now: {' and '.join(taken.told)} of yours as a guest."
                )
        elif belongings.told_of(guest):
            on = response.headers.get("Location", "")
            return redirect(f"{reverse('account_guest')}?{urlencode({'next': on})}")
        return response

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Two sign-ups with one address at the same moment: IntegrityError for the second."""
        made: User = super().save_user(request, user, form, commit=False)
        with transaction.atomic():
            made.save()
        return made

    def get_login_stages(self) -> list[str]:
        """A passkey is another way in and no second step after the password (ADR 0016)."""
        return ["allauth.account.stages.EmailVerificationStage"]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def is_ajax(self, request: HttpRequest) -> bool:
        """One address has one answer: pages."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of ours: what names a host is not followed, not even one that is ours."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail: whose it is, and the key."""
        user, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": token})
        return str(self.request.build_absolute_uri(path))

    def should_send_confirmation_mail(self, request: HttpRequest, email_address: Any, signup: bool) -> bool:
        """Each sign-in with an address that is not confirmed sends it another mail, but not a hundred."""
        return signup or throttling.try_mail(email=email_address.email, now=now()) is None

    def ask_to_confirm(self, user: User, email: str) -> None:
        """Mail a link to a new address; who has an account with it already is told so there, and not here."""
        if addresses.is_taken(user=user, email=email):
            self.send_mail("account/email/address_taken", email, {})
            return
        path = reverse("account_email_confirm", args=[addresses.key_of(user=user, email=email)])
        link = self.request.build_absolute_uri(path)
        self.send_mail("account/email/address_change", email, {"link": link, "old": user.email})

    def tell_of_change(self, old: str, new: str) -> None:
        """Who reads the mail of the old address is told. The change is made and does not hang on this."""
        with suppress(ImmediateHttpResponse):
            self.send_mail("account/email/address_changed", old, {"new": new})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises a page that says so, where the mail server does not take it."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as problem:
            log.error("a mail could not be sent: %s", problem)
            raise ImmediateHttpResponse(mail_failed(self.request)) from None


def too_often(request: HttpRequest, until: datetime, what: str) -> HttpResponse:
    """The 429 page: when to try again."""
    seconds = max(1, ceil((until - now()).total_seconds()))
    minutes = ceil(seconds / 60)
    response = problem_page(
        request,
        "429.html",
        status=429,
        title="Too many tries",
        what_to_do=(
            f"{what} were sent for this address too often. Try again in {minutes} "
            f"minute{'' if minutes == 1 else 's'}, at {until:%H:%M} UTC: until then nothing is tested, right "
            "or wrong. You can go on as a guest meanwhile."
        ),
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def mail_failed(request: HttpRequest) -> HttpResponse:
    response = problem_page(
        request,
        "503.html",
        status=503,
        title="The mail could not be sent",
        what_to_do="The mail server did not take it. Ask for the mail again in a few minutes.",
    )
    response.headers["Retry-After"] = "120"
    return response


def is_confirmed(user: User) -> bool:
    """Whether the address is known to be theirs. Where no mail can be sent nobody is asked. One query."""
    return not can_mail() or EmailAddress.objects.filter(user=user, verified=True).exists()


def can_mail() -> bool:
    """Whether addresses are confirmed, and passwords reset, by mail."""
    return bool(settings.CAN_MAIL)
