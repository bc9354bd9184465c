"""Accounts: allauth's pages with our forms, and the pages about oneself."""

from __future__ import annotations

from typing import Any

from allauth.account import views as base
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as keys
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import addresses, belongings, forms, holdings, services
from accounts.adapter import can_mail
from accounts.learners import forget_cookie, guest_of
from accounts.models import User
from studyapp.web.htmx import Request

PASSKEYS = reverse_lazy("mfa_list_webauthn")
TAKEN = "There is an account with this address already."


class Refusing:
    """What cannot be used comes back with 422, as everywhere here."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


class SignIn(Refusing, base.LoginView):
    form_class = forms.SignInForm


class SignUp(Refusing, base.SignupView):
    form_class = forms.SignUpForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guest = guest_of(self.request)
        return super().get_context_data(guests=belongings.told_of(guest) if guest else [], **kwargs)


class ChangePassword(Refusing, base.PasswordChangeView):
    form_class = forms.ChangePasswordForm


class SetPassword(Refusing, base.PasswordSetView):
    form_class = forms.SetPasswordForm


class ResetPassword(Refusing, base.PasswordResetView):
    """By mail, where there is mail. Elsewhere the page says whom to ask, whatever is sent to it."""

    form_class = forms.ResetPasswordForm

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_mail():
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_mail=can_mail(), **kwargs)


class NewPassword(Refusing, base.PasswordResetFromKeyView):
    """Behind the link of a mail. Whose password it is is said: to them, and to what keeps their passwords."""

    form_class = forms.ResetPasswordKeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = getattr(self, "reset_user", None)
        return super().get_context_data(email=user.email if user else "", **kwargs)


class Reauthenticate(Refusing, base.ReauthenticateView):
    form_class = forms.ReauthenticateForm


class ReauthenticateByPasskey(Refusing, keys.ReauthenticateWebAuthnView):
    form_class = forms.ReauthenticatePasskeyForm


class SignInByPasskey(Refusing, keys.LoginWebAuthnView):
    """A page of its own, so that allauth's scripts come with it and with no other page for guests."""

    form_class = forms.SignInPasskeyForm
    template_name = "mfa/webauthn/login_form.html"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = {"request_options": auth.begin_authentication(user=None)}
        return super().get_context_data(js_data=options, **kwargs)


class AddPasskey(Refusing, keys.AddWebAuthnView):
    """Always one that opens the account by itself."""

    form_class = forms.AddPasskeyForm
    success_url = PASSKEYS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        context.update(kwargs)
        return context

    def get_success_url(self) -> str:
        return str(self.success_url)


class RenamePasskey(Refusing, keys.EditWebAuthnView):
    form_class = forms.RenamePasskeyForm


@require_safe
def account(request: Request) -> HttpResponse:
    """Who one is here, and what can be done about it; for a guest what is kept, and until when."""
    guest = guest_of(request)
    context: dict[str, Any] = {"guest": guest, "guests": belongings.told_of(guest) if guest else []}
    if request.user.is_authenticated:
        keys_of = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
        context |= {
            "passkeys": keys_of.count(),
            "kept": belongings.told_of(request.learner) if request.learner else [],
        }
    return render(request, "account/account.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="accounts")
def change_address(request: Request) -> HttpResponse:
    """Ask for another address. Where mail can be sent it is confirmed first; elsewhere it counts at once.

    With mail a taken address is answered like a free one: nobody learns here who has an account.
    """
    user: User = request.user  # type: ignore[assignment]
    form = forms.ChangeAddressForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if can_mail():
            get_adapter(request).ask_to_confirm(user, email)
            return render(request, "account/address_sent.html", {"email": email})
        try:
            addresses.change(user=user, email=email, confirmed=False)
        except addresses.AddressTaken:
            form.add_error("email", TAKEN)
        else:
            messages.success(request, f"From now on you sign in as {email}.")
            return redirect("account")
    context = {"form": form, "can_mail": can_mail()}
    return render(request, "account/address.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: Request, key: str) -> HttpResponse:
    """Behind the link of a mail: asks once, then the address is the account's, and the old one is told."""
    asked = addresses.asked_by(key)
    if request.method != "POST" or asked is None:
        context = {"email": asked[1] if asked else "", "done": addresses.done_by(key), "key": key}
        status = 404 if request.method == "POST" and not context["done"] else 200
        return render(request, "account/address_confirm.html", context, status=status)
    user, email = asked
    try:
        old = addresses.change(user=user, email=email, confirmed=True)
    except addresses.AddressTaken:
        return render(request, "account/address_confirm.html", {"taken": email}, status=409)
    if old != email:
        get_adapter(request).tell_of_change(old, email)
    messages.success(request, f"From now on you sign in as {email}.")
    return redirect("account")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guest_work(request: Request) -> HttpResponse:
    """Whose is what was done on this browser as a guest? Asked after signing in, and from the account."""
    on = _next(request)
    guest = guest_of(request)
    told = belongings.told_of(guest) if guest else []
    if request.method != "POST" and told:
        return render(request, "account/guest.html", {"told": told, "guest": guest, "next": on})
    response = HttpResponseRedirect(on or reverse("home"))
    if guest is not None and request.POST.get("do") == "take":
        taken = services.take_in(guest=guest, user=request.user, now=now())  # type: ignore[arg-type]
        if taken.told:
            messages.success(request, f"In your account now: {' and '.join(taken.told)}.")
        forget_cookie(response)
    return response


def _next(request: Request) -> str:
    """Where to go on to: an address of ours that was asked for, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if get_adapter(request).is_safe_url(wanted) else ""


@login_required
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    """Sign out every other browser: one that was left open, or lost."""
    services.end_other_sessions(user=request.user)  # type: ignore[arg-type]
    update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
    messages.success(request, "You are signed out everywhere else.")
    return redirect("account")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="accounts")
def delete(request: Request) -> HttpResponse:
    """Asks, and says what stays; then the account is gone."""
    kept = belongings.told_of(request.learner) if request.learner else []
    user: User = request.user  # type: ignore[assignment]
    context = {"kept": kept, "in_the_way": holdings.in_the_way(user), "held": holdings.told(user)}
    if request.method != "POST" or "sure" not in request.POST:
        status = 422 if request.method == "POST" else 200
        context["unsure"] = status == 422
        return render(request, "account/delete.html", context, status=status)
    try:
        services.delete_account(user=user, now=now())
    except services.StillOwned:
        return render(request, "account/delete.html", {**context, "owns": True}, status=409)
    logout(request)
    messages.success(request, "Your account is deleted.")
    return redirect("home")
