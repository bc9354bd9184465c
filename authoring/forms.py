"""What authors send, read from their forms."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from authoring.queries import copyable
from authoring.texts import Unusable, cleaned

GROWN_OLD = "This page had grown old. It is fresh now: press the button again."


def new_form_key() -> str:
    """A name for a form that begins a draft: sent twice, it begins it once."""
    return secrets.token_urlsafe(32)


class BankTextField(forms.CharField):
    """The text of a bank as an author wrote it: nothing is stripped, and every line ends with LF."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        try:
            return cleaned(super().to_python(value) or "")
        except Unusable as reason:
            raise forms.ValidationError(str(reason)) from None


class FormKeyForm(forms.Form):
    """A form that begins a draft, and has a name."""

    form_key = forms.RegexField(r"^[A-Za-z0-9_-]{43}$", widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(
            data, initial={"form_key": new_form_key()}, auto_id=f"{self.prefix or 'id'}_%s", **kwargs
        )

    def renew(self) -> None:
        """Give a form that came with an unusable name a good one, so that sending it again works."""
        data = cast(QueryDict, self.data).copy()
        data["form_key"] = new_form_key()
        self.data = cast(MultiValueDict[str, Any], data)
        self.errors.pop("form_key", None)
        self.add_error(None, GROWN_OLD)


class PasteForm(FormKeyForm):
    """A bank's text, pasted."""

    text = BankTextField(
        label="The text of a bank",
        error_messages={"required": "Paste the text of a bank first."},
    )


class TemplateForm(FormKeyForm):
    """Nothing to say: it begins with a small bank that has one question of each kind."""


class CopyForm(FormKeyForm):
    """An existing bank to begin from."""

    bank = forms.ChoiceField(
        label="Bank",
        error_messages={
            "required": "Choose a bank first.",
            "invalid_choice": "Choose one of the banks that are offered here.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        self.banks = {bank.slug: bank for bank in copyable(user)}
        choices = [(slug, f"{bank.title} ({slug})") for slug, bank in self.banks.items()]
        self.fields["bank"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]


class WriteForm(forms.Form):
    """The text of a draft, and the revision that was changed into it."""

    text = BankTextField(required=False, label="The bank")
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
