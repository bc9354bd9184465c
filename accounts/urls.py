"""Addresses of accounts. The names are those that allauth looks for; what is not here is not
reachable, and neither is any verb that an address is not for: allauth's views would answer to more."""

from __future__ import annotations

from allauth.account import views as base
from allauth.mfa.webauthn import views as keys
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import views

shows, does = require_safe, require_POST
asks = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", shows(views.account), name="account"),
    path("login/", asks(views.SignIn.as_view()), name="account_login"),
    path("login/passkey/", asks(views.SignInByPasskey.as_view()), name="mfa_login_webauthn"),
    path("signup/", asks(views.SignUp.as_view()), name="account_signup"),
    path("logout/", asks(base.logout), name="account_logout"),
    path("inactive/", shows(base.account_inactive), name="account_inactive"),
    path("guest/", asks(views.guest_work), name="account_guest"),
    path("confirm-email/", shows(base.email_verification_sent), name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", asks(base.confirm_email), name="account_confirm_email"),
    path("email/", asks(views.change_address), name="account_email"),
    path("email/<str:key>/", asks(views.confirm_address), name="account_email_confirm"),
    path("password/change/", asks(views.ChangePassword.as_view()), name="account_change_password"),
    path("password/set/", asks(views.SetPassword.as_view()), name="account_set_password"),
    path("password/reset/", asks(views.ResetPassword.as_view()), name="account_reset_password"),
    path("password/reset/done/", shows(base.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        shows(base.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "password/reset/key/<slug:uidb36>/<str:key>/",
        asks(views.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path("reauthenticate/", asks(views.Reauthenticate.as_view()), name="account_reauthenticate"),
    path(
        "reauthenticate/passkey/",
        asks(views.ReauthenticateByPasskey.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/", shows(keys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", asks(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/rename/", asks(views.RenamePasskey.as_view()), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", asks(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("sessions/end/", does(views.end_other_sessions), name="account_end_other_sessions"),
    path("delete/", asks(views.delete), name="account_delete"),
]
